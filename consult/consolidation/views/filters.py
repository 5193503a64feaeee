"""Choices of the queue that a facilitator keeps for themselves: kept under a name, opened, taken away."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.errors import InvalidInput
from consult.rules.permissions import Permission
from consult.web.access import me, requires

from .. import services
from ..forms import FilterForm
from ..models import Consolidation
from ..services.filters import tidied_query
from .base import bp, load, seen_other


@bp.post("/consolidations/<consolidation_id>/filters")
@requires(Permission.CONSOLIDATION_WORK, load)
def keep_filter(row: Consolidation) -> ResponseReturnValue:
    """Keep what the address chooses under a name."""
    form = FilterForm()
    query = form.query.data or ""
    try:
        if not form.validate():
            raise InvalidInput(next(iter(form.errors.values()))[0], field="name")
        kept = services.keep_filter(row, form.name.data or "", query, person=me(), at=now())
    except InvalidInput as refusal:
        flash(str(refusal.message), "error")
    else:
        flash(_("Kept as “%(name)s”. Only you see it.", name=kept.name), "success")
    return redirect(_desk_with(row, query), 303)


@bp.post("/consolidations/<consolidation_id>/filters/<filter_id>/remove")
@requires(Permission.CONSOLIDATION_WORK, load)
def drop_filter(row: Consolidation, filter_id: str) -> ResponseReturnValue:
    """Take a kept choice away."""
    services.drop_filter(row, filter_id, person=me())
    return seen_other("desk", "filters", consolidation_id=row.public_id)


def query_now() -> str:
    """Return what the address of the page chooses, in its shortest form."""
    return tidied_query(request.query_string.decode(errors="replace"))


def _desk_with(row: Consolidation, query: str) -> str:
    address = url_for("consolidation.desk", consolidation_id=row.public_id)
    chosen = tidied_query(query)
    return f"{address}?{chosen}#filters" if chosen else f"{address}#filters"
