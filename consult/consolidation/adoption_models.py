"""What follows publication: a working group adopts a revision, a member marks what was read, a revision is reverted."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.clock import now
from consult.core.database import Model, one_of
from consult.core.ids import public_id
from consult.narratives.models import Revision
from consult.people.models import Person
from consult.rules import states
from consult.rules.permissions import Facts


class Adoption(Model):
    """A working group's decision on a revision: by a meeting, or in writing (no objection until a moment)."""

    __tablename__ = "adoptions"
    __table_args__ = (
        one_of("kind", states.ADOPTION_KINDS),
        sa.CheckConstraint("(kind = 'written') = (until IS NOT NULL)", name="written_has_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    revision_id: Mapped[int] = mapped_column(sa.ForeignKey("revisions.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    until: Mapped[datetime | None]
    zone: Mapped[str] = mapped_column(sa.String(60), default="UTC")
    until_wall: Mapped[str | None] = mapped_column(sa.String(16))
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    revision: Mapped[Revision] = relationship()
    by: Mapped[Person] = relationship()
    objections: Mapped[list["AdoptionObjection"]] = relationship(
        order_by="AdoptionObjection.id", back_populates="adoption"
    )

    def state(self, at: datetime) -> str:
        """Return open, adopted or objected at a moment: it follows the clock and the objections, nothing is stored."""
        standing = any(one.withdrawn_at is None for one in self.objections)
        return states.adoption_state(self.kind, self.until, at, is_objected=standing)

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks: that of the narrative."""
        return self.revision.narrative.facts(at)


class AdoptionObjection(Model):
    """A member's objection to adopting a revision in writing, with its reason."""

    __tablename__ = "adoption_objections"
    __table_args__ = (sa.UniqueConstraint("adoption_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    adoption_id: Mapped[int] = mapped_column(sa.ForeignKey("adoptions.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    reason: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]

    adoption: Mapped[Adoption] = relationship(back_populates="objections")
    person: Mapped[Person] = relationship()


class LastLook(Model):
    """The revision of a narrative that a person has marked as read."""

    __tablename__ = "last_looks"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), primary_key=True)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(sa.ForeignKey("revisions.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    revision: Mapped[Revision] = relationship()


class Revert(Model):
    """The record of a revision that takes a wrong publication back by restoring the texts before it. Append-only."""

    __tablename__ = "reverts"

    revision_id: Mapped[int] = mapped_column(sa.ForeignKey("revisions.id"), primary_key=True)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    reverted_id: Mapped[int] = mapped_column(sa.ForeignKey("revisions.id"), unique=True)
    restored_id: Mapped[int] = mapped_column(sa.ForeignKey("revisions.id"))
    reason: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    revision: Mapped[Revision] = relationship(foreign_keys=[revision_id])
    reverted: Mapped[Revision] = relationship(foreign_keys=[reverted_id])
    restored: Mapped[Revision] = relationship(foreign_keys=[restored_id])
    by: Mapped[Person] = relationship()
