"""What signs somebody in besides a letter: sessions, the second step of staff, recovery codes, tries that failed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.database import Model
from consult.core.ids import session_id

from .models import Account


class SignInSession(Model):
    """One browser that is signed in. The cookie names it; a row that has ended opens nothing from the next request."""

    __tablename__ = "sign_in_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(26), unique=True, default=session_id)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    is_strong: Mapped[bool] = mapped_column(default=False)  # by password and second factor
    device: Mapped[str] = mapped_column(sa.String(80), default="")  # browser and system, in coarse words
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]


class StaffKey(Model):
    """Password and second factor of an account. Until `confirmed_at` it opens nothing.

    The secret of the app is not stored: it is made from the salt and the installation's own secret, so that a stolen
    copy of the database makes no codes.
    """

    __tablename__ = "staff_keys"

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    app_salt: Mapped[str] = mapped_column(sa.String(64))
    last_step: Mapped[int] = mapped_column(default=0)  # a code of the app opens once
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class RecoveryCode(Model):
    """A code on paper that stands in for the app, once; only its digest is kept."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    code_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    used_at: Mapped[datetime | None]


class FailedTry(Model):
    """A try to sign in that failed: whose address was named and from which network, as keyed digests."""

    __tablename__ = "failed_tries"

    id: Mapped[int] = mapped_column(primary_key=True)
    who_digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    network_digest: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
