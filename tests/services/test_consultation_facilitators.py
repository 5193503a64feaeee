"""Who facilitates a consultation, through each reach of the role and at each moment, and who can be named."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from consult.consultations.facilitators import facilitators, let_facilitate, who_could_facilitate
from consult.consultations.models import Consultation
from consult.core.database import db
from consult.core.logs import AuditEntry
from consult.people.models import RoleGrant
from tests.factories import grant_role, make_consultation, make_narrative, make_person

SECOND = timedelta(seconds=1)


@pytest.fixture
def one(app: Flask) -> Consultation:
    return make_consultation()


REACHES = [
    # role, where it reaches, does it make a facilitator here
    ("facilitator", "network", True),
    ("facilitator", "narrative", True),
    ("facilitator", "consultation", True),
    ("facilitator", "another narrative", False),
    ("facilitator", "another consultation", False),
    ("facilitator", "a sibling", False),
    # other roles of trust facilitate nothing
    ("secretariat", "network", False),
    ("working-group-member", "network", False),
    ("working-group-member", "narrative", False),
    ("participant", "consultation", False),
]


@pytest.mark.parametrize(("role", "where", "is_here"), REACHES)
def test_the_reach_of_the_role_says_who_facilitates(
    one: Consultation, now: datetime, role: str, where: str, is_here: bool
) -> None:
    scopes: dict[str, Any] = {
        "network": lambda: None,
        "narrative": lambda: one.narrative,
        "consultation": lambda: one,
        "another narrative": make_narrative,
        "another consultation": make_consultation,
        "a sibling": lambda: make_consultation(one.base_revision, title="Sibling"),
    }
    person = make_person(role, scopes[where]())
    assert (person in facilitators(one, now)) is is_here


ENDS = [
    # end of the role from now, is it in force
    (None, True),
    (SECOND, True),
    (-SECOND, False),
    (timedelta(0), False),
]


@pytest.mark.parametrize(("end", "in_force"), ENDS)
def test_a_role_ends_at_its_very_moment(
    one: Consultation, now: datetime, end: timedelta | None, in_force: bool
) -> None:
    person = make_person()
    grant_role(person, "facilitator", one).ended_at = None if end is None else now + end
    db.session.flush()
    assert facilitators(one, now) == ([person] if in_force else [])
    assert who_could_facilitate(now) == ([person] if in_force else [])


OFFERED = [
    # role, over the network or a consultation, can be named
    ("facilitator", False, True),
    ("facilitator", True, True),
    ("secretariat", False, True),
    ("working-group-member", False, True),
    ("participant", True, False),
    (None, False, False),
]


@pytest.mark.parametrize(("role", "is_narrow", "is_offered"), OFFERED)
def test_people_of_trust_can_be_named_and_nobody_else(
    one: Consultation, now: datetime, role: str | None, is_narrow: bool, is_offered: bool
) -> None:
    person = make_person(role, one if is_narrow else None)
    assert who_could_facilitate(now) == ([person] if is_offered else [])


def test_who_has_several_roles_is_named_once_and_all_by_their_name(one: Consultation, now: datetime) -> None:
    people = [make_person("facilitator", one, display_name=name) for name in ("Zawadi", "Amal", "Lea", "Lea")]
    grant_role(people[0], "facilitator")
    grant_role(people[0], "secretariat")
    expected = [people[1], people[2], people[3], people[0]]
    assert facilitators(one, now) == expected
    assert who_could_facilitate(now) == expected


def test_letting_somebody_facilitate_reaches_this_consultation_alone(
    one: Consultation, now: datetime
) -> None:
    person, actor = make_person(), make_person("secretariat")
    sibling = make_consultation(one.base_revision, title="Sibling")
    let_facilitate(one, person, actor=actor, at=now)
    assert facilitators(one, now) == [person]
    assert facilitators(sibling, now) == []
    grant = db.session.query(RoleGrant).filter_by(person_id=person.id).one()
    assert (grant.scope, grant.scope_id, grant.given_by_id) == ("consultation", one.id, actor.id)


def test_a_facilitator_is_let_once_and_the_audit_log_says_so_once(one: Consultation, now: datetime) -> None:
    person, actor = make_person(), make_person("secretariat")
    for _ in range(2):
        let_facilitate(one, person, actor=actor, at=now)
    assert db.session.query(RoleGrant).filter_by(person_id=person.id).count() == 1
    entry = db.session.query(AuditEntry).one()
    assert (entry.kind, entry.actor_id) == ("role-given", actor.id)
    assert person.display_name not in f"{entry.value}"


@pytest.mark.parametrize("scope", ["network", "narrative"])
def test_who_facilitates_by_a_wider_role_gets_no_narrower_one(
    one: Consultation, now: datetime, scope: str
) -> None:
    person = make_person("facilitator", one.narrative if scope == "narrative" else None)
    let_facilitate(one, person, actor=make_person(), at=now)
    assert [grant.scope for grant in db.session.query(RoleGrant)] == [scope]
    assert db.session.query(AuditEntry).count() == 0


def test_who_facilitated_before_and_ended_is_given_the_role_anew(one: Consultation, now: datetime) -> None:
    person = make_person()
    grant_role(person, "facilitator", one).ended_at = now - SECOND
    let_facilitate(one, person, actor=make_person(), at=now)
    assert facilitators(one, now) == [person]
    assert db.session.query(RoleGrant).count() == 2, "the old role stays in the record"
