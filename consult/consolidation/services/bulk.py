"""Deciding and answering many at once: only what a preview showed, and one step takes it back."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from consult.core.errors import InvalidInput, StaleBase
from consult.people.models import Person
from consult.rules.states import DISPOSITIONS

from ..bulk import KINDS, Plan, Wish, plan_of
from ..desk_models import DeskAct
from ..material import load_material
from ..models import Consolidation
from ..overview import desk_work
from .acts import begin_act, lock_desks
from .answers import write_answer
from .decisions import decision_values
from .desk import lock_open, save_decision


def plan_act(consolidation: Consolidation, wish: Wish) -> Plan:
    """Return what an act would do, without doing it. InvalidInput: something is missing."""
    check_wish(wish)
    plan = plan_of(desk_work(load_material(consolidation, is_full=True)), wish)
    if not plan.size:
        raise InvalidInput(_l("Nothing fits this now."), field="chosen")
    return plan


def do_act(
    consolidation: Consolidation, wish: Wish, token: str, *, facilitator: Person, at: datetime
) -> DeskAct:
    """Do what a preview showed; return the act. StaleBase (`plan`): it would be something else now."""
    lock_open(consolidation)
    desks = lock_desks(consolidation, _section_ids(consolidation))
    plan = plan_act(consolidation, wish)
    if plan.token != token:
        raise StaleBase(_l("Something has changed meanwhile. Look again at what this does."), plan=plan)
    act = begin_act(consolidation, wish.kind, wish.reason, facilitator, at)
    outcome = "accept" if wish.kind == "accept" else "decline"
    for work, group in plan.changes:
        values = decision_values(consolidation, group.hunk, group.key, None)
        save_decision(desks[work.section.id], values, outcome, wish.reason, facilitator, at, act=act)
    for row in plan.contributions:
        write_answer(consolidation, row, wish.disposition, wish.reason, facilitator, at, act=act)
    act.size = plan.size
    return act


def check_wish(wish: Wish) -> None:
    """Refuse a wish that lacks something."""
    if wish.kind not in KINDS:
        raise InvalidInput(_l("Choose what shall be done."), field="chosen")
    if wish.kind == "accept" and wish.regions < 1:
        raise InvalidInput(_l("At least one region."), field="regions")
    if wish.kind != "accept" and not wish.chosen:
        raise InvalidInput(_l("Choose at least one."), field="chosen")
    if wish.kind != "accept" and not wish.reason.strip():
        raise InvalidInput(_l("Give a short reason: the authors will read it."), field="reason")
    if wish.kind == "answer" and wish.disposition not in DISPOSITIONS:
        raise InvalidInput(_l("Choose an answer."), field="disposition")


def _section_ids(consolidation: Consolidation) -> Sequence[int]:
    return [place.section_id for place in consolidation.ground.places]
