"""The guiding questions of a consultation: ask, change, order, take out."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.errors import InvalidInput, NotFound, WrongState
from consult.narratives.kept_texts import kept_places
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.pages import render_page

from .. import questions as verbs
from ..activity import has_answers
from ..models import Consultation, GuidingQuestion
from ..question_forms import QuestionForm
from ..services import consultation_by_id
from ..words import QUESTION_KINDS
from .blueprint import bp
from .refusals import show_on

STEPS = {"up": -1, "down": 1}


def load_question(consultation_id: str, question_id: str) -> GuidingQuestion:
    """Return the question of this consultation with this public id, or raise NotFound."""
    for question in consultation_by_id(consultation_id).questions:
        if question.public_id == question_id:
            return question
    raise NotFound


@bp.get("/consultations/<consultation_id>/guiding-questions")
@requires(Permission.CONSULTATION_MANAGE, consultation_by_id)
def questions(consultation: Consultation) -> ResponseReturnValue:
    """List the questions, with a form for one more."""
    return _list_page(consultation, QuestionForm(consultation, formdata=None))


@bp.post("/consultations/<consultation_id>/guiding-questions")
@requires(Permission.CONSULTATION_MANAGE, consultation_by_id)
def add_question(consultation: Consultation) -> ResponseReturnValue:
    """Ask one more."""
    form = QuestionForm(consultation)
    if not form.validate():
        return _list_page(consultation, form, 422)
    try:
        verbs.add_question(consultation, form.asked(), actor=me(), at=now())
    except (InvalidInput, WrongState) as error:
        show_on(form, error, "wording")
        return _list_page(consultation, form, error.status)
    flash(_("The question is added."), "success")
    return _to_list(consultation)


@bp.get("/consultations/<consultation_id>/guiding-questions/<question_id>/edit")
@requires(Permission.CONSULTATION_MANAGE, load_question)
def edit_question(question: GuidingQuestion) -> ResponseReturnValue:
    """Show the question's form, or that it has been answered and stays."""
    return _edit_page(question, QuestionForm(question.consultation, formdata=None, data=_values(question)))


@bp.post("/consultations/<consultation_id>/guiding-questions/<question_id>/edit")
@requires(Permission.CONSULTATION_MANAGE, load_question)
def save_question(question: GuidingQuestion) -> ResponseReturnValue:
    """Ask it differently."""
    form = QuestionForm(question.consultation)
    if not form.validate():
        return _edit_page(question, form, 422)
    try:
        verbs.change_question(question, form.asked(), actor=me())
    except (InvalidInput, WrongState) as error:
        show_on(form, error, "wording")
        return _edit_page(question, form, error.status)
    flash(_("The question is saved."), "success")
    return _to_list(question.consultation)


@bp.post("/consultations/<consultation_id>/guiding-questions/<question_id>/move")
@requires(Permission.CONSULTATION_MANAGE, load_question)
def move_question(question: GuidingQuestion) -> ResponseReturnValue:
    """Move it up or down."""
    verbs.move_question(question, STEPS.get(request.form.get("direction", ""), 0), actor=me())
    return _to_list(question.consultation)


@bp.post("/consultations/<consultation_id>/guiding-questions/<question_id>/remove")
@requires(Permission.CONSULTATION_MANAGE, load_question)
def remove_question(question: GuidingQuestion) -> ResponseReturnValue:
    """Take it out, unless somebody has answered."""
    consultation = question.consultation
    verbs.remove_question(question, actor=me())
    flash(_("The question is taken out."), "success")
    return _to_list(consultation)


def _values(question: GuidingQuestion) -> dict[str, Any]:
    return {
        "wording": question.wording,
        "kind": question.kind,
        "options": "\n".join(question.options),
        "statements": "\n".join(question.statements),
        "section": question.section.key if question.section else "",
    }


def _to_list(consultation: Consultation) -> ResponseReturnValue:
    return redirect(url_for("consultations.questions", consultation_id=consultation.public_id), 303)


def _list_page(consultation: Consultation, form: QuestionForm, status: int = 200) -> Response:
    headings = {place.section_id: place.text.heading for place in kept_places(consultation.base_revision)}
    rows = [
        {
            "question": one,
            "kind": QUESTION_KINDS[one.kind],
            "section": headings.get(one.section_id) if one.section_id else None,
            "is_fixed": has_answers(one),
        }
        for one in consultation.questions
    ]
    return render_page(
        "consultations/questions.html",
        consultation=consultation,
        rows=rows,
        form=form,
        is_closed=consultation.state(now()) == "closed",
        status=status,
    )


def _edit_page(question: GuidingQuestion, form: QuestionForm, status: int = 200) -> Response:
    return render_page(
        "consultations/question.html",
        consultation=question.consultation,
        question=question,
        form=form,
        is_fixed=has_answers(question),
        status=status,
    )
