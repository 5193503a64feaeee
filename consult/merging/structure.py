"""Structure: sections added, removed and moved by proposals; split and joined by a facilitator.

Like hunks, proposals are held against one base order of sections, never against each other's results.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from consult.merging.attribution import Origins, Run, joined

START = ""  # the key that stands for the place before the first section


@dataclass(frozen=True, slots=True, order=True)
class AddSection:
    """A new section with this text, placed after the section `after` of the base (START: first)."""

    after: str
    text: str


@dataclass(frozen=True, slots=True, order=True)
class RemoveSection:
    """The section `key` is removed."""

    key: str


@dataclass(frozen=True, slots=True, order=True)
class MoveSection:
    """The section `key` is moved to stand after the section `after` of the base (START: first)."""

    key: str
    after: str


StructureChange = AddSection | RemoveSection | MoveSection


@dataclass(frozen=True, slots=True)
class StructureDecision:
    """Accept or decline a proposed change of structure."""

    change: StructureChange
    outcome: Literal["accept", "decline"]


@dataclass(frozen=True)
class StructureGroup:
    """Equal changes of several proposals; states and reasons are those of groups of hunks."""

    change: StructureChange
    supporters: tuple[str, ...]
    state: Literal["in", "out", "open"]
    decided: bool
    reason: Literal["decided", "superseded", "clash", "free"]
    against: tuple[StructureChange, ...]


@dataclass(frozen=True)
class StructureClash:
    """Groups of which not all can stand, or whose order must be chosen."""

    groups: tuple[StructureGroup, ...]


@dataclass(frozen=True)
class StructureOutcome:
    """How much of a proposal is in, and the groups of it that are not."""

    share: Literal["all", "part", "none"]
    missing: tuple[StructureGroup, ...]


@dataclass(frozen=True)
class StructureConsolidation:
    """The order of sections that follows: a key of the base, or the change that adds a section."""

    sections: tuple[str | AddSection, ...]
    groups: tuple[StructureGroup, ...]
    proposals: Mapping[str, tuple[StructureChange, ...]]

    @cached_property
    def clashes(self) -> tuple[StructureClash, ...]:
        """Return the clashes of which some group is open, in order; each group stands in one."""
        found = []
        for spot in _spots(self.groups):
            if any(group.state == "open" for group in spot):
                found.append(StructureClash(tuple(spot)))
        return tuple(found)

    def outcome(self, proposal_id: str) -> StructureOutcome:
        """Return what of a proposal is in; KeyError for an unknown one."""
        wanted = self.proposals[proposal_id]
        groups = [group for group in self.groups if group.change in wanted]
        missing = tuple(group for group in groups if group.state != "in")
        if not missing:
            return StructureOutcome("all", ())
        return StructureOutcome("part" if len(missing) < len(groups) else "none", missing)


def _spots(groups: Sequence[StructureGroup]) -> list[list[StructureGroup]]:
    """Return the groups that stand against each other, directly or through others."""
    by_change = {group.change: group for group in groups}
    seen: set[StructureChange] = set()
    spots = []
    for group in groups:
        waiting, spot = [group], []
        while waiting:
            one = waiting.pop()
            if one.change not in seen:
                seen.add(one.change)
                spot.append(one)
                waiting += [by_change[change] for change in one.against]
        if spot:
            spots.append(sorted(spot, key=lambda one: _rank(one.change)))
    return spots


def _rank(change: StructureChange) -> tuple[str, str, str]:
    if isinstance(change, RemoveSection):
        return "remove", change.key, ""
    if isinstance(change, MoveSection):
        return "move", change.key, change.after
    return "add", change.after, change.text


def _clash(one: StructureChange, other: StructureChange) -> bool:
    """Say whether two different changes cannot both stand unasked.

    One section goes to two places, or is moved and removed; two go to one place (whose order is a
    choice); something is placed after a section that is removed or moved away.
    """
    if not isinstance(one, AddSection) and not isinstance(other, AddSection) and one.key == other.key:
        return True
    goes, other_goes = _goes_after(one), _goes_after(other)
    if goes is not None and goes == other_goes:
        return True
    return (goes is not None and goes == _leaves(other)) or (
        other_goes is not None and other_goes == _leaves(one)
    )


def _goes_after(change: StructureChange) -> str | None:
    return None if isinstance(change, RemoveSection) else change.after


def _leaves(change: StructureChange) -> str | None:
    return None if isinstance(change, AddSection) else change.key


def consolidate_structure(
    sections: Sequence[str],
    proposals: Mapping[str, StructureChange | Sequence[StructureChange]],
    decisions: Iterable[StructureDecision] = (),
) -> StructureConsolidation:
    """Merge proposed changes of structure against one order of section keys.

    Equal changes are one group. What clashes with nothing is in; a clash is open until each of its
    groups is decided. Two sections accepted at one place stand in the order of their groups: most
    supported first. ValueError: a key twice in the base or unknown, a section placed after itself, two
    changes of one section in one proposal or among those accepted, a decision on an unknown change.
    """
    if len(set(sections)) < len(sections):
        raise ValueError("a section key stands twice in the base")
    changes = {name: _checked(name, proposals[name], sections) for name in sorted(proposals)}
    supporters: dict[StructureChange, tuple[str, ...]] = {}
    for name, wanted in changes.items():
        for change in wanted:
            supporters[change] = (*supporters.get(change, ()), name)
    outcomes = _outcomes(decisions, supporters)
    groups = tuple(_group(change, supporters, outcomes) for change in sorted(supporters, key=_rank))
    chosen = sorted(
        (g for g in groups if g.state == "in"), key=lambda g: (-len(g.supporters), _rank(g.change))
    )
    return StructureConsolidation(_composed(sections, [group.change for group in chosen]), groups, changes)


def _checked(
    name: str, proposal: StructureChange | Sequence[StructureChange], sections: Sequence[str]
) -> tuple[StructureChange, ...]:
    changes = proposal if isinstance(proposal, Sequence) else (proposal,)
    for change in changes:
        for key in (_leaves(change), _goes_after(change)):
            if key not in (None, START) and key not in sections:
                raise ValueError(f"proposal {name!r}: no section {key!r} in the base")
        if _leaves(change) == START or (
            _leaves(change) is not None and _leaves(change) == _goes_after(change)
        ):
            raise ValueError(f"proposal {name!r}: {change} leads nowhere")
    wanted = tuple(dict.fromkeys(changes))
    keys = [key for change in wanted if (key := _leaves(change)) is not None]
    if len(set(keys)) < len(keys):
        raise ValueError(f"proposal {name!r}: two changes of one section")
    return wanted


def _outcomes(
    decisions: Iterable[StructureDecision], known: Mapping[StructureChange, object]
) -> dict[StructureChange, str]:
    outcomes: dict[StructureChange, str] = {}
    for decision in decisions:
        if decision.change not in known:
            raise ValueError(f"no proposal for {decision.change}")
        if decision.outcome not in ("accept", "decline"):
            raise ValueError(f"unknown outcome {decision.outcome!r}")
        if outcomes.setdefault(decision.change, decision.outcome) != decision.outcome:
            raise ValueError(f"two decisions on {decision.change}")
    keys = [_leaves(change) for change, outcome in outcomes.items() if outcome == "accept"]
    for key in keys:
        if key is not None and keys.count(key) > 1:
            raise ValueError(f"two accepted changes of section {key!r}")
    return outcomes


def _group(
    change: StructureChange,
    supporters: Mapping[StructureChange, tuple[str, ...]],
    outcomes: Mapping[StructureChange, str],
) -> StructureGroup:
    against = tuple(
        other
        for other in sorted(supporters, key=_rank)
        if other != change and set(supporters[other]).isdisjoint(supporters[change]) and _clash(change, other)
    )
    if change in outcomes:
        state: Literal["in", "out"] = "in" if outcomes[change] == "accept" else "out"
        return StructureGroup(change, supporters[change], state, True, "decided", against)
    if any(outcomes.get(other) == "accept" and _one_section(change, other) for other in against):
        return StructureGroup(change, supporters[change], "open", False, "superseded", against)
    if against:
        return StructureGroup(change, supporters[change], "open", False, "clash", against)
    return StructureGroup(change, supporters[change], "in", False, "free", against)


def _one_section(one: StructureChange, other: StructureChange) -> bool:
    return _leaves(one) is not None and _leaves(one) == _leaves(other)


def _composed(sections: Sequence[str], changes: Sequence[StructureChange]) -> tuple[str | AddSection, ...]:
    """Return the order of sections with these changes: places are those of the base."""
    leaving = {_leaves(change) for change in changes}
    coming: dict[str, list[str | AddSection]] = {}
    for change in changes:
        if isinstance(change, AddSection):
            coming.setdefault(change.after, []).append(change)
        elif isinstance(change, MoveSection):
            coming.setdefault(change.after, []).append(change.key)
    order: list[str | AddSection] = list(coming.get(START, ()))
    for key in sections:
        if key not in leaving:
            order.append(key)
        order += coming.get(key, ())
    return tuple(order)


def split_section(
    text: str, attribution: Sequence[Run] | None, at: int
) -> tuple[tuple[str, tuple[Run, ...]], ...]:
    """Return the two parts of a section cut at an offset, each with its attribution.

    White space at the cut goes. ValueError when the cut leaves one part empty.
    """
    origins = Origins(len(text), attribution)
    end = len(text[:at].rstrip())
    start = len(text) - len(text[at:].lstrip())
    if at < 0 or not end or start == len(text):
        raise ValueError(f"a cut at {at} leaves one part empty")
    return (
        (text[:end], joined(origins.between(0, end))),
        (text[start:], joined(origins.between(start, len(text)))),
    )


def join_sections(
    parts: Sequence[tuple[str, Sequence[Run] | None]], between: str = "\n\n"
) -> tuple[str, tuple[Run, ...]]:
    """Return the parts as one section with its attribution; what is set between them is nobody's."""
    runs: list[Run] = []
    for number, (text, attribution) in enumerate(parts):
        if number:
            runs.append(Run(len(between), frozenset()))
        runs += Origins(len(text), attribution).between(0, len(text))
    return between.join(text for text, _ in parts), joined(runs)
