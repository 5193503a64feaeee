"""The pages: which passage and why, where it stands, done. What was blacked out before is listed without its words."""

import sqlalchemy as sa
from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.contributions.labels import KINDS
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import ConsultError, StaleBase
from consult.core.removals import Removal, RemovalPlace
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.links import url_for
from consult.web.pages import render_page

from . import services
from .forms import PassageForm
from .places import Places, places_of
from .plan import Plan

bp = Blueprint("blackouts", __name__)


@bp.get("/network/black-out")
@requires(Permission.PASSAGE_BLACK_OUT)
def passages() -> ResponseReturnValue:
    """Ask which words, and show what was blacked out before."""
    return _page(PassageForm(formdata=None))


@bp.post("/network/black-out/preview")
@requires(Permission.PASSAGE_BLACK_OUT)
def preview() -> ResponseReturnValue:
    """Say where the words stand. Nothing is changed."""
    form = PassageForm()
    if not form.validate():
        return _page(form, status=422)
    try:
        return _page(form, places_of(services.look_for(form.wordings.data or "")))
    except ConsultError as refusal:
        return _refused(form, refusal)


@bp.post("/network/black-out")
@requires(Permission.PASSAGE_BLACK_OUT)
def black_out() -> ResponseReturnValue:
    """Do it, where the number of places that was typed is the one that was shown."""
    form = PassageForm()
    if not form.validate():
        return _page(form, status=422)
    try:
        return _done(form)
    except StaleBase as refusal:
        plan = refusal.details["plan"]
        assert isinstance(plan, Plan)
        return _refused(form, refusal, places_of(plan))
    except ConsultError as refusal:
        return _refused(form, refusal)


def _done(form: PassageForm) -> ResponseReturnValue:
    lines = form.wordings.data or ""
    plan = services.look_for(lines)
    if _typed(form) != plan.size:
        form.number.errors = [_("This is not the number of places that is shown below.")]
        return _page(form, places_of(plan), 422)
    services.black_out(lines, reason=form.reason.data or "", mark=form.mark.data or "", actor=me(), at=now())
    said = ngettext("Blacked out in %(num)d place.", "Blacked out in %(num)d places.", plan.size)
    flash(said, "success")
    return redirect(url_for("blackouts.passages"), 303)


def _typed(form: PassageForm) -> int | None:
    """Return the number that was typed, in the figures of any script."""
    typed = (form.number.data or "").strip()
    return int(typed) if typed.isdecimal() else None


def _refused(form: PassageForm, refusal: ConsultError, places: Places | None = None) -> ResponseReturnValue:
    field = form[str(refusal.details.get("field", "wordings"))]
    field.errors = [str(refusal.message)]
    return _page(form, places, refusal.status)


def _page(form: PassageForm, places: Places | None = None, status: int = 200) -> ResponseReturnValue:
    answer = render_page(
        "blackouts/passages.html",
        form=form,
        places=places,
        kinds=KINDS,
        done=_done_before() if places is None else [],
        status=status,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _done_before() -> list[tuple[Removal, int]]:
    """Return what was blacked out before, the newest first, with how many places it had."""
    counts = (
        sa.select(RemovalPlace.removal_id, sa.func.count().label("number"))
        .group_by(RemovalPlace.removal_id)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(Removal, counts.c.number)
        .outerjoin(counts, counts.c.removal_id == Removal.id)
        .where(Removal.kind == "passage")
        .order_by(Removal.id.desc())
    )
    return [(removal, number or 0) for removal, number in rows]
