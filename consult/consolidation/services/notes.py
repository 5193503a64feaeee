"""Remarks of facilitators among themselves, and reasons that are given often."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from consult.contributions.models import Contribution
from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.narratives.models import Narrative, Section
from consult.people.models import Person

from ..desk_models import InternalNote, ReadyReason
from ..models import Consolidation
from .desk import lock_open


def add_note(
    consolidation: Consolidation,
    about: Section | Contribution,
    body: str,
    *,
    facilitator: Person,
    at: datetime,
) -> InternalNote:
    """Write a remark on a section or a contribution, which nobody but facilitators of the desk reads."""
    lock_open(consolidation)
    if not body.strip():
        raise InvalidInput(_l("Write a few words."), field="body")
    row = InternalNote(
        narrative_id=consolidation.narrative_id,
        consolidation_id=consolidation.id,
        section_id=about.id if isinstance(about, Section) else None,
        contribution_id=about.id if isinstance(about, Contribution) else None,
        body=body.strip(),
        by_id=facilitator.id,
        at=at,
    )
    db.session.add(row)
    db.session.flush()
    return row


def remove_note(consolidation: Consolidation, note: InternalNote, at: datetime) -> None:
    """Take a remark away; a second time changes nothing."""
    lock_open(consolidation)
    note.removed_at = note.removed_at or at
    db.session.flush()


def notes_of(consolidation: Consolidation) -> list[InternalNote]:
    """Return the remarks that stand, the oldest first."""
    rows = db.session.scalars(
        sa.select(InternalNote)
        .where(InternalNote.consolidation_id == consolidation.id, InternalNote.removed_at.is_(None))
        .options(joinedload(InternalNote.by))
        .order_by(InternalNote.id)
    )
    return list(rows)


def add_reason(narrative: Narrative, texts: Mapping[str, str], *, actor: Person, at: datetime) -> ReadyReason:
    """Keep a reason that is given often, by language; return it. InvalidInput when it is empty in each."""
    written = {language: " ".join(text.split()) for language, text in texts.items() if text.strip()}
    if not written:
        raise InvalidInput(_l("Write it in at least one language."), field="texts")
    row = ReadyReason(narrative_id=narrative.id, texts=written, by_id=actor.id, at=at)
    db.session.add(row)
    db.session.flush()
    return row


def retire_reason(reason: ReadyReason, at: datetime) -> None:
    """Offer a reason no longer; where it was given, it stays."""
    reason.retired_at = reason.retired_at or at
    db.session.flush()


def reasons_of(narrative_id: int) -> list[ReadyReason]:
    """Return the reasons that are offered, the oldest first."""
    rows = db.session.scalars(
        sa.select(ReadyReason)
        .where(ReadyReason.narrative_id == narrative_id, ReadyReason.retired_at.is_(None))
        .order_by(ReadyReason.id)
    )
    return list(rows)
