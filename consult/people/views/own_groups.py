"""Working groups as members of the network see them: which there are, who is in them, joining and leaving."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.errors import InvalidInput
from consult.rules.permissions import Facts, Permission
from consult.web.access import may, me, requires
from consult.web.forms import add_problem, clean_line
from consult.web.letters import outer_url, write_letter
from consult.web.locale import current_language
from consult.web.pages import render_page

from .. import groups as verbs
from ..accounts import find_account, load_person
from ..balance import balance_of
from ..chrome import current_network
from ..labels import GROUP_KIND_LABELS
from ..models import Account, WorkingGroup
from ..network_forms import MemberForm
from . import bp
from .groups import held_by


@dataclass(frozen=True)
class EveryGroup:
    """All working groups together: whoever is in one of them, or facilitates one, may ask which there are."""

    groups: list[WorkingGroup]
    facilitators: frozenset[int]

    def facts(self, at: datetime) -> Facts:
        """Return what the permission map asks."""
        members = (one.facts(at).group_members for one in self.groups)
        return Facts(group_members=self.facilitators.union(*members))


def load_every_group() -> EveryGroup:
    """Return all working groups."""
    return EveryGroup(verbs.all_groups(), verbs.who_facilitate_groups(now()))


def load_group(group_id: str) -> WorkingGroup:
    """Return the working group of a public id."""
    return verbs.load_group(group_id)


@bp.get("/working-groups")
@requires(Permission.GROUP_READ, load_every_group)
def working_groups(every: EveryGroup) -> ResponseReturnValue:
    """List the working groups that the reader may know of."""
    found = [group for group in every.groups if may(Permission.GROUP_READ, group)]
    return render_page("people/working_groups.html", groups=found, kinds=GROUP_KIND_LABELS)


@bp.get("/working-groups/<group_id>")
@requires(Permission.GROUP_READ, load_group)
def working_group(group: WorkingGroup) -> ResponseReturnValue:
    """Show a working group: what it is for, whom to ask, who is in it, its balance."""
    return _page(group)


@bp.post("/working-groups/<group_id>/join")
@requires(Permission.GROUP_JOIN, load_group)
def join_group(group: WorkingGroup) -> ResponseReturnValue:
    """Join an open working group."""
    verbs.join(group, me(), now())
    flash(_("You are in the group."), "success")
    return _back(group)


@bp.post("/working-groups/<group_id>/leave")
@requires(Permission.GROUP_LEAVE, load_group)
def leave_group(group: WorkingGroup) -> ResponseReturnValue:
    """Leave a working group."""
    verbs.remove_member(group, me(), actor=me(), at=now())
    flash(_("You have left the group."), "success")
    return _back(group) if may(Permission.GROUP_READ, group) else redirect(url_for("reading.home"), 303)


@bp.post("/working-groups/<group_id>/members")
@requires(Permission.GROUP_MANAGE, load_group)
def add_member(group: WorkingGroup) -> ResponseReturnValue:
    """Take a person into a working group, by the address by which they sign in."""
    form = MemberForm()
    if form.validate_on_submit():
        account = find_account(form.address)
        if account and account.person:
            if verbs.add_member(group, account.person, actor=me(), at=now()):
                _tell(account, group)
            flash(_("%(name)s is in the group.", name=account.person.display_name), "success")
            return _back(group)
        add_problem(
            form,
            InvalidInput(_("Nobody in the network has this address. Add the person first."), field="email")
            if may(Permission.NETWORK_MANAGE)
            else InvalidInput(
                _("Nobody in the network has this address. Ask the secretariat to add the person first."),
                field="email",
            ),
        )
    return _page(group, form, status=422)


@bp.post("/working-groups/<group_id>/members/end")
@requires(Permission.GROUP_MANAGE, load_group)
def end_membership(group: WorkingGroup) -> ResponseReturnValue:
    """Take a person out of a working group."""
    person = load_person(clean_line(request.form.get("person", "")))
    verbs.remove_member(group, person, actor=me(), at=now())
    flash(_("The person is not in the group any more."), "success")
    return _back(group) if may(Permission.GROUP_READ, group) else redirect(url_for("reading.home"), 303)


def _tell(account: Account, group: WorkingGroup) -> None:
    """Write to somebody whom another took into a group; who has no address, or a closed account, gets no letter."""
    if account.email and account.disabled_at is None:
        network = current_network()
        write_letter(
            "group_joined",
            account.email,
            account.locale,
            network=network.name if network else "Consult",
            url=outer_url("people.working_group", account.locale, group_id=group.public_id),
        )


def _page(group: WorkingGroup, form: MemberForm | None = None, status: int = 200) -> ResponseReturnValue:
    members = verbs.group_members(group)
    sees_all = may(Permission.GROUP_MEMBERS_READ, group)
    return render_page(
        "people/working_group.html",
        status=status,
        group=group,
        kind=GROUP_KIND_LABELS[group.kind],
        form=form or MemberForm(formdata=None),
        members=members,
        named=members if sees_all else [one for one in members if one.is_listed],
        sees_all=sees_all,
        is_in=me().id in {one.id for one in members},
        facilitators=verbs.facilitators_of(group, now()),
        held=held_by(group),
        advisers=[one for one in verbs.all_groups() if one.advises_id == group.id],
        organisations=len({one.organisation_id for one in members} - {None}),
        regions=len({one.region_id for one in members} - {None}),
        balance=balance_of(members, current_language(), is_named=sees_all),
    )


def _back(group: WorkingGroup) -> ResponseReturnValue:
    return redirect(url_for("people.working_group", group_id=group.public_id), 303)
