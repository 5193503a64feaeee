"""The file of contributions and the summary under every visibility, state and reader: none tells more than a page."""

import csv
import io
from typing import Any

import pytest

from consult.contributions.models import Contribution
from consult.summaries.exports import HEADER
from tests.conftest import NOON
from tests.factories import (
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_question,
    make_region,
    make_revision,
    place_of,
)
from tests.page import PageClient

WORDS = "Wells run dry in March."


def address(consultation: Any, path: str = "contributions.csv", language: str = "en") -> str:
    """Return the address of a file or page of a consultation."""
    return f"/{language}/consultations/{consultation.public_id}/{path}"


def records(
    client: PageClient, consultation: Any, language: str = "en", *, whole: bool = False
) -> list[dict[str, str]]:
    """Return the rows of the file as the reader gets it, by column; of the facilitators' own file, if asked."""
    path = address(consultation, "all-contributions.csv" if whole else "contributions.csv", language)
    answer = client.post(path) if whole else client.get(path)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def author() -> Any:
    """Make a person whose every trait can be looked for."""
    keepers = make_organisation(name="Well Keepers", region=make_region("oceania"))
    return make_person(organisation=keepers, mandate=True, display_name="Wren Nakamura")


READERS = ("anonymous", "member", "facilitator", "author")


def read_as(client: PageClient, reader: str, consultation: Any, row: Contribution) -> None:
    """Sign a reader in."""
    if reader == "author":
        client.sign_in(row.person)
    elif reader != "anonymous":
        role = ("facilitator", consultation) if reader == "facilitator" else ()
        client.sign_in(make_person(*role, organisation=make_organisation()))


AUTHOR_LINES = [
    # visibility, voice, what the column says to everybody
    ("name", "self", "Wren Nakamura, Well Keepers"),
    ("name", "organisation", "Well Keepers, sent by Wren Nakamura"),
    ("organisation", "self", "A person of Well Keepers"),
    ("organisation", "organisation", "Well Keepers"),
    ("region", "self", "A participant, Oceania"),
    ("region", "organisation", "An organisation, Oceania"),
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("visibility", "voice", "line"), AUTHOR_LINES)
def test_the_author_is_the_same_in_everybodys_file(
    client: PageClient, visibility: str, voice: str, line: str, reader: str
) -> None:
    # Also in the author's own: a file is passed on, and "You" would tell who wrote it.
    consultation = make_consultation()
    row = make_comment(consultation, author(), body=WORDS, visibility=visibility, voice=voice)
    read_as(client, reader, consultation, row)
    (record,) = records(client, consultation)
    assert (record["author"], record["voice"], record["region"]) == (line, voice, "oceania")
    assert record["text"] == WORDS


WITHHELD = {
    # state of the row: the readers who find it in their file; a file is passed on, so only what all may read is in it
    "for facilitators": ({"visibility": "facilitators"}, set()),
    "late": ({"is_late": True}, set()),
    "hidden": ({"hidden_at": NOON, "hidden_reason": "It names somebody."}, set()),
    "late and admitted": ({"is_late": True, "admitted_at": NOON}, set(READERS)),
    "withdrawn": ({"status": "withdrawn", "withdrawn_at": NOON}, set()),
    "a draft": ({"status": "draft", "submitted_at": None}, set()),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("values", "found_by"), WITHHELD.values(), ids=WITHHELD)
def test_the_file_holds_what_the_reader_may_read_and_was_sent(
    client: PageClient, values: dict, found_by: set[str], reader: str
) -> None:
    consultation = make_consultation()
    row = make_comment(consultation, author(), body=WORDS, **values)
    read_as(client, reader, consultation, row)
    found = [record["text"] for record in records(client, consultation)]
    assert found == ([WORDS] if reader in found_by else [])
    if reader == "facilitator":
        whole = [record["text"] for record in records(client, consultation, whole=True)]
        assert whole == ([WORDS] if row.status == "submitted" else [])


@pytest.mark.parametrize("voice", ["self", "organisation"])
def test_what_is_for_facilitators_only_leads_to_nobody(client: PageClient, voice: str) -> None:
    # With a region, and few people in it, the row would name its author all the same.
    consultation = make_consultation()
    row = make_comment(consultation, author(), body=WORDS, visibility="facilitators", voice=voice)
    read_as(client, "facilitator", consultation, row)
    (record,) = records(client, consultation, whole=True)
    assert record["region"] == ""
    for trait in ("Wren", "Well Keepers", "oceania", "Oceania", "You"):
        assert trait not in " ".join(record.values())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_columns_have_the_same_names_in_every_language(client: PageClient, language: str) -> None:
    consultation = make_consultation()
    make_comment(consultation)
    assert tuple(records(client, consultation, language)[0]) == HEADER


