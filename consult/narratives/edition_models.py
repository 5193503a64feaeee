"""Language editions: the texts of a revision in another language, sealed when all of them were reviewed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.database import Model
from consult.core.ids import public_id
from consult.rules.permissions import Facts

from .models import Revision, Section, SectionText


class LanguageEdition(Model):
    """All texts of a revision in one language, as they stood when it was sealed. Never changed.

    `number` counts the editions of the same revision in the same language: a mended translation makes the next one.
    """

    __tablename__ = "language_editions"
    __table_args__ = (sa.UniqueConstraint("revision_id", "language", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"), index=True)
    revision_id: Mapped[int] = mapped_column(sa.ForeignKey("revisions.id"))
    language: Mapped[str] = mapped_column(sa.String(12))
    number: Mapped[int]
    sealed_at: Mapped[datetime]
    hash: Mapped[str] = mapped_column(sa.String(64))

    revision: Mapped[Revision] = relationship()
    places: Mapped[list["EditionPlace"]] = relationship(
        order_by="EditionPlace.position", back_populates="edition"
    )

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks about the edition: that of its narrative."""
        return self.revision.facts(at)


class EditionPlace(Model):
    """One section of an edition, with its text in the language."""

    __tablename__ = "edition_places"

    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("language_editions.id"), primary_key=True)
    section_id: Mapped[int] = mapped_column(sa.ForeignKey("sections.id"), primary_key=True)
    position: Mapped[int]
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("section_texts.id"), index=True)

    edition: Mapped[LanguageEdition] = relationship(back_populates="places")
    section: Mapped[Section] = relationship()
    text: Mapped[SectionText] = relationship()
