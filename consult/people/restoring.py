"""The way back for a network whose last secretary cannot sign in any more: from the machine that it runs on."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound
from consult.core.logs import log_audit
from consult.rules.permissions import Role, Scope

from .accounts import clean_address, find_account
from .models import Person, RoleGrant
from .staff import key_of, remove_key


def restore(email: str, at: datetime, *, may_give_role: bool = False) -> Person:
    """Open the account, take password and app away, so that the next link sets them up anew; return the person.

    Raises NotFound for an address that nobody has, InvalidInput for somebody who is not of the secretariat and may
    not become so.
    """
    account = find_account(clean_address(email))
    person = account.person if account else None
    if account is None or person is None:
        raise NotFound(_l("Nobody in this network has this e-mail address."))
    if not _is_secretary(person, at):
        if not may_give_role:
            raise InvalidInput(_l("This person is not of the secretariat. With --give-role they become so."))
        _make_secretary(person, at)
    account.disabled_at = None
    if key_of(account):
        remove_key(account, actor=None, at=at)
    log_audit("secretary-restored", actor_id=None, subject="persons", subject_id=person.id)
    return person


def _is_secretary(person: Person, at: datetime) -> bool:
    held = sa.exists().where(
        RoleGrant.person_id == person.id,
        RoleGrant.role == Role.SECRETARIAT,
        sa.or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > at),
    )
    return bool(db.session.scalar(sa.select(held)))


def _make_secretary(person: Person, at: datetime) -> None:
    db.session.add(RoleGrant(person_id=person.id, role=Role.SECRETARIAT, scope=Scope.NETWORK, given_at=at))
    db.session.flush()
    value = f"{Role.SECRETARIAT}:{Scope.NETWORK}"
    log_audit("role-given", actor_id=None, subject="persons", subject_id=person.id, value=value)
