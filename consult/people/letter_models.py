"""Which letters somebody chose, and what a letter of the day has told them or still has to."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.clock import now
from consult.core.database import Model, one_of

TELLINGS = ("opened", "closing", "answered", "ending", "reviewing")


class LetterChoice(Model):
    """What an account wants to be told of. Without a row: answers to what one sent, and translations to review."""

    __tablename__ = "letter_choices"

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), primary_key=True)
    opened: Mapped[bool] = mapped_column(default=False)
    closing: Mapped[bool] = mapped_column(default=False)
    answered: Mapped[bool] = mapped_column(default=True)
    reviewing: Mapped[bool] = mapped_column(default=True)


class Telling(Model):
    """One thing that an account is told of once: a consultation that opened or closes, a publication that answers,
    the end of the time for which what they sent stays linked with them, a translation that they can review.

    `told_at` empty: it stands in the next letter of the day.
    """

    __tablename__ = "tellings"
    __table_args__ = (
        one_of("kind", TELLINGS),
        sa.UniqueConstraint("account_id", "kind", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    kind: Mapped[str] = mapped_column(sa.String(20))
    subject_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=now)
    told_at: Mapped[datetime | None] = mapped_column(index=True)
