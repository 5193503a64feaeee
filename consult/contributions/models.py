"""One table of contributions for all kinds; every wording kept; hunks; stances."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.consultations.models import Consultation, GuidingQuestion
from consult.core.clock import now
from consult.core.database import Model, index_where, one_of
from consult.core.ids import public_id
from consult.narratives.models import Section, SectionText
from consult.people.models import Organisation, Person, Region
from consult.rules import states
from consult.rules.permissions import Facts

_COUNTED = (
    "consultation_id section_id region_id kind disposition thread_id voice person_id organisation_id "
    "submitted_at visibility is_late admitted_at disposed_at"
)
_COUNTS = "status = 'submitted' AND visibility != 'facilitators' AND hidden_at IS NULL"
_STANCE = "consultation_id contribution_id region_id position"
_STANDS = (
    "contribution_id IS NOT NULL AND withdrawn_at IS NULL AND visibility != 'facilitators' AND voice = '{}'"
)


class Contribution(Model):
    """What a participant submits. Region, organisation and the like are copied when it is sent."""

    __tablename__ = "contributions"
    __table_args__ = (
        one_of("kind", states.CONTRIBUTION_KINDS),
        one_of("status", states.STATUSES),
        one_of("voice", states.VOICES),
        one_of("visibility", states.VISIBILITIES),
        one_of("disposition", states.DISPOSITIONS),
        one_of("comment_kind", states.COMMENT_KINDS),
        one_of("operation", states.OPERATIONS),
        sa.CheckConstraint("quote_start <= quote_end", name="quote_in_order"),
        sa.CheckConstraint("(disposition IS NULL) = (disposed_at IS NULL)", name="disposition_dated"),
        sa.Index("ix_contributions_narrative_id_consultation_id", "narrative_id", "consultation_id"),
        # What a page is kept under is read from this index alone (`queries.stamp_of`).
        sa.Index("ix_contributions_consultation_id_version", "consultation_id", "version"),
        sa.Index("ix_contributions_narrative_id_section_id", "narrative_id", "section_id"),
        # What a summary counts is counted from this index alone (`summaries.cells`, `queries.counts_for_everybody`).
        index_where("ix_contributions_counted", _COUNTED, _COUNTS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    kind: Mapped[str] = mapped_column(sa.String(20))
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id"))
    section_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sections.id"))
    language: Mapped[str] = mapped_column(sa.String(12))
    text_number: Mapped[int] = mapped_column(default=1)

    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    claimed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    channel: Mapped[str] = mapped_column(sa.String(20), default="web")
    consent: Mapped[str | None]
    voice: Mapped[str] = mapped_column(sa.String(20), default="self")
    visibility: Mapped[str] = mapped_column(sa.String(20))
    region_id: Mapped[int | None] = mapped_column(sa.ForeignKey("regions.id"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    constituency: Mapped[str | None] = mapped_column(sa.String(40))
    country: Mapped[str | None] = mapped_column(sa.String(2))

    status: Mapped[str] = mapped_column(sa.String(20), default="draft")
    created_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str | None] = mapped_column(sa.Text)
    hidden_note: Mapped[str | None] = mapped_column(sa.Text)  # for moderators only
    is_late: Mapped[bool] = mapped_column(default=False)
    admitted_at: Mapped[datetime | None]
    admitted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    admitted_reason: Mapped[str | None] = mapped_column(sa.Text)

    disposition: Mapped[str | None] = mapped_column(sa.String(20))
    disposition_reason: Mapped[str | None] = mapped_column(sa.Text)
    disposed_at: Mapped[datetime | None]
    disposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))

    # comments
    comment_kind: Mapped[str | None] = mapped_column(sa.String(20))
    quote_start: Mapped[int | None]  # code points of the base text's body
    quote_end: Mapped[int | None]
    thread_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contributions.id"), index=True)
    reply_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contributions.id"))
    # amendments
    operation: Mapped[str | None] = mapped_column(sa.String(20))
    after_section_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("sections.id")
    )  # add, move; empty: first
    depth: Mapped[int | None]  # add, move
    # answers
    question_id: Mapped[int | None] = mapped_column(sa.ForeignKey("guiding_questions.id"), index=True)
    choices: Mapped[list[str] | None]

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"polymorphic_on": "kind", "version_id_col": version}  # noqa: RUF012

    consultation: Mapped[Consultation] = relationship()
    section: Mapped[Section | None] = relationship(foreign_keys=[section_id])
    after_section: Mapped[Section | None] = relationship(foreign_keys=[after_section_id])
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    organisation: Mapped[Organisation | None] = relationship()
    region: Mapped[Region | None] = relationship()
    question: Mapped[GuidingQuestion | None] = relationship()
    texts: Mapped[list["ContributionText"]] = relationship(
        order_by="ContributionText.number",
        back_populates="contribution",
        foreign_keys="ContributionText.contribution_id",
    )
    text: Mapped["ContributionText"] = relationship(
        primaryjoin=lambda: sa.and_(
            sa.orm.foreign(ContributionText.contribution_id) == Contribution.id,
            ContributionText.number == Contribution.text_number,
        ),
        viewonly=True,
        uselist=False,
    )

    @property
    def is_answerable(self) -> bool:
        """Say whether it needs a disposition: sent, not withdrawn, not hidden, admitted if late, not a reply."""
        return (
            self.status == "submitted"
            and self.hidden_at is None
            and self.thread_id is None
            and (not self.is_late or self.admitted_at is not None)
        )

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks about the contribution."""
        about = self.consultation.facts(at)
        return Facts(
            narrative_id=about.narrative_id,
            consultation_ids=about.consultation_ids,
            window=about.window,
            read_audience=about.read_audience,
            contribute_audience=about.contribute_audience,
            author_id=self.person_id,
            is_draft=self.status == "draft",
            is_withheld=self.is_withheld,
        )

    @property
    def is_withheld(self) -> bool:
        """Say whether only its author and facilitators may read it."""
        waits = self.is_late and self.admitted_at is None
        return (
            self.hidden_at is not None
            or self.visibility == "facilitators"
            or self.status == "withdrawn"
            or waits
        )


