"""What is like a contribution, as pages name it: how it begins, whose it is, what became of it, how much is alike."""

from dataclasses import dataclass
from textwrap import shorten

from consult.text.markdown import plain_text
from consult.web.access import identity

from .display import shown_list
from .models import Contribution
from .queries import contributions_by_id
from .shown import Shown
from .similar import Found, similar_to

LISTED = 5
LONGEST = 160


@dataclass(frozen=True)
class Line:
    """One of them."""

    shown: Shown
    percent: int

    @property
    def opening(self) -> str:
        """Return how it begins."""
        body = self.shown.text.body if self.shown.text else ""
        return shorten(plain_text(body), LONGEST, placeholder=" …")


@dataclass(frozen=True)
class Told:
    """How many there are, and the first lines of them, the most alike first."""

    found: Found
    lines: tuple[Line, ...]

    @property
    def number(self) -> int:
        """Return how many are similar, of those that were looked at."""
        return len(self.found.similar)


def told_of(row: Contribution, most: int = LISTED) -> Told | None:
    """Return what is like a contribution, for the present reader; None where nothing is, or it is not compared.

    Of an author's own contribution nothing of their own is named beside it.
    """
    if row.kind == "amendment" or row.thread_id is not None or row.status != "submitted":
        return None
    reader = identity().actor.person_id
    is_own = reader is not None and row.person_id == reader
    found = similar_to(row, but_of=reader if is_own else None)
    lines = lines_of(found, most)
    return Told(found, lines) if lines else None


def lines_of(found: Found, most: int) -> tuple[Line, ...]:
    """Return the first of what was found, as the present reader may see it."""
    first = found.similar[:most]
    rows = contributions_by_id([one.id for one in first], person_id=identity().actor.person_id)
    shown = {one.row.id: one for one in shown_list(rows) if not one.placeholder}
    return tuple(Line(shown[one.id], one.percent) for one in first if one.id in shown)
