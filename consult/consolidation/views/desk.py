"""The desk as a whole: start it, see what is left, give it up, bring it up to date."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa
from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import selectinload

from consult.consultations.models import Consultation
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import ConsultError
from consult.narratives.models import Narrative
from consult.narratives.services import latest_revision, narrative_by_slug
from consult.rules.permissions import Facts, Permission
from consult.web.access import check, may, me, requires
from consult.web.forms import choices
from consult.web.pages import render_page

from ..foreign import left_to_render, unconfirmed
from ..forms import StartForm
from ..models import Consolidation
from ..overview import desk_work
from ..services import (
    abandon_consolidation,
    bring_up_to_date,
    free_consultations,
    start_consolidation,
)
from ..services.releases import open_objections
from .base import bp, load, material_for, may_work, seen_other, words
from .queue import queue_context


class Start:
    """A narrative about to be consolidated: whoever facilitates one of its closed consultations may begin.

    Whoever facilitates one that has its desk already may come too, and is led there.
    """

    def __init__(self, narrative: Narrative) -> None:
        self.narrative = narrative
        self.free = free_consultations(narrative, now())
        self.desks = _desks_of(narrative)

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks."""
        about = self.narrative.facts(at)
        return Facts(
            narrative_id=about.narrative_id,
            consultation_ids=frozenset(row.id for row in [*self.free, *self._at_work()]),
            read_audience=about.read_audience,
        )

    def _at_work(self) -> Iterator[Consultation]:
        return (row for desk in self.desks for row in desk.consultations)


def _desks_of(narrative: Narrative) -> list[Consolidation]:
    """Return the desks of a narrative that are open or published, the oldest first."""
    rows = db.session.scalars(
        sa.select(Consolidation)
        .where(Consolidation.narrative_id == narrative.id, Consolidation.state != "abandoned")
        .options(selectinload(Consolidation.consultations))
        .order_by(Consolidation.started_at, Consolidation.id)
    )
    return list(rows)


def load_start(slug: str) -> Start:
    """Return what can be consolidated of the narrative with this slug."""
    return Start(narrative_by_slug(slug))


@bp.get("/narratives/<slug>/consolidations/new")
@requires(Permission.CONSOLIDATION_START, load_start)
def start(thing: Start) -> ResponseReturnValue:
    """Ask which closed consultations are consolidated; where none waits, lead to the one desk there is."""
    mine = [row for row in thing.desks if may(Permission.CONSOLIDATION_WORK, row)]
    at_hand = [row for row in mine if row.is_open] or mine[-1:]
    choosable = _mine(thing)
    if len(at_hand) == 1 and not choosable:
        return seen_other("desk", consolidation_id=at_hand[0].public_id)
    form = _start_form(thing)
    if len(choosable) == 1:
        form.consultations.data = [choosable[0].public_id]
    return _start_page(thing, form)


@bp.post("/narratives/<slug>/consolidations/new")
@requires(Permission.CONSOLIDATION_START, load_start)
def begin(thing: Start) -> ResponseReturnValue:
    """Start the consolidation. A second press finds it started and leads there."""
    form = _start_form(thing)
    started = _started(thing, form.consultations.data or [])
    if started is not None:
        return seen_other("desk", consolidation_id=started.public_id)
    chosen = [row for row in _mine(thing) if row.public_id in (form.consultations.data or [])]
    for consultation in chosen:
        check(Permission.CONSOLIDATION_START, consultation)
    try:
        if not form.validate():
            return _start_page(thing, form, 422)
        row = start_consolidation(thing.narrative, chosen, me(), now())
    except ConsultError as refusal:
        form.consultations.errors = [str(refusal.message)]
        return _start_page(thing, form, refusal.status)
    flash(_("The merge desk is open. Everything is saved as you decide it."), "success")
    return seen_other("desk", consolidation_id=row.public_id)


def _started(thing: Start, ids: Sequence[str]) -> Consolidation | None:
    """Return the desk that answers exactly the consultations with these ids, for those who work there."""
    return next(
        (
            row
            for row in thing.desks
            if {one.public_id for one in row.consultations} == set(ids)
            and may(Permission.CONSOLIDATION_WORK, row)
        ),
        None,
    )


def _mine(thing: Start) -> list[Consultation]:
    return [row for row in thing.free if may(Permission.CONSOLIDATION_START, row)]


def _start_form(thing: Start) -> StartForm:
    form = StartForm()
    form.consultations.choices = choices(
        [
            (
                row.public_id,
                _("%(title)s (on version %(number)s)", title=row.title, number=row.base_revision.number),
            )
            for row in _mine(thing)
        ]
    )
    return form


def _start_page(thing: Start, form: StartForm, status: int = 200) -> ResponseReturnValue:
    desks = [row for row in thing.desks if row.is_open and may(Permission.CONSOLIDATION_READ, row)]
    return render_page(
        "consolidation/start.html", narrative=thing.narrative, form=form, desks=desks, status=status
    )


@bp.get("/consolidations/<consolidation_id>")
@requires(Permission.CONSOLIDATION_READ, load)
def desk(row: Consolidation) -> ResponseReturnValue:
    """Show what is done and what is left; after publication, what it became."""
    if row.state == "published":
        return render_page("consolidation/published.html", consolidation=row, **words())
    latest = latest_revision(row.narrative, row.line)
    work = desk_work(material_for(row))
    return render_page(
        "consolidation/desk.html",
        consolidation=row,
        desk=work,
        newer=latest if latest and latest.id != row.ground.id else None,
        can_work=may_work(row),
        objections=open_objections(row) if may_work(row) else [],
        to_render=left_to_render(work.material),
        unconfirmed=unconfirmed(work.material, now()),
        **queue_context(row, work, can_work=may_work(row)),
        **words(),
    )


@bp.get("/consolidations/<consolidation_id>/next")
@requires(Permission.CONSOLIDATION_WORK, load)
def go_on(row: Consolidation) -> ResponseReturnValue:
    """Lead to where something is left to do, at last to publication."""
    desk = desk_work(material_for(row))
    values = {"key": desk.next_section.section.key} if desk.next_section else {}
    if values:
        endpoint = "section"
    elif desk.structure.undecided or desk.structure.unanswered:
        endpoint = "structure"
    else:
        endpoint = "loose" if desk.loose_unanswered else "publish"
    return seen_other(endpoint, consolidation_id=row.public_id, **values)


@bp.post("/consolidations/<consolidation_id>/abandon")
@requires(Permission.CONSOLIDATION_WORK, load)
def abandon(row: Consolidation) -> ResponseReturnValue:
    """Give the consolidation up."""
    abandon_consolidation(row, me(), now())
    flash(_("This merge desk is closed. Its consultations can be consolidated anew."), "info")
    return seen_other("desk", consolidation_id=row.public_id)


@bp.post("/consolidations/<consolidation_id>/update")
@requires(Permission.CONSOLIDATION_WORK, load)
def update(row: Consolidation) -> ResponseReturnValue:
    """Bring the desk onto the newest revision of its line."""
    lost = bring_up_to_date(row, me(), now())
    flash(
        ngettext(
            "The desk stands on the newest version. One decision must be taken again.",
            "The desk stands on the newest version. Decisions to take again: %(num)d.",
            lost,
        ),
        "success",
    )
    return seen_other("desk", consolidation_id=row.public_id)
