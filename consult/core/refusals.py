"""What was tried and refused, as lines of the log of the process: kinds and ids, never a name, an address or a word.

They go to the terminal, as errors do, since a request that is refused writes nothing to the database.
"""

import logging

from .clock import now

_LOG = logging.getLogger("consult.refusals")


def say_refused(kind: str, **ids: object) -> None:
    """Write that something was refused: `kind` as in the list of docs/security.md, and ids or names of code."""
    said = " ".join([kind, *(f"{name}={value}" for name, value in ids.items())])
    _LOG.warning("refused: %s at=%s", said, now().strftime("%Y-%m-%dT%H:%M:%SZ"))
