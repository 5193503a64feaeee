"""What helps facilitators at the merge desk: acts on many at once, answers to objections, shares of the work, notes."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.contributions.models import Stance
from consult.core.clock import now
from consult.core.database import Model, one_of
from consult.core.ids import public_id
from consult.people.models import Person

ACT_KINDS = ("accept", "decline", "answer", "edit")
"""Many changes accepted or declined at once, many contributions answered at once, a section edited as a whole."""


class DeskAct(Model):
    """Many decisions or answers made in one go, which one step takes back until publication.

    What it did are the rows of `decision_changes` and `disposition_changes` that carry its id.
    """

    __tablename__ = "desk_acts"
    __table_args__ = (one_of("kind", ACT_KINDS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    size: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))

    by: Mapped[Person] = relationship(foreign_keys=[by_id])


class ObjectionAnswer(Model):
    """What the desk says to a reasoned objection to a section; an empty text takes it back. Append-only."""

    __tablename__ = "objection_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"), index=True)
    stance_id: Mapped[int] = mapped_column(sa.ForeignKey("stances.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    stance: Mapped[Stance] = relationship()


class SectionAssignment(Model):
    """Who sees to a section of a desk, and until when."""

    __tablename__ = "section_assignments"

    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"), primary_key=True)
    section_id: Mapped[int] = mapped_column(sa.ForeignKey("sections.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    due: Mapped[date | None]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class SavedFilter(Model):
    """A choice of the queue that somebody keeps for themselves under a name. Nobody else sees it."""

    __tablename__ = "saved_filters"
    __table_args__ = (sa.UniqueConstraint("consolidation_id", "person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    query: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(default=now)


class ReadyReason(Model):
    """A reason that is given often, kept for a narrative in several languages."""

    __tablename__ = "ready_reasons"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"), index=True)
    texts: Mapped[dict[str, str]]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    retired_at: Mapped[datetime | None]

    def text(self, language: str) -> str:
        """Return it in a language, else in the first one in which it was written."""
        return self.texts.get(language) or next(iter(self.texts.values()), "")


class InternalNote(Model):
    """A remark of facilitators among themselves on a section or a contribution. It is never shown to others."""

    __tablename__ = "internal_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"), index=True)
    section_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sections.id"))
    contribution_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contributions.id"))
    body: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]

    by: Mapped[Person] = relationship(foreign_keys=[by_id])


class DeskPresence(Model):
    """Who was at which section when, as their page tells it; kept for a minute."""

    __tablename__ = "desk_presences"

    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    section_id: Mapped[int] = mapped_column(sa.ForeignKey("sections.id"))
    seen_at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship()
