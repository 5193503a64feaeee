"""Answers to the guiding questions: one page for each question."""

from datetime import datetime

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.consultations.models import Consultation, GuidingQuestion
from consult.core.clock import now
from consult.core.errors import InvalidInput, NotFound
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.forms import add_problem, choices

from .. import services
from ..choosing import chosen_sending, offer_languages, offer_sending, voice_value
from ..display import shown_list
from ..forms import AnswerForm, ChoicesForm
from ..models import Answer
from ..queries import answers_of
from ..services.answers import SCALE
from .common import bp, consultation_page, consultation_row, consultation_url, say_sent

FIELDS = {"multiple": "choices", "ranking": "ranking", "matrix": "matrix", "matrix-scale": "matrix"}
"""The field of a question's kind, where it is not `choice`."""


@bp.get("/consultations/<consultation_id>/guiding-questions/<question_id>")
@requires(Permission.CONTRIBUTION_SUBMIT, consultation_row)
def answer(consultation: Consultation, question_id: str) -> ResponseReturnValue:
    """Show a question with its form, filled with what the person answered before."""
    question = _question(consultation, question_id)
    given = answers_of(me().id, question.id)
    editable = [row for row in given if row.voice == "self" and consultation.is_open(now())]
    return _answer_page(question, answer_form(question, editable[0] if editable else None), given)


@bp.post("/consultations/<consultation_id>/guiding-questions/<question_id>")
@requires(Permission.CONTRIBUTION_SUBMIT, consultation_row)
def submit_answer(consultation: Consultation, question_id: str) -> ResponseReturnValue:
    """Send an answer, or change the one given before."""
    question, at = _question(consultation, question_id), now()
    form = answer_form(question)
    if not form.validate():
        return _answer_page(question, form, answers_of(me().id, question.id), 422)
    try:
        row = _send(question, form, at)
    except InvalidInput as error:
        add_problem(form, error)
        return _answer_page(question, form, answers_of(me().id, question.id), 422)
    say_sent(row, _("Your answer is saved."))
    following = _neighbour(question, 1)
    return redirect(_address(following) if following else consultation_url(consultation), 303)


def _send(question: GuidingQuestion, form: AnswerForm, at: datetime) -> Answer:
    return services.submit_answer(
        question,
        me(),
        at,
        body=form.body.data or "",
        choices=chosen_options(form),
        sending=chosen_sending(form, me(), at, form.language.data),
    )


def answer_form(question: GuidingQuestion, given: Answer | None = None) -> AnswerForm:
    """Return the form of a question, as it was sent or filled with an answer given before."""
    data = {}
    if given is not None:
        voice = voice_value(given.voice, given.organisation)
        data = {"body": given.text.body, "visibility": given.visibility, "voice": voice}
    form = AnswerForm(data=data)
    ask_choices(form, question, (given.choices or []) if given else [])
    if question.kind != "open":
        form.body.label.text = _("Anything that you want to add")
    else:
        form.body.flags.required = True
    offer_sending(form, me(), now())
    offer_languages(form, question.consultation, also=given.language if given else None)
    return form


def ask_choices(form: ChoicesForm, question: GuidingQuestion, chosen: list[str]) -> None:
    """Leave the field that fits the question's kind, with its options and what was chosen before."""
    kept = FIELDS.get(question.kind, "choice")
    for name in {"choice", "choices", "ranking", "matrix"} - {kept if question.kind != "open" else ""}:
        delattr(form, name)
    if question.kind == "open":
        return
    field = form[kept]
    offered = choices(_scale(question) if question.is_scale else _options(question))
    if kept == "matrix":
        field.ask(question.statements, offered, None if form.is_submitted() else chosen)
        return
    field.choices = offered
    if not form.is_submitted():
        field.data = chosen if kept != "choice" else chosen[0] if chosen else None


def _options(question: GuidingQuestion) -> list[tuple[str, str]]:
    return [(option, option) for option in question.options]


def _scale(question: GuidingQuestion) -> list[tuple[str, str]]:
    """Name each step; where only the two ends have words, the steps between have their number."""
    words = list(question.options)
    if len(words) == 2:
        words = [words[0], "", "", "", words[1]]
    words += [""] * (len(SCALE) - len(words))
    return [
        (step, _("%(step)s: %(words)s", step=step, words=said) if said else step)
        for step, said in zip(SCALE, words, strict=False)
    ]


def chosen_options(form: ChoicesForm) -> list[str]:
    """Return the options chosen in a form, of whichever kind its question is."""
    for field in (form.choices, form.ranking, form.matrix):
        if field is not None:
            return list(field.data or [])
    return [form.choice.data] if form.choice is not None and form.choice.data else []


def _answer_page(
    question: GuidingQuestion, form: AnswerForm, given: list[Answer], status: int = 200
) -> ResponseReturnValue:
    before, after = _neighbour(question, -1), _neighbour(question, 1)
    return consultation_page(
        "contributions/answer.html",
        question.consultation,
        status=status,
        question=question,
        total=len(question.consultation.questions),
        place=question.consultation.questions.index(question) + 1,
        form=form,
        given=shown_list(given),
        previous_url=_address(before) if before else None,
        next_url=_address(after) if after else None,
        back_url=consultation_url(question.consultation),
    )


def _question(of: Consultation, public_id: str) -> GuidingQuestion:
    for question in of.questions:
        if question.public_id == public_id:
            return question
    raise NotFound


def _neighbour(question: GuidingQuestion, step: int) -> GuidingQuestion | None:
    questions = question.consultation.questions
    index = questions.index(question) + step
    return questions[index] if 0 <= index < len(questions) else None


def _address(question: GuidingQuestion) -> str:
    return url_for(
        "contributions.answer",
        consultation_id=question.consultation.public_id,
        question_id=question.public_id,
    )
