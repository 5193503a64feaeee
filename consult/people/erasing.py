"""Taking a person out of the network: nothing that tells who they were stays but a row without a name."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.core.database import db, hold_name
from consult.core.errors import WrongState
from consult.core.letters import Letter
from consult.core.logs import log_audit
from consult.rules.permissions import Role

from . import sessions
from .credential_models import RecoveryCode, SignInSession, StaffKey
from .groups import groups_of
from .letter_models import LetterChoice, Telling
from .models import (
    Account,
    Mandate,
    Organisation,
    Person,
    PersonalAnswers,
    RoleGrant,
    SignInLink,
    WorkingGroupMember,
)


def erase(person: Person, *, actor: Person, at: datetime) -> None:
    """Erase name, address, answers, sessions, keys and letters of a person; end their roles and mandates.

    The row stays without a name, for what points at it. Raises WrongState for the last person of the secretariat.
    """
    hold_name("roles")
    _refuse_last_secretary(person, at)
    for grant in db.session.scalars(sa.select(RoleGrant).where(RoleGrant.person_id == person.id)):
        grant.ended_at = min(grant.ended_at or at, at)
    for mandate in db.session.scalars(sa.select(Mandate).where(Mandate.person_id == person.id)):
        mandate.valid_until = min(mandate.valid_until or at, at)
    for model in (PersonalAnswers, WorkingGroupMember):
        db.session.execute(sa.delete(model).where(model.person_id == person.id))  # type: ignore[attr-defined]
    if person.account:
        _erase_account(person.account, actor, at)
    person.display_name = _("Somebody who has left")
    person.region = person.organisation = person.country = person.persona_note = None
    person.languages, person.organisation_is_confirmed, person.is_listed = [], False, False
    db.session.flush()
    log_audit("person-erased", actor_id=actor.id, subject="persons", subject_id=person.id)


def known_of(person: Person) -> dict[str, Any]:
    """Return what this feature stores of a person, as plain values."""
    account = person.account
    answers = db.session.get(PersonalAnswers, person.id)
    return {
        "name": person.display_name,
        "email": account.email if account else None,
        "language_of_pages": account.locale if account else None,
        "languages": person.languages,
        "region": person.region.code if person.region else None,
        "organisation": person.organisation.name if person.organisation else None,
        "organisation_is_confirmed": person.organisation_is_confirmed,
        "country": person.country,
        "is_listed": person.is_listed,
        "gender": (answers.gender_words or answers.gender) if answers else None,
        "constituency": (answers.constituency_words or answers.constituency) if answers else None,
        "working_groups": [group.name for group in groups_of(person)],
        "mandates": [
            _period(row.organisation.name, row.valid_from, row.valid_until) for row in _mandates(person)
        ],
        "roles": [_period(f"{row.role}, {row.scope}", row.given_at, row.ended_at) for row in _grants(person)],
        "sessions": [
            _period(row.device, row.created_at, row.ended_at or row.expires_at) for row in _sessions(account)
        ],
    }


def _erase_account(account: Account, actor: Person, at: datetime) -> None:
    if account.email:
        db.session.execute(sa.delete(Letter).where(Letter.address == account.email))
    for model in (SignInLink, RecoveryCode, StaffKey, LetterChoice, Telling):
        db.session.execute(sa.delete(model).where(model.account_id == account.id))  # type: ignore[attr-defined]
    sessions.end_sessions(account, actor=actor, at=at)
    db.session.execute(
        sa.update(SignInSession).where(SignInSession.account_id == account.id).values(device="")
    )
    account.email = account.return_digest = None
    account.disabled_at = account.disabled_at or at


def _refuse_last_secretary(person: Person, at: datetime) -> None:
    in_force = sa.or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > at)
    held = sa.select(RoleGrant.person_id).where(RoleGrant.role == Role.SECRETARIAT, in_force)
    if set(db.session.scalars(held)) == {person.id}:
        raise WrongState(
            _l("This is the last person of the secretariat. Give the role to somebody else first.")
        )


def _period(what: str, since: datetime, until: datetime | None) -> dict[str, str | None]:
    return {"what": what, "since": since.isoformat(), "until": until.isoformat() if until else None}


def _mandates(person: Person) -> list[Mandate]:
    mine = sa.select(Mandate).join(Organisation).where(Mandate.person_id == person.id).order_by(Mandate.id)
    return list(db.session.scalars(mine))


def _grants(person: Person) -> list[RoleGrant]:
    mine = sa.select(RoleGrant).where(RoleGrant.person_id == person.id).order_by(RoleGrant.id)
    return list(db.session.scalars(mine))


def _sessions(account: Account | None) -> list[SignInSession]:
    mine = sa.select(SignInSession).where(SignInSession.account_id == (account.id if account else 0))
    return list(db.session.scalars(mine.order_by(SignInSession.id)))
