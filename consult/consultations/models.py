"""A consultation keeps its base revision until it closes; its state follows the clock and is never stored."""

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.clock import now
from consult.core.database import Model, one_of
from consult.core.ids import public_id, token
from consult.narratives.models import Narrative, Revision, Section
from consult.people.models import Region
from consult.rules.permissions import AUDIENCES, Facts
from consult.rules.states import LEDGER_AUDIENCES, PROTECTIONS, QUESTION_KINDS

ANNOUNCED = timedelta(days=14)
"""How long before the end of a retention period it is announced."""


class Consultation(Model):
    """One region's or theme's window on one base revision."""

    __tablename__ = "consultations"
    __table_args__ = (
        one_of("read_audience", AUDIENCES),
        one_of("contribute_audience", AUDIENCES),
        one_of("ledger_audience", LEDGER_AUDIENCES),
        one_of("protection", PROTECTIONS),
        sa.CheckConstraint("opens_at < closes_at", name="opens_before_closing"),
        sa.CheckConstraint("kept_days > 0", name="kept_days_positive"),
        sa.Index("ix_consultations_narrative_id_closes_at", "narrative_id", "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    base_revision_id: Mapped[int] = mapped_column(sa.ForeignKey("revisions.id"))
    title: Mapped[str]
    region_id: Mapped[int | None] = mapped_column(sa.ForeignKey("regions.id"))
    theme: Mapped[str] = mapped_column(default="")
    introduction: Mapped[str] = mapped_column(sa.Text, default="")
    read_audience: Mapped[str] = mapped_column(sa.String(20))
    contribute_audience: Mapped[str] = mapped_column(sa.String(20))
    ledger_audience: Mapped[str | None] = mapped_column(sa.String(20))  # empty: who may read the consultation
    protection: Mapped[str] = mapped_column(sa.String(20), default="standard")
    kept_days: Mapped[int | None]  # after the closing; empty: as long as the narrative is worked on
    retention_announced_at: Mapped[datetime | None]
    anonymised_at: Mapped[datetime | None]
    join_key: Mapped[str] = mapped_column(sa.String(64), unique=True, default=token)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(sa.String(60))
    opens_wall: Mapped[str] = mapped_column(sa.String(16))
    closes_wall: Mapped[str] = mapped_column(sa.String(16))
    languages: Mapped[list[str]] = mapped_column(default=list)
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    narrative: Mapped[Narrative] = relationship()
    base_revision: Mapped[Revision] = relationship()
    region: Mapped[Region | None] = relationship()
    questions: Mapped[list["GuidingQuestion"]] = relationship(
        order_by="GuidingQuestion.position", back_populates="consultation"
    )

    def state(self, at: datetime) -> str:
        """Return announced, open or closed at a moment."""
        if at < self.opens_at:
            return "announced"
        return "open" if at < self.closes_at else "closed"

    @property
    def kept_until(self) -> datetime | None:
        """Return until when what was sent stays linked with persons: never less than announced; None without an end."""
        if self.kept_days is None:
            return None
        end = self.closes_at + timedelta(days=self.kept_days)
        announced = self.retention_announced_at
        return max(end, announced + ANNOUNCED) if announced else end

    def is_open(self, at: datetime) -> bool:
        """Say whether contributions are taken at a moment."""
        return self.state(at) == "open"

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks about the consultation."""
        return Facts(
            narrative_id=self.narrative_id,
            consultation_ids=frozenset({self.id}),
            window=self.state(at or now()),
            read_audience=self.read_audience,
            contribute_audience=self.contribute_audience,
        )

    def ledger_facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks about the consultation's ledger, which may have readers of its own."""
        return replace(self.facts(at), read_audience=self.ledger_audience or self.read_audience)


class GuidingQuestion(Model):
    """What a consultation asks, beside comments and amendments."""

    __tablename__ = "guiding_questions"
    __table_args__ = (
        one_of("kind", QUESTION_KINDS),
        sa.UniqueConstraint("consultation_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id"))
    position: Mapped[int]
    wording: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.String(20), default="open")
    options: Mapped[list[str]] = mapped_column(default=list)
    statements: Mapped[list[str]] = mapped_column(
        default=list
    )  # the rows of a matrix, each answered for itself
    section_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sections.id"))

    consultation: Mapped[Consultation] = relationship(back_populates="questions")
    section: Mapped[Section | None] = relationship()

    @property
    def is_matrix(self) -> bool:
        """Say whether it asks about several statements, each with one of the same options."""
        return self.kind in ("matrix", "matrix-scale")

    @property
    def is_scale(self) -> bool:
        """Say whether its options are the steps of a scale."""
        return self.kind in ("scale", "matrix-scale")

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks about the question: that of its consultation."""
        return self.consultation.facts(at)


class WindowChange(Model):
    """An extension or early closing, with its reason. Append-only."""

    __tablename__ = "window_changes"
    __table_args__ = (one_of("kind", ("extended", "closed-early")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    before: Mapped[datetime]
    after: Mapped[datetime]
    reason: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime]
