"""Many at once: what can be done together, a preview of exactly that, the act."""

from typing import cast

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.errors import InvalidInput, StaleBase
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.pages import render_page

from .. import services
from ..bulk import KINDS, Plan, Wish, acceptable, alike_sets, open_to_decline
from ..forms import BulkForm
from ..material import load_material
from ..models import Consolidation
from ..overview import DeskWork, desk_work
from .acts import acts_of
from .base import bp, load, may_work, seen_other, words
from .reasons import offered_reasons

LONGEST = 20
"""So many changes of the whole desk are listed at once for declining; else a section is chosen first."""


@bp.get("/consolidations/<consolidation_id>/bulk")
@requires(Permission.CONSOLIDATION_WORK, load)
def bulk(row: Consolidation) -> ResponseReturnValue:
    """Show what can be decided or answered together."""
    if not may_work(row):
        return seen_other("desk", consolidation_id=row.public_id)
    return _page(row, {})


@bp.post("/consolidations/<consolidation_id>/bulk")
@requires(Permission.CONSOLIDATION_WORK, load)
def bulk_act(row: Consolidation) -> ResponseReturnValue:
    """Show what an act would do, or do it, as the pressed button says."""
    form = BulkForm()
    if not form.validate():
        return _page(row, {_name(form): form}, status=422)
    wish = _wish(form)
    try:
        if request.form.get("step") != "do":
            return _preview(row, form, services.plan_act(row, wish))
        act = services.do_act(row, wish, request.form.get("token", ""), facilitator=me(), at=now())
    except StaleBase as refusal:
        plan = cast(Plan, refusal.details["plan"])
        return _preview(row, form, plan, problem=str(refusal.message), status=409)
    except InvalidInput as refusal:
        form[str(refusal.details["field"])].errors = [str(refusal.message)]
        return _page(row, {_name(form): form}, status=422)
    flash(
        _("Done: %(number)s. You can take all of it back here, until publication.", number=act.size),
        "success",
    )
    return seen_other("bulk", "acts", consolidation_id=row.public_id)


def _wish(form: BulkForm) -> Wish:
    return Wish(
        kind=form.kind.data or "",
        reason=form.reason.data or "",
        regions=form.regions.data or 0,
        chosen=frozenset(form.chosen.data or ()),
        disposition=form.disposition.data or "",
    )


def _name(form: BulkForm) -> str:
    """Return which form of the page came back; those for answering are many, so they come back at the top."""
    return form.kind.data if form.kind.data in KINDS else "answer"


def _preview(
    row: Consolidation, form: BulkForm, plan: Plan, *, problem: str = "", status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "consolidation/bulk_preview.html",
        status=status,
        consolidation=row,
        form=form,
        plan=plan,
        problem=problem,
        **words(),
    )


def _page(row: Consolidation, typed: dict[str, BulkForm], status: int = 200) -> ResponseReturnValue:
    desk = desk_work(load_material(row, is_full=True))
    section = request.args.get("section", "")
    changes = open_to_decline(desk, section)
    levels = _levels(desk)
    fresh = BulkForm(formdata=None, data={"regions": min(len(levels), 2)})
    sets = alike_sets(desk)
    waiting = sum(group.needs_decision for _work, group in changes)
    is_long = not section and len(changes) > LONGEST
    return render_page(
        "consolidation/bulk.html",
        status=status,
        consolidation=row,
        desk=desk,
        section=section,
        levels=levels,
        changes=[] if is_long else changes,
        left_out=len(changes) if is_long else 0,
        waiting=waiting,
        uncontested=len(changes) - waiting,
        sets=sets,
        reasons=offered_reasons(row, [one.contributions[0] for one in sets]),
        acts=acts_of(row),
        form_of=lambda kind: typed.get(kind) or fresh,
        typed=typed,
        **words(),
    )


def _levels(desk: DeskWork) -> list[tuple[int, int]]:
    """Return for one, two, … regions how many changes would be accepted, as long as there are any."""
    found = []
    for regions in range(1, 12):
        if not (number := len(acceptable(desk, regions))):
            break
        found.append((regions, number))
    return found
