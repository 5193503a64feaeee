"""The sessions of an account: begun, listed, ended; each is a row, so that ending one holds from the next request."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from consult.core.database import db
from consult.core.errors import NotFound
from consult.core.ids import token
from consult.core.logs import log_audit

from .credential_models import SignInSession
from .models import Account, Person

LIFE = timedelta(days=14)
STRONG_LIFE = timedelta(hours=12)
SHORT_LIFE = timedelta(hours=1)
IDLE, STRONG_IDLE, SHORT_IDLE = timedelta(days=7), timedelta(hours=2), timedelta(minutes=20)
"""After so long without a request a session opens nothing any more: of participants, of staff, on a shared device."""

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def open_session(
    account: Account, at: datetime, *, device: str = "", is_strong: bool = False, is_short: bool = False
) -> SignInSession:
    """Begin a session: twelve hours for staff with their second factor, an hour on a shared device, else 14 days."""
    life = SHORT_LIFE if is_short else STRONG_LIFE if is_strong else LIFE
    row = SignInSession(
        account_id=account.id,
        is_strong=is_strong,
        device=device_of(device),
        created_at=at,
        expires_at=at + life,
    )
    db.session.add(row)
    db.session.flush()
    return row


def close_session(public_id: str, at: datetime) -> None:
    """End the session of a cookie, where it has not ended yet."""
    db.session.execute(
        sa.update(SignInSession)
        .where(SignInSession.public_id == public_id, SignInSession.ended_at.is_(None))
        .values(ended_at=at)
        .execution_options(synchronize_session=False)
    )


def open_sessions(account: Account, at: datetime) -> list[SignInSession]:
    """Return the sessions that are open, the newest first."""
    return list(db.session.scalars(_open(account, at).order_by(SignInSession.id.desc())))


def end_session_of(account: Account, public_id: str, *, actor: Person, at: datetime) -> None:
    """End one session of an account; raises NotFound if it is not one of its open ones."""
    row = db.session.scalar(_open(account, at).where(SignInSession.public_id == public_id))
    if row is None:
        raise NotFound
    row.ended_at = at
    log_audit("session-ended", actor_id=actor.id, subject="accounts", subject_id=account.id)


def end_sessions(account: Account, *, actor: Person | None, at: datetime) -> None:
    """End every session of an account, on every device."""
    account.session_epoch = token()
    for row in open_sessions(account, at):
        row.ended_at = at
    actor_id = actor.id if actor else None
    log_audit("sessions-ended", actor_id=actor_id, subject="accounts", subject_id=account.id)


def forget_old_sessions(at: datetime) -> int:
    """Delete sessions that ended or ran out more than a day ago; return how many."""
    ended = at - timedelta(days=1)
    result: Any = db.session.execute(
        sa.delete(SignInSession).where(
            sa.or_(SignInSession.expires_at < ended, SignInSession.ended_at < ended)
        )
    )
    return int(result.rowcount)


def device_of(user_agent: str) -> str:
    """Return browser and system in coarse words: enough to know one's own devices, and no more."""
    found = [
        next((name for sign, name in table if sign in user_agent), "") for table in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(filter(None, found))


def _open(account: Account, at: datetime) -> sa.Select[SignInSession]:
    return sa.select(SignInSession).where(
        SignInSession.account_id == account.id,
        SignInSession.ended_at.is_(None),
        SignInSession.expires_at > at,
    )
