"""How people come to take part: by the link, or invited one by one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.core.database import db, hold_name
from consult.core.errors import InvalidInput, NotFound, TooMany, WrongState
from consult.core.ids import token
from consult.core.logs import log_audit, log_event
from consult.people.accounts import add_person, clean_address, find_account
from consult.people.guests import GuestFacts, add_guest
from consult.people.models import Person, RoleGrant
from consult.rules.permissions import Role, Scope

from .models import Consultation

MOST_GUESTS = 200
MOST_GUESTS_AN_HOUR = 500
_GUEST = re.compile(r"(?:(?P<name>[^<>]*?)[\s,;]*<)?\s*(?P<address>[^<>\s]+?)\s*>?[,;]?")


@dataclass(frozen=True)
class Guest:
    """Somebody to invite: the line they stand on (from 1), their address, their name if it was given."""

    line: int
    address: str
    name: str = ""


@dataclass(frozen=True)
class GuestList:
    """The guests that could be read, and the lines that could not, as they were typed."""

    guests: list[Guest] = field(default_factory=list)
    unread: list[tuple[int, str]] = field(default_factory=list)


def find_by_key(key: str) -> Consultation:
    """Return the consultation that is joined with this key; NotFound when there is none, or none any more."""
    found = db.session.scalar(sa.select(Consultation).where(Consultation.join_key == key))
    if found is None or found.contribute_audience != "link":
        raise NotFound
    return found


def admits(consultation: Consultation, at: datetime) -> bool:
    """Say whether somebody whom the network does not know may get an account to take part here."""
    return consultation.contribute_audience in ("public", "link") and consultation.state(at) != "closed"


def join_consultation(consultation: Consultation, person: Person, *, at: datetime) -> bool:
    """Let a person take part by the link; return whether they did not already. WrongState after the closing."""
    if consultation.contribute_audience != "link":
        raise NotFound
    if consultation.state(at) == "closed":
        raise WrongState(_l("This consultation is closed. The link ended with it."))
    if takes_part(consultation, person, at):
        return False
    _grant(consultation, person, by=None, at=at)
    log_event("consultation-joined", consultation, actor_id=person.id)
    return True


def join_as_guest(consultation: Consultation, facts: GuestFacts, *, at: datetime) -> tuple[Person, str]:
    """Let somebody without an e-mail address take part by the link; return them and the code to come back with.

    Raises WrongState after the closing, TooMany when very many came within the hour, InvalidInput for a region that
    is not there.
    """
    if consultation.contribute_audience != "link":
        raise NotFound
    if consultation.state(at) == "closed":
        raise WrongState(_l("This consultation is closed. The link ended with it."))
    _check_flood(consultation, at)
    person, code = add_guest(facts, at)
    join_consultation(consultation, person, at=at)
    return person, code


def _check_flood(consultation: Consultation, at: datetime) -> None:
    hold_name("guests")
    recent = [RoleGrant.given_at > at - timedelta(hours=1), RoleGrant.given_by_id.is_(None)]
    came = sa.select(sa.func.count()).select_from(RoleGrant).where(*_current(consultation, at), *recent)
    if (db.session.scalar(came) or 0) >= MOST_GUESTS_AN_HOUR:
        raise TooMany(_l("Very many people have joined within this hour. Please try again in an hour."))


def takes_part(consultation: Consultation, person: Person, at: datetime) -> bool:
    """Say whether a person joined or was invited, and still takes part."""
    return (
        db.session.scalar(_current_grants(consultation, at).where(RoleGrant.person_id == person.id))
        is not None
    )


def participants(consultation: Consultation, at: datetime) -> list[Person]:
    """Return who joined or was invited, by name."""
    of_grant = sa.select(Person).join(RoleGrant, RoleGrant.person_id == Person.id)
    query = of_grant.where(*_current(consultation, at)).order_by(Person.display_name, Person.id)
    return list(db.session.scalars(query).unique())


def renew_key(consultation: Consultation, *, actor: Person) -> None:
    """Make a new link; the one before leads nowhere from now on. Who has joined stays."""
    consultation.join_key = token()
    log_audit("join-link-renewed", actor_id=actor.id, subject="consultations", subject_id=consultation.id)


def read_guests(typed: str) -> GuestList:
    """Read guests, one a line: an address, or a name with the address in angle brackets; the same one counts once."""
    guests: dict[str, Guest] = {}
    unread: list[tuple[int, str]] = []
    for number, line in enumerate(typed.split("\n"), 1):
        if not line.strip():
            continue
        guest = _read_guest(number, line.strip())
        if guest:
            guests.setdefault(guest.address, guest)
        else:
            unread.append((number, line.strip()))
    return GuestList(list(guests.values()), unread)


def invite_guests(
    consultation: Consultation, guests: Sequence[Guest], language: str, *, actor: Person, at: datetime
) -> list[Person]:
    """Let guests take part, with a new account where an address is not known; return those who did not already.

    All or none: InvalidInput names the line that stands against it. The caller writes the letters.
    """
    if consultation.state(at) == "closed":
        raise WrongState(_l("This consultation is closed. Nobody can be invited to it any more."))
    if not guests:
        raise InvalidInput(_l("Write at least one address."), field="guests")
    if len(guests) > MOST_GUESTS:
        raise InvalidInput(_l("Invite at most %(most)s people at once.", most=MOST_GUESTS), field="guests")
    people = [_person_of(consultation, guest, language, actor, at) for guest in guests]
    invited = [person for person in people if not takes_part(consultation, person, at)]
    for person in invited:
        _grant(consultation, person, by=actor, at=at)
    return invited


def end_participation(consultation: Consultation, person: Person, *, actor: Person, at: datetime) -> None:
    """End what a guest or somebody who joined may do here; what they sent stays theirs."""
    for grant in db.session.scalars(
        _current_grants(consultation, at).where(RoleGrant.person_id == person.id)
    ):
        grant.ended_at = at
        log_audit(
            "role-ended",
            actor_id=actor.id,
            subject="role_grants",
            subject_id=grant.id,
            value=Role.PARTICIPANT.value,
        )


def _read_guest(number: int, line: str) -> Guest | None:
    found = _GUEST.fullmatch(line)
    if found is None:
        return None
    try:
        return Guest(number, clean_address(found["address"]), (found["name"] or "").strip(" \"'")[:200])
    except InvalidInput:
        return None


def _person_of(
    consultation: Consultation, guest: Guest, language: str, actor: Person, at: datetime
) -> Person:
    account = find_account(guest.address)
    if account is None:
        return add_person(
            guest.address,
            guest.name or _("New participant"),
            actor=actor,
            at=at,
            locale=language,
            region_id=consultation.region_id,
            languages=[language],
        )
    if account.disabled_at or account.person is None:
        raise InvalidInput(
            _l("Line %(line)s: this account has been closed. Ask the secretariat.", line=guest.line),
            field="guests",
        )
    return account.person


def _grant(consultation: Consultation, person: Person, *, by: Person | None, at: datetime) -> None:
    grant = RoleGrant(
        person_id=person.id,
        role=Role.PARTICIPANT.value,
        scope=Scope.CONSULTATION.value,
        scope_id=consultation.id,
        given_at=at,
        given_by_id=by.id if by else None,
    )
    db.session.add(grant)
    db.session.flush()
    log_audit(
        "role-granted",
        actor_id=by.id if by else person.id,
        subject="role_grants",
        subject_id=grant.id,
        value=Role.PARTICIPANT.value,
    )


def _current(consultation: Consultation, at: datetime) -> list[sa.ColumnElement[bool]]:
    return [
        RoleGrant.role == Role.PARTICIPANT.value,
        RoleGrant.scope == Scope.CONSULTATION.value,
        RoleGrant.scope_id == consultation.id,
        sa.or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > at),
    ]


def _current_grants(consultation: Consultation, at: datetime) -> sa.Select[RoleGrant]:
    return sa.select(RoleGrant).where(*_current(consultation, at))
