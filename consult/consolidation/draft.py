"""The draft as the working group reads it: the text to be, the decisions with their reasons, and nobody's name.

Words that only facilitators read are shown where they came into the text, and nowhere else.
"""

import hashlib
from dataclasses import dataclass

from markupsafe import Markup

from consult.contributions.models import Contribution
from consult.rules.disclosure import counts_for_all
from consult.text import diff, render_changes
from consult.text.markdown import render_markdown

from .compose import DraftPlace, compose
from .overview import DeskWork
from .places import GroupWork


@dataclass(frozen=True)
class DraftDecision:
    """One change that was decided: in its sentence, what became of it, why, and how many spoke for it."""

    key: str
    sentence: Markup
    outcome: str
    reason: str
    supporters: int


@dataclass(frozen=True)
class DraftSection:
    """A section of the draft: its text with what changes, and the decisions on it."""

    key: str
    heading: str
    label: str
    is_new: bool
    changes: Markup | None
    decisions: tuple[DraftDecision, ...]


def digest_of(desk: DeskWork) -> str:
    """Return what names a draft: the same texts in the same order with the same answers have the same digest."""
    lines = [
        f"{one.place.key}\t{one.place.depth}\t{one.place.label}\t{_sha(one.full)}" for one in compose(desk)
    ]
    answers = desk.material.answers
    lines += sorted(
        f"{row.public_id}\t{answers[row.id].disposition}\t{_sha(answers[row.id].reason)}"
        for row in desk.material.contributions
        if row.id in answers
    )
    return _sha("\n".join(lines))


def draft_sections(desk: DeskWork, marks: tuple[str, str]) -> list[DraftSection]:
    """Return every section of the draft, in order; `marks` are the words for inserted and deleted."""
    return [_section(place, marks) for place in compose(desk)]


def _section(place: DraftPlace, marks: tuple[str, str]) -> DraftSection:
    groups = place.work.groups if place.work else []
    found = (_decision(group, marks) for group in groups)
    return DraftSection(
        place.place.key,
        place.place.heading,
        place.place.label,
        place.ground is None,
        changes_of(place, marks) if place.is_changed else None,
        tuple(one for one in found if one is not None),
    )


def changes_of(place: DraftPlace, marks: tuple[str, str]) -> Markup:
    """Return what changes against the ground: marked, or the whole of a new section."""
    if place.ground is None:
        return render_markdown(place.place.body)
    base = place.ground.text
    if base.heading == place.place.heading:
        hunks = diff(base.body, place.place.body)
        return render_changes(base.body, hunks, lang=base.language, labels=marks)
    return render_changes(base.full, diff(base.full, place.full), lang=base.language, labels=marks)


def _decision(group: GroupWork, marks: tuple[str, str]) -> DraftDecision | None:
    """Return a decision as the group reads it, or None: nothing is decided, or its words are nobody else's to read."""
    outcome, seen = outcome_on_draft(group)
    if not outcome:
        return None
    reason = group.decision.reason if group.decision else ""
    return DraftDecision(group.key, group.marked(marks), outcome, reason, seen)


def outcome_on_draft(group: GroupWork) -> tuple[str, int]:
    """Return what became of a change and how many seen contributions spoke for it; "" where the draft shows neither."""
    seen = sum(is_for_all(row) for row in group.supporters)
    outcome = group.decision.outcome if group.decision else "accept" if group.group.state == "in" else ""
    return (outcome if seen or outcome == "accept" else ""), seen


def is_for_all(row: Contribution) -> bool:
    """Say whether a contribution is part of what everybody reads."""
    return counts_for_all(
        row.visibility,
        row.status,
        is_hidden=row.hidden_at is not None,
        waits=row.is_late and row.admitted_at is None,
    )


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
