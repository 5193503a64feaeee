"""Consolidation: a base, its amendments and the decisions so far make one text, and the open questions."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal

from consult.merging.attribution import EDITORIAL, Origins, Run
from consult.merging.clashes import Clash, clash_of
from consult.merging.compose import Composer
from consult.merging.decisions import Decided, Decision, decided
from consult.merging.ground import Ground, overlap, touch
from consult.merging.groups import Amendments, Group, Reason, State, amended_text, hunks_of, supporters_of
from consult.merging.inferred import is_inferred
from consult.merging.relations import Field
from consult.text import Hunk, apply
from consult.text.hunks import in_order

Verdict = tuple[State, bool, Reason]
_FREE: Verdict = ("in", False, "free")
_CLASH: Verdict = ("open", False, "clash")
_TOUCHING: Verdict = ("open", False, "touching")


@dataclass(frozen=True)
class AmendmentOutcome:
    """How much of an amendment is in the text, and the groups of it that are not."""

    share: Literal["all", "part", "none"]
    missing: tuple[Group, ...]


class Consolidation:
    """The result of a consolidation, made by `consolidate`. What is dear is worked out when asked for."""

    def __init__(self, composer: Composer, decisions: Decided, field: Field):
        """Take what `consolidate` has worked out."""
        self._composer = composer
        self._decided = decisions
        self._field = field
        self._verdicts = _verdicts(field, decisions)
        adapted = decisions.adapted
        self._adapted = sorted(adapted.values())
        standing = [
            hunk for hunk, verdict in zip(field.hunks, self._verdicts, strict=True) if verdict[0] == "in"
        ]
        own_words = [hunk for hunk in standing if hunk not in adapted] if adapted else standing
        self._chosen = in_order(len(composer.base), [*own_words, *self._adapted])
        self.text: str = apply(composer.base, self._chosen)

    @property
    def changes(self) -> tuple[Hunk, ...]:
        """Return the changes that make the base into the text, in order, adapted words among them."""
        return tuple(self._chosen)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Return all groups, in order."""
        field, moves = self._field, self._composer.moves
        parts = enumerate(zip(field.hunks, field.supporters, self._verdicts, strict=True))
        return tuple(
            Group(hunk, supporters, *verdict, field, number, moves)
            for number, (hunk, supporters, verdict) in parts
        )

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        """Return the clashes of which some group is still open, in order."""
        found = []
        for spot in self._field.spots:
            groups = [self.groups[number] for number in spot]
            if len(groups) > 1 and any(group.state == "open" for group in groups):
                found.append(clash_of(groups, self._decided.settled))
        return tuple(found)

    @cached_property
    def attribution(self) -> tuple[Run, ...]:
        """Return the runs of the text with their origins; their lengths sum to the text's."""
        return self._composer.runs(self._chosen, self._adapted)

    @cached_property
    def _groups_by_hunk(self) -> dict[Hunk, Group]:
        return {group.hunk: group for group in self.groups}

    def outcome(self, amendment_id: str) -> AmendmentOutcome:
        """Return what of an amendment is in; KeyError for an amendment that was not given.

        An amendment of which only adapted words stand is in "part", by the rule by which they are credited
        to it: three words in a row, or half of its words (`borrowed`).
        """
        groups = [self._groups_by_hunk[hunk] for hunk in self._composer.hunks[amendment_id]]
        missing = tuple(group for group in groups if group.state != "in")
        if not missing:
            return AmendmentOutcome("all", ())
        if len(missing) < len(groups) or amendment_id in self._lenders:
            return AmendmentOutcome("part", missing)
        return AmendmentOutcome("none", missing)

    @cached_property
    def _lenders(self) -> frozenset[str]:
        return self._composer.lenders(self._adapted)


