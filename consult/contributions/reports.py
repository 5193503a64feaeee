"""What readers report and authors appeal against, and what a facilitator answered."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.database import Model, one_of
from consult.core.ids import public_id

from .models import Contribution


class Report(Model):
    """A reader's word about a contribution of somebody else, or its author's about its having been hidden."""

    __tablename__ = "reports"
    __table_args__ = (
        one_of("kind", ("report", "appeal")),
        sa.CheckConstraint("(closed_at IS NULL) = (answer IS NULL)", name="closed_with_answer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contributions.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    words: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    answer: Mapped[str | None] = mapped_column(sa.Text)

    contribution: Mapped[Contribution] = relationship()
