"""Objections that stand are published with a revision, as reservations."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.contributions.models import Stance
from consult.core.database import Model
from consult.core.ids import public_id
from consult.narratives.models import Revision, Section
from consult.rules.permissions import Facts

from .models import Consolidation


class Reservation(Model):
    """An objection that stands with a published revision until its author withdraws it.

    Who objects, and how they are shown, is the stance's; its reason is copied, as it was when it was published.
    """

    __tablename__ = "reservations"
    __table_args__ = (sa.UniqueConstraint("revision_id", "stance_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"))
    revision_id: Mapped[int] = mapped_column(sa.ForeignKey("revisions.id"))
    section_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sections.id"), index=True)
    stance_id: Mapped[int] = mapped_column(sa.ForeignKey("stances.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.Text)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    withdrawn_at: Mapped[datetime | None]

    consolidation: Mapped[Consolidation] = relationship()
    revision: Mapped[Revision] = relationship()
    section: Mapped[Section | None] = relationship()
    stance: Mapped[Stance] = relationship()

    @property
    def stands(self) -> bool:
        """Say whether it still stands: neither it nor the stance behind it was withdrawn."""
        return self.withdrawn_at is None and self.stance.withdrawn_at is None

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks: where it lies, and whose it is."""
        about = self.revision.narrative.facts(at)
        return Facts(
            narrative_id=about.narrative_id,
            consultation_ids=frozenset({self.stance.consultation_id}),
            read_audience=about.read_audience,
            author_id=self.stance.person_id,
            read_through=about.read_through,
        )
