"""Decisions of a facilitator, checked against the groups that there are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from consult.text import Hunk
from consult.text.hunks import in_order

Outcome = Literal["accept", "adapt", "decline"]
_OUTCOMES = ("accept", "adapt", "decline")


@dataclass(frozen=True, slots=True)
class Decision:
    """Accept or decline a group, or adapt a span of the base: `hunk` is replaced by the words in `text`."""

    hunk: Hunk
    outcome: Outcome
    text: str | None = None


@dataclass(frozen=True)
class Decided:
    """Decisions that fit together. `adapted` holds the words that stand, by the hunk that was adapted."""

    accepted: frozenset[Hunk]
    declined: frozenset[Hunk]
    adapted: dict[Hunk, Hunk]
    settled: list[Hunk]  # what decisions have put into the text, in order


def decided(decisions: Iterable[Decision], groups: Collection[Hunk], base: str) -> Decided:
    """Sort the decisions by outcome.

    ValueError: a decision on an unknown hunk, an unknown outcome, an adaptation without text, two
    different decisions on one hunk, two accepted hunks that overlap.
    """
    taken: dict[Hunk, Decision] = {}
    for decision in decisions:
        _check(decision, groups)
        if taken.setdefault(decision.hunk, decision) != decision:
            raise ValueError(f"two decisions on {decision.hunk}")
    accepted = [d.hunk for d in taken.values() if d.outcome == "accept"]
    adapted = {
        d.hunk: Hunk(d.hunk.start, d.hunk.end, d.text or "") for d in taken.values() if d.outcome == "adapt"
    }
    if accepted:
        accepted.sort(key={hunk: number for number, hunk in enumerate(groups)}.__getitem__)
    return Decided(
        accepted=frozenset(accepted),
        declined=frozenset(d.hunk for d in taken.values() if d.outcome == "decline"),
        adapted=adapted,
        settled=in_order(len(base), [*accepted, *sorted(adapted.values())]),
    )


def _check(decision: Decision, groups: Collection[Hunk]) -> None:
    if decision.outcome not in _OUTCOMES:
        raise ValueError(f"unknown outcome {decision.outcome!r}")
    if decision.outcome == "adapt" and decision.text is None:
        raise ValueError(f"{decision.hunk} is adapted without text")
    if decision.hunk not in groups and not (decision.outcome == "adapt" and _meets(decision.hunk, groups)):
        raise ValueError(f"no amendment proposes {decision.hunk}")


def _meets(span: Hunk, groups: Iterable[Hunk]) -> bool:
    """Say whether a span covers, at least, some group: it may be the span of a whole clash."""
    return any(span.start <= hunk.start and hunk.end <= span.end for hunk in groups)
