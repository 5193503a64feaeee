"""What summaries keep: consents to be quoted, what counts as columns, the figures that were published last."""

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


class ColumnBlock(Model):
    """Rows that count, as columns (`summaries.columns`): those of one consultation within a stretch of ids."""

    __tablename__ = "column_blocks"

    subject: Mapped[str] = mapped_column(sa.String(20), primary_key=True)  # contributions, or stances on them
    consultation_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    block: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False
    )  # the ids divided by a block's length
    data: Mapped[bytes]


class ColumnState(Model):
    """One row once something is kept as columns: up to which event it is so, and by which rules."""

    __tablename__ = "column_state"

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
