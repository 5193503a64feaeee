"""What stands in each part of a report: reservations, changes, quotes; and the words of its workbook."""

import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook

from consult.consolidation.models import Consolidation
from consult.consolidation.reservation_models import Reservation
from consult.summaries.models import QuoteConsent
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_question,
    make_region,
    make_revision,
    make_stance,
    person_from,
    place_of,
)
from tests.page import PageClient, words_of

REASON = "Water is for the ditch."


def agree(*rows: Any) -> None:
    for row in rows:
        keep(QuoteConsent(contribution_id=row.id, text_number=1, given_at=NOON))


def reserve(consultation: Any, person: Any = None, key: str | None = "water", **values: Any) -> Any:
    """Let an objection to a section stand with the consultation's version; `values` of the stance."""
    revision = consultation.base_revision
    section = place_of(revision, key).section if key else None
    of = {"narrative_id": consultation.narrative_id}
    by = make_person("facilitator", consultation)
    desk = keep(Consolidation(**of, base_revision_id=revision.id, state="published", facilitator_id=by.id))
    target = make_comment(consultation, status="draft", submitted_at=None)
    stance = make_stance(target, person, "objection", reason=REASON, **values)
    return keep(
        Reservation(
            **of,
            consolidation_id=desk.id,
            revision=revision,
            section=section,
            stance=stance,
            reason=REASON,
            answer="We heard it.",
        )
    )


def report(client: PageClient, consultation: Any, query: str = "", ending: str = "") -> str:
    answer = client.get(f"/en/consultations/{consultation.public_id}/report{ending}{query}")
    assert answer.status_code == 200
    return words_of(answer.text)


def sheet(client: PageClient, consultation: Any, title: str, query: str = "") -> list[tuple[Any, ...]]:
    """Return the rows of a sheet of the workbook without its header; none where there is no such sheet."""
    answer = client.get(f"/en/consultations/{consultation.public_id}/report.xlsx{query}")
    book = load_workbook(io.BytesIO(answer.get_data()))
    if title not in book.sheetnames:
        return []
    rows = [tuple(row) for row in book[title].iter_rows(values_only=True)]
    start = next(place for place, row in enumerate(rows) if row[0] == "Section")
    return [row for row in rows[start + 1 :] if row[1] is not None]


def test_a_reservation_stands_with_its_reason_answer_and_author_as_chosen(client: PageClient) -> None:
    consultation = make_consultation()
    keepers = make_organisation(name="Well Keepers", region=make_region("oceania"))
    reserve(
        consultation, make_person(organisation=keepers, display_name="Wren Nakamura"), visibility="region"
    )
    for ending in ("", ".html"):
        said = report(client, consultation, "?part=reservations", ending)
        assert re.search(r"1\. Water\W+A participant, Oceania\W+since version 1\.0 ", said)
        assert f"{REASON} Answer of the facilitators: We heard it." in said
        assert REASON not in report(client, consultation, "?part=figures", ending)
    row = ("1. Water", "A participant, Oceania", REASON, "We heard it.", "1.0")
    assert sheet(client, consultation, "Reservations", "?part=reservations") == [row]
    assert sheet(client, consultation, "Reservations", "?part=figures") == []


def test_what_is_for_facilitators_only_stands_in_no_report_not_in_its_authors_either(
    client: PageClient,
) -> None:
    # A report is passed on: what its author alone sees on pages would leave the house with the file.
    consultation = make_consultation()
    author = person_from("oceania", display_name="Wren Nakamura")
    reserve(consultation, author, visibility="facilitators")
    for reader in (author, make_person("facilitator", consultation)):
        client.sign_in(reader)
        for ending in ("", ".html"):
            said = report(client, consultation, "?part=reservations", ending)
            assert REASON not in said
            assert "Wren" not in said.split("How this was counted")[0].split("All tables")[-1]
        assert sheet(client, consultation, "Reservations") == []


@pytest.mark.parametrize("taken_back", ["reservation", "stance"])
def test_a_reservation_that_was_taken_back_stands_in_no_report(client: PageClient, taken_back: str) -> None:
    consultation = make_consultation()
    row = reserve(consultation)
    assert REASON in report(client, consultation)
    (row if taken_back == "reservation" else row.stance).withdrawn_at = NOON
    assert REASON not in report(client, consultation)
    assert sheet(client, consultation, "Reservations") == []


def test_a_reservation_stands_in_the_report_on_its_own_consultation_and_version(client: PageClient) -> None:
    revision = make_revision()
    own, beside = make_consultation(revision), make_consultation(revision)
    invited = {"read_audience": "invited", "contribute_audience": "invited"}
    reserve(make_consultation(revision, **invited))
    there = f"/en/narratives/{revision.narrative.slug}/1.0/report"
    assert REASON not in client.get(there).text, "of a consultation that may not be read"
    reserve(own)
    assert REASON in report(client, own)
    assert REASON not in report(client, beside)
    assert client.get(there).text.count(REASON) == 1
    make_revision(revision.narrative, number=(1, 1), parent=revision)
    assert REASON in report(client, own), "it stands with the newest version until it is taken back"


