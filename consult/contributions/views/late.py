"""Late arrivals of a consultation: look through them, admit many with one reason, take that back."""

from collections.abc import Sequence
from typing import cast

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.consultations.at_hand import ReadConsultation
from consult.core.clock import now
from consult.core.errors import InvalidInput, StaleBase
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.forms import add_problem, clean_line
from consult.web.links import url_for

from ..display import Shown, shown_list
from ..forms import AdmitManyForm
from ..models import Contribution
from ..services import late as verbs
from .common import bp, consultation, consultation_page


@bp.get("/consultations/<consultation_id>/late")
@requires(Permission.CONTRIBUTION_MODERATE, consultation)
def late(consultation: ReadConsultation) -> ResponseReturnValue:
    """List what arrived late and waits, and what was admitted."""
    return _page(consultation, AdmitManyForm(formdata=None))


@bp.post("/consultations/<consultation_id>/late")
@requires(Permission.CONTRIBUTION_MODERATE, consultation)
def admit_many(consultation: ReadConsultation) -> ResponseReturnValue:
    """Show what would be admitted, or admit it, as the pressed button says."""
    form = AdmitManyForm()
    if not form.validate():
        return _page(consultation, form, 422)
    ids, reason = form.chosen.data or [], form.reason.data or ""
    try:
        if request.form.get("step") != "do":
            return _preview(consultation, form, verbs.chosen_late(consultation.id, ids, reason))
        rows = verbs.admit_many(consultation.id, ids, me(), now(), reason=reason)
    except StaleBase as refusal:
        left = cast(list[Contribution], refusal.details["rows"])
        return _preview(consultation, form, left, problem=str(refusal.message), status=409)
    except InvalidInput as error:
        add_problem(form, error)
        return _page(consultation, form, 422)
    said = _("Done: %(number)s. You can take all of it back here, until publication.", number=len(rows))
    flash(said, "success")
    return _back(consultation)


@bp.post("/consultations/<consultation_id>/late/undo")
@requires(Permission.CONTRIBUTION_MODERATE, consultation)
def undo_admission(consultation: ReadConsultation) -> ResponseReturnValue:
    """Let what was admitted together wait again."""
    kept = verbs.take_admission_back(consultation.id, clean_line(request.form.get("admission", "")), me())
    left = ngettext(
        "It was taken back, but for one that is answered in a published version.",
        "It was taken back, but for %(num)d that are answered in a published version.",
        kept,
    )
    flash(left if kept else _("All of it was taken back."), "success")
    return _back(consultation)


def _page(of: ReadConsultation, form: AdmitManyForm, status: int = 200) -> ResponseReturnValue:
    return consultation_page(
        "contributions/late.html",
        of,
        form=form,
        waiting=_each(verbs.waiting(of.id)),
        admissions=verbs.admissions(of.id),
        status=status,
    )


def _preview(
    of: ReadConsultation,
    form: AdmitManyForm,
    rows: Sequence[Contribution],
    *,
    problem: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    return consultation_page(
        "contributions/late_preview.html", of, form=form, chosen=_each(rows), problem=problem, status=status
    )


def _each(rows: Sequence[Contribution]) -> list[Shown]:
    """Return each as a facilitator reads it, replies on their own: each is admitted by itself."""
    shown = {one.row.id: one for start in shown_list(rows) for one in (start, *start.replies)}
    return [shown[row.id] for row in rows if row.id in shown]


def _back(of: ReadConsultation) -> ResponseReturnValue:
    return redirect(url_for("contributions.late", consultation_id=of.public_id), 303)
