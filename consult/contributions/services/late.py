"""Late contributions, many at once: admitted with one reason, and one step takes that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound, StaleBase
from consult.core.logs import log_event
from consult.people.models import Person

from ..models import Contribution
from .moderation import admit_late
from .wordings import required_text


@dataclass(frozen=True)
class Admission:
    """What one facilitator admitted at one moment with one reason."""

    rows: tuple[Contribution, ...]

    @property
    def key(self) -> str:
        """Return what names it in a form: the public id of its first contribution."""
        return self.rows[0].public_id

    @property
    def reason(self) -> str:
        """Return why it was admitted."""
        return self.rows[0].admitted_reason or ""

    @property
    def at(self) -> datetime | None:
        """Return when it was admitted."""
        return self.rows[0].admitted_at

    @property
    def can_be_undone(self) -> bool:
        """Say whether something of it has no published answer yet."""
        return any(row.disposition is None for row in self.rows)


def waiting(consultation_id: int) -> Sequence[Contribution]:
    """Return the late contributions that wait to be admitted, the oldest first."""
    return _late(consultation_id, Contribution.admitted_at.is_(None), Contribution.hidden_at.is_(None))


def chosen_late(consultation_id: int, public_ids: Sequence[str], reason: str) -> list[Contribution]:
    """Return those of the chosen contributions that wait. InvalidInput: none was chosen, or there is no reason."""
    if not public_ids:
        raise InvalidInput(_l("Choose at least one."), field="chosen")
    required_text(reason, field="reason", message=_l("Say why it is admitted."))
    found = [row for row in waiting(consultation_id) if row.public_id in public_ids]
    if not found:
        raise InvalidInput(_l("This does not wait to be admitted."), field="chosen")
    return found


def admit_many(
    consultation_id: int, public_ids: Sequence[str], actor: Person, at: datetime, *, reason: str
) -> list[Contribution]:
    """Admit exactly the chosen contributions, with one reason; return them.

    StaleBase (`rows`: those that still wait): somebody admitted, withdrew or hid one of them meanwhile.
    """
    rows = chosen_late(consultation_id, public_ids, reason)
    if len(rows) != len(set(public_ids)):
        raise StaleBase(_l("Something has changed meanwhile. Look again at what this does."), rows=rows)
    for row in rows:
        admit_late(row, actor, at, reason=reason)
    db.session.flush()
    return rows


def admissions(consultation_id: int) -> list[Admission]:
    """Return what was admitted together, the newest first."""
    found: dict[tuple[object, ...], list[Contribution]] = {}
    for row in _late(consultation_id, Contribution.admitted_at.is_not(None)):
        found.setdefault((row.admitted_at, row.admitted_by_id, row.admitted_reason), []).append(row)
    every = [Admission(tuple(rows)) for rows in found.values()]
    return sorted(every, key=lambda one: (one.at, one.rows[0].id), reverse=True)


def take_admission_back(consultation_id: int, key: str, actor: Person) -> int:
    """Let all that was admitted together wait again; return how many were published with an answer and so stay.

    NotFound: nothing was admitted under this key, or it was taken back already.
    """
    admission = next((one for one in admissions(consultation_id) if one.key == key), None)
    if admission is None:
        raise NotFound
    free = [row for row in admission.rows if row.disposition is None]
    for row in free:
        row.admitted_at = row.admitted_by_id = row.admitted_reason = None
        log_event("contribution-admission-undone", row, actor_id=actor.id, before="admitted", after="late")
    db.session.flush()
    return len(admission.rows) - len(free)


def _late(consultation_id: int, *conditions: sa.ColumnElement[bool]) -> Sequence[Contribution]:
    return db.session.scalars(
        sa.select(Contribution)
        .where(
            Contribution.consultation_id == consultation_id,
            Contribution.status == "submitted",
            Contribution.is_late.is_(True),
            *conditions,
        )
        .order_by(Contribution.submitted_at, Contribution.id)
        .options(
            joinedload(Contribution.consultation),
            joinedload(Contribution.person),
            joinedload(Contribution.organisation),
            joinedload(Contribution.region),
        )
    ).all()
