"""What stands out in what was said, as a page and as files; and that it tells nothing that may not be read."""

import csv
import io
import re
from typing import Any

import pytest

from consult.core.database import db
from consult.summaries import stands_out, word_keeping, word_reading
from consult.summaries.word_keeping import rebuild_words
from tests.conftest import NOON
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_region,
    make_revision,
)
from tests.page import PageClient, words_of

LETTER = (
    "We ask that public water stays in public hands, for all who live here and for those who come after us."
)


def rows_of(client: PageClient, consultation: Any, table: str) -> list[list[str]]:
    answer = client.get(f"/en/consultations/{consultation.public_id}/summary/words/{table}.csv")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))[1:]


def page_of(client: PageClient, consultation: Any, language: str = "en") -> str:
    return client.get(f"/{language}/consultations/{consultation.public_id}/summary/words").text


def people_from(region: str, number: int) -> list[Any]:
    organisation = make_organisation(region=make_region(region))
    return [make_person(organisation=organisation) for _ in range(number)]


def test_words_of_comments_and_of_proposed_changes_set_a_region_apart(client: PageClient) -> None:
    consultation = make_consultation()
    for person in people_from("africa", 8):
        make_comment(consultation, person, "Water is life here in the drought.")
        make_amendment(consultation, person, replace="a right in each drought", rationale="So it is.")
    for person in people_from("europe", 16):
        make_comment(consultation, person, "Water is life here.")
    assert [row[:5] for row in rows_of(client, consultation, "regions")] == [
        ["Africa", "English", "drought", "16", "0"]
    ]
    page = page_of(client, consultation)
    assert "Words that set a region apart" in page
    assert "Words that set a section apart" not in page, "all speak of one section"
    assert f"/consultations/{consultation.public_id}/summary/words/regions.csv" in page


def test_a_letter_that_was_sent_many_times_is_counted_both_ways(client: PageClient) -> None:
    consultation = make_consultation()
    for person in people_from("africa", 3):
        make_comment(consultation, person, LETTER)
    other = make_comment(consultation, people_from("asia", 1)[0], "Roads and clinics.")
    make_comment(consultation, other.person, LETTER, visibility="region")
    (row,) = rows_of(client, consultation, "repeated")
    assert row[1:] == ["4", "1", "Africa, Asia"]
    assert row[0].startswith("We ask that public water")
    said = words_of(page_of(client, consultation))
    assert "5 comments, answers and highlights were sent." in said
    assert "If texts that were sent several times count once, there are 2." in said
    (address,) = re.findall(r'href="(/en/contributions/\w+)"', page_of(client, consultation))
    assert LETTER in words_of(client.get(address).text)


LOST = [
    {"visibility": "facilitators"},
    {"hidden_at": NOON, "hidden_reason": "A name"},
    {"is_late": True},
    {"status": "withdrawn", "withdrawn_at": NOON},
    {"status": "draft", "submitted_at": None},
]


@pytest.mark.parametrize("values", LOST, ids=lambda values: next(iter(values)))
def test_what_not_everybody_may_read_is_in_no_word(client: PageClient, values: dict[str, Any]) -> None:
    consultation = make_consultation()
    for person in people_from("africa", 12):
        make_comment(consultation, person, LETTER + " Drought.", **values)
    client.sign_in(make_person("facilitator", consultation))
    assert rows_of(client, consultation, "regions") == rows_of(client, consultation, "repeated") == []
    page = page_of(client, consultation)
    assert "Nothing stands out" in page
    assert "public hands" not in page
    assert "were sent" not in page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_one_contribution_stands_out_in_nothing(client: PageClient, language: str) -> None:
    consultation = make_consultation()
    make_comment(consultation)
    said = words_of(page_of(client, consultation, language))
    assert "1 comment, answer or highlight was sent. No text was sent twice." in said
    assert "Nothing stands out: too few people used the same words." in said


def test_a_version_compares_its_consultations(client: PageClient) -> None:
    revision = make_revision()
    for code in ("africa", "europe"):
        consultation = make_consultation(revision, region=make_region(code))
        for person in people_from(code, 24):
            make_comment(
                consultation, person, "Water is life here" + (" and drought." if code == "africa" else ".")
            )
    here = f"/en/narratives/{revision.narrative.slug}/1.0/summary/words"
    assert "drought" in client.get(here).text
    answer = client.get(f"{here}/regions.csv").get_data(as_text=True)
    assert "Africa,English,drought,24,0," in answer
    assert here in client.get(here.removesuffix("/words")).text
    assert client.get(f"{here}/people.csv").status_code == 404
    assert client.get(here.replace("1.0", "4.2")).status_code == 404


def test_of_very_many_the_words_come_once_they_were_counted_and_the_page_says_so(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (word_keeping, stands_out):
        monkeypatch.setattr(place, "MANY", 10)
    monkeypatch.setattr(stands_out, "MOST_REPEATED", 1)
    monkeypatch.setattr(word_reading, "MOST_REPEATED", 1)
    revision = make_revision()
    consultation = make_consultation(revision)
    for person in people_from("africa", 12):
        make_comment(consultation, person, f"{LETTER} Drought.")
    for person in people_from("europe", 12):
        make_comment(consultation, person, "Water is life.")
    here = f"/en/consultations/{consultation.public_id}/summary/words"
    said = words_of(client.get(here).text)
    assert "The words of so many contributions are being counted. Look again in a few minutes." in said
    assert "Nothing stands out" not in said
    assert "As of" not in said
    assert client.get(f"{here}/regions.csv").status_code == 404
    rebuild_words(NOON)
    db.session.commit()
    page = words_of(client.get(here).text)
    assert "being counted" not in page
    assert "24 comments, answers and highlights were sent." in page
    assert "count once, there are 2." in page
    assert "Of 2 such texts these are the 1 that were sent most often." in page
    assert {row[2] for row in rows_of(client, consultation, "regions")} == {"life", "water"}
    other = make_consultation(revision, title="For some alone", read_audience="invited")
    client.sign_in(make_person("secretariat"))
    make_comment(other)
    version = f"/en/narratives/{revision.narrative.slug}/1.0/summary/words"
    assert f"Counted here: {consultation.title}." in words_of(client.get(version).text)
