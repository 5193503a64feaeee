"""The queue of a desk: its sections by what is left to do, for all contributions or for some of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from consult.contributions.models import Contribution

from .overview import DeskWork
from .work import SectionWork

ORDERS = ("left", "text", "age")
"""Most left to do first; in the order of the text; what has waited longest first."""
QUERY_NAMES = ("region", "language", "kind", "constituency", "question", "supporters", "order")
"""What an address may say about the queue: its filters, and the order."""


def _everything(_row: Contribution, _trait: str, _value: str | None) -> bool:
    return True


@dataclass(frozen=True)
class Filter:
    """Which contributions count; empty means all. Regions and questions by their public names.

    `tells` says whether the reader may be told a trait of an author; what they may not be told, no filter finds.
    """

    region: str = ""
    language: str = ""
    kind: str = ""
    constituency: str = ""
    question: str = ""
    supporters: int = 0
    tells: Callable[[Contribution, str, str | None], bool] = field(default=_everything, compare=False)

    @property
    def is_empty(self) -> bool:
        """Say whether every contribution counts."""
        return self == Filter()

    def takes(self, row: Contribution) -> bool:
        """Say whether a contribution counts."""
        return (
            self._finds(row, "region", row.region.code if row.region else None)
            and self._finds(row, "language", row.language)
            and self.kind in ("", row.kind)
            and self._finds(row, "constituency", row.constituency)
            and self.question in ("", row.question.public_id if row.question else None)
        )

    def _finds(self, row: Contribution, trait: str, value: str | None) -> bool:
        wanted = getattr(self, trait)
        return not wanted or (wanted == value and self.tells(row, trait, value))


@dataclass(frozen=True)
class Entry:
    """A section in the queue, counting what the filter takes. `oldest`: since when the oldest one waits."""

    work: SectionWork
    open: int
    clashes: int
    waiting: int
    done: int
    total: int
    oldest: datetime | None

    @property
    def left(self) -> int:
        """Return how many decisions and answers are left."""
        return self.open + self.waiting


def queue_of(desk: DeskWork, chosen: Filter, order: str = "left") -> list[Entry]:
    """Return the sections in an order of `ORDERS`; those in which nothing counts are left out under a filter."""
    entries = [_entry(work, chosen) for work in desk.sections]
    if not chosen.is_empty:
        entries = [entry for entry in entries if entry.total]
    if order == "left":
        entries.sort(key=lambda entry: -entry.left)
    elif order == "age":
        entries.sort(
            key=lambda entry: (entry.oldest is None, entry.oldest.timestamp() if entry.oldest else 0)
        )
    return entries


def loose_left(desk: DeskWork, chosen: Filter) -> int:
    """Return how many contributions without a section wait for an answer, of those that the filter takes."""
    return sum(chosen.takes(row) for row in desk.loose_unanswered) if not chosen.supporters else 0


def _entry(work: SectionWork, chosen: Filter) -> Entry:
    groups = [group for group in work.groups if _takes_group(chosen, group.supporters)]
    contested = [group for group in groups if group.group.reason != "free"]
    undecided = [group for group in groups if group.needs_decision]
    keys = {group.key for group in undecided}
    clashes = sum(spot.is_clash and any(group.key in keys for group in spot.groups) for spot in work.spots)
    rows = [] if chosen.supporters else [row for row in work.contributions if chosen.takes(row)]
    waiting = [row for row in rows if row.id not in work.material.answers]
    objections = work.objections if chosen.is_empty else []
    unanswered = work.unanswered_objections if chosen.is_empty else []
    total = len(contested) + len(rows) + len(objections)
    left = len(undecided) + len(waiting) + len(unanswered)
    oldest = min((row.submitted_at for row in waiting if row.submitted_at), default=None)
    return Entry(work, len(undecided), clashes, len(waiting) + len(unanswered), total - left, total, oldest)


def _takes_group(chosen: Filter, supporters: Sequence[Contribution]) -> bool:
    """Say whether a change counts: somebody whom the filter takes proposes it, and there are supporters enough."""
    if len(supporters) < chosen.supporters:
        return False
    return chosen.is_empty or any(chosen.takes(row) for row in supporters)
