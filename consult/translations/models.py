"""Translations of section texts, every wording of them, the memory of sentences, and agreed terms."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.database import Model, one_of
from consult.core.ids import public_id
from consult.narratives.models import Narrative, Section, SectionText
from consult.people.models import Person
from consult.rules.readiness import DRAFT, STATUSES, Work

ACTS = ("saved", "imported", "taken-back", "sent", "returned", "reviewed")


class Translation(Model):
    """One wording of a section in another language: its sentences as they are worked on, and the text reviewed last.

    `wordings` has the words for each sentence of the source text, the heading first; an empty one is not written yet.
    `text_id` is what readers see: the last wording that a second person reviewed.
    """

    __tablename__ = "translations"
    __table_args__ = (
        sa.UniqueConstraint("section_id", "language", "source_text_id"),
        sa.Index("ix_translations_narrative_language", "narrative_id", "language"),
        one_of("status", STATUSES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    section_id: Mapped[int] = mapped_column(sa.ForeignKey("sections.id"))
    language: Mapped[str] = mapped_column(sa.String(12))
    source_text_id: Mapped[int] = mapped_column(sa.ForeignKey("section_texts.id"), index=True)
    status: Mapped[str] = mapped_column(sa.String(20), default=DRAFT)
    wordings: Mapped[list[str]] = mapped_column(default=list)
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    counter: Mapped[int] = mapped_column(default=0)
    text_id: Mapped[int | None] = mapped_column(sa.ForeignKey("section_texts.id"))
    translator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    reviewer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    reviewed_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=now)

    narrative: Mapped[Narrative] = relationship()
    section: Mapped[Section] = relationship()
    source: Mapped[SectionText] = relationship(foreign_keys=[source_text_id])
    text: Mapped[SectionText | None] = relationship(foreign_keys=[text_id])
    translator: Mapped[Person | None] = relationship(foreign_keys=[translator_id])
    reviewer: Mapped[Person | None] = relationship(foreign_keys=[reviewer_id])

    @property
    def work(self) -> Work:
        """Return what the rules of readiness ask about it."""
        return Work(self.status, self.text_id is not None)


class TranslationChange(Model):
    """One step of a translation, with all its words as they were then: nothing that was written is lost."""

    __tablename__ = "translation_changes"
    __table_args__ = (sa.UniqueConstraint("translation_id", "number"), one_of("act", ACTS))

    id: Mapped[int] = mapped_column(primary_key=True)
    translation_id: Mapped[int] = mapped_column(sa.ForeignKey("translations.id"))
    number: Mapped[int]
    act: Mapped[str] = mapped_column(sa.String(20))
    wordings: Mapped[list[str]]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime]

    by: Mapped[Person | None] = relationship()


class TakenBack(Model):
    """A sentence of a translation that has the words of whoever proposed the change; `digest` tells these words."""

    __tablename__ = "words_taken_back"

    translation_id: Mapped[int] = mapped_column(sa.ForeignKey("translations.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contributions.id"), index=True)
    digest: Mapped[str] = mapped_column(sa.String(32))

    contribution: Mapped[Contribution] = relationship()


class MemorySentence(Model):
    """A sentence of a narrative and how it was translated in a reviewed text."""

    __tablename__ = "memory_sentences"
    __table_args__ = (sa.Index("ix_memory_sentences_pair_digest", "pair", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    pair: Mapped[str] = mapped_column(sa.String(25))
    digest: Mapped[str] = mapped_column(sa.String(32))
    source: Mapped[str] = mapped_column(sa.Text)
    target: Mapped[str] = mapped_column(sa.Text)
    kept_at: Mapped[datetime]


class MemoryMark(Model):
    """A mark by which similar sentences are found: two neighbouring words, as a number."""

    __tablename__ = "memory_marks"

    pair: Mapped[str] = mapped_column(sa.String(25), primary_key=True)
    mark: Mapped[int] = mapped_column(primary_key=True)
    sentence_id: Mapped[int] = mapped_column(sa.ForeignKey("memory_sentences.id"), primary_key=True)
