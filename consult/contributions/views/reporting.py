"""Reports and appeals: the form, and the list of those that wait for an answer."""

from typing import cast

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.consultations.at_hand import AnyConsultation, ReadConsultation
from consult.core.clock import now
from consult.core.errors import InvalidInput, StaleBase
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.forms import add_problem, clean_line
from consult.web.links import url_for

from ..display import shown_one
from ..forms import ReportAnswerForm, ReportForm
from ..models import Contribution
from ..reports import Report
from ..services import reporting as verbs
from .common import bp, consultation, consultation_page, contribution


@bp.get("/contributions/<contribution_id>/report")
@requires(Permission.CONTRIBUTION_REPORT, contribution)
def report(contribution: Contribution) -> ResponseReturnValue:
    """Ask what is wrong; show what was answered before."""
    return _page(contribution, ReportForm())


@bp.post("/contributions/<contribution_id>/report")
@requires(Permission.CONTRIBUTION_REPORT, contribution)
def send_report(contribution: Contribution) -> ResponseReturnValue:
    """Tell the facilitators."""
    form = ReportForm()
    if not form.validate_on_submit():
        return _page(contribution, form, 422)
    try:
        verbs.report(contribution, me(), now(), words=form.words.data or "")
    except InvalidInput as error:
        add_problem(form, error)
        return _page(contribution, form, 422)
    flash(_("The facilitators are told. Their answer will stand here."), "success")
    return redirect(url_for("contributions.report", contribution_id=contribution.public_id), 303)


@bp.get("/consultations/<consultation_id>/reports")
@requires(Permission.CONTRIBUTION_MODERATE, consultation)
def reports(consultation: ReadConsultation) -> ResponseReturnValue:
    """List the reports and appeals that wait for an answer."""
    return _reports_page(consultation)


@bp.post("/contributions/<contribution_id>/report/answer")
@requires(Permission.CONTRIBUTION_MODERATE, contribution)
def answer_report(contribution: Contribution) -> ResponseReturnValue:
    """Answer one of them. What was typed comes back when it is refused, or when somebody else was first."""
    form = ReportAnswerForm()
    if not form.validate():
        return _reports_page(contribution.consultation, form, status=422)
    named, answer = clean_line(form.report.data or ""), form.answer.data or ""
    try:
        verbs.answer_report(contribution, named, me(), now(), answer=answer)
    except InvalidInput as error:
        add_problem(form, error)
        return _reports_page(contribution.consultation, form, status=422)
    except StaleBase as refusal:
        first = cast(Report, refusal.details["current"])
        return _reports_page(contribution.consultation, form, first=first, status=409)
    flash(_("It is answered."), "success")
    consultation_id = contribution.consultation.public_id
    return redirect(url_for("contributions.reports", consultation_id=consultation_id), 303)


def _reports_page(
    of: AnyConsultation,
    typed: ReportAnswerForm | None = None,
    *,
    first: Report | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Show what waits. `typed`: the form that comes back; `first`: the report that somebody else has answered."""
    waiting = [(one, shown_one(one.contribution)) for one in verbs.open_reports(of.id)]
    return consultation_page(
        "contributions/reports.html", of, waiting=waiting, typed=typed, first=first, status=status
    )


def _page(row: Contribution, form: ReportForm, status: int = 200) -> ResponseReturnValue:
    is_own = row.person_id == me().id
    told = verbs.reported_by(row, me())
    waits = any(one.closed_at is None for one in told)
    return consultation_page(
        "contributions/report.html",
        row.consultation,
        shown=shown_one(row),
        form=None if waits or (is_own and row.hidden_at is None) else form,
        told=told,
        is_own=is_own,
        heading=_("Appeal against hiding") if is_own else _("Report this"),
        status=status,
    )
