"""Decisions on sections to be added, removed or moved."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from consult.core.errors import InvalidInput, NotFound
from consult.formats.next_label import is_taken
from consult.people.models import Person
from consult.text import normalise

from ..material import load_material
from ..models import Consolidation, Decision
from ..outline import outline, proposed_label
from ..structure import StructureGroupWork, StructureWork, structure_work
from .desk import check_outcome, delete_decision, save_decision, take_desk

LONGEST_LABEL = 40


def decide_structure(
    consolidation: Consolidation,
    key: str,
    outcome: str,
    *,
    reason: str = "",
    label: str | None = None,
    facilitator: Person,
    counter: int,
    at: datetime,
) -> Decision:
    """Accept or decline a group of structural proposals; return the decision.

    `counter`: that of the group's section; `label`: what is printed before the heading of a section that is added,
    None for the next free number of its place. InvalidInput when the section is already moved or removed by another
    accepted proposal, when no section would be left, or when another section carries the label.
    """
    group = find_structure(structure_work(load_material(consolidation)), key)
    desk = take_desk(consolidation, group.section_id, counter)
    work = structure_work(load_material(consolidation))
    group = find_structure(work, key)
    check_outcome(outcome, reason, ("accept", "decline"))
    if outcome == "accept":
        _check_free(work, group)
    values: dict[str, object] = {
        "text": _label(work, group, label) if (outcome, group.operation) == ("accept", "add") else None,
        "narrative_id": consolidation.narrative_id,
        "operation": group.operation,
        "group_key": key,
    }
    return save_decision(desk, values, outcome, reason, facilitator, at)


def undo_structure(
    consolidation: Consolidation, key: str, *, facilitator: Person, counter: int, at: datetime
) -> None:
    """Take a decision on structure back. NotFound when there is none."""
    group = find_structure(structure_work(load_material(consolidation)), key)
    desk = take_desk(consolidation, group.section_id, counter)
    if delete_decision(desk, key, facilitator, at) is None:
        raise NotFound


def find_structure(work: StructureWork, key: str) -> StructureGroupWork:
    """Return the structural group with this key, or raise NotFound."""
    for group in work.groups:
        if group.key == key:
            return group
    raise NotFound(_l("This proposal is no longer there: whoever made it has withdrawn it."))


def _check_free(work: StructureWork, group: StructureGroupWork) -> None:
    others = [other for other in work.accepted.values() if other.key != group.key]
    if group.place and any(other.place is group.place for other in others):
        raise InvalidInput(
            _l("Another accepted proposal moves or removes this section. Undo that decision first."),
            field="outcome",
        )
    leaving = sum(other.operation == "remove" for other in others) + (group.operation == "remove")
    if leaving >= len(work.material.places):
        raise InvalidInput(_l("At least one section must stay."), field="outcome")


def _label(work: StructureWork, group: StructureGroupWork, wanted: str | None) -> str:
    """Return the printed label of a section that is added; InvalidInput when it is taken or too long."""
    if wanted is None:
        return proposed_label(work, group)
    label = " ".join(normalise(wanted).split())
    if len(label) > LONGEST_LABEL:
        raise InvalidInput(
            _l("Use at most %(most)s signs for the number.", most=LONGEST_LABEL), field="label"
        )
    standings = outline(work, group)
    at = next(number for number, standing in enumerate(standings) if standing.one is group)
    if is_taken([(standing.depth, standing.label) for standing in standings], at, label):
        raise InvalidInput(_l("Another section carries this number already."), field="label")
    return label
