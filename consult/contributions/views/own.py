"""What authors do with their own contributions: edit, send a draft, withdraw, show less."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.errors import InvalidInput, WrongState
from consult.rules.permissions import Permission
from consult.rules.states import VISIBILITIES, is_lower
from consult.web.access import me, requires
from consult.web.forms import add_problem, choices

from .. import labels, services
from ..choosing import chosen_sending
from ..display import shown_one
from ..forms import VisibilityForm
from ..models import Contribution
from ..services import Edit
from . import editing
from .amendments import amendment_form, amendment_page, place_of, spoken_language
from .common import bp, consultation_page, contribution, go_home, home_of, say_sent


@bp.get("/contributions/<contribution_id>/edit")
@requires(Permission.CONTRIBUTION_EDIT, contribution)
def edit(contribution: Contribution) -> ResponseReturnValue:
    """Show one's own words in the form in which they were written."""
    if contribution.kind == "amendment" and contribution.operation == "reword":
        place = place_of(contribution)
        return amendment_page(
            contribution.consultation,
            place,
            amendment_form(contribution.consultation, place, contribution),
            contribution,
        )
    return editing.page(contribution, editing.form_for(contribution))


@bp.post("/contributions/<contribution_id>/edit")
@requires(Permission.CONTRIBUTION_WITHDRAW, contribution)
def save_edit(contribution: Contribution) -> ResponseReturnValue:
    """Keep a further wording. When the window has closed meanwhile the words come back with the reason."""
    if contribution.kind == "amendment" and contribution.operation == "reword":
        return _save_amendment(contribution)
    return editing.save(contribution)


def _save_amendment(row: Contribution) -> ResponseReturnValue:
    place, at = place_of(row), now()
    form = amendment_form(row.consultation, place, row)
    if not form.validate():
        return amendment_page(row.consultation, place, form, row, status=422)
    was_draft = row.status == "draft"
    try:
        language = spoken_language(form, place)
        sending = chosen_sending(form, me(), at, language) if was_draft else None
        words = Edit(
            heading=form.heading.data or "",
            body=form.body.data or "",
            rationale=form.rationale.data or "",
            language=language,
            sending=sending,
        )
        services.edit_contribution(row, me(), at, words)
        if was_draft and "draft" not in request.form:
            services.submit_draft(row, me(), at)
    except InvalidInput as error:
        add_problem(form, error)
        return amendment_page(row.consultation, place, form, row, status=422)
    except WrongState as error:
        return amendment_page(row.consultation, place, form, row, status=409, problem=error.message)
    if row.status == "draft":
        flash(_("Your draft is kept. Only you can see it."), "success")
        return redirect(request.url, 303)
    say_sent(row, _("Your proposed change was sent.") if was_draft else _("Your change is saved."))
    return go_home(row)


@bp.post("/contributions/<contribution_id>/submit")
@requires(Permission.CONTRIBUTION_EDIT, contribution)
def submit_draft(contribution: Contribution) -> ResponseReturnValue:
    """Send a draft as it is."""
    services.submit_draft(contribution, me(), now())
    say_sent(contribution, _("Your proposed change was sent."))
    return go_home(contribution)


@bp.get("/contributions/<contribution_id>/withdraw")
@requires(Permission.CONTRIBUTION_WITHDRAW, contribution)
def withdraw(contribution: Contribution) -> ResponseReturnValue:
    """Say what withdrawing means, before it is done."""
    return consultation_page(
        "contributions/withdraw.html",
        contribution.consultation,
        shown=shown_one(contribution),
        back_url=home_of(contribution),
    )


@bp.post("/contributions/<contribution_id>/withdraw")
@requires(Permission.CONTRIBUTION_WITHDRAW, contribution)
def do_withdraw(contribution: Contribution) -> ResponseReturnValue:
    """Withdraw it."""
    home = home_of(contribution)
    services.withdraw(contribution, me(), now())
    flash(_("It is withdrawn. Nobody else sees it from now on."), "success")
    return redirect(home, 303)


@bp.get("/contributions/<contribution_id>/visibility")
@requires(Permission.CONTRIBUTION_WITHDRAW, contribution)
def visibility(contribution: Contribution) -> ResponseReturnValue:
    """Offer the ways to show less."""
    return _visibility_page(contribution, _visibility_form(contribution))


@bp.post("/contributions/<contribution_id>/visibility")
@requires(Permission.CONTRIBUTION_WITHDRAW, contribution)
def lower_visibility(contribution: Contribution) -> ResponseReturnValue:
    """Show less from now on."""
    form = _visibility_form(contribution)
    if not form.validate():
        return _visibility_page(contribution, form, 422)
    services.lower_visibility(contribution, me(), now(), form.visibility.data)
    flash(_("From now on it is shown as you chose."), "success")
    return go_home(contribution)


def _visibility_form(row: Contribution) -> VisibilityForm:
    form = VisibilityForm()
    ways = [
        (value, labels.VISIBILITIES_EXPLAINED[value])
        for value in VISIBILITIES
        if is_lower(value, row.visibility) and (value != "organisation" or row.organisation_id is not None)
    ]
    form.visibility.choices = choices(ways)
    return form


def _visibility_page(row: Contribution, form: VisibilityForm, status: int = 200) -> ResponseReturnValue:
    return consultation_page(
        "contributions/visibility.html",
        row.consultation,
        status=status,
        shown=shown_one(row),
        now_shown=labels.VISIBILITIES_EXPLAINED[row.visibility],
        form=form,
        back_url=home_of(row),
    )