class Comment(Contribution):
    """A remark, query or suggestion on a section or a quoted passage; or a reply."""

    __mapper_args__ = {"polymorphic_identity": "comment"}  # noqa: RUF012


class Amendment(Contribution):
    """Proposed wording for a section text, or a section added, removed or moved."""

    __mapper_args__ = {"polymorphic_identity": "amendment"}  # noqa: RUF012


class Answer(Contribution):
    """An answer to a guiding question."""

    __mapper_args__ = {"polymorphic_identity": "answer"}  # noqa: RUF012


class Highlight(Contribution):
    """What a meeting reports, anchored to a section."""

    __mapper_args__ = {"polymorphic_identity": "highlight"}  # noqa: RUF012


class ContributionText(Model):
    """One wording of a contribution. Append-only: editing and carrying forward add a row.

    Comments, answers, highlights: `body`. Amendments that reword or add: `heading` and `body` are the proposed
    text; all amendments: `rationale`.
    """

    __tablename__ = "contribution_texts"
    __table_args__ = (
        sa.UniqueConstraint("contribution_id", "number"),
        one_of("made_by", ("author", "carry", "entry", "rendering")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contributions.id"))
    number: Mapped[int]
    heading: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(sa.Text, default="")
    rationale: Mapped[str] = mapped_column(sa.Text, default="")
    base_text_id: Mapped[int | None] = mapped_column(sa.ForeignKey("section_texts.id"), index=True)
    revision_id: Mapped[int] = mapped_column(sa.ForeignKey("revisions.id"))
    made_by: Mapped[str] = mapped_column(sa.String(10), default="author")
    created_at: Mapped[datetime] = mapped_column(default=now)

    contribution: Mapped[Contribution] = relationship(back_populates="texts", foreign_keys=[contribution_id])
    base_text: Mapped[SectionText | None] = relationship()
    hunks: Mapped[list["StoredHunk"]] = relationship(order_by="StoredHunk.start")

    @property
    def full(self) -> str:
        """Return the proposed section text as the engine sees it: heading, blank line, body."""
        return f"{self.heading}\n\n{self.body}"


class StoredHunk(Model):
    """One replaced span of the base text's `full`, in code points. Append-only."""

    __tablename__ = "hunks"
    __table_args__ = (sa.Index("ix_hunks_narrative_id_group_key", "narrative_id", "group_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("contribution_texts.id"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    new: Mapped[str] = mapped_column(sa.Text)
    group_key: Mapped[str] = mapped_column(sa.String(64))
    engine_version: Mapped[int]


class Stance(Model):
    """A position on one contribution or one section of a consultation's base revision."""

    __tablename__ = "stances"
    __table_args__ = (
        one_of("position", states.POSITIONS),
        one_of("voice", states.VOICES),
        one_of("visibility", states.VISIBILITIES),
        sa.CheckConstraint("(contribution_id IS NULL) <> (section_id IS NULL)", name="one_target"),
        sa.UniqueConstraint(
            "contribution_id", "person_id", "voice", name="uq_stances_contribution_person_voice"
        ),
        sa.UniqueConstraint(
            "consultation_id", "section_id", "person_id", "voice", name="uq_stances_section_person_voice"
        ),
        sa.Index("ix_stances_narrative_id_section_id", "narrative_id", "section_id"),
        # Where regions stand to proposed changes is counted from these two alone (`summaries.cells`).
        index_where("ix_stances_of_people", _STANCE, _STANDS.format("self")),
        index_where(
            "ix_stances_of_organisations", f"{_STANCE} organisation_id", _STANDS.format("organisation")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id"))
    contribution_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contributions.id"), index=True)
    section_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sections.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    position: Mapped[str] = mapped_column(sa.String(20))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    until: Mapped[datetime | None]
    voice: Mapped[str] = mapped_column(sa.String(20))
    visibility: Mapped[str] = mapped_column(sa.String(20))
    region_id: Mapped[int | None] = mapped_column(sa.ForeignKey("regions.id"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    constituency: Mapped[str | None] = mapped_column(sa.String(40))
    country: Mapped[str | None] = mapped_column(sa.String(2))
    taken_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()
    contribution: Mapped[Contribution | None] = relationship()
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    region: Mapped[Region | None] = relationship()

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks about the stance."""
        about = self.consultation.facts(at)
        return Facts(
            narrative_id=about.narrative_id,
            consultation_ids=about.consultation_ids,
            window=about.window,
            read_audience=about.read_audience,
            contribute_audience=about.contribute_audience,
            author_id=self.person_id,
            is_withheld=self.visibility == "facilitators" or self.withdrawn_at is not None,
        )
