"""The edges of guiding questions: how many choices, what a refusal leaves, what is logged, what a form brings back."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from consult.consultations.models import Consultation, GuidingQuestion
from consult.consultations.questions import (
    Asked,
    add_question,
    change_question,
    move_question,
    remove_question,
)
from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.core.logs import Event
from tests.factories import make_answer, make_consultation, make_network, make_person, make_question
from tests.page import PageClient


def test_the_log_of_questions_holds_ids_alone(app: Flask, now: datetime) -> None:
    one, actor = make_consultation(), make_person()
    first = add_question(one, Asked("Who pays?"), actor=actor, at=now)
    add_question(one, Asked("Since when?"), actor=actor, at=now)
    change_question(first, Asked("Who paid?"), actor=actor)
    move_question(first, 1, actor=actor)
    move_question(first, 1, actor=actor)
    remove_question(first, actor=actor)
    events = list(db.session.query(Event).filter(Event.kind.like("question-%")).order_by(Event.id))
    kinds = "added added changed moved removed"
    assert " ".join(event.kind.removeprefix("question-") for event in events) == kinds
    assert {(event.actor_id, event.before, event.after) for event in events} == {(actor.id, None, None)}
    assert {event.consultation_id for event in events} == {one.id}


def test_a_refused_question_leaves_the_one_before_as_it_was(app: Flask) -> None:
    one = make_consultation()
    question = make_question(one, wording="Before?", kind="single", options=["yes", "no"])
    with pytest.raises(InvalidInput):
        change_question(question, Asked("After?", "single", ("yes",)), actor=make_person())
    db.session.refresh(question)
    assert (question.wording, question.options) == ("Before?", ["yes", "no"])


CHOICES = [
    # kind, how many choices, is it taken
    ("single", 1, False),
    ("single", 2, True),
    ("single", 20, True),
    ("single", 21, False),
    ("multiple", 2, True),
    ("multiple", 20, True),
    ("scale", 0, True),
    ("scale", 1, False),
    ("scale", 2, True),
    ("scale", 20, True),
    ("scale", 21, False),
    # an open question has no choices, so that there cannot be too many
    ("open", 21, True),
]


@pytest.mark.parametrize(("kind", "number", "is_taken"), CHOICES)
def test_the_number_of_choices_has_both_its_ends(
    app: Flask, now: datetime, kind: str, number: int, is_taken: bool
) -> None:
    asked = Asked("A?", kind, tuple(f"اختيار {one}" for one in range(number)))
    one = make_consultation()
    if is_taken:
        question = add_question(one, asked, actor=make_person(), at=now)
        assert question.options == ([] if kind == "open" else list(asked.options))
        return
    with pytest.raises(InvalidInput) as caught:
        add_question(one, asked, actor=make_person(), at=now)
    assert caught.value.details["field"] == "options"


@pytest.fixture
def one(app: Flask) -> Consultation:
    make_network()
    consultation = make_consultation()
    for wording in ("First?", "Second?", "Third?"):
        make_question(consultation, wording=wording)
    return consultation


@pytest.fixture
def staff(client: PageClient, one: Consultation) -> PageClient:
    return client.sign_in(make_person("facilitator", one))


def url(one: Consultation, rest: str = "", language: str = "en") -> str:
    return f"/{language}/consultations/{one.public_id}/guiding-questions{rest}"


def wordings(one: Consultation) -> list[str]:
    db.session.expire_all()
    return [question.wording for question in one.questions]


SENT = [
    # what is sent, status, what the page says, what comes back
    ({"wording": "x" * 1_000}, 303, "", ""),
    ({"wording": "x" * 1_001}, 422, "", "x" * 1_001),
    ({"wording": ""}, 422, "Please fill this in.", ""),
    ({"kind": "single", "options": "نعم"}, 422, "Write at least two choices", "نعم"),
    ({"kind": "single", "options": "yes\n yes "}, 422, "Each choice can stand there once.", "yes"),
    ({"kind": "scale", "options": " low \n\n  very   high "}, 303, "", ""),
    ({"kind": "essay"}, 422, "", "Who pays?"),
    ({"section": "nowhere"}, 422, "", "Who pays?"),
    ({"section": "health"}, 303, "", ""),
]


@pytest.mark.parametrize(("values", "status", "says", "back"), SENT)
@pytest.mark.parametrize("is_new", [True, False], ids=["new", "changed"])
def test_a_question_is_taken_or_comes_back_with_what_was_typed(
    staff: PageClient,
    one: Consultation,
    values: dict[str, Any],
    status: int,
    says: str,
    back: str,
    is_new: bool,
) -> None:
    rest = "" if is_new else f"/{one.questions[0].public_id}/edit"
    data = {"wording": "Who pays?", "kind": "open", "options": "", "section": "", **values}
    answer = staff.post(url(one, rest), data=data)
    assert answer.status_code == status
    if status == 303:
        assert data["wording"] in wordings(one)
        return
    assert says in answer.text
    assert back in answer.text
    assert wordings(one) == ["First?", "Second?", "Third?"]


def test_choices_are_tidied_one_a_line(staff: PageClient, one: Consultation) -> None:
    data = {
        "wording": "How much?",
        "kind": "scale",
        "options": " low \n\n  very   high \r\n",
        "section": "health",
    }
    assert staff.post(url(one), data=data).status_code == 303
    db.session.expire_all()
    question = one.questions[-1]
    assert question.options == ["low", "very high"]
    assert question.section is not None
    assert question.section.key == "health"


@pytest.mark.parametrize("verb", ["edit", "remove"])
def test_an_answer_that_came_while_the_form_was_open_keeps_the_question(
    staff: PageClient, one: Consultation, verb: str
) -> None:
    question = one.questions[0]
    data = {"wording": "Differently?", "kind": "open", "options": "", "section": ""}
    assert staff.get(url(one, f"/{question.public_id}/edit")).status_code == 200
    make_answer(question)
    answer = staff.post(url(one, f"/{question.public_id}/{verb}"), data=data)
    assert answer.status_code == 409
    assert "Somebody has answered this question already" in answer.text
    assert wordings(one) == ["First?", "Second?", "Third?"]


def test_a_question_that_is_taken_out_twice_is_gone_the_second_time(
    staff: PageClient, one: Consultation
) -> None:
    gone = url(one, f"/{one.questions[1].public_id}/remove")
    assert [staff.post(gone).status_code for _ in range(2)] == [303, 404]
    assert wordings(one) == ["First?", "Third?"]
    assert [row.position for row in db.session.query(GuidingQuestion).order_by(GuidingQuestion.position)] == [
        1,
        2,
    ]


def test_the_ends_of_the_list_offer_no_way_beyond(staff: PageClient, one: Consultation) -> None:
    page = staff.get(url(one)).text
    assert (page.count("Move up"), page.count("Move down"), page.count("Take out")) == (2, 2, 3)
    make_answer(one.questions[2])
    assert staff.get(url(one)).text.count("Take out") == 2


@pytest.mark.parametrize("rest", ["", "/{id}/edit"])
def test_the_pages_of_questions_stand_in_arabic(staff: PageClient, one: Consultation, rest: str) -> None:
    page = staff.get(url(one, rest.format(id=one.questions[0].public_id), "ar")).text
    assert '<html lang="ar" dir="rtl"' in page
    assert "First?" in page
