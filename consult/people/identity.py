"""Who sends a request: the session names an account and its epoch; a new epoch ends every session of the account."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import session
from sqlalchemy.orm import joinedload

from consult.core.clock import now
from consult.core.database import db
from consult.rules.permissions import Actor, Grant, Role, Scope
from consult.web.access import ANONYMOUS, Identity

from .models import Account, Person, RoleGrant


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
    rows = db.session.execute(
        sa.select(Person, RoleGrant)
        .join(Account)
        .outerjoin(RoleGrant, sa.and_(RoleGrant.person_id == Person.id, _is_current()))
        .where(Account.public_id == account_id, Account.session_epoch == epoch, Account.disabled_at.is_(None))
        .options(joinedload(Person.organisation))
    ).all()
    if not rows:
        return ANONYMOUS
    person = rows[0][0]
    return Identity(person, _actor(person, [grant for _person, grant in rows if grant is not None]))


def actor_of(person: Person) -> Actor:
    """Return what the permission map knows of a person: current roles, membership of the network."""
    grants = db.session.scalars(sa.select(RoleGrant).where(RoleGrant.person_id == person.id, _is_current()))
    return _actor(person, grants)


def _is_current() -> sa.ColumnElement[bool]:
    return sa.or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > now())


def _actor(person: Person, grants: Iterable[RoleGrant]) -> Actor:
    return Actor(
        person_id=person.id,
        grants=frozenset(Grant(Role(row.role), Scope(row.scope), row.scope_id) for row in grants),
        is_member=_is_member(person),
    )


def _is_member(person: Person) -> bool:
    """Say whether a person belongs to a confirmed organisation; one that they chose alone opens no door."""
    if person.organisation_id is None or not person.organisation_is_confirmed:
        return False
    return person.organisation is not None and person.organisation.status == "confirmed"
