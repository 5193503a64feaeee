"""A consultation as the pages of its text read it: in one query, as a plain value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from consult.core.database import db
from consult.core.errors import NotFound
from consult.narratives.kept_texts import KeptPlace, kept_places
from consult.narratives.models import Narrative, Revision
from consult.rules.permissions import Facts

from .models import Consultation, GuidingQuestion


@dataclass(frozen=True, slots=True)
class ReadNarrative:
    """What those pages say of the narrative."""

    title: str
    slug: str
    working_language: str
    target_languages: list[str]


@dataclass(frozen=True, slots=True)
class ReadRevision:
    """What they say of the base revision."""

    id: int
    public_id: str
    number: str
    hash: str


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A guiding question, and the section that it is about."""

    public_id: str
    wording: str
    section_id: int | None


@dataclass(frozen=True)
class ReadConsultation:
    """A consultation with its narrative and base revision; it answers what the permission map asks, as the row does."""

    id: int
    public_id: str
    narrative_id: int
    title: str
    opens_at: datetime
    closes_at: datetime
    zone: str
    languages: list[str]
    read_audience: str
    contribute_audience: str
    protection: str
    narrative: ReadNarrative
    base_revision: ReadRevision

    def state(self, at: datetime) -> str:
        """Return announced, open or closed at a moment."""
        return Consultation.state(self, at)  # type: ignore[arg-type]  # the same attributes

    def is_open(self, at: datetime) -> bool:
        """Say whether contributions are taken at a moment."""
        return Consultation.is_open(self, at)  # type: ignore[arg-type]

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks about the consultation."""
        return Consultation.facts(self, at)  # type: ignore[arg-type]

    @property
    def places(self) -> tuple[KeptPlace, ...]:
        """Return the places of the base revision, in order."""
        return kept_places(self.base_revision)

    @property
    def base_revision_id(self) -> int:
        """Return the base revision's id."""
        return self.base_revision.id


AnyConsultation = Consultation | ReadConsultation
"""A consultation: the row, or what is at hand of it."""

_OWN = ("id", "public_id", "narrative_id", "title", "opens_at", "closes_at", "zone", "languages")
_AUDIENCES = ("read_audience", "contribute_audience", "protection")
_NARRATIVE = ("title", "slug", "working_language", "target_languages")
_consultation, _question = Consultation.__table__, GuidingQuestion.__table__
_AT_HAND = (
    sa.select(
        *(_consultation.c[name] for name in (*_OWN, *_AUDIENCES)),
        *(Narrative.__table__.c[name] for name in _NARRATIVE),
        *(Revision.__table__.c[name] for name in ("id", "public_id", "major", "minor", "hash")),
    )
    .join(Narrative.__table__, Narrative.__table__.c.id == _consultation.c.narrative_id)
    .join(Revision.__table__, Revision.__table__.c.id == _consultation.c.base_revision_id)
    .where(_consultation.c.public_id == sa.bindparam("public_id"))
)
_WITH_QUESTIONS = (
    _AT_HAND.add_columns(*(_question.c[name] for name in ("public_id", "wording", "section_id")))
    .outerjoin(_question, _question.c.consultation_id == _consultation.c.id)
    .order_by(_question.c.position)
)


def consultation_at_hand(consultation_id: str) -> ReadConsultation:
    """Return the consultation with this public id; raises NotFound where there is none."""
    return _read(_asked(_AT_HAND, consultation_id)[0])


def consultation_with_questions(consultation_id: str) -> tuple[ReadConsultation, list[ReadQuestion]]:
    """Return the consultation with its guiding questions in order, in one query; raises NotFound, too."""
    rows = _asked(_WITH_QUESTIONS, consultation_id)
    questions = (tuple(row)[20:] for row in rows)
    return _read(rows[0]), [ReadQuestion(*question) for question in questions if question[0] is not None]


def _asked(question: sa.Select[Any], consultation_id: str) -> Sequence[sa.Row[Any]]:
    rows = db.session.connection().execute(question, {"public_id": consultation_id}).all()
    if not rows:
        raise NotFound
    return rows


def _read(row: sa.Row[Any]) -> ReadConsultation:
    values: tuple[Any, ...] = tuple(row)
    own, narrative, revision = values[:11], values[11:15], values[15:20]
    return ReadConsultation(
        *own,  # type: ignore[misc]  # eleven values, as the class has them
        narrative=ReadNarrative(*narrative),
        base_revision=ReadRevision(revision[0], revision[1], f"{revision[2]}.{revision[3]}", revision[4]),
    )
