"""Decisions on changes of a section's words."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from consult.contributions.hunks import group_key
from consult.core.errors import InvalidInput, NotFound
from consult.merging import overlap
from consult.narratives.models import Section
from consult.people.models import Person
from consult.text import Hunk

from ..material import load_material
from ..models import Consolidation, Decision
from ..places import GroupWork
from ..settled import hunk_of, section_decisions
from ..work import SectionWork, section_work
from .desk import check_outcome, delete_decision, save_decision, take_desk
from .single import Wanted, fitted, save_alone


def decide(
    consolidation: Consolidation,
    section: Section,
    key: str,
    outcome: str,
    *,
    words: str | None = None,
    reason: str = "",
    facilitator: Person,
    counter: int,
    at: datetime,
) -> None:
    """Accept, adapt (with own `words`) or decline a group.

    `counter`: that of the section when the form was made. StaleBase: somebody decided meanwhile. NotFound: no such
    group any more. InvalidInput: a reason is missing, or another accepted change claims the same words.
    """
    wanted = Wanted(section.key, key, outcome, words, reason, counter, facilitator.id, at)
    if save_alone(consolidation.id, wanted):
        return
    desk = take_desk(consolidation, section.id, counter)
    work = load_work(consolidation, section)
    group = find_group(work, key)
    check_outcome(outcome, reason)
    if outcome != "decline":
        _check_free(work, group.hunk, key)
    text = fitted(words, group.hunk, group.hunk.new or group.old, work.base) if outcome == "adapt" else None
    values = decision_values(consolidation, group.hunk, key, text)
    save_decision(desk, values, outcome, reason, facilitator, at)


def adapt_passage(
    consolidation: Consolidation,
    section: Section,
    start: int,
    end: int,
    *,
    words: str,
    reason: str,
    facilitator: Person,
    counter: int,
    at: datetime,
) -> Decision:
    """Put own words for a whole passage of the ground text, such as that of a clash; return the decision.

    Offsets are code points of the ground text. Where no amendment touches the passage it is an editorial change.
    """
    desk = take_desk(consolidation, section.id, counter)
    work = load_work(consolidation, section)
    if not 0 <= start <= end <= len(work.base):
        raise NotFound
    hunk = Hunk(start, end, "")
    key = group_key(hunk)
    check_outcome("adapt", reason)
    _check_free(work, hunk, key)
    text = fitted(words, hunk, work.base[start:end] or _first_words(work, start), work.base)
    return save_decision(
        desk, decision_values(consolidation, hunk, key, text), "adapt", reason, facilitator, at
    )


def own_words(
    consolidation: Consolidation,
    section: Section,
    passage: str,
    words: str,
    *,
    reason: str,
    facilitator: Person,
    counter: int,
    at: datetime,
) -> Decision:
    """Replace an exact passage of the ground text by own words: an editorial change; return the decision.

    InvalidInput when the passage is not in the text, or stands there more than once.
    """
    place = load_material(consolidation, section).place(section.id)
    if place is None:
        raise NotFound
    found = place.text.full.count(passage) if passage else 0
    if found != 1:
        message = (
            _l("This passage stands there more than once. Copy more of the words around it.")
            if found
            else _l("This passage is not in the text as it stood. Copy it exactly.")
        )
        raise InvalidInput(message, field="passage")
    start = place.text.full.index(passage)
    return adapt_passage(
        consolidation,
        section,
        start,
        start + len(passage),
        words=words,
        reason=reason,
        facilitator=facilitator,
        counter=counter,
        at=at,
    )


def keep_as_it_stands(
    consolidation: Consolidation,
    section: Section,
    start: int,
    end: int,
    *,
    reason: str,
    facilitator: Person,
    counter: int,
    at: datetime,
) -> list[Decision]:
    """Decline every group within a passage, with one reason; return the decisions."""
    desk = take_desk(consolidation, section.id, counter)
    work = load_work(consolidation, section)
    check_outcome("decline", reason)
    groups = [
        group
        for spot in work.spots
        if start <= spot.start and spot.end <= end
        for group in spot.groups
        if group.supporters
    ]
    if not groups:
        raise NotFound
    return [
        save_decision(
            desk, decision_values(consolidation, g.hunk, g.key, None), "decline", reason, facilitator, at
        )
        for g in groups
    ]


def undo(
    consolidation: Consolidation,
    section: Section,
    key: str,
    *,
    facilitator: Person,
    counter: int,
    at: datetime,
) -> None:
    """Take a decision back. NotFound when there is none."""
    desk = take_desk(consolidation, section.id, counter)
    if delete_decision(desk, key, facilitator, at) is None:
        raise NotFound


def words_hunk(work: SectionWork, name: str, words: str) -> Hunk:
    """Return what own words would change: those for a group (by its key), or for the passage "start-end"."""
    ends = name.split("-")
    if len(ends) == 2 and all(end.isdecimal() and len(end) < 9 for end in ends):
        span = Hunk(int(ends[0]), int(ends[1]), "")
        model = work.base[span.start : span.end] or _first_words(work, span.start)
    else:
        group = find_group(work, name)
        span, model = group.hunk, group.hunk.new or group.old
    return Hunk(span.start, span.end, fitted(words, span, model, work.base))


def load_work(consolidation: Consolidation, section: Section) -> SectionWork:
    """Return the section at work, or raise NotFound when the ground has it not."""
    material = load_material(consolidation, section, is_light=True)
    place = material.place(section.id)
    if place is None:
        raise NotFound
    return section_work(material, place)


def find_group(work: SectionWork, key: str) -> GroupWork:
    """Return the group with this key, or raise NotFound."""
    for group in work.groups:
        if group.key == key:
            return group
    raise NotFound(_l("This change is no longer there: whoever proposed it has withdrawn it."))


def decision_values(
    consolidation: Consolidation, hunk: Hunk, key: str, text: str | None
) -> dict[str, object]:
    """Return what a decision on a change of words is about, as `save_decision` takes it."""
    return {
        "narrative_id": consolidation.narrative_id,
        "operation": "reword",
        "group_key": key,
        "start": hunk.start,
        "end": hunk.end,
        "new": hunk.new,
        "text": text,
    }


def _check_free(work: SectionWork, hunk: Hunk, key: str) -> None:
    """Refuse what claims the same words as something that is in the text by a decision."""
    standing = set(work.merged.changes)
    for row in section_decisions(work.material, work.section.id):
        span = hunk_of(row)
        stands = Hunk(span.start, span.end, row.text or "") if row.outcome == "adapt" else span
        if row.outcome == "decline" or row.group_key == key or stands not in standing:
            continue
        if overlap(span, hunk):
            raise InvalidInput(
                _l(
                    "“%(words)s” is in the text already and claims the same words. Undo that decision first.",
                    words=stands.new.strip() or "…",
                ),
                field="outcome",
                group=row.group_key,
            )


def _first_words(work: SectionWork, start: int) -> str:
    return next((group.hunk.new for group in work.groups if group.hunk.start == start), "")
