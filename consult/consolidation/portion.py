"""What of a long section stands on one page: a portion of its places, in order of the text.

A page with hundreds of forms is heavy for a weak laptop. The text stands there as a whole all the same, and each of
its numbers leads to its place, be it on this page or on another.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .places import Spot

LONGEST_PAGE = 30
"""So many places stand on a page at most."""
ANCHOR = 12
"""So many characters of a name are its anchor."""


@dataclass(frozen=True)
class Page:
    """One page of places: its number from 1, the numbers of its first and last place, how many of them are open."""

    number: int
    first: int
    last: int
    open: int


@dataclass(frozen=True)
class Portion:
    """The page of places that is shown, among all. `address`: that of the section."""

    pages: tuple[Page, ...]
    current: Page
    address: str

    def shows(self, number: int) -> bool:
        """Say whether the place with this number, from 1, is on the page."""
        return self.current.first <= number <= self.current.last

    def link(self, number: int) -> str:
        """Return where the place with this number is found."""
        if self.shows(number):
            return f"#place-{number}"
        page = next(page for page in self.pages if number <= page.last)
        return f"{self.page_link(page)}#place-{number}"

    def page_link(self, page: Page) -> str:
        """Return the address of a page."""
        return f"{self.address}?places={page.number}"

    @property
    def before(self) -> Page | None:
        """Return the page before, or None."""
        return self.pages[self.current.number - 2] if self.current.number > 1 else None

    @property
    def after(self) -> Page | None:
        """Return the next page, or None."""
        return self.pages[self.current.number] if self.current.number < len(self.pages) else None

    @property
    def way_on(self) -> Page | None:
        """Return the next page on which a place is open, after the last the first again; None where there is none."""
        turned = [*self.pages[self.current.number :], *self.pages[: self.current.number - 1]]
        return next((page for page in turned if page.open), None)


def portion_of(
    spots: Sequence[Spot], address: str, *, names: Collection[str] = (), page: int | None = None
) -> Portion:
    """Return the page on which the first place with one of the names stands, else that with the number `page`.

    `names`: keys of groups and names of places, or their anchors. With neither it is the first page with something to
    decide, or the first of all. The pages are about equally long.
    """
    many = max(-(-len(spots) // LONGEST_PAGE), 1)
    bounds = [len(spots) * number // many for number in range(many + 1)]
    pages = tuple(
        Page(number, start + 1, end, sum(_waiting(spot) for spot in spots[start:end]))
        for number, (start, end) in enumerate(pairwise(bounds), 1)
    )
    return Portion(pages, pages[_wanted(spots, pages, names, page) - 1], address)


def _wanted(spots: Sequence[Spot], pages: Sequence[Page], names: Collection[str], page: int | None) -> int:
    anchors = {name[:ANCHOR] for name in names if name}
    for number, spot in enumerate(spots, 1):
        if anchors and anchors & {name[:ANCHOR] for name in names_of(spot)}:
            return next(one.number for one in pages if number <= one.last)
    if page is not None:
        return min(max(page, 1), len(pages))
    return next((one.number for one in pages if one.open), 1)


def _waiting(spot: Spot) -> int:
    return sum(group.needs_decision for group in spot.groups)


def names_of(spot: Spot) -> set[str]:
    """Return all names by which a place may be asked for."""
    return {spot.name, spot.key, *(group.key for group in spot.groups)}
