"""Signing in by a letter: a single-use link and a code bound to the browser that asked.

Known and unknown addresses cost the same: both write a row and a letter. Limits count people and not machines,
because forty people of one meeting may sit behind one network address.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db, hold_name
from consult.core.errors import TooMany
from consult.core.ids import ALPHABET, digest, short_code, token
from consult.core.keyed import keyed_digest
from consult.core.logs import AuditEntry, log_audit
from consult.core.refusals import say_refused
from consult.rules.permissions import Role
from consult.web.letters import outer_url, write_letter

from .accounts import admit
from .models import Account, Network, Person, RoleGrant, SignInLink

LIFE = timedelta(minutes=10)
WINDOW = timedelta(hours=1)
LETTERS_PER_ADDRESS = 3
PEOPLE_PER_NETWORK = 60
WRONG_CODES = 5
STAFF = (Role.FACILITATOR, Role.SECRETARIAT)
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


@dataclass(frozen=True)
class Asking:
    """What the sign-in page knows of somebody who asks for a letter.

    `browser` is the secret of the asking browser; `origin` names the network it is in (None: not known);
    `admits` gives an unknown address an account.
    """

    email: str
    language: str
    browser: str
    origin: str | None = None
    next_path: str | None = None
    admits: bool = False


@dataclass(frozen=True)
class SignedIn:
    """Whose letter was spent, where they were going, and whether it is their first time."""

    account: Account
    next_path: str | None
    is_first: bool


def ask_for_letter(asking: Asking, at: datetime) -> None:
    """Write a link and its letter; for an unknown address a row without account, and a letter that says so.

    Raises TooMany when the address had its letters of the hour, or the network its people.
    """
    address = keyed_digest("address", asking.email)
    origin = keyed_digest("network", asking.origin) if asking.origin else None
    _check_limits(address, origin, at)
    account_id = _account_of(asking, at)
    link, code = token(), short_code()
    _keep(link, code, asking, address, origin, account_id, at)
    _send(asking, link, code, "sign_in" if account_id else "unknown_address")


def make_link(account: Account, language: str, at: datetime) -> str:
    """Make a link for an account without a letter, for the person who runs the site; return its address."""
    link = token()
    address = account.email or account.public_id
    asking = Asking(address, language, browser=token())
    _keep(link, short_code(), asking, keyed_digest("address", address), None, account.id, at)
    return outer_url("people.sign_in_link", language, token=link)


def link_owner(secret: str, at: datetime) -> Person | None:
    """Return whom a link signs in, or None if it is spent, too old or unknown. Spends nothing."""
    return db.session.scalar(
        sa.select(Person)
        .join(Account)
        .join(SignInLink, SignInLink.account_id == Account.id)
        .where(SignInLink.link_digest == digest(secret), Account.disabled_at.is_(None), *_alive(at))
    )


def spend_link(secret: str, at: datetime) -> SignedIn | None:
    """Spend a link; return who signs in, or None if it is spent, too old or unknown.

    One statement decides, so of several at once one wins.
    """
    signed_in = _spend(SignInLink.link_digest == digest(secret), at)
    if signed_in is None:
        say_refused("sign-in", way="link")
    return signed_in


def spend_code(browser: str, code: str, at: datetime) -> SignedIn | None:
    """Spend the code of the letter that this browser asked for; a wrong one is counted, and five end the letter."""
    asked = SignInLink.request_digest == digest(browser)
    signed_in = _spend(sa.and_(asked, SignInLink.code_digest == _code_digest(browser, code)), at)
    if signed_in is None:
        say_refused("sign-in", way="code")
        db.session.execute(sa.update(SignInLink).where(asked).values(wrong_codes=SignInLink.wrong_codes + 1))
    return signed_in


def forget_old_links(at: datetime) -> int:
    """Delete the links that no limit counts any more; return how many."""
    result: Any = db.session.execute(
        sa.delete(SignInLink).where(SignInLink.created_at < at - timedelta(days=1))
    )
    return int(result.rowcount)


def clean_code(typed: str) -> str:
    """Return a code as it was made: capitals, no gaps, letters that are easily misread put right."""
    read = typed.upper().translate(MISREAD)
    return "".join(sign for sign in read if sign.lower() in ALPHABET)


def _check_limits(address: str, origin: str | None, at: datetime) -> None:
    hold_name("sign-in")
    recent = SignInLink.created_at > at - WINDOW
    letters = sa.select(sa.func.count()).where(SignInLink.address_digest == address, recent)
    if db.session.scalar(letters) >= LETTERS_PER_ADDRESS:  # type: ignore[operator]
        raise TooMany(
            _l(
                "This address has had three letters within the hour. Use the newest of them, or wait an hour."
                " Look among unwanted mail too."
            )
        )
    people = sa.select(sa.func.count(SignInLink.address_digest.distinct())).where(
        SignInLink.network_digest == origin, SignInLink.address_digest != address, recent
    )
    if origin and db.session.scalar(people) >= PEOPLE_PER_NETWORK:  # type: ignore[operator]
        raise TooMany(_l("Very many people have signed in from where you are. Please wait an hour."))


def _account_of(asking: Asking, at: datetime) -> int | None:
    """Return the account's id, in one query whether or not there is one."""
    found = db.session.execute(
        sa.select(Account.id, Account.disabled_at)
        .join(Person, Person.account_id == Account.id)
        .where(Account.email == asking.email)
    ).first()
    if found is None:
        return admit(asking.email, asking.language, at).id if asking.admits else None
    return None if found.disabled_at else found.id


