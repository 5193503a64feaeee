"""What facilitators do with others' contributions: hide, show again, admit a late one."""

from collections.abc import Callable
from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.errors import ConsultError
from consult.people.models import Person
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.forms import add_problem

from .. import services
from ..display import shown_one
from ..forms import AdmitForm, Form, HideForm, LookForm
from ..models import Contribution
from .common import bp, consultation_page, contribution, go_home, home_of


@bp.get("/contributions/<contribution_id>/hide")
@requires(Permission.CONTRIBUTION_MODERATE, contribution)
def hide(contribution: Contribution) -> ResponseReturnValue:
    """Ask for the reason."""
    services.check_can_be_hidden(contribution)
    return _page(contribution, HideForm(), "hide")


@bp.post("/contributions/<contribution_id>/hide")
@requires(Permission.CONTRIBUTION_MODERATE, contribution)
def do_hide(contribution: Contribution) -> ResponseReturnValue:
    """Hide it, with the reason."""
    form = HideForm()
    said = _("It is hidden. Everybody reads the reason in its place.")
    return _act(contribution, form, "hide", services.hide, said, "reason", "note")


@bp.post("/contributions/<contribution_id>/show-again")
@requires(Permission.CONTRIBUTION_MODERATE, contribution)
def show_again(contribution: Contribution) -> ResponseReturnValue:
    """Take back that it was hidden."""
    services.show_again(contribution, me(), now())
    flash(_("It is shown again."), "success")
    return go_home(contribution)


@bp.get("/contributions/<contribution_id>/admit")
@requires(Permission.CONTRIBUTION_MODERATE, contribution)
def admit(contribution: Contribution) -> ResponseReturnValue:
    """Ask why a late contribution is admitted."""
    services.check_waits(contribution)
    return _page(contribution, AdmitForm(), "admit")


@bp.post("/contributions/<contribution_id>/admit")
@requires(Permission.CONTRIBUTION_MODERATE, contribution)
def do_admit(contribution: Contribution) -> ResponseReturnValue:
    """Admit it, with the reason."""
    said = _("It is admitted and counts like the others.")
    return _act(contribution, AdmitForm(), "admit", services.admit_late, said, "reason")


def _act(
    row: Contribution, form: Form, what: str, verb: Callable[..., None], said: str, *names: str
) -> ResponseReturnValue:
    if not form.validate():
        return _page(row, form, what, 422)
    values: dict[str, Any] = {name: form[name].data or "" for name in names}
    try:
        verb(row, me(), now(), **values)
    except ConsultError as refusal:  # somebody else was first: the reason that was typed comes back
        add_problem(form, refusal)
        return _page(row, form, what, refusal.status)
    flash(said, "success")
    return go_home(row)


@bp.get("/contributions/<contribution_id>/behind")
@requires(Permission.CONTRIBUTION_MODERATE, contribution)
def behind(contribution: Contribution) -> ResponseReturnValue:
    """Ask why somebody needs to know who is behind a contribution."""
    return _behind_page(contribution, LookForm())


@bp.post("/contributions/<contribution_id>/behind")
@requires(Permission.CONTRIBUTION_MODERATE, contribution)
def look_behind(contribution: Contribution) -> ResponseReturnValue:
    """Show who is behind it, once; the look stands in the log of the secretariat."""
    form = LookForm()
    if not form.validate_on_submit():
        return _behind_page(contribution, form, status=422)
    person = services.look_behind(contribution, me(), now(), reason=form.reason.data or "")
    return _behind_page(contribution, form, person=person)


def _behind_page(
    row: Contribution, form: LookForm, *, person: Person | None = None, status: int = 200
) -> ResponseReturnValue:
    answer = consultation_page(
        "contributions/behind.html", row.consultation, row=row, form=form, person=person, status=status
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(row: Contribution, form: Form, what: str, status: int = 200) -> ResponseReturnValue:
    headings = {"hide": _("Hide this contribution?"), "admit": _("Admit this late contribution?")}
    buttons = {"hide": _("Hide it"), "admit": _("Admit it")}
    return consultation_page(
        "contributions/moderate.html",
        row.consultation,
        status=status,
        shown=shown_one(row),
        form=form,
        what=what,
        heading=headings[what],
        button=buttons[what],
        back_url=home_of(row),
    )
