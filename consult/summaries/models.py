"""What an author agreed to that leaves the house: being quoted in a report."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.database import Model


class QuoteConsent(Model):
    """An author's consent that one wording of a contribution is quoted in reports. Another wording is not meant."""

    __tablename__ = "quote_consents"

    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contributions.id"), primary_key=True)
    text_number: Mapped[int]
    given_at: Mapped[datetime] = mapped_column(default=now)

    contribution: Mapped[Contribution] = relationship()


class CountedContribution(Model):
    """How a contribution is counted at present: where it stands in the counters. What does not count has no row."""

    __tablename__ = "counted_contributions"

    contribution_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    consultation_id: Mapped[int]
    section_id: Mapped[int]  # here and below 0 stands for none
    region_id: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(20))
    disposition: Mapped[str] = mapped_column(sa.String(20))
    is_reply: Mapped[bool]
    day: Mapped[str] = mapped_column(sa.String(10))  # in the zone of its consultation
    voice: Mapped[str] = mapped_column(sa.String(20))
    speaker_id: Mapped[int]  # the organisation that was spoken for, else the person
    organisation_id: Mapped[int]  # that it may be named with


def _counter(*keys: str) -> tuple[sa.schema.SchemaItem | dict[str, bool], ...]:
    """Return what a table of counters needs: its key, an index of what has come to nothing, and no row ids."""
    return (
        sa.PrimaryKeyConstraint(*keys),
        sa.Index(None, "number", sqlite_where=sa.text("number = 0"), postgresql_where=sa.text("number = 0")),
        {"sqlite_with_rowid": False},
    )


class SentCounter(Model):
    """Contributions of a consultation by section, region, kind and what became of them."""

    __tablename__ = "sent_counters"
    KEYS = ("consultation_id", "section_id", "region_id", "kind", "disposition", "is_reply")
    __table_args__ = _counter(*KEYS)

    consultation_id: Mapped[int] = mapped_column(autoincrement=False)
    section_id: Mapped[int]
    region_id: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(20))
    disposition: Mapped[str] = mapped_column(sa.String(20))
    is_reply: Mapped[bool]
    number: Mapped[int]


class DayCounter(Model):
    """Contributions of a consultation by day, region and kind."""

    __tablename__ = "day_counters"
    KEYS = ("consultation_id", "day", "region_id", "kind")
    __table_args__ = _counter(*KEYS)

    consultation_id: Mapped[int] = mapped_column(autoincrement=False)
    day: Mapped[str] = mapped_column(sa.String(10))
    region_id: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(20))
    number: Mapped[int]


class SpeakerCounter(Model):
    """Contributions of each one that spoke, from a region, from all (-1), and on a section from a region.

    So many rows as there are to a key, so many people or organisations; `section_id` -1 stands for all sections.
    """

    __tablename__ = "speaker_counters"
    KEYS = ("consultation_id", "section_id", "region_id", "voice", "speaker_id")
    __table_args__ = _counter(*KEYS)

    consultation_id: Mapped[int] = mapped_column(autoincrement=False)
    section_id: Mapped[int]
    region_id: Mapped[int]
    voice: Mapped[str] = mapped_column(sa.String(20))
    speaker_id: Mapped[int]
    number: Mapped[int]


class OrganisationCounter(Model):
    """Contributions that may be named with an organisation, by it and by the voice."""

    __tablename__ = "organisation_counters"
    KEYS = ("consultation_id", "organisation_id", "voice")
    __table_args__ = _counter(*KEYS)

    consultation_id: Mapped[int] = mapped_column(autoincrement=False)
    organisation_id: Mapped[int]
    voice: Mapped[str] = mapped_column(sa.String(20))
    number: Mapped[int]


class SupportCounter(Model):
    """Stances on a proposed change from a region: how many accept it, and how many object."""

    __tablename__ = "support_counters"
    __table_args__ = (
        sa.PrimaryKeyConstraint("contribution_id", "region_id"),
        {"sqlite_with_rowid": False},
    )

    contribution_id: Mapped[int] = mapped_column(autoincrement=False)
    region_id: Mapped[int]
    consultation_id: Mapped[int]
    section_id: Mapped[int]
    accepting: Mapped[int]
    objecting: Mapped[int]


class AgreementCounter(Model):
    """The same, summed over the changes that are proposed to a section."""

    __tablename__ = "agreement_counters"
    KEYS = ("consultation_id", "section_id", "region_id")
    __table_args__ = (sa.PrimaryKeyConstraint(*KEYS), {"sqlite_with_rowid": False})

    consultation_id: Mapped[int] = mapped_column(autoincrement=False)
    section_id: Mapped[int]
    region_id: Mapped[int]
    accepting: Mapped[int]
    objecting: Mapped[int]


class ChangeScore(Model):
    """How a proposed change stands over the regions that took enough stances on it."""

    __tablename__ = "change_scores"
    __table_args__ = (sa.Index("ix_change_scores_best", "consultation_id", "score"),)

    contribution_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    consultation_id: Mapped[int]
    section_id: Mapped[int]
    regions: Mapped[int]
    score: Mapped[float]  # the geometric mean of their shares, each after Laplace


class CounterState(Model):
    """One row once there are counters: up to which event they count, and by which rules."""

    __tablename__ = "counter_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int]
    rules: Mapped[int]
    refreshed_at: Mapped[datetime]


class FigureBatch(Model):
    """The figures about personal answers of a narrative as they were published last: numbers of groups, no ids."""

    __tablename__ = "figure_batches"

    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"), primary_key=True)
    at: Mapped[datetime]
    event_id: Mapped[int]  # up to which event they count
    looked_at: Mapped[datetime]  # when it was asked last whether enough has changed for the next
    tables: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
