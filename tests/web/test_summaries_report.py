"""The report for members and funders: its parts, its files, and that it quotes nobody who did not agree."""

import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook

from consult.contributions.models import ContributionText
from consult.core.database import db
from consult.core.logs import Event
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
    person_from,
)
from tests.page import PageClient, words_of

WORDS = "Wells run dry in March."


def consent(row: Any, number: int = 1) -> Any:
    return keep(QuoteConsent(contribution_id=row.id, text_number=number, given_at=NOON))


def address(consultation: Any, ending: str = "", language: str = "en") -> str:
    return f"/{language}/consultations/{consultation.public_id}/report{ending}"


def every_form(client: PageClient, consultation: Any, query: str = "") -> dict[str, str]:
    """Return the words of the report as a page, as one file and as a workbook."""
    page = client.get(address(consultation) + query)
    one_file = client.get(address(consultation, ".html") + query)
    book = load_workbook(io.BytesIO(client.get(address(consultation, ".xlsx") + query).get_data()))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert page.status_code == one_file.status_code == 200
    return {"page": words_of(page.text), "file": words_of(one_file.text), "workbook": " ".join(cells)}


VISIBILITIES = {
    "name": "Wren Nakamura, Well Keepers",
    "organisation": "A person of Well Keepers",
    "region": "A participant, Oceania",
}


@pytest.mark.parametrize(("visibility", "line"), VISIBILITIES.items())
def test_what_its_author_agreed_to_is_quoted_with_the_author_as_they_chose(
    client: PageClient, visibility: str, line: str
) -> None:
    consultation = make_consultation()
    keepers = make_organisation(name="Well Keepers", region=make_region("oceania"))
    author = make_person(organisation=keepers, display_name="Wren Nakamura")
    row = make_comment(consultation, author, WORDS, visibility=visibility)
    for said in every_form(client, consultation).values():
        assert WORDS not in said
    consent(row)
    client.sign_in(author)
    for said in every_form(client, consultation).values():
        assert WORDS in said
        assert line in said, "also for the author: a report is passed on"
    if visibility != "name":
        assert "Wren" not in every_form(client, consultation)["workbook"]


LOST = [
    {"visibility": "facilitators"},
    {"hidden_at": NOON, "hidden_reason": "A name"},
    {"is_late": True},
    {"status": "withdrawn", "withdrawn_at": NOON},
    {"person_id": None, "person": None},
]


@pytest.mark.parametrize("values", LOST, ids=lambda values: next(iter(values)))
@pytest.mark.parametrize("role", [None, "facilitator"])
def test_consent_ends_with_what_everybody_may_read(
    client: PageClient, values: dict[str, Any], role: str | None
) -> None:
    consultation = make_consultation()
    row = make_comment(consultation, person_from("africa"), WORDS)
    make_comment(consultation, person_from("africa"), "Something else.")
    consent(row)
    for name, value in values.items():
        setattr(row, name, value)
    client.sign_in(make_person(role, consultation if role else None))
    for said in every_form(client, consultation).values():
        assert WORDS not in said


def test_consent_is_to_the_words_as_they_were(client: PageClient) -> None:
    consultation = make_consultation()
    row = make_comment(consultation, person_from("africa"), WORDS)
    consent(row)
    row.texts.append(
        ContributionText(number=2, body="Other words.", revision_id=consultation.base_revision_id)
    )
    row.text_number = 2
    keep(row)
    for said in every_form(client, consultation).values():
        assert WORDS not in said
        assert "Other words." not in said


def test_proposed_words_are_repeated_where_several_propose_them_or_the_author_agreed(
    client: PageClient,
) -> None:
    consultation = make_consultation()
    for region in ("africa", "asia"):
        make_amendment(consultation, person_from(region))
    alone = make_amendment(
        consultation, person_from("africa"), "for sale", "a commodity", rationale="It is not."
    )
    for said in every_form(client, consultation).values():
        assert "human" in said
        assert "commodity" not in said
    consent(alone)
    for said in every_form(client, consultation).values():
        assert "commodity" in said
        assert "It is not." in said


def test_each_part_is_there_when_it_is_chosen_and_only_then(client: PageClient) -> None:
    consultation = make_consultation()
    consent(make_comment(consultation, person_from("africa"), WORDS))
    make_comment(consultation, person_from("asia"), disposition="noted", disposed_at=NOON)
    signs = {
        "figures": "Who took part",
        "sections": "1 of 2 are answered. ",
        "quotes": WORDS,
        "dispositions": "A thread is answered as one",
    }
    for part, sign in signs.items():
        page = client.get(address(consultation) + f"?part={part}").text
        body = words_of(page.split("</form>")[1] if "</form>" in page else page).split("All tables (XLSX)")[1]
        for other, words in signs.items():
            if other == "sections":
                continue  # its sentence stands in the first part as well
            assert (words in body) is (other == part), (part, other)
        assert "Counted is what everybody may read" in body
        assert sign in body
        assert f"report.xlsx?part={part}" in page
        assert f'value="{part}" checked' in page


@pytest.mark.parametrize("query", ["", "?part=", "?part=nothing", "?part=%00&part=x"])
def test_no_part_that_there_is_means_all(client: PageClient, query: str) -> None:
    consultation = make_consultation()
    make_comment(consultation)
    text = client.get(address(consultation) + query).text
    assert text.count(" checked>") == 7
    assert f'href="{address(consultation, ".xlsx")}"' in text


