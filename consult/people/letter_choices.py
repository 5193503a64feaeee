"""Letters that people choose, each by itself, and stop with one click without signing in."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from consult.core.database import db
from consult.core.errors import NotFound
from consult.core.keyed import keyed_digest

from .letter_models import LetterChoice, Telling
from .models import Account


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to be told of: "open until", "three days left", "your answer", what they can review."""

    opened: bool = False
    closing: bool = False
    answered: bool = True
    reviewing: bool = True


NOTHING = Wanted(answered=False, reviewing=False)


def wanted_by(account: Account) -> Wanted:
    """Return what an account chose; who chose nothing yet is told of answers, and of what they can review."""
    row = db.session.get(LetterChoice, account.id)
    return Wanted(row.opened, row.closing, row.answered, row.reviewing) if row else Wanted()


def choose_letters(account: Account, wanted: Wanted) -> None:
    """Keep what an account wants to be told of."""
    row = db.session.get(LetterChoice, account.id)
    if row is None:
        row = LetterChoice(account_id=account.id)
        db.session.add(row)
    row.opened, row.closing, row.answered = wanted.opened, wanted.closing, wanted.answered
    row.reviewing = wanted.reviewing
    db.session.flush()


def tell_of_answers(accounts: Iterable[Account], publication: int, at: datetime) -> None:
    """Note for the next letter of the day that a publication (its desk's id) answers what these people sent."""
    for account in accounts:
        if wanted_by(account).answered:
            db.session.add(
                Telling(account_id=account.id, kind="answered", subject_id=publication, created_at=at)
            )
    db.session.flush()


def stop_token(account: Account) -> str:
    """Return what stands in the link that stops the letters of an account; it opens nothing else and has no end."""
    return f"{account.public_id}.{_signature(account.public_id)}"


def account_of_token(token: str) -> Account:
    """Return whose letters a link stops; raises NotFound for one that was altered."""
    public_id, _dot, signature = token.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(public_id).encode()):
        raise NotFound
    account = db.session.scalar(sa.select(Account).where(Account.public_id == public_id))
    if account is None:
        raise NotFound
    return account


def _signature(public_id: str) -> str:
    return keyed_digest("stop letters", public_id)[:32]
