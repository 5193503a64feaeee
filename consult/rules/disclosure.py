"""Who may see what of a contribution: its words, its author, and what stands in their place.

Visibility and status are the author's choice, hidden is the moderator's; this page says what follows from them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

AuthorShown = Literal["name", "organisation", "region", "nobody"]
Placeholder = Literal["withdrawn", "hidden", "late", "facilitators", "draft"]


@dataclass(frozen=True)
class Circumstances:
    """What decides: the contribution's own state, and who looks at it."""

    visibility: str
    status: str = "submitted"
    is_hidden: bool = False
    waits: bool = False  # arrived late and not admitted yet
    is_own: bool = False
    is_facilitator: bool = False


def placeholder(about: Circumstances) -> Placeholder | None:
    """Return what stands in the place of the words for this viewer, or None when the words are shown.

    A draft and what was withdrawn are for the author only, also before facilitators.
    """
    if about.is_own:
        return None
    if about.status == "draft":
        return "draft"
    if about.status == "withdrawn":
        return "withdrawn"
    if about.is_facilitator:
        return None
    if about.is_hidden:
        return "hidden"
    if about.waits:
        return "late"
    return "facilitators" if about.visibility == "facilitators" else None


def author_shown(about: Circumstances) -> AuthorShown:
    """Return how much of the author anybody else reads; facilitators see what the visibility says, too, not more.

    Where the words are not shown, nothing of the author is.
    """
    if placeholder(about) is not None or about.visibility == "facilitators":
        return "nobody"
    if about.visibility == "name":
        return "name"
    return "organisation" if about.visibility == "organisation" else "region"


def is_listed(about: Circumstances) -> bool:
    """Say whether the viewer learns that it is there: hidden ones are named as hidden, with the reason."""
    return placeholder(about) in (None, "hidden")


def counts_for_all(visibility: str, status: str, *, is_hidden: bool, waits: bool) -> bool:
    """Say whether a contribution or stance is part of the figures that everybody reads."""
    return visibility != "facilitators" and status == "submitted" and not is_hidden and not waits


LEAST_PEOPLE = 10
LEAST_ORGANISATIONS = 3
"""Fewer than either behind a figure about a personal answer, and it could point at somebody."""
LEAST_AMONG_FACILITATORS = 5
"""So many people behind a figure that facilitators of other regions are told; and as many organisations as above."""


@dataclass(frozen=True)
class Behind:
    """Who stands behind a figure: ids of people, and of the organisations that they belong to."""

    people: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()

    @property
    def is_enough(self) -> bool:
        """Say whether so many stand behind it that it points at nobody."""
        return self.is_enough_for(LEAST_PEOPLE)

    def is_enough_for(self, people: int) -> bool:
        """Say whether so many people, and the least number of organisations, stand behind it."""
        return len(self.people) >= people and len(self.organisations) >= LEAST_ORGANISATIONS


def groups_told_apart(groups: Mapping[str, Behind]) -> frozenset[str]:
    """Return the groups whose figures may stand by themselves; those of the others are put together.

    Beside a total, one hidden row is no secret: what is put together must be enough as well. Where it is not,
    the smallest group that could stand alone joins it, and so on, until it is or nothing is left.
    """
    told = {name for name, behind in groups.items() if behind.is_enough}
    while told and not _is_safe(groups[name] for name in groups if name not in told):
        told.remove(min(told, key=lambda name: (len(groups[name].people), name)))
    return frozenset(told)


def numbers_told_apart(numbers: Mapping[str, int]) -> frozenset[str]:
    """Return the groups whose figures may stand by themselves where only the number of those behind each is known.

    As `groups_told_apart`, but for organisations: of answers to a question, so many of each region.
    """
    told = {name for name, number in numbers.items() if number >= LEAST_PEOPLE}

    def rest() -> int:
        return sum(number for name, number in numbers.items() if name not in told)

    while told and 0 < rest() < LEAST_PEOPLE:
        told.remove(min(told, key=lambda name: (numbers[name], name)))
    return frozenset(told)


def _is_safe(rest: Iterable[Behind]) -> bool:
    """Say whether there is no rest, or whether its groups together are enough."""
    hidden = list(rest)
    together = Behind(
        frozenset().union(*(one.people for one in hidden)),
        frozenset().union(*(one.organisations for one in hidden)),
    )
    return not hidden or together.is_enough


@dataclass(frozen=True)
class Spoken:
    """One thing that somebody said: who, from which organisation, and pairs of a trait and what it is of them."""

    person: int | None
    organisation: int | None
    traits: tuple[tuple[str, str | None], ...]


def traits_told(spoken: Iterable[Spoken]) -> frozenset[tuple[str, str]]:
    """Return the pairs of a trait and a value that a consultation under high protection may tell.

    Behind each stand enough people; and those of the others of its trait are enough together, or there are none.
    """
    people: dict[str, dict[str, set[int]]] = {}
    organisations: dict[str, dict[str, set[int]]] = {}
    for one in spoken:
        for trait, value in one.traits:
            name = value or ""
            people.setdefault(trait, {}).setdefault(name, set()).update({one.person} - {None})  # type: ignore[arg-type]
            organisations.setdefault(trait, {}).setdefault(name, set()).update({one.organisation} - {None})  # type: ignore[arg-type]
    told: set[tuple[str, str]] = set()
    for trait, values in people.items():
        behind = {
            name: Behind(frozenset(who), frozenset(organisations[trait][name]))
            for name, who in values.items()
        }
        told |= {(trait, name) for name in groups_told_apart(behind) if name}
    return frozenset(told)