def test_a_workbook_has_a_sheet_for_each_table_and_one_for_the_method(client: PageClient) -> None:
    consultation = make_consultation()
    question = make_question(consultation)
    consent(make_answer(question, person_from("africa"), "=HYPERLINK(1)", choices=["Water"]))
    make_amendment(consultation, person_from("asia"))
    answer = client.get(address(consultation, ".xlsx", "ar"))
    assert (
        answer.headers["Content-Disposition"]
        == f'attachment; filename="{consultation.public_id}-report.xlsx"'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    book = load_workbook(io.BytesIO(answer.get_data()))
    assert all(sheet.sheet_view.rightToLeft for sheet in book)
    assert [sheet.title.split()[0] for sheet in book] == [
        "Contributions,",
        "Organisations",
        "Contributions",
        "What",
        "What",
        "Time",
        "Section",
        "Changes",
        "In",
        "What",
        "How",
    ]
    quoted = book["In their own words"]
    assert quoted["C2"].data_type == "s"
    assert quoted["C2"].value == "Water | =HYPERLINK(1)"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_one_file_needs_nothing_else(client: PageClient, language: str) -> None:
    consultation = make_consultation()
    for region in ("africa", "asia"):
        make_amendment(consultation, person_from(region))
    answer = client.get(address(consultation, ".html", language))
    assert answer.mimetype == "text/html"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    text = answer.get_data(as_text=True)
    assert not re.search(r"<(script|link|img|iframe)|href=|src=|url\(|@import", text)
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in text
    assert "--accent" in text
    assert "<svg" in text


def test_the_report_on_a_version_counts_every_consultation_that_may_be_read(client: PageClient) -> None:
    revision = make_revision()
    make_amendment(make_consultation(revision, title="Open"), person_from("africa"))
    secret = make_consultation(
        revision, title="Closed", read_audience="invited", contribute_audience="invited"
    )
    consent(make_comment(secret, person_from("asia"), WORDS))
    here = f"/en/narratives/{revision.narrative.slug}/1.0/report"
    page = words_of(client.get(here).text)
    assert "1 contribution, 1 person" in page
    assert "Closed" not in page
    assert WORDS not in client.get(here + ".html").text
    client.sign_in(make_person("facilitator", secret))
    page = words_of(client.get(here).text)
    assert "2 contributions, 2 people" in page
    assert WORDS in page
    assert client.get(here + ".xlsx").status_code == 200
    assert client.get(f"/en/narratives/{revision.narrative.slug}/9.9/report").status_code == 404


@pytest.mark.parametrize("ending", ["", ".html", ".xlsx"])
def test_nothing_sent_gives_a_report_that_says_so(client: PageClient, ending: str) -> None:
    consultation = make_consultation()
    make_comment(consultation, person_from("africa"), WORDS, visibility="facilitators")
    answer = client.get(address(consultation, ending))
    assert answer.status_code == 200
    if ending != ".xlsx":
        assert "Nothing has been sent yet" in answer.get_data(as_text=True)
    assert client.get(address(consultation, ".pdf")).status_code == 404


def test_an_author_agrees_and_takes_it_back(client: PageClient) -> None:
    consultation = make_consultation()
    row = make_comment(consultation, author := person_from("africa"), WORDS)
    client.sign_in(author)
    here = f"/en/contributions/{row.public_id}/quoting"
    assert here in client.get(f"/en/contributions/{row.public_id}").text
    assert "Reports may quote it" in client.get(here).text
    assert client.post(here, data={"quoting": "yes"}).status_code == 303
    assert WORDS in every_form(client, consultation)["workbook"]
    assert "Do not quote it any more" in client.get(here).text
    assert client.post(here, data={"quoting": "no"}).status_code == 303
    assert client.post(here, data={}).status_code == 303
    assert db.session.query(QuoteConsent).count() == 0
    assert [row.kind for row in db.session.query(Event).filter(Event.kind.like("quoting%"))] == [
        "quoting-allowed",
        "quoting-refused",
    ]


@pytest.mark.parametrize("role", ["facilitator", "participant", None])
def test_nobody_agrees_for_somebody_else(client: PageClient, role: str | None) -> None:
    consultation = make_consultation()
    row = make_comment(consultation, person_from("africa"), WORDS)
    client.sign_in(make_person(role, consultation if role else None))
    here = f"/en/contributions/{row.public_id}/quoting"
    assert client.get(here).status_code == 403
    assert client.post(here, data={"quoting": "yes"}).status_code == 403
    assert here not in client.get(f"/en/contributions/{row.public_id}").text
    assert db.session.query(QuoteConsent).count() == 0


def test_what_others_may_not_read_cannot_be_offered(client: PageClient) -> None:
    row = make_comment(make_consultation(), author := person_from("africa"), WORDS, visibility="facilitators")
    client.sign_in(author)
    here = f"/en/contributions/{row.public_id}/quoting"
    assert "Reports may quote it" not in client.get(here).text
    assert client.post(here, data={"quoting": "yes"}).status_code == 409
    assert db.session.query(QuoteConsent).count() == 0
