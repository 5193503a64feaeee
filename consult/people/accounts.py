"""Accounts and the people behind them: how an address becomes somebody who takes part."""

from datetime import datetime

import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.core.logs import log_audit

from .models import Account, Person


def clean_address(typed: str) -> str:
    """Return an e-mail address in the one shape in which it is stored; raises InvalidInput if it is none."""
    try:
        found = validate_email(typed.strip(), check_deliverability=False)
    except EmailNotValidError:
        raise InvalidInput(
            _l("This is not an e-mail address. It looks like name@example.org."), field="email"
        ) from None
    return found.normalized.lower()


def find_account(email: str) -> Account | None:
    """Return the account of an address, or None."""
    return db.session.scalar(sa.select(Account).where(Account.email == email))


def add_person(
    email: str,
    display_name: str,
    *,
    actor: Person | None,
    at: datetime,
    locale: str = "en",
    region_id: int | None = None,
    organisation_id: int | None = None,
    languages: list[str] | None = None,
) -> Person:
    """Add somebody with an account; raises InvalidInput if the address is not one, or is known already."""
    address = clean_address(email)
    if find_account(address):
        raise InvalidInput(_l("Somebody with this address is in the network already."), field="email")
    account = Account(email=address, locale=locale, created_at=at)
    person = Person(
        account=account,
        display_name=display_name,
        region_id=region_id,
        organisation_id=organisation_id,
        languages=languages or [],
        created_at=at,
    )
    db.session.add(person)
    db.session.flush()
    log_audit("person-added", actor_id=actor.id if actor else None, subject="persons", subject_id=person.id)
    return person


def admit(email: str, locale: str, at: datetime) -> Account:
    """Give an address an account whose person has no name yet: the first sign-in leads to the profile."""
    add_person(email, _("New participant"), actor=None, at=at, locale=locale)
    return db.session.scalars(sa.select(Account).where(Account.email == email)).one()
