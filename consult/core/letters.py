"""The outbox: a letter is a row, written with what it tells of, sent later by the worker."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from .clock import now
from .database import Model, db
from .ids import public_id


class Letter(Model):
    """One letter to one address. `sent_at` empty: still to be sent, from `due_at` on."""

    __tablename__ = "letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    address: Mapped[str]
    language: Mapped[str] = mapped_column(sa.String(12))
    subject: Mapped[str]
    body: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    stop_url: Mapped[str | None]  # with one click on it, letters like this one end


def queue_letter(
    address: str,
    language: str,
    subject: str,
    body: str,
    *,
    due_at: datetime | None = None,
    stop_url: str | None = None,
) -> Letter:
    """Put a letter into the outbox in the present transaction; return it. Nothing is sent here."""
    moment = now()
    letter = Letter(
        address=address,
        language=language,
        subject=" ".join(subject.split()),
        body=body,
        created_at=moment,
        due_at=due_at or moment,
        stop_url=stop_url,
    )
    db.session.add(letter)
    return letter
