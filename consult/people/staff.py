"""How staff sign in: password and the code of an app, or a recovery code in its place; asked together, answered once.

One question with three fields tells nobody which of them was wrong. Every try costs the same, whoever it names.
"""

import base64
import hmac
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyotp
import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db, hold_name
from consult.core.errors import InvalidInput, NotFound, TooMany, WrongState
from consult.core.ids import short_code, token
from consult.core.keyed import keyed_digest
from consult.core.logs import log_audit
from consult.core.refusals import say_refused
from consult.web.letters import write_letter

from . import sessions
from .credential_models import FailedTry, RecoveryCode, StaffKey
from .guests import WINDOW as WINDOW_OF_GUESTS
from .models import Account, Network, Person
from .passwords import check_password, hash_password, is_password
from .sign_in import clean_code

STEP = 30
WINDOW = timedelta(minutes=15)
TRIES_PER_PERSON = 5
TRIES_PER_NETWORK = 240  # forty people of one meeting may sit behind one address
RECOVERY_CODES = 10


@dataclass(frozen=True)
class StaffTry:
    """What was typed, and from where. `who` is what tries are counted by: an address, or a session of the account."""

    email: str
    password: str
    code: str
    who: str
    origin: str | None = None


def key_of(account: Account) -> StaffKey | None:
    """Return password and second factor of an account, confirmed or not."""
    return db.session.get(StaffKey, account.id)


def has_key(account: Account) -> bool:
    """Say whether an account can sign in with password and second factor."""
    key = key_of(account)
    return key is not None and key.confirmed_at is not None


def choose_password(account: Account, password: str, at: datetime) -> StaffKey:
    """Begin the second step with a password and a fresh salt for the app; nothing opens with it before `confirm_app`.

    Raises WrongState where there is a confirmed one, InvalidInput for a password that is too easy.
    """
    person = account.person
    check_password(password, account.email or "", person.display_name if person else "")
    key = key_of(account)
    if key is not None and key.confirmed_at is not None:
        raise WrongState(_l("Your password and your app are set up already."))
    if key is None:
        key = StaffKey(account_id=account.id, created_at=at)
        db.session.add(key)
    key.password_hash, key.app_salt, key.last_step = hash_password(password), token(), 0
    db.session.flush()
    return key


def app_secret(key: StaffKey) -> str:
    """Return the secret that the app takes, in base 32."""
    raw = bytes.fromhex(keyed_digest("app", f"{key.account_id}\n{key.app_salt}"))[:20]
    return base64.b32encode(raw).decode()


def app_address(key: StaffKey, network: str) -> str:
    """Return the address that stands in the QR code; it names the network and nobody's e-mail address."""
    return pyotp.TOTP(app_secret(key)).provisioning_uri(name=network, issuer_name="Consult")


def confirm_app(account: Account, code: str, at: datetime) -> list[str]:
    """Take the first code of the app; return the recovery codes, which are shown once.

    Raises WrongState where no password was chosen or all is set up, InvalidInput for a code that does not fit.
    """
    key = key_of(account)
    if key is None or key.confirmed_at is not None:
        raise WrongState(_l("Begin with your password."))
    if not _spend_app_code(key, code, at):
        raise InvalidInput(
            _l(
                "This code does not fit. Take the one that the app shows now. Is the clock of your phone right?"
            ),
            field="code",
        )
    key.confirmed_at = at
    codes = _make_recovery_codes(account)
    _log("staff-key-set", account, account.person)
    _tell(account)
    return codes


def sign_in(tried: StaffTry, at: datetime) -> Account | None:
    """Return the account that signs in, or None: then the try is counted (the caller keeps it despite the error).

    Raises TooMany after five wrong tries of one person, or 240 of one network, within a quarter of an hour.
    """
    who, network = keyed_digest("tries", tried.who), _network_digest(tried.origin)
    _check_limits(who, network, at)
    account, key = _find(tried.email)
    fits = is_password(key.password_hash if key else None, tried.password)
    if _spend(account, key, tried.code, at, really=fits) and account is not None:
        _log("signed-in-strong", account, account.person)
        return account
    say_refused("sign-in", way="password", account=account.id if account else None)
    db.session.add(FailedTry(who_digest=who, network_digest=network, at=at))
    db.session.flush()
    return None


def recovery_codes_left(account: Account) -> int:
    """Return how many recovery codes have not been used."""
    mine = sa.select(sa.func.count()).where(
        RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None)
    )
    return db.session.scalar(mine) or 0


