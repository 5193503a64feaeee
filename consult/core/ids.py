"""Random public ids, tokens and digests."""

import hashlib
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: they are misread on paper


def public_id() -> str:
    """Return 12 random letters and digits (60 bits), safe in a URL and on paper."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


def token() -> str:
    """Return a random secret of 32 bytes for a link."""
    return secrets.token_urlsafe(32)


def short_code() -> str:
    """Return an 8-character code (40 bits) that a person can copy from one device to another."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8)).upper()


def digest(secret: str) -> str:
    """Return the SHA-256 of a secret, in hex: what is stored in its place."""
    return hashlib.sha256(secret.encode()).hexdigest()
