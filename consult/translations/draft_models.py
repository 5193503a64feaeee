"""Drafts that are offered for translation before they are published."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.clock import now
from consult.core.database import Model, db
from consult.core.ids import public_id
from consult.narratives.models import Narrative, Revision, Section, SectionText
from consult.people.models import Person
from consult.rules.permissions import Facts


class OfferedDraft(Model):
    """The draft of a merge desk, as its facilitators last gave it to those who translate.

    `number` counts how often it was given; `ended_at`: since then it is not translated any more, because it was
    published (`revision_id`) or taken back.
    """

    __tablename__ = "offered_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"), index=True)
    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"), unique=True)
    number: Mapped[int] = mapped_column(default=0)
    offered_at: Mapped[datetime] = mapped_column(default=now)
    offered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    ended_at: Mapped[datetime | None]
    revision_id: Mapped[int | None] = mapped_column(sa.ForeignKey("revisions.id"))

    narrative: Mapped[Narrative] = relationship()
    offered_by: Mapped[Person] = relationship()
    revision: Mapped[Revision | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Say whether it is translated now."""
        return self.ended_at is None

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks about the draft: that of its merge desk."""
        answered = db.metadata.tables["consolidation_consultations"].c  # by name: of a later feature
        asked = sa.select(answered.consultation_id).where(answered.consolidation_id == self.consolidation_id)
        return Facts(narrative_id=self.narrative_id, consultation_ids=frozenset(db.session.scalars(asked)))


class OfferedPlace(Model):
    """One place of a draft as it was given: all of them are kept, so that an old form still finds its text."""

    __tablename__ = "offered_places"

    draft_id: Mapped[int] = mapped_column(sa.ForeignKey("offered_drafts.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(sa.ForeignKey("sections.id"))
    depth: Mapped[int]
    label: Mapped[str] = mapped_column(sa.String(40))
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("section_texts.id"), index=True)

    section: Mapped[Section] = relationship()
    text: Mapped[SectionText] = relationship()
