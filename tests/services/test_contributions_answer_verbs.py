"""Answers to guiding questions, as verbs."""

import pytest
from flask import Flask

from consult.contributions.models import Answer
from consult.contributions.services import Sending, submit_answer
from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from tests.conftest import NOON
from tests.factories import keep, make_consultation, make_organisation, make_person, make_question

BY_NAME = Sending(visibility="name")
FOR_ALL = Sending(visibility="name", voice="organisation")
FOUR = ["North", "South", "East", "West"]


def say(question, person=None, sending=BY_NAME, **values):  # type: ignore[no-untyped-def]
    """Answer a question."""
    return submit_answer(question, person or make_person(), NOON, sending=sending, **values)


def test_an_open_question_takes_words(app: Flask) -> None:
    row = say(make_question(make_consultation()), body="Care work.")
    assert (row.text.body, row.choices, row.status) == ("Care work.", None, "submitted")


@pytest.mark.parametrize(
    ("kind", "options", "choices", "kept"),
    [
        ("single", FOUR, ["South"], ["South"]),
        ("multiple", FOUR, ["West", "North"], ["North", "West"]),
        ("scale", ["not at all", "fully"], ["4"], ["4"]),
    ],
)
def test_choices_are_kept_in_the_order_offered(
    app: Flask, kind: str, options: list[str], choices: list[str], kept: list[str]
) -> None:
    question = make_question(make_consultation(), kind=kind, options=options)
    assert say(question, choices=choices).choices == kept


@pytest.mark.parametrize(
    ("kind", "choices", "body"),
    [
        ("open", [], " "),
        ("single", [], "Words alone"),
        ("single", ["North", "South"], ""),
        ("single", ["Up"], ""),
        ("multiple", ["North", "Up"], ""),
        ("multiple", [], ""),
        ("scale", ["6"], ""),
        ("scale", ["North"], ""),
    ],
)
def test_what_answers_nothing_is_refused(app: Flask, kind: str, choices: list[str], body: str) -> None:
    question = make_question(make_consultation(), kind=kind, options=FOUR)
    with pytest.raises(InvalidInput):
        say(question, choices=choices, body=body)
    assert not db.session.query(Answer).count()


def test_a_second_answer_with_the_same_voice_edits_the_first(app: Flask) -> None:
    question, person = make_question(make_consultation(), kind="single", options=FOUR), make_person()
    first = say(question, person, choices=["North"], body="Because.")
    second = say(question, person, choices=["East"], body="On reflection.")
    assert second is first
    assert (first.choices, [text.body for text in first.texts]) == (["East"], ["Because.", "On reflection."])


def test_each_voice_has_its_own_answer(app: Flask) -> None:
    question, person = make_question(make_consultation()), make_person(mandate=True)
    mine, ours = say(question, person, body="I say."), say(question, person, FOR_ALL, body="We say.")
    assert mine.id != ours.id
    assert say(question, person, FOR_ALL, body="We say again.") is ours


def test_each_organisation_that_one_speaks_for_has_its_own_answer(app: Flask) -> None:
    from consult.people.models import Mandate

    question, person = make_question(make_consultation()), make_person(mandate=True)
    second = make_organisation()
    keep(Mandate(person_id=person.id, organisation_id=second.id, valid_from=NOON))
    with pytest.raises(InvalidInput):
        say(question, person, FOR_ALL, body="Which one?")
    rows = [
        say(question, person, Sending("name", "organisation", organisation=one), body="We say.")
        for one in (person.organisation, second)
    ]
    assert {row.organisation_id for row in rows} == {person.organisation_id, second.id}


def test_an_ended_mandate_is_no_mandate(app: Flask) -> None:
    from consult.people.models import Mandate

    person = make_person(mandate=True)
    db.session.query(Mandate).filter_by(person_id=person.id).one().valid_until = NOON
    db.session.flush()
    with pytest.raises(InvalidInput):
        say(make_question(make_consultation()), person, FOR_ALL, body="We say.")


def test_after_closing_a_second_answer_is_late_and_leaves_the_first(app: Flask) -> None:
    consultation, person = make_consultation(), make_person()
    question = make_question(consultation)
    first = say(question, person, body="In time.")
    consultation.closes_at = NOON
    second = say(question, person, body="Too late.")
    assert (second.is_late, first.is_late, first.text.body) == (True, False, "In time.")


def test_before_opening_nothing_is_answered(app: Flask) -> None:
    with pytest.raises(WrongState):
        say(make_question(make_consultation(state="announced")), body="Early.")
