"""Bringing in a survey held elsewhere: its file, its columns, how far it was read, and taking it out again."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from consult.consultations.models import Consultation
from consult.consultations.services import consultation_by_id
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.formats.csv_out import write_csv
from consult.people.models import Region
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.files import csv_answer
from consult.web.forms import add_problem
from consult.web.locale import current_language
from consult.web.moments import written
from consult.web.pages import figure, render_page

from . import services, words
from .files import most_bytes
from .forms import (
    MappingForm,
    ShapeForm,
    UploadForm,
    chosen_columns,
    column_labels,
    day_orders,
    letters,
    mapping_form,
    shortened,
)
from .models import Survey, SurveyFault
from .preview import preview

bp = Blueprint("surveys", __name__)
SHOWN_ROWS, SHOWN_CELL, SHOWN_HEADING = 5, 60, 40


@bp.get("/consultations/<consultation_id>/surveys")
@requires(Permission.SURVEY_IMPORT, consultation_by_id)
def overview(consultation: Consultation) -> ResponseReturnValue:
    """List the surveys of a consultation, and ask for a file."""
    return _overview(consultation, UploadForm(formdata=None))


@bp.post("/consultations/<consultation_id>/surveys")
@requires(Permission.SURVEY_IMPORT, consultation_by_id)
def upload(consultation: Consultation) -> ResponseReturnValue:
    """Take a file, and go on to its columns."""
    form = UploadForm()
    sent = request.files.get("file")
    try:
        if not form.validate() or sent is None or not sent.filename:
            raise InvalidInput(_("Choose a file."), field="file")
        survey = services.take_file(consultation, sent.stream, sent.filename, actor=me(), at=now())
    except InvalidInput as error:
        add_problem(form, error)
        return _overview(consultation, form, 422)
    return redirect(url_for("surveys.show", survey_id=survey.public_id), 303)


@bp.get("/surveys/<survey_id>")
@requires(Permission.SURVEY_IMPORT, services.survey_by_id)
def show(survey: Survey) -> ResponseReturnValue:
    """Show where a survey is: its columns to be chosen, how far it was read, or what came of it."""
    return _page(survey)


@bp.post("/surveys/<survey_id>/look")
@requires(Permission.SURVEY_IMPORT, services.survey_by_id)
def look(survey: Survey) -> ResponseReturnValue:
    """Read the first rows with other characters, or another sign between the columns."""
    form = ShapeForm()
    try:
        if not form.validate():
            return _page(survey, shape=form, status=422)
        services.look_again(survey, form.encoding.data, form.delimiter.data)
    except InvalidInput as error:
        add_problem(form, InvalidInput(error.message, field="encoding"))
        return _page(survey, shape=form, status=422)
    return redirect(url_for("surveys.show", survey_id=survey.public_id), 303)


@bp.post("/surveys/<survey_id>/start")
@requires(Permission.SURVEY_IMPORT, services.survey_by_id)
def start(survey: Survey) -> ResponseReturnValue:
    """Let the file be read by the columns that were chosen."""
    form = _mapping(survey)
    if "look" in request.form:
        return _page(survey, form=form, status=200 if form.is_so_far_valid() else 422)
    if not form.validate():
        return _page(survey, form=form, status=422)
    try:
        services.start_reading(
            survey,
            chosen_columns(survey, form),
            title=form.title.data or "",
            account=form.account.data or "",
            words_for=form.words_for.data,
            actor=me(),
        )
    except InvalidInput as error:
        add_problem(form, error)
        return _page(survey, form=form, status=422)
    return redirect(url_for("surveys.show", survey_id=survey.public_id), 303)


@bp.post("/surveys/<survey_id>/withdraw")
@requires(Permission.SURVEY_IMPORT, services.survey_by_id)
def withdraw(survey: Survey) -> ResponseReturnValue:
    """Take a survey out again, with all its answers."""
    services.withdraw_survey(survey, actor=me(), at=now())
    flash(_("The survey is taken out. Its answers are in no figure any more."), "success")
    return redirect(url_for("surveys.overview", consultation_id=survey.consultation.public_id), 303)


@bp.get("/surveys/<survey_id>/faults.csv")
@requires(Permission.SURVEY_IMPORT, services.survey_by_id)
def faults_csv(survey: Survey) -> ResponseReturnValue:
    """Give the rows that were not taken as a file: number, column, what stands there, and why."""
    rows = db.session.execute(
        sa.select(SurveyFault.number, SurveyFault.place, SurveyFault.value, SurveyFault.fault)
        .where(SurveyFault.survey_id == survey.id)
        .order_by(SurveyFault.number)
    )
    header = (
        _("Row"),
        _("Column"),
        _("Name of the column"),
        _("What stands there"),
        _("Why it was not taken"),
    )
    found = (
        (
            number,
            "" if place is None else letters(place),
            "" if place is None else survey.header[place],
            value,
            str(words.FAULTS[fault]),
        )
        for number, place, value, fault in rows
    )
    return csv_answer(write_csv(header, found), f"{survey.public_id}-faults.csv")


def _overview(consultation: Consultation, form: UploadForm, status: int = 200) -> ResponseReturnValue:
    found = services.surveys_of(consultation)
    return render_page(
        "surveys/overview.html",
        status=status,
        consultation=consultation,
        form=form,
        most=most_bytes() // 1_000_000,
        surveys=[_line(survey) for survey in found],
        state=consultation.state(now()),
    )


def _line(survey: Survey) -> list[Any]:
    """Return a survey as a row of the list."""
    url = url_for("surveys.show", survey_id=survey.public_id)
    name = Markup('<a href="{}"><bdi>{}</bdi></a>').format(url, survey.title or survey.file_name)
    return [name, str(words.STATES[survey.state]), figure(survey.taken)]


def _mapping(survey: Survey) -> MappingForm:
    language = current_language()
    regions = [
        (region.code, region.name(language))
        for region in db.session.scalars(sa.select(Region).order_by(Region.position, Region.code))
    ]
    return mapping_form(survey, services.guessed(survey), regions)


def _page(
    survey: Survey, *, form: MappingForm | None = None, shape: ShapeForm | None = None, status: int = 200
) -> ResponseReturnValue:
    about: dict[str, Any] = {"survey": survey, "consultation": survey.consultation}
    if survey.state != "uploaded":
        return render_page(
            "surveys/progress.html",
            block="survey_state",
            status=status,
            **about,
            first_day=written(survey.first_day) if survey.first_day else "",
            last_day=written(survey.last_day) if survey.last_day else "",
            problem=words.problem_said(survey.problem),
            stands=survey.report is not None and survey.report.status == "submitted",
        )
    form = form or _mapping(survey)
    try:
        read = preview(survey, chosen_columns(survey, form))
    except InvalidInput as error:  # said once, beside its field
        read = None
        if not form.errors:
            add_problem(form, error)
            status = 422
    chosen = form.day.data or ""
    orders = day_orders(survey, int(chosen)) if chosen.isdecimal() else ()
    return render_page(
        "surveys/columns.html",
        status=status,
        **about,
        form=form,
        shape=shape
        or ShapeForm(formdata=None, data={"encoding": survey.encoding, "delimiter": survey.delimiter}),
        header=[
            Markup("<bdi>{}: {}</bdi>").format(letters(place), shortened(heading, SHOWN_HEADING))
            for place, heading in enumerate(survey.header)
        ],
        rows=[[shortened(cell, SHOWN_CELL) for cell in row] for row in survey.sample[:SHOWN_ROWS]],
        read=read,
        columns=column_labels(survey.header, letters),
        unsure=[words.ORDERS[order] for order in orders] if len(orders) > 1 else [],
    )
