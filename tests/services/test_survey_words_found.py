"""The words of surveys in the search: who finds them, where a hit leads, and how they come and go."""

from html import unescape
from re import findall
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.blackouts.services import black_out, look_for
from consult.consultations.questions import remove_question
from consult.core.clock import now
from consult.core.database import db
from consult.core.search_index import SearchEntry, empty_index
from consult.surveys import clearing, findable
from consult.surveys.clearing import remove_next
from consult.surveys.findable import index_all_words, index_next
from consult.surveys.models import Survey, SurveyRow, SurveyWords
from consult.surveys.services import guessed, start_reading, take_file, withdraw_survey
from consult.surveys.work import read_next
from tests.factories import make_person, make_question
from tests.page import PageClient, words_of
from tests.survey_steps import HEADER, asking, row, table
from tests.survey_steps import ready as ready_rows


def brought_in(consultation: Any, number: int = 25, words_for: str = "readers") -> Survey:
    """Bring in a survey whose answers speak of pumps; two in French."""
    rows = [row(one) for one in range(number)]
    rows += [row(90 + one, Language="fr", **{"What is missing?": "Des rivières vivantes"}) for one in (0, 1)]
    survey = ready_rows(consultation, rows, words_for=words_for)
    assert read_next()
    return survey


def fill() -> int:
    """Let the worker fill the index; return in how many steps."""
    steps = 0
    while index_next():
        steps += 1
    return steps


def found_by(client: PageClient, person: Any, query: str) -> str:
    if person is not None:
        client.sign_in(person, is_strong=True)
    return words_of(unescape(client.get(f"/en/search?q={query}").get_data(as_text=True)))


def test_the_worker_puts_words_in_by_steps_and_a_hit_leads_to_the_words_of_its_question(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findable, "STEP", 10)
    consultation = asking()
    survey = brought_in(consultation)
    assert "0 results" in found_by(client, None, "pumps")
    assert fill() == 3
    assert not index_next(), "what is found needs nothing more"
    page = unescape(client.get("/en/search?q=pump").get_data(as_text=True))
    assert "1 result<" in page, "a question, not each answer"
    assert "25 answers" in words_of(page)
    assert "The street survey" in page
    words = consultation.questions[2]
    behind = f"/en/consultations/{consultation.public_id}/summary/answers/{words.public_id}"
    assert f'href="{behind}"' in page
    assert "<mark>Pumps</mark> number" in page
    french = unescape(client.get("/en/search?q=rivière").get_data(as_text=True))
    assert "2 answers" in words_of(french), "by the stems of their own language"
    assert 'lang="fr"' in french
    assert "1 result<" in client.get("/en/search?q=pump&kind=survey&language=en").text
    assert "0 results" in words_of(client.get("/en/search?q=pump&language=fr").text)
    assert not findall(r"thing|row|number=\d", " ".join(findall(r'href="([^"]*answers[^"]*)"', page)))
    assert survey.found_to == survey.position + 1


@pytest.mark.parametrize("reader", ["anonymous", "participant", "facilitator"])
def test_words_for_facilitators_are_found_by_them_alone(client: PageClient, reader: str) -> None:
    consultation = asking()
    brought_in(consultation, words_for="facilitators")
    fill()
    person = None if reader == "anonymous" else make_person(reader, consultation)
    db.session.commit()
    assert ("25 answers" in found_by(client, person, "pumps")) is (reader == "facilitator")


def test_who_may_not_read_the_consultation_finds_nothing_of_its_surveys(client: PageClient) -> None:
    brought_in(asking(read_audience="invited"))
    fill()
    assert "0 results" in found_by(client, make_person(), "pumps")


def test_a_survey_that_is_taken_out_is_found_no_more_and_leaves_the_index(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clearing, "REMOVED", 10)
    consultation = asking()
    survey = brought_in(consultation)
    fill()
    report = survey.report
    withdraw_survey(survey, actor=survey.by, at=now())
    db.session.commit()
    assert report is not None
    assert "25 answers" not in found_by(client, None, "pumps"), "at once"
    remove_question(consultation.questions[2], actor=survey.by)
    db.session.commit()
    db.session.rollback()
    while remove_next():
        pass
    asked = sa.select(sa.func.count()).select_from(SearchEntry).where(SearchEntry.kind == "survey")
    assert (db.session.scalar(asked), db.session.query(SurveyWords).count()) == (0, 0)


def test_two_answers_of_one_person_are_two_hits_that_nothing_joins(client: PageClient) -> None:
    consultation = asking()
    more = make_question(consultation, wording="Anything else?")
    rows = [[*row(number), f"Wells number {number}"] for number in range(40)]
    person = make_person("facilitator", consultation)
    file = table(rows, [*HEADER, "Anything else?"])
    survey = take_file(consultation, file, "two.csv", actor=person, at=now())
    told = {"title": "Two", "account": "At the market.", "words_for": "readers", "actor": person}
    start_reading(survey, guessed(survey), **told)
    db.session.commit()
    read_next()
    fill()
    words = consultation.questions[2]
    assert (more.kind, words.kind) == ("open", "open")
    page = client.get("/en/search?q=number").get_data(as_text=True)
    assert page.count("40 answers") == 2
    shown = [int(number) for number in findall(r"(?:Pumps|Wells) <mark>number</mark> (\d+)", page)]
    assert len(shown) == 2
    assert shown[0] != shown[1], "each question shows its own first"
    assert "0 results" in words_of(client.get("/en/search?q=pumps+wells").text), (
        "no row answers for two questions"
    )


def test_blacked_out_words_are_found_no_more(client: PageClient) -> None:
    consultation = asking()
    survey = brought_in(consultation, 3)
    fill()
    person = make_person("secretariat")
    plan = look_for("Pumps number 1")
    black_out("Pumps number 1", reason="It points at somebody.", mark=plan.mark, actor=person, at=now())
    db.session.commit()
    kept = [row.words for row in db.session.query(SurveyRow).filter_by(survey_id=survey.id)]
    assert not any("number 1" in words for words in kept)
    assert "2 answers" in found_by(client, None, "pumps")


def test_words_of_late_rows_have_their_place_in_the_order_too(client: PageClient) -> None:
    survey = brought_in(asking(), 3)
    db.session.execute(sa.update(SurveyRow).where(SurveyRow.number == 2).values(number=249_999))
    survey.position = 250_000
    db.session.commit()
    fill()
    assert "3 answers" in found_by(client, None, "pumps"), "no number is too large for the database"
    behind = f"/en/consultations/{survey.consultation.public_id}/summary/answers"
    assert "Pumps number 0" in client.get(f"{behind}/{survey.consultation.questions[2].public_id}").text


def test_the_index_built_anew_finds_the_same(app: Flask) -> None:
    brought_in(asking(), 5)
    fill()

    def entries() -> list[Any]:
        found = sa.select(SearchEntry.language, SearchEntry.words).where(SearchEntry.kind == "survey")
        return sorted(map(tuple, db.session.execute(found)))

    before = entries()
    empty_index()
    assert index_all_words() == len(before) == 7
    assert entries() == before
