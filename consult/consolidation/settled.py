"""Decision rows as the engine takes them, and what to do with those that fit no more."""

from collections.abc import Iterable

from consult.merging import Decision as EngineDecision
from consult.merging import overlap
from consult.text import Hunk

from .material import Material
from .models import Decision

EDITORIAL_PREFIX = "editorial-"
"""Before a decision's id: the name under which the engine knows a facilitator's own change."""


def section_decisions(material: Material, section_id: int) -> list[Decision]:
    """Return the decisions on a section's text, the newest first."""
    return [row for row in material.decisions if row.section_id == section_id and row.operation == "reword"]


def hunk_of(row: Decision) -> Hunk:
    """Return the change that a decision is about."""
    return Hunk(row.start or 0, row.end or 0, row.new or "")


def engine_decisions(
    rows: Iterable[Decision], groups: Iterable[Hunk]
) -> tuple[list[EngineDecision], dict[str, list[Hunk]]]:
    """Return the decisions that the engine can take, and the facilitator's own changes as amendments.

    A decision whose proposal was withdrawn or is carried forward is left aside; of two that cannot both stand (one
    of them came back) the newer one holds. Own words for a passage that nobody else touches are an editorial change.
    """
    known = set(groups)
    decisions: list[EngineDecision] = []
    editorial: dict[str, list[Hunk]] = {}
    settled: list[Hunk] = []
    for row in rows:
        hunk = hunk_of(row)
        if row.outcome == "decline":
            decisions += [EngineDecision(hunk, "decline")] if hunk in known else []
        elif any(overlap(hunk, other) for other in settled) or (
            row.outcome == "accept" and hunk not in known
        ):
            continue
        elif row.outcome == "accept":
            settled.append(hunk)
            decisions.append(EngineDecision(hunk, "accept"))
        else:
            settled.append(hunk)
            if hunk in known or _covers_any(hunk, known):
                decisions.append(EngineDecision(hunk, "adapt", row.text or ""))
            else:
                own = Hunk(hunk.start, hunk.end, row.text or "")
                editorial[f"{EDITORIAL_PREFIX}{row.id}"] = [own]
                decisions.append(EngineDecision(own, "accept"))
    return decisions, editorial


def _covers_any(span: Hunk, groups: Iterable[Hunk]) -> bool:
    return any(span.start <= hunk.start and hunk.end <= span.end for hunk in groups)
