"""The file with all that is stored of a person: asked for, and taken once within a quarter of an hour.

A ticket names nothing and is stored nowhere. It is a digest that only this installation makes, of the person, the
moment until which it is good, and how many files they have taken so far: with the next file that number is another.
"""

import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db, hold_name
from consult.core.errors import WrongState
from consult.core.keyed import keyed_digest
from consult.core.logs import AuditEntry, log_audit
from consult.people.models import Person

from .personal import what_is_known

LASTS = timedelta(minutes=15)
_TAKEN = "own-data-taken"


def make_ticket(person: Person, at: datetime) -> str:
    """Return a ticket with which this person, and nobody else, can take their file once."""
    until = int((at + LASTS).timestamp())
    return f"{until}-{_digest(person, until)}"


def good_until(ticket: str, person: Person, at: datetime) -> datetime | None:
    """Return until when a ticket is good; None where it is used, too old, altered or somebody else's."""
    number, _dash, digest = ticket.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 12):
        return None
    if not hmac.compare_digest(digest.encode(), _digest(person, int(number)).encode()):
        return None
    until = datetime.fromtimestamp(int(number), UTC)
    return until if at < until else None


def take(ticket: str, person: Person, at: datetime) -> dict[str, Any]:
    """Return all that is stored of a person, and note that they took it. WrongState: the ticket is not good."""
    hold_name(f"own data of {person.id}")
    if good_until(ticket, person, at) is None:
        raise WrongState(_l("This link has been used, or is too old. Ask for a new one."))
    log_audit(_TAKEN, actor_id=person.id, subject="persons", subject_id=person.id)
    return what_is_known(person)


def _digest(person: Person, until: int) -> str:
    taken = db.session.scalar(
        sa.select(sa.func.count()).where(AuditEntry.kind == _TAKEN, AuditEntry.subject_id == person.id)
    )
    return keyed_digest("own-data", f"{person.id} {taken} {until}")[:32]
