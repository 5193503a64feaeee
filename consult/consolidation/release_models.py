"""A proposed answer that its author has seen before publication, and what the author said to it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.database import Model, one_of
from consult.rules import states

from .models import Consolidation, DispositionChange


class ReleasedAnswer(Model):
    """One answer of the desk shown to its author; a changed answer is another row, released anew."""

    __tablename__ = "released_answers"
    __table_args__ = (one_of("reply", states.AUTHOR_REPLIES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    narrative_id: Mapped[int] = mapped_column(sa.ForeignKey("narratives.id"))
    consolidation_id: Mapped[int] = mapped_column(sa.ForeignKey("consolidations.id"), index=True)
    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contributions.id"), index=True)
    change_id: Mapped[int] = mapped_column(sa.ForeignKey("disposition_changes.id"), unique=True)
    released_by_id: Mapped[int] = mapped_column(sa.ForeignKey("persons.id"))
    released_at: Mapped[datetime] = mapped_column(default=now)
    reply: Mapped[str | None] = mapped_column(sa.String(20))
    words: Mapped[str] = mapped_column(sa.Text, default="")
    replied_at: Mapped[datetime | None]

    consolidation: Mapped[Consolidation] = relationship()
    contribution: Mapped[Contribution] = relationship()
    change: Mapped[DispositionChange] = relationship()
