"""The working groups of the network and who is in them."""

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.rules.permissions import Permission
from consult.web.access import requires
from consult.web.forms import add_problem, clean_line

from .. import organisations as verbs
from ..accounts import find_account, load_person
from ..models import WorkingGroup, WorkingGroupMember
from ..network_forms import GroupForm, MemberForm
from . import bp
from .network import network_page


@bp.get("/network/working-groups")
@requires(Permission.NETWORK_MANAGE)
def groups() -> ResponseReturnValue:
    """List the working groups with how many people each has."""
    rows = db.session.execute(
        sa.select(WorkingGroup, sa.func.count(WorkingGroupMember.person_id))
        .outerjoin(WorkingGroupMember, WorkingGroupMember.working_group_id == WorkingGroup.id)
        .group_by(WorkingGroup.id)
        .order_by(WorkingGroup.name)
    )
    return network_page("people/groups.html", "people.groups", rows=[(group, count) for group, count in rows])


@bp.get("/network/working-groups/new")
@requires(Permission.NETWORK_MANAGE)
def new_group() -> ResponseReturnValue:
    """Show the form of a new working group."""
    return network_page("people/new_group.html", "people.groups", form=GroupForm())


@bp.post("/network/working-groups/new")
@requires(Permission.NETWORK_MANAGE)
def add_group() -> ResponseReturnValue:
    """Add a working group."""
    form = GroupForm()
    if form.validate_on_submit():
        try:
            added = verbs.save_group(WorkingGroup(), form.name.data or "", form.description.data or "")
            flash(_("%(name)s is added.", name=added.name), "success")
            return redirect(url_for("people.group", group_id=added.public_id), 303)
        except InvalidInput as error:
            add_problem(form, error)
    return network_page("people/new_group.html", "people.groups", form=form, status=422)


@bp.get("/network/working-groups/<group_id>")
@requires(Permission.NETWORK_MANAGE)
def group(group_id: str) -> ResponseReturnValue:
    """Show a working group with its members."""
    return _page(verbs.load_group(group_id))


@bp.post("/network/working-groups/<group_id>")
@requires(Permission.NETWORK_MANAGE)
def save_group(group_id: str) -> ResponseReturnValue:
    """Save a working group's name and description."""
    found, form = verbs.load_group(group_id), GroupForm()
    if form.validate_on_submit():
        try:
            verbs.save_group(found, form.name.data or "", form.description.data or "")
            flash(_("%(name)s is saved.", name=found.name), "success")
            return redirect(url_for("people.group", group_id=found.public_id), 303)
        except InvalidInput as error:
            add_problem(form, error)
    return _page(found, form=form)


@bp.post("/network/working-groups/<group_id>/members")
@requires(Permission.NETWORK_MANAGE)
def add_member(group_id: str) -> ResponseReturnValue:
    """Add a person to a working group, or to its advisory group."""
    found, form = verbs.load_group(group_id), MemberForm()
    if form.validate_on_submit():
        account = find_account(form.address)
        if account and account.person:
            verbs.add_member(found, account.person, bool(form.is_advisory.data))
            flash(_("%(name)s is in the group.", name=account.person.display_name), "success")
            return redirect(url_for("people.group", group_id=found.public_id), 303)
        add_problem(
            form,
            InvalidInput(_("Nobody in the network has this address. Add the person first."), field="email"),
        )
    return _page(found, member_form=form)


@bp.post("/network/working-groups/<group_id>/members/end")
@requires(Permission.NETWORK_MANAGE)
def end_membership(group_id: str) -> ResponseReturnValue:
    """Take a person out of a working group."""
    found = verbs.load_group(group_id)
    verbs.remove_member(found, load_person(clean_line(request.form.get("person", ""))))
    flash(_("The person is not in the group any more."), "success")
    return redirect(url_for("people.group", group_id=found.public_id), 303)


def _page(
    found: WorkingGroup, *, form: GroupForm | None = None, member_form: MemberForm | None = None
) -> ResponseReturnValue:
    return network_page(
        "people/group.html",
        "people.groups",
        group=found,
        form=form or GroupForm(formdata=None, obj=found),
        member_form=member_form or MemberForm(formdata=None),
        members=verbs.group_members(found),
        status=422 if form or member_form else 200,
    )