def test_three_changes_of_a_section_are_told_those_from_most_regions_first(client: PageClient) -> None:
    consultation = make_consultation()
    finds = {"a right": 2, "for sale": 3, "every day": 4, "Everyone": 5}
    for find, number in finds.items():
        for region in ("africa", "asia", "europe", "oceania", "mena")[:number]:
            make_amendment(consultation, person_from(region), find, f"{find.upper()} NOW")
    rows = sheet(client, consultation, "Changes that are wanted", "?part=wanted")
    assert [(row[0], row[4]) for row in rows] == [("1. Water", 5), ("1. Water", 4), ("1. Water", 3)]
    assert rows[0][3] == "Africa, Asia, Europe, Mena, Oceania"
    said = report(client, consultation, "?part=wanted")
    assert "RIGHT" not in said, "the fourth is in no report"
    assert "different changes are proposed" not in said, "the sentences are another part"
    assert "4 different changes are proposed." in report(client, consultation, "?part=sections")
    assert "SALE" not in report(client, consultation, "?part=sections")


def test_words_of_one_contribution_are_repeated_for_all_readers_or_for_none(client: PageClient) -> None:
    consultation = make_consultation()
    author = person_from("asia")
    row = make_amendment(consultation, author, "for sale", "a ware")
    make_stance(row)
    for reader in (author, make_person("facilitator", consultation)):
        client.sign_in(reader)
        assert "a ware" not in report(client, consultation)
        assert sheet(client, consultation, "Changes that are wanted") == []
    agree(row)
    assert "a ware" not in report(client, consultation, "?part=figures&part=dispositions")
    assert [line[2] for line in sheet(client, consultation, "Changes that are wanted")] == ["a ware"]


def test_quotes_stand_at_their_section_and_those_of_the_whole_by_themselves(client: PageClient) -> None:
    consultation = make_consultation()
    health = place_of(consultation.base_revision, "health").section
    agree(
        make_comment(consultation, body="On all of it.", section=None),
        make_comment(consultation, body="On health.", section=health),
        make_comment(consultation, body="On *water*."),
    )
    said = report(client, consultation, "?part=quotes")
    places = ["1. Water", "On water .", "2. Health", "On health.", "In their own words", "On all of it."]
    body = said.split("All tables (XLSX)")[1]
    assert [body.index(words) for words in places] == sorted(body.index(words) for words in places)
    rows = sheet(client, consultation, "In their own words", "?part=quotes")
    assert sorted((row[0] or "", row[2]) for row in rows) == [
        ("", "On all of it."),
        ("1. Water", "On water."),
        ("2. Health", "On health."),
    ]


def test_a_workbook_holds_what_was_said_in_plain_words(client: PageClient) -> None:
    consultation = make_consultation()
    question = make_question(consultation, kind="multiple", options=["North", "South"])
    agree(
        make_answer(question, body="", choices=["North", "South"]),
        make_answer(question, body="**Both**, [see](https://example.org)", choices=["North"]),
        make_amendment(
            consultation, find="a right.\n\nIt", replace="a human right.\n\nWater", rationale="So *it* is."
        ),
        make_amendment(consultation, find="for sale", replace="a ware", rationale=""),
    )
    words = [row[2] for row in sheet(client, consultation, "In their own words")]
    assert words[0] == "North | South"
    assert words[1].startswith("North | Both, see")
    assert [part.strip() for part in words[2].split(" | ")] == ["→ human", "It → Water", "So it is."]
    assert words[3] == "for sale → a ware"


def test_words_that_are_code_or_formulas_stay_words_in_every_form(client: PageClient) -> None:
    consultation = make_consultation()
    typed = "=1+1 <script>alert(1)</script>"
    agree(make_comment(consultation, make_person(display_name="<b>Wren</b>"), typed))
    for ending in ("", ".html"):
        text = client.get(f"/en/consultations/{consultation.public_id}/report{ending}?part=quotes").text
        assert "<script>alert" not in text
        assert "<b>Wren" not in text
        assert "&lt;b&gt;Wren&lt;/b&gt;" in text
    (row,) = sheet(client, consultation, "In their own words")
    assert row[1].startswith("<b>Wren</b>")


def test_the_files_of_a_page_ask_for_the_parts_that_it_shows(client: PageClient) -> None:
    consultation = make_consultation()
    here = f"/en/consultations/{consultation.public_id}/report"
    text = client.get(f"{here}?part=quotes&part=figures&part=no").text
    assert f'href="{here}.xlsx?part=figures&amp;part=quotes"' in text
    assert f'href="{here}.html?part=figures&amp;part=quotes"' in text
    revision = consultation.base_revision
    there = f"/en/narratives/{revision.narrative.slug}/1.0/report"
    assert f'href="{there}.xlsx?part=quotes"' in client.get(f"{there}?part=quotes").text
    answer = client.get(f"{there}.html")
    name = f"{revision.narrative.slug}-1.0-report.html"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Cache-Control"] == "no-store"
