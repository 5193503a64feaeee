"""The summary as a page: its sentence, its links, who has not been heard, and what it asks the database."""

from typing import Any

import pytest
import sqlalchemy as sa

from consult.core.database import db
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

TABLES = ("sections", "regions", "days", "dispositions", "organisations", "asked", "asked-kinds")


def page_of(client: PageClient, consultation: Any, language: str = "en") -> str:
    """Return the summary's page."""
    return client.get(f"/{language}/consultations/{consultation.public_id}/summary").text


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
def test_the_page_is_whole_in_both_directions(client: PageClient, language: str, filled: bool) -> None:
    consultation = make_consultation()
    if filled:
        make_comment(consultation)
    text = page_of(client, consultation, language)
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in text.split(">", 2)[1]
    assert text.count("<table") == (len(TABLES) if filled else 0)
    for name in TABLES:
        link = f'href="/{language}/consultations/{consultation.public_id}/summary/{name}.csv"'
        assert (link in text) is filled


SENTENCES = [
    # contributions by voice, what the sentence says
    (["self"], "1 contribution,", "1 person for themselves,", "0 organisations under a mandate,"),
    (["self", "self"], "2 contributions,", "2 people for themselves,", "0 organisations under a mandate,"),
    (["organisation"], "1 contribution,", "0 people for themselves,", "1 organisation under a mandate,"),
]


@pytest.mark.parametrize(("voices", "contributions", "people", "organisations"), SENTENCES)
def test_the_sentence_counts_in_words_of_one_and_of_many(
    client: PageClient, voices: list[str], contributions: str, people: str, organisations: str
) -> None:
    consultation = make_consultation()
    for voice in voices:
        make_comment(consultation, voice=voice)
    text = " ".join(page_of(client, consultation).split())
    for words in (
        contributions,
        people,
        organisations,
        "1 of 2 sections.",
        f"0 of {len(voices)} are answered.",
    ):
        assert words in text


def test_a_reply_is_a_contribution_but_waits_for_no_answer_of_its_own(client: PageClient) -> None:
    consultation = make_consultation()
    start = make_comment(consultation, disposition="noted", disposed_at=NOON)
    make_comment(consultation, thread_id=start.id, reply_to_id=start.id)
    text = page_of(client, consultation)
    assert "2 contributions" in text
    assert "1 of 1 are answered." in text


def test_each_section_leads_to_where_it_is_discussed(client: PageClient) -> None:
    consultation = make_consultation()
    make_comment(consultation)
    text = page_of(client, consultation)
    for key in ("water", "health"):
        address = f"/en/consultations/{consultation.public_id}/sections/{key}"
        assert f'<a href="{address}">' in text
        assert client.get(address).status_code == 200


def test_headings_that_are_code_are_text_in_table_and_link(client: PageClient) -> None:
    revision = make_revision(sections=[("water", "<script>alert(1)</script>", "Water.")])
    consultation = make_consultation(revision)
    make_comment(consultation)
    text = page_of(client, consultation)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_regions_are_named_in_the_readers_language(client: PageClient) -> None:
    consultation = make_consultation()
    region = make_region("oceania", names={"en": "Oceania", "ar": "أوقيانوسيا"})
    make_comment(consultation, make_person(organisation=make_organisation(region=region)))
    make_comment(consultation, make_person(region=None))
    assert "Oceania" in page_of(client, consultation)
    assert "أوقيانوسيا" in page_of(client, consultation, "ar")
    assert "No region given" in page_of(client, consultation)


def test_only_kinds_that_were_sent_have_a_column(client: PageClient) -> None:
    consultation = make_consultation()
    make_comment(consultation)
    url = f"/en/consultations/{consultation.public_id}/summary/sections.csv"
    assert client.get(url).get_data(as_text=True).splitlines()[0].endswith("Section,Comment,All")
    make_amendment(consultation)
    assert "Comment,Proposed change,All" in client.get(url).get_data(as_text=True)


UNHEARD = [
    # what an organisation's person sent, is it heard
    ({}, True),
    ({"visibility": "region"}, True),
    ({"visibility": "facilitators"}, True),
    ({"is_late": True}, True),
    ({"status": "draft", "submitted_at": None}, False),
    ({"status": "withdrawn", "withdrawn_at": NOON}, False),
]


