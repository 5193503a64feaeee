"""What an act on many would do: which changes, which contributions. The same for its preview and for the act."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from consult.contributions.models import Contribution, ContributionText
from consult.core.database import db
from consult.text.likeness import alike, distinct

from .foreign import CARRIED
from .overview import DeskWork
from .places import GroupWork
from .work import SectionWork

KINDS = ("accept", "decline", "answer")


@dataclass(frozen=True)
class Wish:
    """What a facilitator asks for.

    `regions`: for accepting, from how many regions there must be support. `chosen`: for declining, the keys of the
    changes; for answering, the public ids of the contributions.
    """

    kind: str
    reason: str = ""
    regions: int = 1
    chosen: frozenset[str] = frozenset()
    disposition: str = ""


@dataclass(frozen=True)
class Plan:
    """Exactly what a wish comes to now. Its `token` changes when anything of that does."""

    wish: Wish
    changes: tuple[tuple[SectionWork, GroupWork], ...] = ()
    contributions: tuple[Contribution, ...] = ()

    @property
    def size(self) -> int:
        """Return how many decisions or answers it makes."""
        return len(self.changes) + len(self.contributions)

    @property
    def token(self) -> str:
        """Return a digest that a preview carries, so that nothing else is done than what it showed."""
        parts = [self.wish.kind, str(self.wish.regions)]
        parts += [f"{work.section.key} {work.counter} {group.key}" for work, group in self.changes]
        parts += [row.public_id for row in self.contributions]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Alike:
    """Contributions that say nearly the same, or speak about the same passage."""

    contributions: tuple[Contribution, ...]
    texts: int
    sample: str
    is_same_quote: bool = False


def plan_of(desk: DeskWork, wish: Wish) -> Plan:
    """Return what a wish comes to; the desk's material must have its stances."""
    if wish.kind == "accept":
        return Plan(wish, tuple(acceptable(desk, wish.regions)))
    if wish.kind == "decline":
        found = [(work, group) for work, group in open_to_decline(desk) if group.key in wish.chosen]
        return Plan(wish, tuple(found))
    rows = [row for row in desk.material.unanswered() if row.public_id in wish.chosen]
    if wish.disposition != CARRIED:
        rows = [row for row in rows if row.id not in desk.material.unrendered]
    return Plan(wish, contributions=tuple(rows))


def acceptable(desk: DeskWork, regions: int) -> list[tuple[SectionWork, GroupWork]]:
    """Return the undecided changes that stand against no other, have support from so many regions and no objection."""
    return [
        (work, spot.groups[0])
        for work in desk.sections
        for spot in work.spots
        if not spot.is_contested
        and _is_open(spot.groups[0])
        and not spot.groups[0].objections
        and len(spot.groups[0].supporting_regions) >= regions
    ]


def open_to_decline(desk: DeskWork, section: str = "") -> list[tuple[SectionWork, GroupWork]]:
    """Return the undecided changes that somebody proposes, of one section where its key is given."""
    return [
        (work, group)
        for work in desk.sections
        if not section or work.section.key == section
        for group in work.groups
        if _is_open(group)
    ]


def _is_open(group: GroupWork) -> bool:
    return bool(group.supporters) and group.decision is None and group.group.reason != "superseded"


def alike_sets(desk: DeskWork) -> list[Alike]:
    """Return the sets of comments and answers without answer that say nearly the same, then those on one passage."""
    rows = [row for row in desk.material.unanswered() if row.kind != "amendment"]
    bodies = _bodies(rows)
    places: dict[tuple[int | None, int | None, str], list[Contribution]] = {}
    for row in rows:
        places.setdefault((row.section_id, row.question_id, row.language), []).append(row)
    found = []
    for near in places.values():
        for members in alike([bodies[row.id] for row in near]):
            found.append(_alike([near[number] for number in members], bodies))
    found.sort(key=lambda one: -len(one.contributions))
    return found + _same_quotes(rows, bodies, found)


def together(rows: Sequence[Contribution]) -> Alike:
    """Return contributions as one set, as they are offered for one answer."""
    return _alike(rows, _bodies(rows))


def _same_quotes(rows: Sequence[Contribution], bodies: dict[int, str], found: Sequence[Alike]) -> list[Alike]:
    known = {frozenset(row.id for row in one.contributions) for one in found}
    quotes: dict[tuple[int | None, int, int], list[Contribution]] = {}
    for row in rows:
        if row.quote_start is not None and row.quote_end is not None:
            quotes.setdefault((row.section_id, row.quote_start, row.quote_end), []).append(row)
    return [
        _alike(near, bodies, is_same_quote=True)
        for near in quotes.values()
        if len(near) > 1 and frozenset(row.id for row in near) not in known
    ]


def _alike(rows: Sequence[Contribution], bodies: dict[int, str], *, is_same_quote: bool = False) -> Alike:
    texts = [bodies[row.id] for row in rows]
    return Alike(tuple(rows), distinct(texts), texts[0], is_same_quote)


def _bodies(rows: Sequence[Contribution]) -> dict[int, str]:
    """Return the present words of contributions by id."""
    found = db.session.execute(
        sa.select(ContributionText.contribution_id, ContributionText.body)
        .join(Contribution, Contribution.id == ContributionText.contribution_id)
        .where(
            Contribution.id.in_([row.id for row in rows]),
            ContributionText.number == Contribution.text_number,
        )
    )
    return {contribution: body for contribution, body in found}
