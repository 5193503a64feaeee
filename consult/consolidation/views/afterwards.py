"""After publication: adopting a revision, marking it as read, taking it back, withdrawing a reservation."""

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.consultations.models import Consultation
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import ConsultError, InvalidInput, NotFound
from consult.core.loading import by_public_id
from consult.narratives.models import Revision
from consult.narratives.services import find_revision
from consult.rules.permissions import Permission
from consult.web.access import may, me, requires
from consult.web.pages import render_page

from ..adoption_models import Adoption
from ..reservation_models import Reservation
from ..review_forms import AdoptionForm, ReasonForm
from ..services import adoption as verbs
from ..services.reservations import withdraw_reservation
from ..services.reverting import Publication, revert_revision
from .base import bp


def load_revision(slug: str, number: str) -> Revision:
    """Return a revision of a narrative's global line."""
    found = find_revision(slug, number)
    if found is None:
        raise NotFound
    return found


def load_publication(slug: str, number: str) -> Publication:
    """Return a revision as something that can be taken back."""
    return Publication(load_revision(slug, number))


@bp.get("/narratives/<slug>/<number>/revert")
@requires(Permission.REVISION_REVERT, load_publication)
def revert(thing: Publication) -> ResponseReturnValue:
    """Ask why a publication is taken back."""
    return _revert_page(thing.revision, ReasonForm(formdata=None))


@bp.post("/narratives/<slug>/<number>/revert")
@requires(Permission.REVISION_REVERT, load_publication)
def revert_now(thing: Publication) -> ResponseReturnValue:
    """Take a publication back by a new revision."""
    form = ReasonForm()
    try:
        if not form.validate():
            return _revert_page(thing.revision, form, status=422)
        revision = revert_revision(thing.revision, me(), form.reason.data or "", now())
    except ConsultError as refusal:
        form.reason.errors = [str(refusal.message)]
        return _revert_page(thing.revision, form, status=refusal.status)
    flash(_("Version %(number)s takes it back.", number=revision.number), "success")
    return _to(revision)


def _revert_page(revision: Revision, form: ReasonForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page(
        "consolidation/revert.html", revision=revision, narrative=revision.narrative, form=form, status=status
    )


@bp.get("/narratives/<slug>/<number>/adoption")
@requires(Permission.NARRATIVE_READ, load_revision)
def adoption(revision: Revision) -> ResponseReturnValue:
    """Show how the working group adopts a revision, and let members act."""
    return _adoption_page(revision, _fresh(revision))


@bp.post("/narratives/<slug>/<number>/adoption")
@requires(Permission.REVISION_ADOPT, load_revision)
def adopt(revision: Revision) -> ResponseReturnValue:
    """Record an adoption by a meeting, or begin one in writing."""
    form = AdoptionForm()
    try:
        if not form.validate():
            return _adoption_page(revision, form, status=422)
        verbs.adopt_revision(
            revision,
            form.kind.data or "",
            me(),
            now(),
            note=form.note.data or "",
            until=form.until,
            zone=form.zone.data,
        )
    except InvalidInput as refusal:
        form[str(refusal.details["field"])].errors = [str(refusal.message)]
        return _adoption_page(revision, form, status=422)
    return _to(revision, "consolidation.adoption")


def load_adoption(adoption_id: str) -> Adoption:
    """Return the adoption with this public id."""
    return by_public_id(Adoption, adoption_id)


@bp.post("/adoptions/<adoption_id>/objection")
@requires(Permission.ADOPTION_OBJECT, load_adoption)
def object_to_adoption(row: Adoption) -> ResponseReturnValue:
    """Take a member's objection, or take it back."""
    if "withdraw" in request.form:
        verbs.withdraw_adoption_objection(row, me(), now())
        return _to(row.revision, "consolidation.adoption")
    form = ReasonForm()
    if not form.validate():
        return _adoption_page(row.revision, _fresh(row.revision), objection=form, status=422)
    verbs.object_to_adoption(row, me(), form.reason.data or "", now())
    return _to(row.revision, "consolidation.adoption")


def _fresh(revision: Revision) -> AdoptionForm:
    """Return the form with the zone in which the narrative's newest consultation was held."""
    zone = db.session.scalar(
        sa.select(Consultation.zone)
        .where(Consultation.narrative_id == revision.narrative_id)
        .order_by(Consultation.id.desc())
        .limit(1)
    )
    return AdoptionForm(formdata=None, data={"kind": "meeting", "zone": zone or "UTC"})


def _adoption_page(
    revision: Revision, form: AdoptionForm, *, objection: ReasonForm | None = None, status: int = 200
) -> ResponseReturnValue:
    rows, at = verbs.adoptions_of(revision), now()
    return render_page(
        "consolidation/adoption.html",
        revision=revision,
        narrative=revision.narrative,
        adoptions=[(row, row.state(at)) for row in rows],
        can_begin=may(Permission.REVISION_ADOPT, revision)
        and all(row.state(at) == "objected" for row in rows),
        can_object=may(Permission.ADOPTION_OBJECT, revision),
        sees_names=may(Permission.REVISION_LOOK, revision),
        form=form,
        objection=objection or ReasonForm(formdata=None),
        status=status,
    )


@bp.post("/narratives/<slug>/<number>/look")
@requires(Permission.REVISION_LOOK, load_revision)
def look(revision: Revision) -> ResponseReturnValue:
    """Note that the reader has looked at this revision."""
    verbs.mark_look(revision, me(), now())
    flash(_("Noted: you have looked at version %(number)s.", number=revision.number), "success")
    return _to(revision)


def load_reservation(reservation_id: str) -> Reservation:
    """Return the reservation with this public id."""
    return by_public_id(Reservation, reservation_id)


@bp.post("/reservations/<reservation_id>/withdraw")
@requires(Permission.RESERVATION_WITHDRAW, load_reservation)
def withdraw_own_reservation(row: Reservation) -> ResponseReturnValue:
    """Withdraw one's own reservation."""
    withdraw_reservation(row, me(), now())
    flash(_("Your reservation is withdrawn."), "success")
    return _to(row.revision)


def _to(revision: Revision, endpoint: str = "reading.revision") -> ResponseReturnValue:
    return redirect(url_for(endpoint, slug=revision.narrative.slug, number=revision.number), 303)
