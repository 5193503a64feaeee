"""Extend a consultation or close it early, with a reason that everybody sees."""

from flask import Response, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.errors import InvalidInput, WrongState
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.pages import render_page

from ..forms import CloseForm, ExtendForm, present_values
from ..models import Consultation
from ..services import close_early, consultation_by_id, extend_window, window_changes
from ..windows import WALL
from ..words import change_sentence, state_sentence
from .blueprint import bp, page_of
from .refusals import show_on


@bp.get("/consultations/<consultation_id>/window")
@requires(Permission.CONSULTATION_MANAGE, consultation_by_id)
def window(consultation: Consultation) -> ResponseReturnValue:
    """Show both forms, and what was changed before."""
    return _page(consultation, ExtendForm(formdata=None, data=present_values(consultation)), _close_form())


@bp.post("/consultations/<consultation_id>/window/extend")
@requires(Permission.CONSULTATION_MANAGE, consultation_by_id)
def extend(consultation: Consultation) -> ResponseReturnValue:
    """Let it close later."""
    form = ExtendForm()
    closes_at = form.closing(consultation.zone) if form.validate() else None
    if closes_at is None:
        return _page(consultation, form, _close_form(), 422)
    wall = form.wall_time("closes").wall.strftime(WALL)
    try:
        extend_window(consultation, closes_at, wall, form.reason.data or "", actor=me(), at=now())
    except (InvalidInput, WrongState) as error:
        show_on(form, error, "closes_day")
        return _page(consultation, form, _close_form(), error.status)
    flash(_("The consultation is extended. The reason is shown on its page."), "success")
    return redirect(page_of(consultation), 303)


@bp.post("/consultations/<consultation_id>/window/close")
@requires(Permission.CONSULTATION_MANAGE, consultation_by_id)
def close(consultation: Consultation) -> ResponseReturnValue:
    """Close it now."""
    form = CloseForm()
    extend_form = ExtendForm(formdata=None, data=present_values(consultation))
    if not form.validate():
        return _page(consultation, extend_form, form, 422)
    try:
        close_early(consultation, form.close_reason.data or "", actor=me(), at=now())
    except WrongState as error:
        show_on(form, error, "close_reason")
        return _page(consultation, extend_form, form, error.status)
    flash(_("The consultation is closed. The reason is shown on its page."), "success")
    return redirect(page_of(consultation), 303)


def _close_form() -> CloseForm:
    return CloseForm(formdata=None)


def _page(
    consultation: Consultation, extend_form: ExtendForm, form: CloseForm, status: int = 200
) -> Response:
    at = now()
    return render_page(
        "consultations/window.html",
        consultation=consultation,
        state=consultation.state(at),
        lead=state_sentence(consultation, at),
        changes=[change_sentence(change, consultation) for change in window_changes(consultation)],
        extend_form=extend_form,
        close_form=form,
        status=status,
    )
