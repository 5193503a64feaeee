"""Guiding questions: kinds, order, and that an answered one stays."""

from datetime import datetime

import pytest
from flask import Flask

from consult.consultations.models import Consultation
from consult.consultations.questions import (
    Asked,
    add_question,
    change_question,
    move_question,
    remove_question,
)
from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from tests.factories import (
    make_answer,
    make_consultation,
    make_person,
    make_question,
    make_revision,
    place_of,
)


def order(consultation: Consultation) -> list[tuple[int, str]]:
    db.session.expire_all()
    return [(question.position, question.wording) for question in consultation.questions]


def three() -> Consultation:
    one = make_consultation()
    for wording in "ABC":
        make_question(one, wording=wording)
    return one


def test_a_question_goes_to_the_end(app: Flask, now: datetime) -> None:
    one = three()
    add_question(one, Asked("D", "scale", ("never", "always")), actor=make_person(), at=now)
    assert order(one) == [(1, "A"), (2, "B"), (3, "C"), (4, "D")]
    assert one.questions[3].options == ["never", "always"]


def test_an_open_question_keeps_no_options(app: Flask, now: datetime) -> None:
    question = add_question(make_consultation(), Asked("A?", "open", ("x", "y")), actor=make_person(), at=now)
    assert question.options == []


@pytest.mark.parametrize(
    ("kind", "options", "field"),
    [
        ("single", (), "options"),
        ("single", ("yes",), "options"),
        ("multiple", ("yes", "yes"), "options"),
        ("scale", ("low",), "options"),
        ("multiple", tuple(map(str, range(21))), "options"),
        ("essay", (), "kind"),
    ],
)
def test_a_choice_needs_choices(
    app: Flask, now: datetime, kind: str, options: tuple[str, ...], field: str
) -> None:
    one = make_consultation()
    with pytest.raises(InvalidInput) as caught:
        add_question(one, Asked("A?", kind, options), actor=make_person(), at=now)
    assert caught.value.details["field"] == field
    assert order(one) == []


def test_a_scale_needs_no_words(app: Flask, now: datetime) -> None:
    assert add_question(make_consultation(), Asked("A?", "scale"), actor=make_person(), at=now).options == []


def test_a_question_is_about_a_section_of_this_text(app: Flask, now: datetime) -> None:
    one = make_consultation()
    own = place_of(one.base_revision, "health").section
    foreign = place_of(make_revision(), "health").section
    assert add_question(one, Asked("A?", section=own), actor=make_person(), at=now).section is own
    with pytest.raises(InvalidInput):
        add_question(one, Asked("B?", section=foreign), actor=make_person(), at=now)


def test_nothing_is_asked_after_the_closing(app: Flask, now: datetime) -> None:
    with pytest.raises(WrongState):
        add_question(make_consultation(state="closed"), Asked("A?"), actor=make_person(), at=now)


@pytest.mark.parametrize(
    ("index", "step", "result"),
    [(0, 1, "BAC"), (2, -1, "ACB"), (0, -1, "ABC"), (2, 1, "ABC"), (1, 0, "ABC"), (0, 2, "ABC")],
)
def test_a_question_moves_by_one_place(app: Flask, index: int, step: int, result: str) -> None:
    one = three()
    move_question(one.questions[index], step, actor=make_person())
    assert order(one) == list(enumerate(result, 1))


def test_those_after_a_removed_question_move_up(app: Flask) -> None:
    one = three()
    remove_question(one.questions[0], actor=make_person())
    assert order(one) == [(1, "B"), (2, "C")]


def test_a_question_without_answers_can_be_asked_differently(app: Flask) -> None:
    one = three()
    change_question(one.questions[0], Asked("Which?", "single", ("a", "b")), actor=make_person())
    db.session.expire_all()
    assert (one.questions[0].wording, one.questions[0].kind) == ("Which?", "single")


@pytest.mark.parametrize("status", ["draft", "submitted", "withdrawn"])
def test_a_question_that_somebody_has_answered_stays(app: Flask, status: str) -> None:
    one = three()
    make_answer(one.questions[0], status=status)
    with pytest.raises(WrongState):
        change_question(one.questions[0], Asked("Which?"), actor=make_person())
    with pytest.raises(WrongState):
        remove_question(one.questions[0], actor=make_person())
    move_question(one.questions[0], 1, actor=make_person())
    assert order(one) == [(1, "B"), (2, "A"), (3, "C")]
