"""Sections to be added, removed or moved: the proposals and the decisions on them."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.errors import InvalidInput, StaleBase
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.pages import render_page, wants_fragment

from .. import services
from ..forms import ReasonForm, StructureForm
from ..models import Consolidation
from ..outline import proposed_label
from ..structure import STRUCTURAL, structure_work
from .acts import acts_of
from .base import bp, counter, load, material_for, may_work, prefix, seen_other, words
from .cards import Cards, people_of
from .reasons import offered_reasons


@bp.get("/consolidations/<consolidation_id>/structure")
@requires(Permission.CONSOLIDATION_READ, load)
def structure(row: Consolidation) -> ResponseReturnValue:
    """Show the structural proposals."""
    return structure_page(row)


@bp.post("/consolidations/<consolidation_id>/structure/<group>")
@requires(Permission.CONSOLIDATION_WORK, load)
def decide_structure(row: Consolidation, group: str) -> ResponseReturnValue:
    """Accept or decline a structural proposal, or undo that, as the pressed button says."""
    form = StructureForm(prefix=prefix(group))
    outcome = request.form.get("outcome", "")
    given: dict[str, Any] = {"facilitator": me(), "counter": counter(), "at": now()}

    def act() -> object:
        if outcome == "undo":
            services.undo_structure(row, group, **given)
            return None
        return services.decide_structure(
            row, group, outcome, reason=form.reason.data or "", label=form.label.data, **given
        )

    return _act(row, group, form, act)


@bp.post("/consolidations/<consolidation_id>/structure-answers")
@requires(Permission.CONSOLIDATION_WORK, load)
def confirm_structure(row: Consolidation) -> ResponseReturnValue:
    """Answer the structural proposals as the decisions say, with one reason."""
    form = ReasonForm(prefix=prefix("confirm"))

    def act() -> object:
        return services.confirm_proposals(
            row, None, form.reason.data or "", facilitator=me(), at=now(), only_structure=True
        )

    return _act(row, "confirm", form, act)


def _act(
    row: Consolidation, group: str, form: StructureForm | ReasonForm, act: Callable[[], object]
) -> ResponseReturnValue:
    if not form.validate():
        return structure_page(row, typed={group: form}, status=422)
    try:
        act()
    except StaleBase as refusal:
        return structure_page(
            row, typed={group: form}, stale=people_of(refusal.details["changes"]), status=409
        )
    except InvalidInput as refusal:
        return structure_page(row, typed={group: form}, refusal=(group, refusal), status=422)
    if wants_fragment():
        return structure_page(row, saved=_("Saved."), focus=group)
    return seen_other("structure", f"at-{group[:12]}", consolidation_id=row.public_id)


def structure_page(
    row: Consolidation,
    *,
    typed: dict[str, Any] | None = None,
    refusal: tuple[str, InvalidInput] | None = None,
    stale: list[Any] | None = None,
    stale_answer: str = "",
    saved: str = "",
    focus: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    """Return the page of structural proposals."""
    material = material_for(row, is_full=True, only=Contribution.operation.in_(STRUCTURAL))
    work = structure_work(material)
    return render_page(
        "consolidation/structure.html",
        block="desk_section",
        status=status,
        consolidation=row,
        work=work,
        labels={group.key: proposed_label(work, group) for group in work.groups if group.waits_for_label},
        material=material,
        cards=Cards(row, material, typed or {}, refusal, focus),
        can_work=may_work(row),
        acts=acts_of(row, is_structural=True) if may_work(row) else [],
        reasons=offered_reasons(row, work.contributions) if may_work(row) else {},
        stale=stale,
        stale_answer=stale_answer,
        saved=saved,
        **words(),
    )
