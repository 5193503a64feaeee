"""Verbs on surveys: take a file, look at it in another way, let it be read, take its answers out again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import IO, Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.consultations.models import Consultation, GuidingQuestion
from consult.contributions.models import Contribution
from consult.contributions.queries import counts_for_everybody
from consult.contributions.services.answers import SCALE
from consult.contributions.services.wordings import kept_line, required_text
from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound, WrongState
from consult.core.logs import log_audit, log_event
from consult.formats.outside_dates import ORDERS
from consult.formats.outside_file import Look, Shape, guess_shape, look_at
from consult.formats.tables_in import TableError
from consult.people.bulk_words import regions_by_word
from consult.people.models import Person, Region
from consult.rules.states import SURVEY_READERS, SURVEY_TRANSITIONS, may_follow

from .asked import Asked
from .files import drop_file, keep_file, path_of
from .mapping import Columns, guess
from .models import Survey, SurveyFault, SurveyRow
from .spread import SPREAD_KINDS, parts_of
from .words import problem_said


def survey_by_id(survey_id: str) -> Survey:
    """Return the survey with this public id. Raises NotFound."""
    found = db.session.scalar(sa.select(Survey).where(Survey.public_id == survey_id))
    if found is None:
        raise NotFound
    return found


def surveys_of(consultation: Consultation) -> Sequence[Survey]:
    """Return the surveys that were brought into a consultation, the newest first."""
    asked = sa.select(Survey).where(Survey.consultation_id == consultation.id).order_by(Survey.id.desc())
    return db.session.scalars(asked).all()


def counted_surveys(consultation: Consultation) -> Sequence[Survey]:
    """Return the surveys whose answers are in the figures: read to the end, with a report for everybody."""
    asked = (
        sa.select(Survey)
        .join(Contribution, Contribution.id == Survey.report_id)
        .where(Survey.consultation_id == consultation.id, Survey.state == "done", *counts_for_everybody())
        .order_by(Survey.id)
    )
    return db.session.scalars(asked).all()


def answers_question(question: GuidingQuestion) -> bool:
    """Say whether a survey answers a question, so that it stays as it was asked."""
    asked = sa.select(Survey.mapping).where(
        Survey.consultation_id == question.consultation_id, Survey.state.in_(("reading", "done"))
    )
    return any(question.public_id in _answered(mapping) for mapping in db.session.scalars(asked))


def asked_of(consultation: Consultation) -> list[Asked]:
    """Return the questions of a consultation as far as guessing and reading need them."""
    return [asked_about(question) for question in consultation.questions]


def asked_about(question: GuidingQuestion) -> Asked:
    """Return a question as far as guessing and reading need it."""
    options = tuple(question.options or (SCALE if question.is_scale else ()))
    return Asked(question.public_id, question.wording, question.kind, options, tuple(question.statements))


def questions_of(survey: Survey) -> tuple[list[GuidingQuestion], list[GuidingQuestion]]:
    """Return the closed and the open questions that a survey answers, in the order in which its rows hold them."""
    keys = _answered(survey.mapping)
    asked = [question for question in survey.consultation.questions if question.public_id in keys]
    return [one for one in asked if one.kind != "open"], [one for one in asked if one.kind == "open"]


def _answered(mapping: dict[str, Any] | None) -> frozenset[str]:
    return Columns.from_plain(mapping).keys if mapping else frozenset()


def take_file(
    consultation: Consultation, stream: IO[bytes], name: str, *, actor: Person, at: datetime
) -> Survey:
    """Keep a file and what it looks like; nothing of it is an answer yet. Return the survey.

    Raises WrongState before the opening and without guiding questions, InvalidInput for what is no table that can be
    read, or the same file as before.
    """
    if consultation.state(at) == "announced":
        raise WrongState(_l("This consultation has not opened yet. Nothing was sent; please come back then."))
    if not consultation.questions:
        raise WrongState(_l("This consultation asks no guiding question, so no column can answer one."))
    key, sha = keep_file(stream)
    try:
        _check_new(consultation, sha)
        shape = guess_shape(path_of(key))
        look = _look(key, shape)
    except BaseException:
        drop_file(key)
        raise
    survey = Survey(
        narrative_id=consultation.narrative_id,
        consultation=consultation,
        file_name=kept_line(name, field="file")[:200],
        file_key=key,
        sha=sha,
        by_id=actor.id,
        created_at=at,
    )
    _put_look(survey, shape, look)
    db.session.add(survey)
    db.session.flush()
    log_event("survey-uploaded", survey, actor_id=actor.id, after="uploaded")
    return survey


def look_again(survey: Survey, encoding: str, delimiter: str) -> None:
    """Read the first rows of a file with another encoding or delimiter. Raises WrongState once it is being read."""
    _check_state(survey, "reading")
    shape = Shape(survey.kind, encoding, delimiter)
    _put_look(survey, shape, _look(survey.file_key or "", shape))
    db.session.flush()


def guessed(survey: Survey) -> Columns:
    """Return the most likely mapping of a survey's columns; rows that name no region are of the consultation's."""
    consultation = survey.consultation
    regions = regions_by_word(db.session.scalars(sa.select(Region)))
    found = guess(survey.header, survey.sample, asked_of(consultation), regions)
    return replace(
        found,
        all_from=consultation.region.code if consultation.region else "",
        all_in=consultation.languages[0] if consultation.languages else "en",
    )


def start_reading(
    survey: Survey,
    columns: Columns,
    *,
    title: str,
    account: str,
    words_for: str,
    actor: Person,
) -> None:
    """Let the worker read the file by a mapping.

    `account`: how people were asked and how they agreed, in the words of the report to come. Raises InvalidInput for
    a mapping that answers nothing, uses a column twice or leaves the order of days open; WrongState once it is read.
    """
    _check_state(survey, "reading")
    _check_columns(survey, columns)
    if words_for not in SURVEY_READERS:
        raise InvalidInput(_l("Say who may read the words."), field="words_for")
    survey.title = required_text(title, field="title", message=_l("Please fill this in."))
    survey.account = required_text(account, field="account", message=_l("Please fill this in."))
    survey.words_for, survey.mapping = words_for, columns.plain()
    survey.state, survey.sample = "reading", []
    db.session.flush()
    log_event("survey-started", survey, actor_id=actor.id, before="uploaded", after="reading")


def withdraw_survey(survey: Survey, *, actor: Person, at: datetime) -> None:
    """Take a survey out: its report is withdrawn, its answers leave every figure at once, and are removed soon after.

    What stood in rows with faults goes at once. Raises WrongState when its report has been answered in a published
    version: its figures are used.
    """
    _check_state(survey, "withdrawn")
    report = survey.report
    if report is not None and report.disposition is not None:
        raise WrongState(_l("A published version has answered this survey, so its answers stay."))
    if report is not None and report.status == "submitted":
        log_event(
            "contribution-withdrawn", report, actor_id=actor.id, before=report.status, after="withdrawn"
        )
        report.status, report.withdrawn_at = "withdrawn", at
    log_event("survey-withdrawn", survey, actor_id=actor.id, before=survey.state, after="withdrawn")
    log_audit("survey-withdrawn", actor_id=actor.id, subject="surveys", subject_id=survey.id)
    survey.state, survey.withdrawn_at, survey.sample = "withdrawn", at, []
    drop_file(survey.file_key)
    survey.file_key = None
    db.session.execute(sa.delete(SurveyFault).where(SurveyFault.survey_id == survey.id))
    db.session.flush()


def forget_origins(consultation: Consultation) -> None:
    """Leave of where the people of its surveys come from the region alone, and of who brought them in nothing.

    Of rows with faults the numbers and the reasons stay, not what stood there.
    """
    for survey in surveys_of(consultation):
        survey.by_id = survey.report.person_id if survey.report and survey.report.person_id else survey.by_id
        rows = sa.update(SurveyRow).where(SurveyRow.survey_id == survey.id)
        db.session.execute(rows.values(organisation_id=None, is_named=0, external=None))
        db.session.execute(sa.update(SurveyFault).where(SurveyFault.survey_id == survey.id).values(value=""))
    db.session.flush()


def _check_state(survey: Survey, after: str) -> None:
    if not may_follow(SURVEY_TRANSITIONS, survey.state, after):
        raise WrongState(_l("This survey is not where this page thought: look at it again."))


def _check_new(consultation: Consultation, sha: str) -> None:
    same = sa.select(Survey.id).where(
        Survey.consultation_id == consultation.id, Survey.sha == sha, Survey.state.in_(("reading", "done"))
    )
    if db.session.scalar(same.limit(1)) is not None:
        raise InvalidInput(_l("This very file has been brought in already."), field="file")


def _look(key: str, shape: Shape) -> Look:
    try:
        return look_at(path_of(key), shape)
    except TableError as error:
        raise InvalidInput(problem_said(error.reason), field="file") from None


def _put_look(survey: Survey, shape: Shape, look: Look) -> None:
    survey.kind, survey.encoding, survey.delimiter = shape.kind, shape.encoding, shape.delimiter
    survey.header = [_kept(cell) for cell in look.header]
    survey.sample = [[_kept(cell) for cell in row[: len(look.header)]] for row in look.sample]
    survey.expected = look.rows


def _kept(cell: str) -> str:
    """Return a cell as it is shown: short, and without what no database takes."""
    return cell[:300].replace("\x00", "").encode(errors="replace").decode()


def _check_columns(survey: Survey, columns: Columns) -> None:
    asked = {one.key: one for one in asked_of(survey.consultation)}
    if not columns.keys or not columns.keys <= asked.keys():
        raise InvalidInput(_l("Choose a column for one question at least."), field="questions")
    if any(asked[key].statements for key in columns.questions) or not all(
        _are_parts(asked[key], [part for _place, part in family]) for key, family in columns.spread.items()
    ):
        raise InvalidInput(_l("Choose a column of this table."), field="questions")
    used = _used(columns)
    if any(not 0 <= place < len(survey.header) for place in used):
        raise InvalidInput(_l("Choose a column of this table."), field="questions")
    if len(set(used)) != len(used):
        raise InvalidInput(
            _l("One column was chosen for two things. Each column says one thing."), field="questions"
        )
    if columns.day is not None and columns.day_order not in ORDERS:
        raise InvalidInput(
            _l("Say in which order the days are written: in this table it could be one or the other."),
            field="day_order",
        )


def _are_parts(question: Asked, parts: list[int]) -> bool:
    """Say whether a question has a part in each of these places, and each is named once."""
    is_spread = question.kind in SPREAD_KINDS and len(set(parts)) == len(parts)
    return is_spread and all(0 <= part < len(parts_of(question)) for part in parts)


def _used(columns: Columns) -> list[Any]:
    parts = (
        columns.region,
        columns.organisation,
        columns.named,
        columns.language,
        columns.day,
        columns.external,
    )
    spread = [place for family in columns.spread.values() for place, _part in family]
    return [place for place in (*parts, *columns.questions.values(), *spread) if place is not None]