def _keep(
    link: str,
    code: str,
    asking: Asking,
    address: str,
    origin: str | None,
    account_id: int | None,
    at: datetime,
) -> None:
    db.session.add(
        SignInLink(
            link_digest=digest(link),
            code_digest=_code_digest(asking.browser, code),
            request_digest=digest(asking.browser),
            address_digest=address,
            network_digest=origin,
            account_id=account_id,
            next_path=asking.next_path,
            created_at=at,
            expires_at=at + LIFE,
        )
    )
    db.session.flush()


def _send(asking: Asking, link: str, code: str, template: str) -> None:
    network = db.session.scalar(sa.select(Network.name).limit(1)) or "Consult"
    write_letter(
        template,
        asking.email,
        asking.language,
        network=network,
        url=outer_url("people.sign_in_link", asking.language, token=link),
        code=f"{code[:4]}-{code[4:]}",
        minutes=int(LIFE.total_seconds() // 60),
    )


def _alive(at: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        SignInLink.used_at.is_(None),
        SignInLink.expires_at > at,
        SignInLink.wrong_codes < WRONG_CODES,
        SignInLink.account_id.is_not(None),
    )


def _code_digest(browser: str, code: str) -> str:
    return digest(f"{browser}\n{clean_code(code)}")


def _spend(which: sa.ColumnElement[bool], at: datetime) -> SignedIn | None:
    spent = db.session.execute(
        sa.update(SignInLink)
        .where(which, *_alive(at))
        .values(used_at=at)
        .returning(SignInLink.account_id, SignInLink.next_path)
        .execution_options(synchronize_session=False)
    ).first()
    account = db.session.get(Account, spent.account_id) if spent else None
    if spent is None or account is None or account.person is None or account.disabled_at:
        return None
    return SignedIn(account, spent.next_path, _enter(account))


def is_staff(person: Person, at: datetime) -> bool:
    """Say whether a person facilitates or manages anything now."""
    return bool(db.session.scalar(sa.select(_holds_staff_role(person.id, at))))


def _holds_staff_role(person_id: Any, at: datetime) -> sa.Exists:
    return sa.exists().where(
        RoleGrant.person_id == person_id,
        RoleGrant.role.in_(STAFF),
        sa.or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > at),
    )


def _enter(account: Account) -> bool:
    """Write the sign-in down; return whether it is the account's first."""
    before = sa.exists().where(
        AuditEntry.kind == "signed-in", AuditEntry.subject == "accounts", AuditEntry.subject_id == account.id
    )
    is_first = not db.session.scalar(sa.select(before))
    log_audit("signed-in", actor_id=account.person.id, subject="accounts", subject_id=account.id)  # type: ignore[union-attr]
    return is_first
