"""Editing a comment, a reply, an answer or a proposal about the structure: one plain form of its words."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.errors import InvalidInput, WrongState
from consult.web.access import me
from consult.web.forms import add_problem

from .. import services
from ..choosing import offer_languages
from ..display import shown_one
from ..forms import EditForm
from ..models import Contribution
from ..services import Edit
from .answers import ask_choices, chosen_options
from .common import consultation_page, go_home, home_of, say_sent

NOT_ASKED = {
    "comment": ("heading", "rationale", "choice", "choices", "ranking", "matrix"),
    "answer": ("heading", "rationale", "comment_kind"),
    "highlight": ("heading", "rationale", "choice", "choices", "ranking", "matrix", "comment_kind"),
    "amendment": ("choice", "choices", "ranking", "matrix", "comment_kind"),
}


def form_for(row: Contribution) -> EditForm:
    """Return the form with the latest words, or as it was sent."""
    text = row.text
    form = EditForm(
        data={
            "heading": text.heading,
            "body": text.body,
            "rationale": text.rationale,
            "comment_kind": row.comment_kind,
            "language": row.language,
        }
    )
    for name in NOT_ASKED[row.kind]:
        delattr(form, name)
    _shape_further(row, form)
    offer_languages(form, row.consultation, also=row.language)
    return form


def _shape_further(row: Contribution, form: EditForm) -> None:
    if row.kind == "amendment" and row.operation in ("remove", "move"):
        del form.heading
        del form.body
    if row.thread_id is not None and form.comment_kind is not None:
        del form.comment_kind
    if row.kind == "answer" and row.question is not None:
        ask_choices(form, row.question, row.choices or [])


def page(row: Contribution, form: EditForm, status: int = 200, problem: object = "") -> ResponseReturnValue:
    """Return the page of the form."""
    return consultation_page(
        "contributions/edit.html",
        row.consultation,
        status=status,
        row=row,
        kind=shown_one(row).kind,
        form=form,
        problem=problem,
        back_url=home_of(row),
    )


def save(row: Contribution) -> ResponseReturnValue:
    """Keep a further wording, or give the words back with what is wrong."""
    form = form_for(row)
    if not form.validate():
        return page(row, form, 422)
    try:
        services.edit_contribution(row, me(), now(), _edit_of(form, row))
    except InvalidInput as error:
        add_problem(form, error)
        return page(row, form, 422)
    except WrongState as error:
        return page(row, form, 409, error.message)
    say_sent(row, _("Your change is saved."))
    return go_home(row)


def _edit_of(form: EditForm, row: Contribution) -> Edit:
    def typed(name: str) -> str | None:
        return (form[name].data or "") if name in form else None

    return Edit(
        body=typed("body"),
        heading=typed("heading"),
        rationale=typed("rationale"),
        comment_kind=typed("comment_kind"),
        language=form.language.data,
        choices=chosen_options(form) if row.kind == "answer" else None,
    )
