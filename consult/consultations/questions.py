"""Verbs on guiding questions. Once a question has an answer its wording stays: the answer was given to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from consult.core.logs import log_event
from consult.narratives.models import Section
from consult.people.models import Person
from consult.rules.states import QUESTION_KINDS

from .activity import has_answers
from .models import Consultation, GuidingQuestion

MOST_OPTIONS, MOST_STATEMENTS = 20, 30
FEWEST_OPTIONS = {"single": 2, "multiple": 2, "ranking": 2, "matrix": 2}
MATRICES = ("matrix", "matrix-scale")


@dataclass(frozen=True)
class Asked:
    """A question as it is asked: a choice needs options; a scale without options goes from 1 to 5.

    A matrix asks each of its statements with the same options.
    """

    wording: str
    kind: str = "open"
    options: tuple[str, ...] = ()
    section: Section | None = None
    statements: tuple[str, ...] = ()


def add_question(consultation: Consultation, asked: Asked, *, actor: Person, at: datetime) -> GuidingQuestion:
    """Ask one more question, at the end; WrongState after the closing."""
    if consultation.state(at) == "closed":
        raise WrongState(_l("This consultation is closed. No question can be added."))
    question = GuidingQuestion(position=len(consultation.questions) + 1)
    _write(consultation, question, asked)
    consultation.questions.append(question)
    db.session.flush()
    log_event("question-added", question, actor_id=actor.id)
    return question


def change_question(question: GuidingQuestion, asked: Asked, *, actor: Person) -> None:
    """Ask it differently, as long as nobody has answered."""
    _check_unanswered(question)
    _write(question.consultation, question, asked)
    db.session.flush()
    log_event("question-changed", question, actor_id=actor.id)


def remove_question(question: GuidingQuestion, *, actor: Person) -> None:
    """Take a question out, as long as nobody has answered; those after it move up."""
    _check_unanswered(question)
    consultation = question.consultation
    log_event("question-removed", question, actor_id=actor.id)
    consultation.questions.remove(question)
    db.session.delete(question)
    db.session.flush()
    _number(consultation.questions)


def move_question(question: GuidingQuestion, step: int, *, actor: Person) -> None:
    """Move a question up (-1) or down (+1); at an end it stays."""
    questions = list(question.consultation.questions)
    place = questions.index(question)
    other = place + step
    if step not in (-1, 1) or not 0 <= other < len(questions):
        return
    questions[place], questions[other] = questions[other], questions[place]
    _number(questions)
    db.session.expire(question.consultation, ["questions"])
    log_event("question-moved", question, actor_id=actor.id)


def _write(consultation: Consultation, question: GuidingQuestion, asked: Asked) -> None:
    _check(asked)
    keys = {place.section_id for place in consultation.base_revision.places}
    if asked.section is not None and asked.section.id not in keys:
        raise InvalidInput(_l("Choose a section of the text."), field="section")
    question.wording = asked.wording
    question.kind = asked.kind
    question.options = [] if asked.kind == "open" else list(asked.options)
    question.statements = list(asked.statements) if asked.kind in MATRICES else []
    question.section = asked.section


def _check(asked: Asked) -> None:
    if not asked.wording:
        raise InvalidInput(_l("Please fill this in."), field="wording")
    if asked.kind not in QUESTION_KINDS:
        raise InvalidInput(_l("Choose how it is answered."), field="kind")
    if asked.kind != "open":
        _check_options(asked)
    if asked.kind in MATRICES:
        _check_statements(asked.statements)


def _check_options(asked: Asked) -> None:
    if len(set(asked.options)) != len(asked.options):
        raise InvalidInput(_l("Each choice can stand there once."), field="options")
    if len(asked.options) < FEWEST_OPTIONS.get(asked.kind, 0) or (
        asked.kind in ("scale", "matrix-scale") and len(asked.options) == 1
    ):
        raise InvalidInput(_l("Write at least two choices, one a line."), field="options")
    if len(asked.options) > MOST_OPTIONS:
        raise InvalidInput(_l("Offer at most %(most)s choices.", most=MOST_OPTIONS), field="options")


def _check_statements(statements: tuple[str, ...]) -> None:
    if len(set(statements)) != len(statements):
        raise InvalidInput(_l("Each statement can stand there once."), field="statements")
    if len(statements) < 2:
        raise InvalidInput(_l("Write at least two statements, one a line."), field="statements")
    if len(statements) > MOST_STATEMENTS:
        raise InvalidInput(
            _l("Ask about at most %(most)s statements.", most=MOST_STATEMENTS), field="statements"
        )


def _check_unanswered(question: GuidingQuestion) -> None:
    if has_answers(question):
        raise WrongState(_l("Somebody has answered this question already: it stays as it was asked."))


def _number(questions: Sequence[GuidingQuestion]) -> None:
    """Give each question its place. Two steps: no two may have the same number even for a moment."""
    for sign in (-1, 1):
        for position, question in enumerate(questions, 1):
            question.position = sign * position
        db.session.flush()
