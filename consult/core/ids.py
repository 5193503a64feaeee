"""Random public ids, tokens and digests."""

import hashlib
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: they are misread on paper
_repeatable: ContextVar[random.Random | None] = ContextVar("repeatable", default=None)


def public_id() -> str:
    """Return 12 random letters and digits (60 bits), safe in a URL and on paper."""
    choice = (_repeatable.get() or secrets).choice
    return "".join(choice(ALPHABET) for _ in range(12))


def session_id() -> str:
    """Return 26 random letters and digits (130 bits): a cookie holds them, and a form that ends the session."""
    return "".join(secrets.choice(ALPHABET) for _ in range(26))


@contextmanager
def repeatable_ids(seed: str) -> Iterator[None]:
    """Let `public_id()` return the same ids for the same seed within the block: for the demonstration only.

    Other threads are not touched, and what must stay secret (`token`, `short_code`) stays random.
    """
    before = _repeatable.set(random.Random(seed))  # noqa: S311 - nothing here is a secret
    try:
        yield
    finally:
        _repeatable.reset(before)


def token() -> str:
    """Return a random secret of 32 bytes for a link."""
    return secrets.token_urlsafe(32)


def nonce() -> str:
    """Return 128 random bits in hex, with which the digest of a text can be tried only by whoever has them.

    Within `repeatable_ids` they are the same for the same seed, so that the demonstration has the same hashes.
    """
    repeatable = _repeatable.get()
    return f"{repeatable.getrandbits(128) if repeatable else secrets.randbits(128):032x}"


def short_code() -> str:
    """Return an 8-character code (40 bits) that a person can copy from one device to another."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8)).upper()


def digest(secret: str) -> str:
    """Return the SHA-256 of a secret, in hex: what is stored in its place."""
    return hashlib.sha256(secret.encode()).hexdigest()
