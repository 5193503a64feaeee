"""The working groups as the secretariat sets them up: what each is, and the roles that it has."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.errors import InvalidInput, NotFound
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.forms import add_problem

from .. import groups as verbs
from ..labels import GROUP_KIND_LABELS, ROLE_LABELS
from ..models import WorkingGroup
from ..network_forms import GroupForm, GroupRoleForm, fill_group, fill_group_role, reach_labels
from ..scopes import find_reach, known_reaches
from . import bp
from .network import network_page


@bp.get("/network/working-groups")
@requires(Permission.NETWORK_MANAGE)
def groups() -> ResponseReturnValue:
    """List the working groups with how many people each has."""
    return network_page(
        "people/groups.html", "people.groups", groups=verbs.all_groups(), kinds=GROUP_KIND_LABELS
    )


@bp.get("/network/working-groups/new")
@requires(Permission.NETWORK_MANAGE)
def new_group() -> ResponseReturnValue:
    """Show the form of a new working group."""
    form = GroupForm()
    fill_group(form)
    return network_page("people/new_group.html", "people.groups", form=form)


@bp.post("/network/working-groups/new")
@requires(Permission.NETWORK_MANAGE)
def add_group() -> ResponseReturnValue:
    """Add a working group."""
    form = GroupForm()
    fill_group(form)
    if form.validate_on_submit():
        try:
            added = verbs.save_group(WorkingGroup(), _facts(form))
            flash(_("%(name)s is added.", name=added.name), "success")
            return redirect(url_for("people.group", group_id=added.public_id), 303)
        except InvalidInput as error:
            add_problem(form, error)
    return network_page("people/new_group.html", "people.groups", form=form, status=422)


@bp.get("/network/working-groups/<group_id>")
@requires(Permission.NETWORK_MANAGE)
def group(group_id: str) -> ResponseReturnValue:
    """Show what a working group is, with its roles."""
    return _page(verbs.load_group(group_id))


@bp.post("/network/working-groups/<group_id>")
@requires(Permission.NETWORK_MANAGE)
def save_group(group_id: str) -> ResponseReturnValue:
    """Save what a working group is."""
    found, form = verbs.load_group(group_id), GroupForm()
    fill_group(form, found)
    if form.validate_on_submit():
        try:
            verbs.save_group(found, _facts(form))
            flash(_("%(name)s is saved.", name=found.name), "success")
            return redirect(url_for("people.group", group_id=found.public_id), 303)
        except InvalidInput as error:
            add_problem(form, error)
    return _page(found, form=form)


@bp.post("/network/working-groups/<group_id>/roles")
@requires(Permission.NETWORK_MANAGE)
def give_group_role(group_id: str) -> ResponseReturnValue:
    """Give a role to everybody in a working group."""
    found, form = verbs.load_group(group_id), GroupRoleForm()
    fill_group_role(form)
    if form.validate_on_submit():
        try:
            reach = find_reach(form.scope.data)
            verbs.give_group_role(found, form.role.data, reach, actor=me(), at=now())
            flash(_("The role is given. It holds from now on."), "success")
            return redirect(url_for("people.group", group_id=found.public_id), 303)
        except InvalidInput as error:
            add_problem(form, error)
    return _page(found, role_form=form)


@bp.post("/network/working-groups/<group_id>/roles/end")
@requires(Permission.NETWORK_MANAGE)
def end_group_role(group_id: str) -> ResponseReturnValue:
    """End a role of a working group, named by role and reach."""
    found = verbs.load_group(group_id)
    try:
        reach = find_reach(request.form.get("scope", ""))
    except InvalidInput:
        raise NotFound from None
    verbs.end_group_role(found, request.form.get("role", ""), reach, actor=me(), at=now())
    flash(_("The role has ended."), "success")
    return redirect(url_for("people.group", group_id=found.public_id), 303)


@dataclass(frozen=True)
class Held:
    """A role that a group has, in words; `scope` is how far it reaches as forms name it."""

    role: str
    label: Any
    scope: str
    reach: str


def held_by(group: WorkingGroup) -> list[Held]:
    """Return the roles that everybody in a working group has."""
    names = {reach: name for name, (reach, _title) in known_reaches().items()}
    labels, gone = reach_labels(), _("something that is not there any more")
    found = [(one.role, names.get(verbs.reach_of(one), "")) for one in verbs.roles_of(group, now())]
    return [Held(role, ROLE_LABELS[role], scope, labels.get(scope, gone)) for role, scope in found]


def _facts(form: GroupForm) -> verbs.GroupFacts:
    return verbs.GroupFacts(
        name=form.name.data or "",
        description=form.description.data or "",
        kind=form.kind.data,
        is_open=bool(form.is_open.data),
        advises=verbs.load_group(form.advises.data) if form.advises.data else None,
    )


def _page(
    found: WorkingGroup, *, form: GroupForm | None = None, role_form: GroupRoleForm | None = None
) -> ResponseReturnValue:
    if form is None:
        form = GroupForm(formdata=None, obj=found)
        fill_group(form, found)
        form.advises.data = found.advises.public_id if found.advises else ""
    shown = role_form or GroupRoleForm(formdata=None)
    fill_group_role(shown)
    return network_page(
        "people/group.html",
        "people.groups",
        group=found,
        form=form,
        role_form=shown,
        held=held_by(found),
        status=422 if form.errors or shown.errors else 200,
    )
