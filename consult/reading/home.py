"""The start page: what is open now, and the narratives."""

import sqlalchemy as sa
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from consult.consultations.merge_desk import desk_of
from consult.consultations.models import Consultation
from consult.consultations.next_step import Step, to_consolidate
from consult.core.clock import now
from consult.core.database import db
from consult.narratives.models import GLOBAL_LINE, Narrative, Revision
from consult.people.chrome import current_network
from consult.rules.permissions import Permission
from consult.web.access import PUBLIC, may
from consult.web.links import url_for
from consult.web.pages import render_page

from .blueprint import bp
from .words import consultation_window

RECENTLY_CLOSED = 5


@bp.get("/")
@PUBLIC
def home() -> ResponseReturnValue:
    """Show the narratives and consultations that the reader may see; what closes first comes first."""
    consultations = _consultations()
    at = now()
    by_state: dict[str, list[Consultation]] = {"open": [], "announced": [], "closed": []}
    for row in consultations:
        by_state[row.state(at)].append(row)
    closed = by_state["closed"][::-1][:RECENTLY_CLOSED]
    shown = [*by_state["open"], *by_state["announced"], *by_state["closed"]]
    network = current_network()
    return render_page(
        "reading/home.html",
        description=network.description if network else "",
        narratives=_narratives(),
        first_open=by_state["open"][0] if len(by_state["open"]) == 1 else None,
        windows={row.id: consultation_window(row, at) for row in shown},
        groups=[
            (_("Open now"), by_state["open"]),
            (_("Opening soon"), by_state["announced"]),
            (_("Closed"), closed),
        ],
        waiting=_waiting(closed),
    )


def _waiting(closed: list[Consultation]) -> list[tuple[Consultation, Step]]:
    """Return the closed consultations that the reader is to consolidate, with the way to the merge desk."""
    own = [row for row in closed if may(Permission.CONSOLIDATION_START, row)]
    steps = [(row, to_consolidate(row, url_for, desk_of(row))) for row in own]
    return [(row, step) for row, step in steps if step]


def _consultations() -> list[Consultation]:
    rows = db.session.scalars(sa.select(Consultation).order_by(Consultation.closes_at))
    return [row for row in rows if may(Permission.CONSULTATION_READ, row)]


def _narratives() -> list[tuple[Narrative, Revision]]:
    """Return each readable narrative with the newest revision of its global line."""
    rows = db.session.scalars(
        sa.select(Revision)
        .where(Revision.line == GLOBAL_LINE)
        .order_by(Revision.narrative_id, Revision.major.desc(), Revision.minor.desc())
        .options(joinedload(Revision.narrative))
    )
    newest: dict[int, Revision] = {}
    for row in rows:
        newest.setdefault(row.narrative_id, row)
    found = [(row.narrative, row) for row in newest.values() if may(Permission.NARRATIVE_READ, row)]
    return sorted(found, key=lambda pair: pair[0].title)
