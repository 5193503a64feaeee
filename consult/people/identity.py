"""Who sends a request: the session names an account and its epoch; a new epoch ends every session of the account."""

import sqlalchemy as sa
from flask import session

from consult.core.clock import now
from consult.core.database import db
from consult.rules.permissions import Actor, Grant, Role, Scope
from consult.web.access import ANONYMOUS, Identity

from .models import Account, Organisation, Person, RoleGrant


def start_session(account: Account) -> None:
    """Sign the account in with a fresh session; nothing of the one before is kept but the CSRF token's absence."""
    session.clear()
    session["account"] = account.public_id
    session["epoch"] = account.session_epoch
    session.permanent = True


def end_session() -> None:
    """Sign out."""
    session.clear()


def identify() -> Identity:
    """Return the identity behind the present session; an ended or disabled one is anonymous."""
    account_id, epoch = session.get("account"), session.get("epoch")
    if not account_id:
        return ANONYMOUS
    person = db.session.scalar(
        sa.select(Person)
        .join(Account)
        .where(Account.public_id == account_id, Account.session_epoch == epoch, Account.disabled_at.is_(None))
    )
    return Identity(person, actor_of(person)) if person else ANONYMOUS


def actor_of(person: Person) -> Actor:
    """Return what the permission map knows of a person: current roles, membership of the network."""
    grants = db.session.scalars(
        sa.select(RoleGrant).where(
            RoleGrant.person_id == person.id,
            sa.or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > now()),
        )
    )
    return Actor(
        person_id=person.id,
        grants=frozenset(Grant(Role(row.role), Scope(row.scope), row.scope_id) for row in grants),
        is_member=_is_member(person),
    )


def _is_member(person: Person) -> bool:
    """Say whether a person belongs to a confirmed organisation; one that they chose alone opens no door."""
    if person.organisation_id is None or not person.organisation_is_confirmed:
        return False
    organisation = db.session.get(Organisation, person.organisation_id)
    return organisation is not None and organisation.status == "confirmed"