def consolidate(
    base: str,
    amendments: Amendments,
    decisions: Iterable[Decision] = (),
    *,
    attribution: Sequence[Run] | None = None,
    origins: Mapping[str, Sequence[Run]] | None = None,
) -> Consolidation:
    """Merge all amendments of one base at once.

    `amendments`: by id, the proposed text or the stored hunks of the base. `attribution`: the runs of the
    base. `origins`: the runs of an amended text, by amendment id, for regional lines: its words are
    credited to whom they name. Offsets are code points of the base. The result does not depend on the
    order of amendments or decisions. ValueError: see `decided`, and hunks that overlap within one
    amendment, runs that do not cover their text, an amendment called "editorial" or
    "inferred:…".
    """
    if reserved := [name for name in amendments if name == EDITORIAL or is_inferred(name)]:
        raise ValueError(f"no amendment can be called {min(reserved)!r}")
    hunks = hunks_of(base, amendments)
    supporters = supporters_of(hunks)
    composer = Composer(base, attribution, hunks, supporters, _traced(base, amendments, origins or {}))
    taken = decided(decisions, supporters, base)
    ground = Ground(base)
    field = Field(ground, tuple(supporters), tuple(supporters.values()), composer.moves.all(ground.words))
    return Consolidation(composer, taken, field)


def _traced(base: str, amendments: Amendments, origins: Mapping[str, Sequence[Run]]) -> dict[str, Origins]:
    traced = {}
    for name, runs in origins.items():
        if name not in amendments:
            raise ValueError(f"origins of an unknown amendment {name!r}")
        traced[name] = Origins(len(amended_text(base, amendments[name])), runs)
    return traced


def _verdicts(field: Field, taken: Decided) -> list[Verdict]:
    """Return for each group its state, whether it is decided, and the reason."""
    own = [
        _CLASH if contested else _TOUCHING if touched else _FREE
        for contested, touched in zip(field.contested, field.touched, strict=True)
    ]
    if not (taken.settled or taken.declined):
        return _with_halves(field, own)
    starts = [hunk.start for hunk in taken.settled]
    verdicts = [_verdict(field, number, verdict, taken, starts) for number, verdict in enumerate(own)]
    return _with_halves(field, verdicts)


def _with_halves(field: Field, verdicts: list[Verdict]) -> list[Verdict]:
    """Open what is a half of moves of which the other half is not in, and return the verdicts.

    Its words would stand twice, or nowhere, and nobody asked for that; where somebody proposes it alone, it stays.
    """
    going_on = True
    while going_on:
        going_on = False
        for number, others in field.other_halves.items():
            if verdicts[number] == _FREE:
                out = [field.supporters[other] for other in others if verdicts[other][0] != "in"]
                if out and set(field.supporters[number]).issubset(chain.from_iterable(out)):
                    verdicts[number] = _TOUCHING
                    going_on = True
    return verdicts


def _verdict(field: Field, number: int, own: Verdict, taken: Decided, starts: Sequence[int]) -> Verdict:
    """Return the verdict on one group beside the decisions; `own` is the one without any."""
    hunk = field.hunks[number]
    if hunk in taken.accepted or taken.adapted.get(hunk) == hunk:
        return "in", True, "decided"
    if hunk in taken.declined or hunk in taken.adapted:
        return "out", True, "decided"
    near = _settled_near(hunk, taken.settled, starts)
    if any(overlap(hunk, other) for other in near):
        return "open", False, "superseded"
    adapted = (other for other in near if other in taken.adapted.values())
    return _TOUCHING if own is _FREE and any(_touches(field, number, other) for other in adapted) else own


def _touches(field: Field, number: int, other: Hunk) -> bool:
    return touch(field.stands[number], field.ground.stand(other))


def _settled_near(hunk: Hunk, settled: Sequence[Hunk], starts: Sequence[int]) -> Sequence[Hunk]:
    """Return the settled changes that overlap a hunk and those next to it on both sides."""
    if not settled:
        return ()
    first = max(bisect_right(starts, hunk.start) - 3, 0)
    last = bisect_right(starts, hunk.end)
    return settled[first : last + 2]
