"""Who else is at the desk: each page of a section tells it every half minute, and is told."""

from flask import render_template
from flask.typing import ResponseReturnValue

from consult.core.clock import now
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.pages import wants_fragment

from ..models import Consolidation
from ..services.presence import be_present, others_present
from .base import bp, load, load_section, seen_other


@bp.post("/consolidations/<consolidation_id>/sections/<key>/presence")
@requires(Permission.CONSOLIDATION_WORK, load)
def presence(row: Consolidation, key: str) -> ResponseReturnValue:
    """Note that the reader is at the section; answer who else is at the desk, and where."""
    part = load_section(row, key)
    if row.is_open:
        be_present(row, part, me(), now())
    if not wants_fragment():
        return seen_other("section", consolidation_id=row.public_id, key=key)
    others = others_present(row, me(), now())
    places = {place.section_id: place for place in row.ground.places}
    return render_template(
        "consolidation/_presence.html",
        here=[one.person.display_name for one in others if one.section_id == part.id],
        elsewhere=[
            (one.person.display_name, places[one.section_id].text.heading)
            for one in others
            if one.section_id != part.id and one.section_id in places
        ],
    )
