"""Giving and ending what a person may do: roles, mandates, the account itself."""

from datetime import UTC, date, datetime, time, timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.errors import InvalidInput, NotFound, WrongState
from consult.rules.permissions import Permission, Role
from consult.web.access import me, requires
from consult.web.forms import add_problem, clean_line

from .. import accounts, roles
from ..accounts import load_person
from ..models import Person
from ..network_forms import MandateForm, RoleForm, fill_mandate, fill_role
from ..organisations import load_organisation
from ..scopes import find_reach
from . import bp
from .persons import person_page


@bp.post("/network/people/<person_id>/roles")
@requires(Permission.NETWORK_MANAGE)
def give_role(person_id: str) -> ResponseReturnValue:
    """Give a role."""
    found, form = load_person(person_id), RoleForm()
    fill_role(form)
    if form.validate_on_submit():
        try:
            roles.give_role(found, form.role.data, find_reach(form.scope.data), actor=me(), at=now())
            flash(_("The role is given. It holds from now on."), "success")
            return _back(found)
        except InvalidInput as error:
            add_problem(form, error)
    return person_page(found, role_form=form)


@bp.post("/network/people/<person_id>/roles/end")
@requires(Permission.NETWORK_MANAGE)
def end_role(person_id: str) -> ResponseReturnValue:
    """End a role, named by role and reach."""
    found = load_person(person_id)
    role = request.form.get("role", "")
    try:
        reach = find_reach(request.form.get("scope", ""))
    except InvalidInput:
        raise NotFound from None
    if role not in {known.value for known in Role}:
        raise NotFound
    roles.end_role(found, role, reach, actor=me(), at=now())
    flash(_("The role has ended."), "success")
    return _back(found)


@bp.post("/network/people/<person_id>/mandates")
@requires(Permission.NETWORK_MANAGE)
def give_mandate(person_id: str) -> ResponseReturnValue:
    """Let a person speak for an organisation."""
    found, form = load_person(person_id), MandateForm()
    fill_mandate(form)
    if form.validate_on_submit():
        organisation = load_organisation(form.speaks_for.data)
        try:
            roles.give_mandate(found, organisation, _end_of(form.until.data), actor=me(), at=now())
            flash(_("The mandate is given. It holds from now on."), "success")
            return _back(found)
        except (InvalidInput, WrongState) as error:
            add_problem(form, error)
    return person_page(found, mandate_form=form)


@bp.post("/network/people/<person_id>/mandates/end")
@requires(Permission.NETWORK_MANAGE)
def end_mandate(person_id: str) -> ResponseReturnValue:
    """End the right to speak for an organisation."""
    found = load_person(person_id)
    organisation = load_organisation(clean_line(request.form.get("organisation", "")))
    roles.end_mandate(found, organisation, actor=me(), at=now())
    flash(_("The mandate has ended. What was said under it stays."), "success")
    return _back(found)


@bp.post("/network/people/<person_id>/account")
@requires(Permission.NETWORK_MANAGE)
def switch_account(person_id: str) -> ResponseReturnValue:
    """Close an account, or open it again."""
    found = load_person(person_id)
    if request.form.get("open"):
        accounts.open_account(found, actor=me())
        flash(_("The account is open again."), "success")
    else:
        accounts.close_account(found, actor=me(), at=now())
        flash(_("The account is closed. What was sent from it stays."), "success")
    return _back(found)


def _end_of(day: date | None) -> datetime | None:
    return datetime.combine(day + timedelta(days=1), time(), UTC) if day and day < date.max else None


def _back(found: Person) -> ResponseReturnValue:
    return redirect(url_for("people.person", person_id=found.public_id), 303)
