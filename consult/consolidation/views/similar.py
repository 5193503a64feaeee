"""What says nearly the same as a contribution that waits: with what each was answered, so that one answer can do."""

from flask.typing import ResponseReturnValue

from consult.contributions.models import Contribution
from consult.contributions.similar import similar_to
from consult.contributions.similar_shown import LISTED, Told, lines_of
from consult.core.errors import NotFound
from consult.core.loading import by_public_id
from consult.rules.permissions import Permission
from consult.web.access import requires
from consult.web.pages import render_page

from ..bulk import together
from ..material import load_material
from ..models import Consolidation
from .base import bp, load, may_work, words
from .reasons import offered_reasons

MOST = 4 * LISTED


@bp.get("/consolidations/<consolidation_id>/contributions/<contribution_id>/similar")
@requires(Permission.CONSOLIDATION_WORK, load)
def similar(row: Consolidation, contribution_id: str) -> ResponseReturnValue:
    """Show what is like a contribution of the desk, what each was answered, and one form for those that wait."""
    asked = by_public_id(Contribution, contribution_id)
    found = similar_to(asked)
    ids = [asked.id, *(one.id for one in found.similar)]
    material = load_material(row, only=Contribution.id.in_(ids))
    if asked.id not in {one.id for one in material.contributions}:
        raise NotFound
    waiting = sorted(material.unanswered(), key=lambda one: ids.index(one.id))
    return render_page(
        "consolidation/similar.html",
        consolidation=row,
        asked=asked,
        similar=Told(found, lines_of(found, MOST)),
        answers=material.answers,
        waiting={one.id for one in waiting},
        together=together(waiting) if may_work(row) and len(waiting) > 1 else None,
        reasons=offered_reasons(row, waiting[:1]),
        **words(),
    )
