"""People without an e-mail address: they take part under a name of their choice and come back by a code on paper."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db, hold_name
from consult.core.errors import TooMany
from consult.core.ids import short_code
from consult.core.keyed import keyed_digest
from consult.core.logs import log_audit

from .credential_models import FailedTry
from .models import Account, Person
from .organisations import named_organisation, region_of
from .sign_in import clean_code

WINDOW = timedelta(hours=1)
TRIES_PER_BROWSER = 10
TRIES_PER_NETWORK = 600  # forty people of one meeting may sit behind one address; a code has 60 bits


@dataclass(frozen=True)
class GuestFacts:
    """What a guest says of themselves; empty means not said. `organisation` is its name, as typed."""

    name: str
    language: str
    region_code: str = ""
    organisation: str = ""


def add_guest(facts: GuestFacts, at: datetime, *, entered_by: Person | None = None) -> tuple[Person, str]:
    """Add a guest; return them and their code, which is kept nowhere. InvalidInput for a region that is not there."""
    code = short_code() + short_code()[:4]
    account = Account(email=None, return_digest=_digest(code), locale=facts.language, created_at=at)
    person = Person(
        account=account,
        display_name=facts.name,
        region=region_of(facts.region_code),
        organisation=named_organisation(facts.organisation, at) if facts.organisation else None,
        organisation_is_confirmed=False,
        languages=[facts.language],
        created_at=at,
    )
    db.session.add(person)
    db.session.flush()
    actor_id = entered_by.id if entered_by else None
    log_audit("guest-added", actor_id=actor_id, subject="persons", subject_id=person.id)
    return person, printed(code)


def come_back(code: str, origin: str | None, at: datetime, *, browser: str = "") -> Account | None:
    """Return the account that a code opens, or None: then the try is counted (the caller keeps it despite the error).

    Raises TooMany after ten wrong tries of one browser, or six hundred of one network, within an hour. They are
    counted apart from those of staff: neither shuts the other out.
    """
    who = keyed_digest("tries", f"return\n{browser}") if browser else None
    network = keyed_digest("network of guests", origin) if origin else None
    _check_limit(who, network, at)
    account = find_guest(code)
    if account is None:
        db.session.add(FailedTry(who_digest=who or "", network_digest=network, at=at))
        db.session.flush()
        return None
    person = account.person
    actor_id = person.id if person else None
    log_audit("guest-returned", actor_id=actor_id, subject="accounts", subject_id=account.id)
    return account


def find_guest(code: str) -> Account | None:
    """Return the open account of a code."""
    return db.session.scalar(
        sa.select(Account).where(Account.return_digest == _digest(code), Account.disabled_at.is_(None))
    )


def printed(code: str) -> str:
    """Return a code in groups of four."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def _digest(code: str) -> str:
    return keyed_digest("return", clean_code(code))


def _check_limit(who: str | None, network: str | None, at: datetime) -> None:
    hold_name("guests")
    recent = FailedTry.at > at - WINDOW
    for given, column, most in (
        (who, FailedTry.who_digest, TRIES_PER_BROWSER),
        (network, FailedTry.network_digest, TRIES_PER_NETWORK),
    ):
        wrong = sa.select(sa.func.count()).where(column == given, recent)
        if given and (db.session.scalar(wrong) or 0) >= most:
            raise TooMany(_l("Very many codes from where you are did not fit. Please wait an hour."))
