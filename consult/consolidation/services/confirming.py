"""Answering what is decided in one step, as the decisions say; one step takes that back, too."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from consult.contributions.models import Contribution
from consult.core.errors import InvalidInput
from consult.narratives.models import Section
from consult.people.models import Person

from ..material import load_material
from ..models import Consolidation, DispositionChange
from ..overview import DeskWork, desk_work
from .acts import begin_act
from .answers import write_answer
from .desk import lock_open


def confirm_proposals(
    consolidation: Consolidation,
    section: Section | None,
    reason: str,
    *,
    facilitator: Person,
    at: datetime,
    only_structure: bool = False,
) -> list[DispositionChange]:
    """Answer every amendment whose changes are all decided as the decisions say, with one reason; return the answers.

    They are one act, which one step takes back. `section` None: all sections, and the structural proposals; with
    `only_structure` these alone. What is answered already stays.
    """
    lock_open(consolidation)
    if not reason.strip():
        raise InvalidInput(_l("Give a short reason: the authors will read it."), field="reason")
    desk = desk_work(load_material(consolidation))
    rows = _within(desk, section, only_structure=only_structure)
    found = [
        (row, disposition)
        for row in rows
        if row.id not in desk.material.answers and (disposition := desk.proposal(row))
    ]
    if not found:
        return []
    act = begin_act(consolidation, "answer", reason, facilitator, at)
    act.size = len(found)
    return [
        write_answer(consolidation, row, disposition, reason, facilitator, at, act=act)
        for row, disposition in found
    ]


def _within(desk: DeskWork, section: Section | None, *, only_structure: bool) -> list[Contribution]:
    """Return the contributions that stand on one page of the desk, or on all of them."""
    if section is not None:
        return [row for work in desk.sections if work.section.id == section.id for row in work.contributions]
    return desk.structure.contributions if only_structure else desk.material.contributions
