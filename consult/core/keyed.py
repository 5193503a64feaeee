"""Digests that only this installation can make: what may be compared, and not guessed back from a stolen copy."""

import hashlib
import hmac

from flask import current_app


def keyed_digest(purpose: str, value: str) -> str:
    """Return a digest of a value for one purpose, in hex, keyed by the installation's secret."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{purpose}\n{value}".encode(), hashlib.sha256).hexdigest()
