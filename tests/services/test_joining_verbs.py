"""By the link, or invited one by one: who takes part."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consultations.joining import (
    Guest,
    end_participation,
    find_by_key,
    invite_guests,
    join_consultation,
    participants,
    read_guests,
    renew_key,
    takes_part,
)
from consult.consultations.models import Consultation
from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound, WrongState
from consult.core.logs import AuditEntry
from consult.people.models import Account, Person, RoleGrant
from tests.factories import grant_role, make_consultation, make_person, make_region


def by_link(**values: str) -> Consultation:
    return make_consultation(**{"read_audience": "link", "contribute_audience": "link", **values})


def test_whoever_joins_takes_part_once(app: Flask, now: datetime) -> None:
    one, person = by_link(), make_person()
    assert not takes_part(one, person, now)
    assert join_consultation(one, person, at=now)
    assert not join_consultation(one, person, at=now)
    assert takes_part(one, person, now)
    assert participants(one, now) == [person]
    assert db.session.query(RoleGrant).count() == 1


def test_joining_one_consultation_is_not_joining_another(app: Flask, now: datetime) -> None:
    one, other, person = by_link(), by_link(), make_person()
    join_consultation(one, person, at=now)
    assert not takes_part(other, person, now)


def test_nobody_joins_after_the_closing(app: Flask, now: datetime) -> None:
    one, person = by_link(state="closed"), make_person()
    with pytest.raises(WrongState):
        join_consultation(one, person, at=now)
    assert not takes_part(one, person, now)


@pytest.mark.parametrize("audience", ["public", "members", "invited"])
def test_a_key_opens_only_what_is_joined_by_link(app: Flask, now: datetime, audience: str) -> None:
    one = make_consultation(read_audience="public", contribute_audience=audience)
    with pytest.raises(NotFound):
        find_by_key(one.join_key)
    with pytest.raises(NotFound):
        join_consultation(one, make_person(), at=now)


def test_a_renewed_key_replaces_the_one_before(app: Flask, now: datetime) -> None:
    one, person = by_link(), make_person()
    join_consultation(one, person, at=now)
    old = one.join_key
    renew_key(one, actor=make_person("facilitator"))
    with pytest.raises(NotFound):
        find_by_key(old)
    assert find_by_key(one.join_key) is one
    assert takes_part(one, person, now)


@pytest.mark.parametrize(
    ("line", "address", "name"),
    [
        ("amina@example.org", "amina@example.org", ""),
        ("  Amina@Example.ORG  ", "amina@example.org", ""),
        ("Amina Diallo <amina@example.org>", "amina@example.org", "Amina Diallo"),
        ('"Diallo, Amina" <amina@example.org>,', "amina@example.org", "Diallo, Amina"),
        ("أمينة <amina@example.org>", "amina@example.org", "أمينة"),
        ("<amina@example.org>;", "amina@example.org", ""),
    ],
)
def test_a_line_is_an_address_with_or_without_a_name(app: Flask, line: str, address: str, name: str) -> None:
    read = read_guests(f"\n{line}\n")
    assert read.guests == [Guest(2, address, name)]
    assert read.unread == []


@pytest.mark.parametrize(
    "line", ["amina", "amina@", "a@b@c.org", "a b@example.org", "<>", "amina@example", "@"]
)
def test_a_line_that_is_no_address_is_named_by_its_number(app: Flask, line: str) -> None:
    read = read_guests(f"good@example.org\n{line}")
    assert read.unread == [(2, line)]


def test_the_same_address_counts_once(app: Flask) -> None:
    assert len(read_guests("a@example.org\nA@example.org\nAmina <a@EXAMPLE.org>").guests) == 1


def test_a_guest_gets_an_account_in_the_region_that_is_asked(app: Flask, now: datetime) -> None:
    one = make_consultation(region=make_region("asia"))
    actor = make_person("facilitator")
    [person] = invite_guests(one, [Guest(1, "amina@example.org", "Amina")], "fr", actor=actor, at=now)
    assert (person.display_name, person.region.code, person.languages) == ("Amina", "asia", ["fr"])
    assert (person.account.email, person.account.locale) == ("amina@example.org", "fr")
    assert takes_part(one, person, now)
    grant = db.session.query(RoleGrant).filter_by(person_id=person.id).one()
    assert (grant.given_by_id, grant.scope_id) == (actor.id, one.id)


def test_an_invitation_is_in_the_audit_log_without_a_name(app: Flask, now: datetime) -> None:
    actor = make_person("facilitator")
    invite_guests(make_consultation(), [Guest(1, "amina@example.org", "Amina")], "en", actor=actor, at=now)
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.kind == "role-granted")).one()
    assert (entry.actor_id, entry.subject, entry.value) == (actor.id, "role_grants", "participant")


def test_somebody_who_is_known_is_not_made_twice(app: Flask, now: datetime) -> None:
    one, known, actor = make_consultation(), make_person(), make_person("facilitator")
    guests = [Guest(1, known.account.email, "Another name")]
    before, name = db.session.query(Person).count(), known.display_name
    assert invite_guests(one, guests, "en", actor=actor, at=now) == [known]
    assert invite_guests(one, guests, "en", actor=actor, at=now) == []
    assert db.session.query(Person).count() == before
    assert known.display_name == name


def test_a_guest_without_a_name_does_not_show_their_address(app: Flask, now: datetime) -> None:
    one = make_consultation()
    [person] = invite_guests(one, [Guest(1, "amina.diallo@example.org")], "en", actor=make_person(), at=now)
    assert "amina" not in person.display_name.lower()


def test_a_closed_account_stands_against_the_whole_list(app: Flask, now: datetime) -> None:
    one, gone = make_consultation(), make_person()
    gone.account.disabled_at = now
    guests = [Guest(1, "new@example.org"), Guest(4, gone.account.email)]
    with pytest.raises(InvalidInput) as caught:
        invite_guests(one, guests, "en", actor=make_person(), at=now)
    assert "Line 4" in str(caught.value.message)
    assert participants(one, now) == []


def test_nobody_is_invited_after_the_closing(app: Flask, now: datetime) -> None:
    with pytest.raises(WrongState):
        invite_guests(
            make_consultation(state="closed"), [Guest(1, "a@example.org")], "en", actor=make_person(), at=now
        )
    assert db.session.query(Account).filter_by(email="a@example.org").count() == 0


def test_nobody_invites_nobody_or_everybody(app: Flask, now: datetime) -> None:
    for guests in ([], [Guest(n, f"a{n}@example.org") for n in range(201)]):
        with pytest.raises(InvalidInput):
            invite_guests(make_consultation(), guests, "en", actor=make_person(), at=now)


def test_a_part_that_has_ended_has_ended(app: Flask, now: datetime) -> None:
    one, guest, actor = make_consultation(), make_person(), make_person("facilitator")
    grant_role(guest, "participant", one)
    assert takes_part(one, guest, now)
    end_participation(one, guest, actor=actor, at=now)
    assert not takes_part(one, guest, now)
    assert not takes_part(one, guest, now + timedelta(days=1))
    assert participants(one, now) == []
    invite_guests(one, [Guest(1, guest.account.email)], "en", actor=actor, at=now)
    assert takes_part(one, guest, now)
