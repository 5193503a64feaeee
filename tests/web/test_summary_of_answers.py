"""The answers to guiding questions: tables crossed with regions, their files, and the answers behind each figure."""

import re
from typing import Any

import pytest

from consult.core.database import db
from tests.factories import (
    make_answer,
    make_consultation,
    make_organisation,
    make_person,
    make_question,
    make_region,
)
from tests.page import PageClient, words_of
from tests.web.section_summary_steps import rows_of

TRADES = ["Farming", "Teaching", "Care work, unpaid"]


def asked() -> Any:
    """Make a consultation with a question of each kind: 12 answers from Africa, 11 from Europe, and others."""
    consultation = make_consultation()
    many = make_question(consultation, wording="What do you do?", kind="multiple", options=TRADES)
    scale = make_question(consultation, wording="How well?", kind="scale", options=["badly", "well"])
    make_question(consultation, wording="Nobody answers this")
    words = make_question(consultation, wording="What is missing?")
    for region, number in (("africa", 12), ("europe", 11)):
        where = make_region(region)
        for place in range(number):
            person = make_person(organisation=make_organisation(region=where))
            make_answer(many, person, "", choices=TRADES[:1] if place else TRADES[::2], visibility="region")
            make_answer(scale, person, "", choices=["5" if region == "africa" else "1"])
    make_answer(many, body="", choices=["Teaching"], visibility="facilitators")
    make_answer(many, body="", choices=["Teaching"], status="withdrawn")
    make_answer(words, body="Rivers, and those who guard them.")
    db.session.commit()
    return consultation


def test_every_question_has_its_table_and_each_figure_its_answers(client: PageClient) -> None:
    consultation = asked()
    base = f"/en/consultations/{consultation.public_id}/summary"
    assert f"{base}/answers" in client.get(base).text
    page = client.get(f"{base}/answers").text
    words = words_of(page)
    assert "Farming 23 100.0 12 11" in words
    assert "Teaching 0 0.0 0 0" in words
    assert "Care work, unpaid 2 8.7 1 1" in words
    assert "Answers 23 100.0 12 11" in words
    assert "5: well 12 52.2 12 0" in words
    assert "Mean 3.1 5.0 1.0" in words
    assert words.endswith("Nobody answers this") or "Not answered yet Nobody answers this" in words
    behind = re.findall(r'href="([^"]*region=europe[^"]*)"', page)[0].replace("&amp;", "&")
    assert "11 answers" in words_of(client.get(behind).text)
    many, _scale, _nothing, open_one = consultation.questions
    chosen = client.get(f"{base}/answers/{many.public_id}?option=3&region=africa").text
    assert "1 answer " in words_of(chosen)
    assert "Care work, unpaid" in chosen
    assert "Rivers, and those who guard them." in client.get(f"{base}/answers/{open_one.public_id}").text


def test_a_table_and_the_answers_behind_it_are_files(client: PageClient) -> None:
    consultation = asked()
    base = f"/consultations/{consultation.public_id}/summary/answers"
    many = consultation.questions[0]
    table = rows_of(client, f"{base}/{many.public_id}.csv")
    assert [row["All"] for row in table] == ["23", "0", "2", "23"]
    assert table[2] == {
        "Option": "Care work, unpaid", "All": "2", "Share (per cent)": "8.7", "Africa": "1", "Europe": "1",
    }  # fmt: skip
    rows = rows_of(client, f"{base}/{many.public_id}/rows.csv?option=3")
    assert [row["choices"] for row in rows] == ["Farming | Care work, unpaid"] * 2


@pytest.mark.parametrize(
    "query", ["?option=9", "?option=x", "?page=900", "?page=-1", "?region=", "?option=-3"]
)
def test_what_no_question_has_asks_for_all_answers(client: PageClient, query: str) -> None:
    consultation = asked()
    question = consultation.questions[0]
    path = f"/en/consultations/{consultation.public_id}/summary/answers/{question.public_id}{query}"
    assert "23 answers" in words_of(client.get(path).text)


def test_under_high_protection_nothing_is_crossed(client: PageClient) -> None:
    consultation = asked()
    consultation.protection = "high"
    db.session.commit()
    words = words_of(client.get(f"/en/consultations/{consultation.public_id}/summary/answers").text)
    assert "Farming 23 100.0 Teaching" in words
    assert "Africa" not in words


def test_a_consultation_without_answers_says_so(client: PageClient) -> None:
    consultation = make_consultation()
    question = make_question(consultation)
    base = f"/en/consultations/{consultation.public_id}/summary/answers"
    assert "nothing to count" in client.get(base).text
    assert "Nothing here." in client.get(f"{base}/{question.public_id}").text
    assert client.get(f"{base}/nothing").status_code == 404


def test_a_ranking_counts_what_was_put_first_and_the_mean_place(client: PageClient) -> None:
    consultation = make_consultation()
    ranking = make_question(consultation, wording="What first?", kind="ranking", options=TRADES)
    for region, number, order in (
        ("africa", 12, [TRADES[1], TRADES[0]]),
        ("europe", 10, [TRADES[2], TRADES[1], TRADES[0]]),
    ):
        where = make_region(region)
        for _one in range(number):
            person = make_person(organisation=make_organisation(region=where))
            make_answer(ranking, person, "", choices=order, visibility="region")
    db.session.commit()
    base = f"/consultations/{consultation.public_id}/summary/answers"
    page = client.get(f"/en{base}").text
    table = rows_of(client, f"{base}/{ranking.public_id}.csv")
    assert list(table[0]) == ["Option", "Put first", "Share (per cent)", "Mean place", "Africa", "Europe"]
    assert [list(row.values()) for row in table] == [
        ["Farming", "0", "0.0", "2.5", "0", "0"],
        ["Teaching", "12", "54.5", "1.5", "12", "0"],
        ["Care work, unpaid", "10", "45.5", "2.1", "0", "10"],
        ["Answers", "22", "100.0", "", "12", "10"],
    ]
    assert "Counted is what was put first." in page
    behind = client.get(f"/en{base}/{ranking.public_id}?option=2").text
    assert "12 answers" in words_of(behind), "ten more named it, but not first"
