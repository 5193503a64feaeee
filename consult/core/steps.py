"""Long work in steps, between which nothing of the database is held."""

from collections.abc import Generator
from typing import TypeVar

Result = TypeVar("Result")


def finished(steps: Generator[None, None, Result]) -> Result:
    """Take all steps within the present transaction, and return what the work comes to."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Result = end.value
            return found