@pytest.mark.parametrize(("values", "heard"), UNHEARD)
def test_heard_is_from_whom_anything_was_sent(client: PageClient, values: dict, heard: bool) -> None:
    # Also what only facilitators read: else the list would tell them whose it is by leaving others out.
    consultation = make_consultation()
    make_comment(consultation, make_person(organisation=make_organisation(name="Well Keepers")), **values)
    client.sign_in(make_person("facilitator", consultation))
    unheard = page_of(client, consultation).split("Not heard yet")[1]
    assert ("Well Keepers" not in unheard) is heard


@pytest.mark.parametrize(
    ("region", "asked"),
    [("africa", {"Near"}), (None, {"Near", "Far"})],
    ids=["a region asks its own", "a theme asks all"],
)
def test_unheard_are_those_whom_the_consultation_asks(
    client: PageClient, region: str | None, asked: set[str]
) -> None:
    consultation = make_consultation(region=make_region(region) if region else None, theme="Debt")
    make_organisation(name="Near", region=make_region("africa"))
    make_organisation(name="Far", region=make_region("oceania"))
    make_organisation(name="Guests", region=make_region("africa"), status="proposed")
    client.sign_in(make_person("facilitator", consultation))
    unheard = page_of(client, consultation).split("Not heard yet")[1]
    assert {name for name in ("Near", "Far", "Guests") if name in unheard} == asked


READERS = {
    # role over the consultation or its narrative: do they read who is unheard and how much is withheld
    None: False,
    "participant": False,
    "working-group-member": False,
    "secretariat": False,
    "facilitator": True,
}


@pytest.mark.parametrize(("role", "sees"), READERS.items())
def test_who_has_not_been_heard_is_for_facilitators(client: PageClient, role: str | None, sees: bool) -> None:
    consultation = make_consultation()
    make_comment(consultation, visibility="facilitators")
    make_organisation(name="The Silent Ones")
    over = {"participant": consultation, "facilitator": consultation, "secretariat": None}
    client.sign_in(make_person(role, over.get(role or "", consultation.narrative)))
    text = page_of(client, consultation)
    assert ("The Silent Ones" in text) is sees
    assert ("1 contribution is for facilitators only" in text) is sees


def questions_of(client: PageClient, url: str) -> int:
    """Return how many questions a page or file asks; what only sets something up is none."""
    asked: list[str] = []
    listener = lambda _c, _k, statement, *_: asked.append(statement)  # noqa: E731
    assert client.get(url).status_code == 200  # what is kept between requests is kept now
    db.session.expire_all()
    sa.event.listen(db.engine, "before_cursor_execute", listener)
    try:
        assert client.get(url).status_code == 200
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", listener)
    return sum(not statement.startswith("SET ") for statement in asked)


def fill(consultation: Any, number: int) -> None:
    """Send some of each kind, each from a person and an organisation of its own."""
    question = make_question(consultation)
    health = place_of(consultation.base_revision, "health").section
    for _ in range(number):
        start = make_comment(consultation)
        make_comment(consultation, thread_id=start.id, reply_to_id=start.id)
        make_amendment(consultation)
        make_amendment(consultation, section=health, find="free", replace="open")
        make_answer(question)


@pytest.mark.parametrize("path", ["summary", "summary/organisations.csv", "contributions.csv"])
def test_the_number_of_questions_does_not_grow_with_the_contributions(client: PageClient, path: str) -> None:
    revision = make_revision()
    small, large = make_consultation(revision), make_consultation(revision)
    fill(small, 1)
    fill(large, 6)
    client.sign_in(make_person("facilitator", revision.narrative))
    few, many = (questions_of(client, f"/en/consultations/{one.public_id}/{path}") for one in (small, large))
    assert many == few
    assert many <= 37


@pytest.mark.parametrize("path", ["summary", "summary/sections.csv", "contributions.csv"])
@pytest.mark.parametrize("public_id", ["000000000000", "x", "a" * 500, "%00"])
def test_a_consultation_that_is_not_there_has_no_summary(
    client: PageClient, path: str, public_id: str
) -> None:
    assert client.get(f"/en/consultations/{public_id}/{path}").status_code == 404


@pytest.mark.parametrize("name", ["people", "unheard", "Sections", "sections.csv", "..", "%00", "a" * 300])
def test_no_other_table_is_a_file_also_not_for_facilitators(client: PageClient, name: str) -> None:
    consultation = make_consultation()
    client.sign_in(make_person("facilitator", consultation))
    assert client.get(f"/en/consultations/{consultation.public_id}/summary/{name}.csv").status_code == 404