def remove_key(account: Account, *, actor: Person | None, at: datetime) -> None:
    """Take password, app and recovery codes away and end all sessions; the next sign-in by letter sets them up anew.

    `actor` is None for the command line. Raises NotFound where there is nothing to take away.
    """
    key = key_of(account)
    if key is None:
        raise NotFound
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    db.session.delete(key)
    _log("staff-key-removed", account, actor)
    sessions.end_sessions(account, actor=actor, at=at)


def forget_old_tries(at: datetime) -> None:
    """Delete the tries that no limit counts any more: those of guests count for longer than those of staff."""
    db.session.execute(sa.delete(FailedTry).where(FailedTry.at < at - max(WINDOW, WINDOW_OF_GUESTS)))


def _find(email: str) -> tuple[Account | None, StaffKey | None]:
    found = db.session.execute(
        sa.select(Account, StaffKey)
        .join(StaffKey, StaffKey.account_id == Account.id)
        .where(Account.email == email, Account.disabled_at.is_(None), StaffKey.confirmed_at.is_not(None))
    ).first()
    return (found[0], found[1]) if found else (None, None)


def _spend(account: Account | None, key: StaffKey | None, code: str, at: datetime, *, really: bool) -> bool:
    """Spend a code of the app or of the paper; the same questions are asked whether or not there is an account."""
    account_id = account.id if account and really else 0
    by_app = _spend_app_code(key, code, at, really=really)
    spent: Any = db.session.execute(
        sa.update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.code_digest == _recovery_digest(account_id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
        .execution_options(synchronize_session=False)
    )
    if spent.rowcount and account is not None:
        _log("recovery-code-used", account, account.person)
    return by_app or bool(spent.rowcount)


def _spend_app_code(key: StaffKey | None, code: str, at: datetime, *, really: bool = True) -> bool:
    """Take a code of the app once: of the present half minute, or one before or after."""
    typed = "".join(str(unicodedata.digit(sign)) for sign in code if sign.isdigit())  # of any script
    app = pyotp.TOTP(app_secret(key) if key else "A" * 32)
    present = int(at.timestamp()) // STEP
    steps = [
        step for step in range(present - 1, present + 2) if hmac.compare_digest(app.at(step * STEP), typed)
    ]
    account_id = key.account_id if key and really else 0
    taken: Any = db.session.execute(
        sa.update(StaffKey)
        .where(StaffKey.account_id == account_id, StaffKey.last_step < max(steps, default=0))
        .values(last_step=max(steps, default=0))
        .execution_options(synchronize_session=False)
    )
    return bool(taken.rowcount)


def _make_recovery_codes(account: Account) -> list[str]:
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = [short_code() for _ in range(RECOVERY_CODES)]
    for code in codes:
        db.session.add(RecoveryCode(account_id=account.id, code_digest=_recovery_digest(account.id, code)))
    db.session.flush()
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def _recovery_digest(account_id: int, code: str) -> str:
    return keyed_digest("recovery", f"{account_id}\n{clean_code(code)}")


def _check_limits(who: str, network: str | None, at: datetime) -> None:
    hold_name("staff-sign-in")
    recent = FailedTry.at > at - WINDOW
    counted = sa.select(
        sa.select(sa.func.count()).where(FailedTry.who_digest == who, recent).scalar_subquery(),
        sa.select(sa.func.count()).where(FailedTry.network_digest == network, recent).scalar_subquery(),
    )
    by_person, by_network = db.session.execute(counted).one()
    if by_person >= TRIES_PER_PERSON:
        raise TooMany(
            _l(
                "Five tries did not fit. Wait a quarter of an hour, or sign in by a letter first and then type"
                " password and code again."
            )
        )
    if network and by_network >= TRIES_PER_NETWORK:
        raise TooMany(_l("Very many tries from where you are did not fit. Please wait a quarter of an hour."))


def _network_digest(origin: str | None) -> str | None:
    return keyed_digest("network", origin) if origin else None


def _tell(account: Account) -> None:
    if account.email:
        network = db.session.scalar(sa.select(Network.name).limit(1)) or "Consult"
        write_letter("staff_key_set", account.email, account.locale, network=network)


def _log(kind: str, account: Account, actor: Person | None) -> None:
    log_audit(kind, actor_id=actor.id if actor else None, subject="accounts", subject_id=account.id)
