"""A consolidation stores decisions and never text; publication turns them into rows of the narrative."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.database import Model, one_of
from consult.core.ids import public_id
from consult.narratives.models import GLOBAL_LINE, Narrative, Revision, SectionText
from consult.rules import states
from consult.rules.permissions import Facts


class ConsolidationConsultation(Model):
    """A closed consultation that a consolidation answers."""

    __tablename__ = "consolidation_consultations"

    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id"), primary_key=True)


class Consolidation(Model):
    """A facilitator's work from closed consultations to the next revision."""

    __tablename__ = "consolidations"
    __table_args__ = (one_of("state", states.CONSOLIDATION_STATES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"), index=True)
    base_revision_id: Mapped[int] = mapped_column(sa.ForeignKey("revisions.id"))
    ground_revision_id: Mapped[int | None] = mapped_column(sa.ForeignKey("revisions.id"))
    line: Mapped[str] = mapped_column(sa.String(40), default=GLOBAL_LINE)
    state: Mapped[str] = mapped_column(sa.String(20), default="open")
    change_note: Mapped[str] = mapped_column(sa.Text, default="")
    facilitator_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    started_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    revision_id: Mapped[int | None] = mapped_column(sa.ForeignKey("revisions.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    narrative: Mapped[Narrative] = relationship()
    base_revision: Mapped[Revision] = relationship(foreign_keys=[base_revision_id])
    ground_revision: Mapped[Revision | None] = relationship(foreign_keys=[ground_revision_id])
    revision: Mapped[Revision | None] = relationship(foreign_keys=[revision_id])
    consultations: Mapped[list[Consultation]] = relationship(
        secondary="consolidation_consultations", order_by="Consultation.id"
    )

    @property
    def ground(self) -> Revision:
        """Return the revision whose text the decisions change: the base, or a newer one of the line."""
        return self.ground_revision or self.base_revision

    @property
    def is_open(self) -> bool:
        """Say whether decisions are still taken."""
        return self.state == "open"

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks about the consolidation."""
        return Facts(
            narrative_id=self.narrative_id,
            consultation_ids=frozenset(consultation.id for consultation in self.consultations),
        )


class DeskSection(Model):
    """A section at work: a counter that each saved decision raises, so that a second save shows what changed."""

    __tablename__ = "desk_sections"

    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"), primary_key=True)
    section_id: Mapped[int] = mapped_column(sa.ForeignKey("sections.id"), primary_key=True)
    counter: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))


class Decision(Model):
    """Accept, adapt or decline one group of identical changes, with a reason.

    `group_key` addresses the group within its section; for add, remove and move it is the key of the structural
    proposal and start, end, new are empty.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        one_of("outcome", states.OUTCOMES),
        one_of("operation", states.OPERATIONS),
        sa.UniqueConstraint("consolidation_id", "section_id", "group_key"),
        sa.CheckConstraint("outcome <> 'adapt' OR text IS NOT NULL", name="adapt_has_text"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"), index=True)
    section_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sections.id"))
    operation: Mapped[str] = mapped_column(sa.String(20), default="reword")
    group_key: Mapped[str] = mapped_column(sa.String(64))
    start: Mapped[int | None]
    end: Mapped[int | None]
    new: Mapped[str | None] = mapped_column(sa.Text)
    outcome: Mapped[str] = mapped_column(sa.String(20))
    text: Mapped[str | None] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    decided_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class DecisionChange(Model):
    """What stood before a decision was changed or undone. Append-only.

    The span, the words and the reason are those that were given, or that a decision had when it was taken back.
    """

    __tablename__ = "decision_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"), index=True)
    section_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sections.id"))
    group_key: Mapped[str] = mapped_column(sa.String(64))
    start: Mapped[int | None]
    end: Mapped[int | None]
    new: Mapped[str | None] = mapped_column(sa.Text)
    outcome_before: Mapped[str | None] = mapped_column(sa.String(20))
    outcome_after: Mapped[str | None] = mapped_column(sa.String(20))
    text: Mapped[str | None] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    act_id: Mapped[int | None] = mapped_column(sa.ForeignKey("desk_acts.id"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class DispositionChange(Model):
    """Every disposition that a contribution ever had. Append-only."""

    __tablename__ = "disposition_changes"
    __table_args__ = (one_of("disposition", states.DISPOSITIONS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contributions.id"), index=True)
    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"), index=True)
    disposition: Mapped[str | None] = mapped_column(sa.String(20))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    act_id: Mapped[int | None] = mapped_column(sa.ForeignKey("desk_acts.id"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class AttributionRun(Model):
    """A run of code points of a section text's `full`, with the contributions it came from. Append-only.

    A run without links is the base's own words; `is_editorial` marks the facilitator's.
    """

    __tablename__ = "attribution_runs"
    __table_args__ = (sa.UniqueConstraint("section_text_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    section_text_id: Mapped[int] = mapped_column(sa.ForeignKey("section_texts.id"))
    position: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    is_editorial: Mapped[bool] = mapped_column(default=False)

    section_text: Mapped[SectionText] = relationship()
    contributions: Mapped[list[Contribution]] = relationship(secondary="attribution_links")


class AttributionLink(Model):
    """One contribution behind a run. Append-only."""

    __tablename__ = "attribution_links"

    run_id: Mapped[int] = mapped_column(sa.ForeignKey("attribution_runs.id"), primary_key=True)
    contribution_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contributions.id"), primary_key=True, index=True
    )


class PassageLink(Model):
    """A named person's judgement that a contribution shaped a passage of a revision."""

    __tablename__ = "passage_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contributions.id"), index=True)
    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"))
    section_id: Mapped[int] = mapped_column(sa.ForeignKey("sections.id"), index=True)
    passage: Mapped[str] = mapped_column(sa.Text, default="")  # empty: the section as a whole
    linked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    linked_at: Mapped[datetime] = mapped_column(default=now)
