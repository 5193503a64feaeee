"""The document over time: section keys, immutable texts, immutable revisions."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.clock import now
from consult.core.database import Model, one_of
from consult.core.ids import public_id
from consult.people.models import WorkingGroup
from consult.rules.permissions import AUDIENCES, Facts

GLOBAL_LINE = "global"


class Narrative(Model):
    """The document that the network writes."""

    __tablename__ = "narratives"
    __table_args__ = (one_of("read_audience", AUDIENCES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    working_language: Mapped[str] = mapped_column(sa.String(12), default="en")
    target_languages: Mapped[list[str]] = mapped_column(default=list)
    read_audience: Mapped[str] = mapped_column(sa.String(20), default="public")
    working_group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("working_groups.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    working_group: Mapped[WorkingGroup | None] = relationship()
    consultations: Mapped[list[Any]] = relationship("Consultation", viewonly=True)  # by name: a later feature

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks about the narrative; its consultations where these open it to readers."""
        through = () if self.read_audience == "public" else self.consultations
        return Facts(
            narrative_id=self.id,
            read_audience=self.read_audience,
            read_through=frozenset(consultation.id for consultation in through),
        )


class Section(Model):
    """A part of a narrative that stays the same over all revisions. It carries no text.

    Hashes cover its public id. The key stands in addresses and is made of the first heading: it is made anew where
    words of it are blacked out.
    """

    __tablename__ = "sections"
    __table_args__ = (sa.UniqueConstraint("narrative_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    key: Mapped[str] = mapped_column(sa.String(80))


class SectionLineage(Model):
    """Which section came from which, by a split or a join."""

    __tablename__ = "section_lineage"
    __table_args__ = (one_of("kind", ("split", "join")),)

    from_section_id: Mapped[int] = mapped_column(sa.ForeignKey("sections.id"), primary_key=True)
    to_section_id: Mapped[int] = mapped_column(sa.ForeignKey("sections.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(sa.ForeignKey("revisions.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10))


class SectionText(Model):
    """An immutable heading and body (Markdown) in one language, addressed by its content.

    `sha` is the digest over a random nonce and the words as they were published; it is what revisions are hashed over.
    Where a passage is blacked out the nonce goes with it: what is left of the digest cannot be tried against names.
    `address` is the plain digest of the words that stand there now, by which an equal text is found.
    """

    __tablename__ = "section_texts"
    __table_args__ = (
        sa.UniqueConstraint("narrative_id", "sha"),
        sa.Index("ix_section_texts_address", "narrative_id", "address"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    sha: Mapped[str] = mapped_column(sa.String(64))
    nonce: Mapped[str | None] = mapped_column(sa.String(32))
    address: Mapped[str] = mapped_column(sa.String(64))
    language: Mapped[str] = mapped_column(sa.String(12))
    heading: Mapped[str]
    body: Mapped[str] = mapped_column(sa.Text)

    @property
    def full(self) -> str:
        """Return the text as the engine sees it: heading, blank line, body."""
        return f"{self.heading}\n\n{self.body}"

    @property
    def body_offset(self) -> int:
        """Return where the body begins in `full`, in code points."""
        return len(self.heading) + 2


class Revision(Model):
    """An immutable version of a narrative: which text stands at which place."""

    __tablename__ = "revisions"
    __table_args__ = (sa.UniqueConstraint("narrative_id", "line", "major", "minor"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    line: Mapped[str] = mapped_column(sa.String(40), default=GLOBAL_LINE)
    major: Mapped[int]
    minor: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("revisions.id"))
    change_note: Mapped[str] = mapped_column(sa.Text, default="")
    note_sha: Mapped[str] = mapped_column(sa.String(64), default="")  # over nonce and note, as published
    note_nonce: Mapped[str | None] = mapped_column(sa.String(32))  # gone with what is blacked out
    note_left: Mapped[str | None] = mapped_column(sa.String(64))  # digest of what is left of a note then
    is_substantive: Mapped[bool] = mapped_column(default=True)
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    hash: Mapped[str] = mapped_column(sa.String(64), index=True)

    narrative: Mapped[Narrative] = relationship()
    parent: Mapped["Revision | None"] = relationship(remote_side=[id])
    places: Mapped[list["RevisionSection"]] = relationship(
        order_by="RevisionSection.position", back_populates="revision"
    )

    @property
    def number(self) -> str:
        """Return the number as it is shown: major.minor."""
        return f"{self.major}.{self.minor}"

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks about the revision: that of its narrative."""
        return self.narrative.facts(at)


class RevisionParent(Model):
    """A further parent of a revision that merged lines."""

    __tablename__ = "revision_parents"

    revision_id: Mapped[int] = mapped_column(sa.ForeignKey("revisions.id"), primary_key=True)
    parent_id: Mapped[int] = mapped_column(sa.ForeignKey("revisions.id"), primary_key=True)
    position: Mapped[int]


class RevisionSection(Model):
    """One place in a revision: section, position, depth, printed label, text."""

    __tablename__ = "revision_sections"
    __table_args__ = (
        sa.UniqueConstraint("revision_id", "position"),
        sa.CheckConstraint("depth BETWEEN 1 AND 3", name="depth_known"),
    )

    revision_id: Mapped[int] = mapped_column(sa.ForeignKey("revisions.id"), primary_key=True)
    section_id: Mapped[int] = mapped_column(sa.ForeignKey("sections.id"), primary_key=True)
    position: Mapped[int]
    depth: Mapped[int] = mapped_column(default=1)
    label: Mapped[str] = mapped_column(sa.String(40), default="")
    section_text_id: Mapped[int] = mapped_column(sa.ForeignKey("section_texts.id"), index=True)

    revision: Mapped[Revision] = relationship(back_populates="places")
    section: Mapped[Section] = relationship()
    text: Mapped[SectionText] = relationship()