def test_each_kind_fills_its_own_columns(client: PageClient) -> None:
    consultation = make_consultation()
    health = place_of(consultation.base_revision, "health").section
    question = make_question(consultation, kind="multiple", options=["North", "South"], wording="Where?")
    start = make_comment(consultation, body="Why so?", comment_kind="query", quote_start=0, quote_end=5)
    reply = make_comment(consultation, body="Because.", thread_id=start.id, reply_to_id=start.id)
    make_amendment(consultation)
    make_answer(question, choices=["North", "South"], body="")
    make_comment(
        consultation, section=health, disposition="noted", disposed_at=NOON, disposition_reason="Heard."
    )
    by_id = {record["id"]: record for record in records(client, consultation)}
    assert by_id[start.public_id]["kind"] == "query"
    assert by_id[start.public_id]["quote"] == "Water"
    assert by_id[start.public_id]["section"] == "1. Water"
    assert by_id[reply.public_id]["reply_to"] == start.public_id
    kinds = {record["kind"]: record for record in by_id.values()}
    assert (kinds["amendment"]["operation"], kinds["amendment"]["heading"]) == ("reword", "Water")
    assert kinds["amendment"]["rationale"] == "Say what it is."
    assert "human right" in kinds["amendment"]["text"]
    assert (kinds["answer"]["question"], kinds["answer"]["choices"]) == ("Where?", "North | South")
    assert (kinds["answer"]["section"], kinds["answer"]["heading"]) == ("", "")
    noted = next(record for record in by_id.values() if record["disposition"])
    assert (noted["section"], noted["disposition"], noted["reason"]) == ("2. Health", "noted", "Heard.")


def test_a_reply_to_what_is_withheld_does_not_carry_its_words(client: PageClient) -> None:
    consultation = make_consultation()
    start = make_comment(consultation, body="A secret.", visibility="facilitators")
    make_comment(consultation, body="An open reply.", thread_id=start.id, reply_to_id=start.id)
    assert [record["text"] for record in records(client, consultation)] == ["An open reply."]


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        # Noon in UTC on the tenth of March is another day on either side of the date line.
        ("Pacific/Kiritimati", "2026-03-11"),
        ("Africa/Nairobi", "2026-03-10"),
        ("Pacific/Pago_Pago", "2026-03-10"),
    ],
)
def test_the_day_is_that_of_the_consultation_in_file_and_table(
    client: PageClient, zone: str, day: str
) -> None:
    consultation = make_consultation(zone=zone)
    make_comment(consultation)
    assert records(client, consultation)[0]["day"] == day
    table = client.get(address(consultation, "summary/days.csv")).get_data().decode("utf-8-sig")
    assert table.splitlines()[1].startswith(day)


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1")


@pytest.mark.parametrize("typed", FORMULAS)
def test_no_column_that_people_fill_begins_a_formula(client: PageClient, typed: str) -> None:
    person = make_person(display_name=typed, organisation=make_organisation(name=typed))
    consultation = make_consultation()
    question = make_question(consultation, wording=typed, kind="single", options=[typed])
    make_answer(question, person, body=typed, choices=[typed])
    make_amendment(consultation, person, rationale=typed)
    for record in records(client, consultation):
        for name in ("author", "question", "choices", "text", "rationale"):
            assert record[name][:1] not in tuple("=+-@\t"), name
    listed = client.get(address(consultation, "summary/organisations.csv")).get_data().decode("utf-8-sig")
    assert listed.splitlines()[1][:1] not in tuple("=+-@\t")


def test_texts_of_several_lines_in_any_script_come_through_whole(client: PageClient) -> None:
    consultation = make_consultation()
    body = "ماء للجميع، \"دائما\".\n\nعطش 𐤀, ; | 'end'"
    make_comment(consultation, body=body, language="ar")
    (record,) = records(client, consultation)
    assert (record["text"], record["language"]) == (body, "ar")


@pytest.mark.parametrize("path", ["contributions.csv", "summary/sections.csv"])
def test_a_file_is_saved_under_a_plain_name_and_kept_nowhere(client: PageClient, path: str) -> None:
    consultation = make_consultation(title="تشاور / “x”")
    answer = client.get(address(consultation, path))
    name = path.removeprefix("summary/")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{consultation.public_id}-{name}"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_data().startswith(b"\xef\xbb\xbf")


def test_an_organisation_that_the_network_has_not_confirmed_says_so_in_the_table(client: PageClient) -> None:
    consultation = make_consultation()
    make_comment(consultation, make_person(organisation=make_organisation(name="Guests", status="proposed")))
    make_comment(consultation, make_person(organisation=make_organisation(name="Hosts")))
    page = client.get(address(consultation, "summary")).text
    assert "Guests (not confirmed)" in page
    assert "Hosts (not confirmed)" not in page


@pytest.mark.parametrize("visibility", ["region", "facilitators"])
def test_an_organisation_is_not_listed_for_what_may_not_be_shown_with_it(
    client: PageClient, visibility: str
) -> None:
    consultation = make_consultation()
    make_comment(consultation, author(), visibility=visibility)
    for path in ("summary", "summary/organisations.csv"):
        assert "Well Keepers" not in client.get(address(consultation, path)).text


def test_contributions_of_another_consultation_of_the_same_text_are_in_no_file(client: PageClient) -> None:
    revision = make_revision()
    here, there = make_consultation(revision), make_consultation(revision)
    make_comment(there, author(), body=WORDS)
    assert records(client, here) == []
    assert "Well Keepers" not in client.get(address(here, "summary")).text
