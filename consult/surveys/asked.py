"""A guiding question as far as guessing and reading a survey need it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """A question: an open one has no options, and only a matrix has statements."""

    key: str  # its public id
    wording: str
    kind: str
    options: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
