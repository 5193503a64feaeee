"""Summaries of sections at their edges: edited changes, equal headings, many changes, words like code."""

import pytest

from consult.contributions.hunks import store_hunks
from consult.contributions.models import ContributionText
from tests.factories import keep, make_amendment, make_consultation, make_revision, person_from, place_of
from tests.page import PageClient, words_of
from tests.web.section_summary_steps import rows_of, section_page, wanted


def test_an_edited_change_is_wanted_in_its_last_words_only(client: PageClient) -> None:
    consultation = make_consultation()
    amendment = make_amendment(consultation, person_from("africa"))
    base = consultation.base_revision.places[0].text
    body = base.body.replace("for sale", "a ware")
    text = ContributionText(
        number=2, heading=base.heading, body=body, base_text=base, revision_id=consultation.base_revision_id
    )
    amendment.texts.append(text)
    amendment.text_number = 2
    store_hunks(keep(amendment), text)
    assert [row["Words proposed"].strip() for row in wanted(client, consultation)] == ["a ware"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_sections_of_the_same_words_are_kept_apart(client: PageClient, language: str) -> None:
    revision = make_revision(sections=[(key, "Same", "Water is a right.") for key in ("one", "two")])
    consultation = make_consultation(revision)
    make_amendment(consultation, person_from("africa"), section=place_of(revision, "two").section)
    assert len(wanted(client, consultation, "two")) == 1
    assert wanted(client, consultation, "one") == []
    assert "human" in section_page(client, consultation, "two", language)


def test_where_a_section_is_contested_names_its_passages(client: PageClient) -> None:
    consultation = make_consultation()
    make_amendment(consultation, person_from("africa"))
    make_amendment(consultation, person_from("africa"), "not for sale", "no ware")
    make_amendment(consultation, person_from("asia"), "every day", "each day")
    rows = rows_of(client, f"/consultations/{consultation.public_id}/summary/sections/water/passages.csv")
    assert [list(row.values()) for row in rows] == [
        ["It is not for sale. Everyone must have it, every day.", "2", "2", "Africa, Asia"],
        ["Water is a right.", "1", "1", "Africa"],
    ]


def test_more_changes_than_a_page_holds_are_in_the_file(client: PageClient) -> None:
    consultation = make_consultation()
    for number in range(23):
        make_amendment(consultation, find="Water is", replace=f"Water{number} is")
    text = client.get(f"/en/consultations/{consultation.public_id}/summary/sections/water").text
    assert text.count('<article class="card">') == 20
    assert "3 more changes are in the file." in words_of(text)
    assert len(wanted(client, consultation)) == 23


def test_words_that_look_like_a_formula_or_like_code_are_words(client: PageClient) -> None:
    consultation = make_consultation()
    make_amendment(consultation, replace="=HYPERLINK(1)<script>alert(1)</script>")
    (row,) = wanted(client, consultation)
    assert row["Words proposed"].startswith("'=")
    text = client.get(f"/en/consultations/{consultation.public_id}/summary/sections/water").text
    assert "<script>alert" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/consultations/{id}/summary/sections/nowhere",
        "/consultations/{id}/summary/sections/water/people.csv",
        "/consultations/unknown/summary/sections/water",
        "/narratives/{slug}/9.9/summary/sections/water",
        "/narratives/{slug}/x/summary/sections/water",
        "/narratives/{slug}/1.0/summary/sections/%00",
        "/narratives/nowhere/1.0/summary/sections/water",
        "/narratives/{slug}/1.0/summary/sections/water/unheard.csv",
    ],
)
def test_what_is_not_there_is_not_found(client: PageClient, path: str) -> None:
    consultation = make_consultation()
    address = path.format(id=consultation.public_id, slug=consultation.narrative.slug)
    assert client.get(f"/en{address}").status_code == 404
