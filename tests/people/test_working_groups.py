"""Working groups: who sees them, joins, leaves, invites; the roles that all members have."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.core.letters import Letter
from consult.core.logs import AuditEntry
from consult.people import groups as verbs
from consult.people.erasing import erase, known_of
from consult.people.groups import GroupFacts
from consult.people.identity import actor_of
from consult.people.models import Person, RoleGrant, WorkingGroup, WorkingGroupMember
from consult.people.roles import give_role
from consult.rules.permissions import Grant, Role, Scope
from tests.conftest import NOON
from tests.factories import (
    grant_role,
    keep,
    make_narrative,
    make_network,
    make_organisation,
    make_person,
)
from tests.page import PageClient

GROUP = "/en/working-groups/wells"


@pytest.fixture
def group(app: Flask) -> WorkingGroup:
    """A working group by invitation."""
    make_network()
    return keep(WorkingGroup(public_id="wells", name="Wells", description="We dig."))


@pytest.fixture
def member(group: WorkingGroup) -> Person:
    """Somebody in it, who is not in the directory."""
    person = make_person(display_name="Ana", organisation=make_organisation())
    verbs.add_member(group, person, actor=person, at=NOON)
    return person


def outsider() -> Person:
    """Return a member of the network who is in no group."""
    return make_person(organisation=make_organisation())


def kinds() -> list[str]:
    """Return what the audit log holds, but for signing in."""
    rows = db.session.scalars(sa.select(AuditEntry.kind).order_by(AuditEntry.id))
    return [kind for kind in rows if not kind.startswith("signed-in")]


def test_members_of_the_network_join_and_leave_an_open_group_with_one_button(
    client: PageClient, group: WorkingGroup, member: Person
) -> None:
    group.is_open = True
    person = outsider()
    client.sign_in(person)
    assert 'href="/en/working-groups"' in client.get("/en/me").text
    assert "open to members" in client.get("/en/working-groups").text
    page = client.get(GROUP).text
    assert "Join this group" in page
    assert ">Ana<" not in page  # she has not chosen to be listed
    for _twice in range(2):
        assert client.post(f"{GROUP}/join").location == GROUP
    page = client.get(GROUP).text
    assert "You are in the group." in page
    assert ">Ana<" in page
    assert "Join this group" not in page
    assert "You are in it" in client.get("/en/working-groups").text
    assert client.post(f"{GROUP}/leave").location == GROUP
    assert ">Ana<" not in client.get(GROUP).text
    assert client.post(f"{GROUP}/leave").status_code == 403
    assert kinds() == ["group-joined", "group-joined", "group-left"]
    log = client.sign_in(make_person("secretariat")).get("/en/network/log").text
    assert "Out of a working group" in log
    assert log.count("<bdi>Wells</bdi>") == 3


def test_a_group_by_invitation_says_whom_to_ask(
    client: PageClient, group: WorkingGroup, member: Person
) -> None:
    member.is_listed = True
    client.sign_in(outsider())
    page = client.get(GROUP).text
    assert "People come into this group by invitation." in page
    assert "Ask the secretariat." in page
    assert ">Ana<" in page  # she chose to be listed
    assert client.post(f"{GROUP}/join").status_code == 403
    grant_role(make_person(display_name="Joana"), "facilitator", group)
    db.session.commit()
    page = client.get(GROUP).text
    assert "Ask the secretariat." not in page
    assert "Whom to ask: <bdi>Joana</bdi>" in page


def test_who_belongs_to_no_organisation_finds_the_groups_that_they_are_in_and_no_other(
    client: PageClient, group: WorkingGroup
) -> None:
    keep(WorkingGroup(public_id="open", name="Open to all", is_open=True))
    guest = make_person()
    client.sign_in(guest)
    for path in ("/en/working-groups", GROUP, "/en/working-groups/open"):
        assert client.get(path).status_code == 404
    assert client.post("/en/working-groups/open/join").status_code == 404
    verbs.add_member(group, guest, actor=guest, at=NOON)
    db.session.commit()
    page = client.get("/en/working-groups").text
    assert "Wells" in page
    assert "Open to all" not in page
    assert f'href="{GROUP}"' in client.get("/en/me").text
    assert client.get(GROUP).status_code == 200
    assert client.post(f"{GROUP}/leave").location == "/en/"  # the group is not theirs to know any more


def test_whoever_facilitates_a_group_takes_people_in_and_out_without_the_secretariat(
    client: PageClient, group: WorkingGroup
) -> None:
    facilitator, person = make_person(), make_person(display_name="Ana")
    grant_role(facilitator, "facilitator", group)
    client.sign_in(facilitator, is_strong=True)
    page = client.post(f"{GROUP}/members", data={"email": "nobody@nowhere.example"})
    assert (page.status_code, "Ask the secretariat to add the person first." in page.text) == (422, True)
    assert 'value="nobody@nowhere.example"' in page.text
    added = {"email": person.account.email}
    for _twice in range(2):
        assert client.post(f"{GROUP}/members", data=added).location == GROUP
    assert "Take Ana out" in client.get(GROUP).text
    (letter,) = db.session.query(Letter)  # one, for whoever was not in it before
    assert (letter.address, letter.subject) == (person.account.email, "An invitation")
    assert f"{GROUP}\n" in letter.body
    assert "Wells" not in letter.body + letter.subject
    assert client.get("/en/network/working-groups/wells").status_code == 403
    other = keep(WorkingGroup(public_id="other", name="Another"))
    assert client.post(f"/en/working-groups/{other.public_id}/members", data=added).status_code == 404
    out = {"person": person.public_id}
    assert client.post(f"{GROUP}/members/end", data=out).location == GROUP
    assert client.post(f"{GROUP}/members/end", data=out).status_code == 404
    assert db.session.query(WorkingGroupMember).count() == 0


def test_a_role_of_a_group_is_of_those_who_are_in_it_as_long_as_they_are(
    group: WorkingGroup, member: Person
) -> None:
    secretary, narrative = make_person("secretariat"), make_narrative()
    reach = (Scope.NARRATIVE, narrative.id)
    reviews = Grant(Role.REVIEWER, *reach)
    for _twice in range(2):
        verbs.give_group_role(group, "reviewer", reach, actor=secretary, at=NOON)
    later = make_person()
    verbs.add_member(group, later, actor=secretary, at=NOON)
    assert [reviews in actor_of(one).grants for one in (member, later)] == [True, True]
    assert db.session.query(RoleGrant).filter_by(role="reviewer").count() == 2
    # What somebody was given themselves stays when they leave.
    give_role(later, "reviewer", reach, actor=secretary, at=NOON)
    for one in (member, later):
        verbs.remove_member(group, one, actor=secretary, at=NOON)
    assert [reviews in actor_of(one).grants for one in (member, later)] == [False, True]
    verbs.add_member(group, member, actor=secretary, at=NOON)
    verbs.end_group_role(group, "reviewer", reach, actor=secretary, at=NOON)
    assert (verbs.roles_of(group, NOON), reviews in actor_of(member).grants) == ([], False)
    assert kinds().count("role-given") == 4
    assert kinds().count("role-ended") == 3


@pytest.mark.parametrize(
    ("kind", "is_open", "role", "scope", "field"),
    [
        ("working", False, "reviewer", "network", None),
        ("working", False, "working-group-member", "network", None),
        ("working", True, "reviewer", "network", None),
        ("advisory", False, "reviewer", "network", None),
        # Whoever decides on versions is chosen.
        ("working", True, "working-group-member", "network", "role"),
        ("advisory", False, "working-group-member", "network", "role"),
        # Power over people and texts is given to one person at a time.
        ("working", False, "secretariat", "network", "role"),
        ("working", False, "facilitator", "network", "role"),
        ("working", False, "reviewer", "consultation", "scope"),
    ],
)
def test_which_roles_a_whole_group_can_have(
    group: WorkingGroup, kind: str, is_open: bool, role: str, scope: str, field: str | None
) -> None:
    group.kind, group.is_open = kind, is_open
    given: Any = {"actor": make_person("secretariat"), "at": NOON}
    reach = (Scope(scope), None if scope == "network" else 1)
    if field is None:
        assert verbs.give_group_role(group, role, reach, **given).role == role
    else:
        with pytest.raises(InvalidInput) as caught:
            verbs.give_group_role(group, role, reach, **given)
        assert caught.value.details["field"] == field


@pytest.mark.parametrize(
    ("change", "field"), [({"kind": "advisory"}, "kind"), ({"is_open": True}, "is_open")]
)
def test_a_group_that_decides_becomes_neither_advisory_nor_open(
    group: WorkingGroup, change: dict[str, Any], field: str
) -> None:
    given: Any = {"actor": make_person("secretariat"), "at": NOON}
    verbs.give_group_role(group, "working-group-member", (Scope.NETWORK, None), **given)
    with pytest.raises(InvalidInput) as caught:
        verbs.save_group(group, GroupFacts("Wells", **change))
    assert caught.value.details["field"] == field
    verbs.end_group_role(group, "working-group-member", (Scope.NETWORK, None), **given)
    assert verbs.save_group(group, GroupFacts("Wells", **change)) is group


def test_the_secretariat_sets_a_group_up_with_its_kind_and_roles(
    client: PageClient, group: WorkingGroup
) -> None:
    narrative = make_narrative(slug="water", title="Water for all")
    client.sign_in(make_person("secretariat"))
    data = {"name": "Nurses", "kind": "advisory", "advises": "wells", "description": "They advise."}
    path = client.post("/en/network/working-groups/new", data=data).location
    advisory = db.session.query(WorkingGroup).filter_by(name="Nurses").one()
    assert (path, advisory.advises) == (f"/en/network/working-groups/{advisory.public_id}", group)
    page = client.get(path).text
    assert 'selected value="wells"' in page
    given = client.post(f"{path}/roles", data={"role": "reviewer", "scope": "narrative:water"})
    assert given.location == path
    refused = client.post(f"{path}/roles", data={"role": "working-group-member", "scope": "network"})
    assert (refused.status_code, "An advisory group or an open one does not." in refused.text) == (422, True)
    seen = client.get(f"/en/working-groups/{advisory.public_id}").text
    assert "An advisory group advises, and has no decision." in seen
    assert "Reviewer: <bdi>Narrative: Water for all</bdi>" in seen
    assert "Its advisory group:" in client.get(GROUP).text
    ended = {"role": "reviewer", "scope": "narrative:water"}
    assert client.post(f"{path}/roles/end", data=ended).location == path
    for wrong in (ended, {"role": "reviewer", "scope": "nowhere"}, {}):
        assert client.post(f"{path}/roles/end", data=wrong).status_code == 404
    # Only an advisory group advises another.
    client.post(path, data={"name": "Nurses", "kind": "working", "advises": "wells"})
    db.session.expire_all()
    assert (advisory.kind, advisory.advises, narrative.working_group is group) == ("working", None, False)


def test_on_the_page_of_a_person_a_role_of_a_group_is_ended_with_the_group_alone(
    client: PageClient, group: WorkingGroup, member: Person
) -> None:
    secretary = make_person("secretariat")
    verbs.give_group_role(group, "reviewer", (Scope.NETWORK, None), actor=secretary, at=NOON)
    path = f"/en/network/people/{member.public_id}"
    page = client.sign_in(secretary).get(path).text
    assert "as a member of Wells" in page
    assert "End this role" not in page
    assert client.post(f"{path}/roles/end", data={"role": "reviewer", "scope": "network"}).status_code == 404
    scope = f"working-group:{group.public_id}"
    given = client.post(f"{path}/roles", data={"role": "facilitator", "scope": scope})
    assert given.status_code == 303
    assert "Working group: Wells" in client.get(path).text
    assert client.post(f"{path}/roles", data={"role": "reviewer", "scope": scope}).status_code == 422


def test_an_erased_person_is_in_no_group_and_the_file_of_ones_own_data_names_them(
    group: WorkingGroup, member: Person
) -> None:
    secretary = make_person("secretariat")
    verbs.give_group_role(group, "reviewer", (Scope.NETWORK, None), actor=secretary, at=NOON)
    assert known_of(member)["working_groups"] == ["Wells"]
    erase(member, actor=secretary, at=NOON)
    db.session.expire_all()
    assert (verbs.group_members(group), actor_of(member).grants) == ([], frozenset())
