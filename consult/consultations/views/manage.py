"""Open a consultation, edit it."""

from typing import Any

import sqlalchemy as sa
from flask import Response, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import ConsultError, InvalidInput, StaleBase, WrongState
from consult.narratives.models import Narrative, Revision
from consult.narratives.services import narrative_by_slug
from consult.people.models import Region
from consult.rules.permissions import Permission
from consult.web.access import may, me, requires
from consult.web.pages import render_page

from ..facilitators import let_facilitate, who_could_facilitate
from ..forms import ConsultationForm, present_values
from ..models import Consultation
from ..services import consultation_by_id, create_consultation, edit_consultation
from .blueprint import bp, network_languages, page_of
from .refusals import show_on


@bp.get("/narratives/<slug>/consultations/new")
@requires(Permission.CONSULTATION_MANAGE, narrative_by_slug)
def new(narrative: Narrative) -> ResponseReturnValue:
    """Ask what the consultation is about, whom it asks, and when."""
    return _new_page(narrative, _new_form(narrative, data={"zone": _usual_zone(narrative)}))


@bp.post("/narratives/<slug>/consultations/new")
@requires(Permission.CONSULTATION_MANAGE, narrative_by_slug)
def create(narrative: Narrative) -> ResponseReturnValue:
    """Announce the consultation, or open it when its time has come."""
    form = _new_form(narrative)
    if not form.validate():
        return _new_page(narrative, form, 422)
    base = form.chosen_base()
    assert base is not None  # the form is valid
    assert form.window is not None
    try:
        consultation = create_consultation(
            narrative,
            form.details(),
            form.window,
            base=base,
            questions=form.wordings(),
            actor=me(),
            at=now(),
        )
    except InvalidInput as error:
        show_on(form, error, "title")
        return _new_page(narrative, form, 422)
    named, actor = form.chosen_facilitator(), me()
    if named and actor:
        let_facilitate(consultation, named, actor=actor, at=now())
    flash(
        _("The consultation is set up. It opens and closes by itself: look at its times once more."),
        "success",
    )
    return redirect(page_of(consultation), 303)


@bp.get("/consultations/<consultation_id>/edit")
@requires(Permission.CONSULTATION_MANAGE, consultation_by_id)
def edit(consultation: Consultation) -> ResponseReturnValue:
    """Show the form with what stands there now."""
    return _edit_page(consultation, _edit_form(consultation, data=present_values(consultation)))


@bp.post("/consultations/<consultation_id>/edit")
@requires(Permission.CONSULTATION_MANAGE, consultation_by_id)
def save(consultation: Consultation) -> ResponseReturnValue:
    """Change what may still be changed."""
    form = _edit_form(consultation)
    if not form.validate():
        return _edit_page(consultation, form, 422)
    try:
        edit_consultation(
            consultation,
            form.details(),
            version=int(form.version.data) if (form.version.data or "").isdecimal() else 0,
            window=form.window,
            base=form.chosen_base(),
            actor=me(),
            at=now(),
        )
    except (InvalidInput, WrongState) as error:
        return _refused(consultation, form, error)
    flash(_("The changes are saved."), "success")
    return redirect(page_of(consultation), 303)


def _form(narrative: Narrative, **kwargs: Any) -> ConsultationForm:
    revisions = db.session.scalars(
        sa.select(Revision).where(Revision.narrative_id == narrative.id).order_by(Revision.id.desc())
    )
    regions = db.session.scalars(sa.select(Region).order_by(Region.position, Region.code))
    return ConsultationForm(list(revisions), list(regions), network_languages(), **kwargs)


def _new_form(narrative: Narrative, **kwargs: Any) -> ConsultationForm:
    """Return the form of a new one; whoever may give roles is asked who facilitates it."""
    form = _form(narrative, **kwargs)
    form.offer_facilitators(who_could_facilitate(now()) if may(Permission.NETWORK_MANAGE) else [])
    return form


def _edit_form(consultation: Consultation, **kwargs: Any) -> ConsultationForm:
    form = _form(consultation.narrative, **kwargs)
    del form.questions
    form.offer_facilitators([])
    if consultation.state(now()) != "announced":
        form.fix_window()
    return form


def _refused(consultation: Consultation, form: ConsultationForm, error: ConsultError) -> Response:
    """Show the form again with what was typed; after somebody else's change also what stands there now."""
    show_on(form, error, "title")
    stale = isinstance(error, StaleBase)
    if stale:
        form.version.data = str(consultation.version)
    return _edit_page(consultation, form, error.status, present=consultation if stale else None)


def _usual_zone(narrative: Narrative) -> str:
    """Return the zone of the newest consultation, of this narrative if it has one: organisers seldom move."""
    own_first = sa.case((Consultation.narrative_id == narrative.id, 0), else_=1)
    zone = db.session.scalar(
        sa.select(Consultation.zone).order_by(own_first, Consultation.id.desc()).limit(1)
    )
    return zone or "UTC"


def _new_page(narrative: Narrative, form: ConsultationForm, status: int = 200) -> Response:
    return render_page("consultations/new.html", narrative=narrative, form=form, status=status)


def _edit_page(
    consultation: Consultation, form: ConsultationForm, status: int = 200, present: Consultation | None = None
) -> Response:
    return render_page(
        "consultations/edit.html", consultation=consultation, form=form, present=present, status=status
    )
