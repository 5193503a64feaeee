"""Which contributions a page of the desk lists for answering: all of few; of many those that wait, or a page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from consult.contributions.models import Contribution

LONGEST_LIST = 40
"""So many contributions are listed at once for answering."""


@dataclass(frozen=True)
class Listing:
    """What is listed, of how many. `page`: the number from 1 where pages of all are shown, 0 where what waits is."""

    rows: list[Contribution]
    total: int
    page: int = 0

    @property
    def left_out(self) -> int:
        """Return how many are not listed."""
        return self.total - len(self.rows)

    @property
    def pages(self) -> int:
        """Return how many pages of all there are."""
        return max(-(-self.total // LONGEST_LIST), 1)


def listing_of(
    rows: list[Contribution],
    unanswered: Sequence[Contribution],
    names: Collection[str] = (),
    page: int | None = None,
) -> Listing:
    """Return which of the rows a page lists: with `page` so many of all, else the first that wait.

    `names`: public ids of those that the reader was at, which are listed, too.
    """
    if len(rows) <= LONGEST_LIST:
        return Listing(rows, len(rows))
    number = 0
    if page is None:
        wanted = {row.id for row in unanswered[:LONGEST_LIST]}
    else:
        number = min(max(page, 1), -(-len(rows) // LONGEST_LIST))
        wanted = {row.id for row in rows[(number - 1) * LONGEST_LIST : number * LONGEST_LIST]}
    at_hand = {row.id for row in rows if row.public_id in names}
    return Listing([row for row in rows if row.id in wanted | at_hand], len(rows), number)
