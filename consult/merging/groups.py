"""Groups: identical changes of several amendments, with their supporters and their state."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from consult.merging.moved import Moves
from consult.merging.relations import Field, Relation
from consult.text import Hunk, apply, is_typographic
from consult.text.diff import diff_once
from consult.text.hunks import in_order

Amendments = Mapping[str, str | Sequence[Hunk]]
State = Literal["in", "out", "open"]
Reason = Literal["decided", "superseded", "clash", "touching", "free"]
Kind = Literal["words", "typographic"]


def group_key(hunk: Hunk) -> str:
    """Return a short stable key of a change on a given base, for addresses and rows."""
    spelt = f"{hunk.start},{hunk.end},{hunk.new}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(spelt).hexdigest()[:16]


@dataclass(frozen=True)
class Group:
    """Identical hunks from several amendments.

    `state`: "in" the text, "out" of it, or "open" (it needs a decision; the text stays as it is).
    `decided`: a decision names this group. `reason`, why it is in its state: "decided"; "free" (nothing
    stands against it); "clash" or "touching" (with another group); "superseded" (open, but a decision has
    put something else in its place).
    """

    hunk: Hunk
    supporters: tuple[str, ...]
    state: State
    decided: bool
    reason: Reason
    _field: Field = field(repr=False, compare=False)
    _number: int = field(repr=False, compare=False)
    _moves: Moves = field(repr=False, compare=False)

    @cached_property
    def kind(self) -> Kind:
        """Return "typographic" where quotes, spaces or normal forms alone change, else "words"."""
        old = self._field.ground.base[self.hunk.start : self.hunk.end]
        return "typographic" if is_typographic(old, self.hunk.new) else "words"

    @cached_property
    def key(self) -> str:
        """Return the stable key of the group on its base."""
        return group_key(self.hunk)

    @cached_property
    def move(self) -> Hunk | None:
        """Return the other half of a move: where these words go, or where they come from."""
        return self._moves.partner(self.hunk)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Return how the other groups near by stand to this one."""
        return self._field.relations(self._number)


Pair = tuple[Group, Group]


def bound_among(groups: Sequence[Group]) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs of groups that moves bind to each other, wherever they are: which are rivals, and which halves.

    Rivals cannot both stand. Halves are those of the move of words that somebody else removes for good.
    """
    by_number = {group._number: group for group in groups}
    rivals: list[Pair] = []
    halves: list[Pair] = []
    for number, group in by_number.items():
        for other, kind in group._field.bonds.get(number, {}).items():
            if kind == "overlap" and other > number and other in by_number:
                found = halves if group._field.together(number, other) else rivals
                found.append((group, by_number[other]))
    return rivals, halves


def hunks_of(base: str, amendments: Amendments) -> dict[str, Sequence[Hunk]]:
    """Return the hunks of every amendment, from its text or as they are given, sorted.

    ValueError names the amendment whose hunks overlap or lie outside the base.
    """
    found: dict[str, Sequence[Hunk]] = {}
    for name in sorted(amendments):
        amendment = amendments[name]
        try:
            found[name] = (
                diff_once(base, amendment) if isinstance(amendment, str) else in_order(len(base), amendment)
            )
        except ValueError as error:
            raise ValueError(f"amendment {name!r}: {error}") from error
    return found


def amended_text(base: str, amendment: str | Sequence[Hunk]) -> str:
    """Return the text that an amendment proposes."""
    return amendment if isinstance(amendment, str) else apply(base, amendment)


def supporters_of(hunks: Mapping[str, Sequence[Hunk]]) -> dict[Hunk, tuple[str, ...]]:
    """Return the different hunks in their order, each with its supporters.

    The order does not depend on the order of amendments: by place; at one point text within a paragraph
    before text that opens one, then the most supported, then the smallest name.
    """
    found: dict[Hunk, list[str]] = {}
    for name in sorted(hunks):
        for hunk in hunks[name]:
            names = found.setdefault(hunk, [])
            if not names or names[-1] != name:
                names.append(name)
    ordered = sorted(found.items(), key=_place_in_order)
    return {hunk: tuple(names) for hunk, names in ordered}


def _place_in_order(item: tuple[Hunk, list[str]]) -> tuple[int, int, bool, int, str, str]:
    hunk, names = item
    return hunk.start, hunk.end, "\n\n" in hunk.new, -len(names), names[0], hunk.new
