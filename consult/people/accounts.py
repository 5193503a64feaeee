"""Accounts and the people behind them: how an address becomes somebody who takes part."""

from datetime import datetime

import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import selectinload

from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound, WrongState
from consult.core.loading import by_public_id
from consult.core.logs import log_audit

from .models import Account, Organisation, Person, Region
from .sessions import end_sessions


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


def load_person(public_id: str) -> Person:
    """Return the person of a public id; raises NotFound."""
    return by_public_id(Person, public_id)


def find_people(words: str, *, limit: int, offset: int = 0) -> tuple[list[Person], int]:
    """Return people whose name or address holds the words, by name, and how many there are in all."""
    chosen = sa.select(Person).outerjoin(Account).where(Person.is_stand_in.is_(False))
    if words:
        chosen = chosen.where(
            sa.or_(
                sa.func.lower(Person.display_name).contains(words.lower(), autoescape=True),
                Account.email.contains(words.lower(), autoescape=True),
            )
        )
    count = db.session.scalar(sa.select(sa.func.count()).select_from(chosen.subquery())) or 0
    page = chosen.order_by(Person.display_name, Person.id).limit(limit).offset(offset)
    page = page.options(*map(selectinload, (Person.account, Person.organisation, Person.region)))
    return list(db.session.scalars(page)), count


def change_person(
    person: Person,
    *,
    display_name: str,
    region: Region | None,
    organisation: Organisation | None,
    languages: list[str],
    is_confirmed: bool,
) -> None:
    """Change what the secretariat knows of a person; `is_confirmed` says that they belong to the organisation."""
    person.display_name = display_name
    person.region = region
    person.organisation = organisation
    person.organisation_is_confirmed = is_confirmed
    person.languages = languages
    db.session.flush()


def close_account(person: Person, *, actor: Person, at: datetime) -> None:
    """Let nobody sign in by this account any more, from the next request; what was sent stays.

    Raises WrongState for one's own account, NotFound for a person without one.
    """
    if person is actor:
        raise WrongState(_l("You cannot close your own account. Ask another person of the secretariat."))
    account = _account(person)
    account.disabled_at = account.disabled_at or at
    end_sessions(account, actor=actor, at=at)
    log_audit("account-closed", actor_id=actor.id, subject="persons", subject_id=person.id)


def open_account(person: Person, *, actor: Person) -> None:
    """Let the person sign in again."""
    _account(person).disabled_at = None
    log_audit("account-opened", actor_id=actor.id, subject="persons", subject_id=person.id)


def _account(person: Person) -> Account:
    if person.account is None:
        raise NotFound
    return person.account
