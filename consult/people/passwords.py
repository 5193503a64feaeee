"""Passwords: long enough, not among the common ones, kept as Argon2id alone; a check costs the same for everybody."""

from functools import lru_cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import current_app
from flask_babel import lazy_gettext as _l

from consult.core.errors import InvalidInput

SHORTEST, LONGEST = 12, 200
_AT_ONCE = BoundedSemaphore(2)  # each check takes 64 MB: a flood of them must wait, not fill the memory

_COMMON = """
123456 1234567 12345678 123456789 1234567890 111111 000000 123123 654321 abc123 admin administrator asdf asdfgh
asdfghjkl azerty baseball change changeme consult correcthorsebatterystaple dragon football guest hello iloveyou
letmein login master monkey password passw0rd p@ssword p@ssw0rd passwort motdepasse contraseña princess qazwsx qwerty
qwertyuiop qwertz root secret shadow starwars sunshine superman test trustno1 user welcome whatever zxcvbn zxcvbnm
1q2w3e4r 1qaz2wsx facilitator secretariat network organisation organization committee meeting
"""
COMMON = frozenset(_COMMON.split())
"""Words that are tried first; a password that is such words, digits and signs only, is refused."""


def check_password(typed: str, *known: str) -> str:
    """Return a new password; raises InvalidInput if it is short, common, or made of what is `known` of the person."""
    if len(typed) < SHORTEST:
        raise InvalidInput(
            _l("At least %(count)s signs. A few words that only you put together are good.", count=SHORTEST),
            field="password",
        )
    if len(typed) > LONGEST:
        raise InvalidInput(_l("At most %(count)s signs.", count=LONGEST), field="password")
    if _is_guessable(typed.casefold(), known):
        raise InvalidInput(
            _l(
                "This is among the first that somebody would try. Take words that have nothing to do with you."
            ),
            field="password",
        )
    return typed


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password."""
    with _AT_ONCE:
        return _hasher().hash(password)


def is_password(stored: str | None, typed: str) -> bool:
    """Say whether a password fits; where there is none, it takes as long to say no."""
    with _AT_ONCE:
        try:
            return _hasher().verify(stored or _nobody(), typed[:LONGEST]) and stored is not None
        except (VerifyMismatchError, InvalidHashError):
            return False


def _is_guessable(typed: str, known: tuple[str, ...]) -> bool:
    if len(set(typed)) < 5:
        return True
    parts = {part for words in known for part in _words_of(words.casefold()) if len(part) > 3}
    rest = typed
    for word in sorted(COMMON | parts, key=len, reverse=True):
        rest = rest.replace(word, "")
    return sum(sign.isalpha() for sign in rest) < 4 and rest != typed


def _words_of(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in text).split()


def _hasher() -> PasswordHasher:
    return _make_hasher(bool(current_app.config["TESTING"]))


@lru_cache(maxsize=2)
def _make_hasher(is_quick: bool) -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1) if is_quick else PasswordHasher()


def _nobody() -> str:
    return _hash_of_nobody(bool(current_app.config["TESTING"]))


@lru_cache(maxsize=2)
def _hash_of_nobody(is_quick: bool) -> str:
    return _make_hasher(is_quick).hash("nobody has this password")
