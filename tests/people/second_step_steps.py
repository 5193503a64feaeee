"""Steps that tests of the second step share: what the app shows, setting up, a try."""

from datetime import datetime
from typing import Any

import pyotp

from consult.people import staff
from consult.people.models import Account
from consult.people.staff import StaffTry

PASSWORD = "brown kettles sing at noon"
NETWORK = "198.51.100.0/24"


def app_code(account: Account, at: datetime) -> str:
    """Return what the app shows at a moment."""
    return pyotp.TOTP(staff.app_secret(staff.key_of(account))).at(at)  # type: ignore[arg-type]


def set_up(account: Account, at: datetime) -> list[str]:
    """Set both up; return the recovery codes."""
    staff.choose_password(account, PASSWORD, at)
    return staff.confirm_app(account, app_code(account, at), at)


def attempt(account: Account, code: str, at: datetime, **values: Any) -> Account | None:
    """Sign in with the right password unless told otherwise."""
    given = {"email": account.email, "password": PASSWORD, "who": account.email, "origin": NETWORK, **values}
    return staff.sign_in(StaffTry(code=code, **given), at)
