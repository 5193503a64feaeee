"""Announces the demonstration's consultations, with those who facilitate and those who are invited."""

from datetime import datetime, timedelta
from functools import partial

from consult.consultations.services import Details, create_consultation
from consult.consultations.windows import WallTime, Window, make_window
from consult.demonstration import values
from consult.demonstration.network import grant
from consult.demonstration.stage import Act, Stage
from consult.rules.permissions import Role, Scope

DAYS_BEFORE = 4
"""How many days before it opens a consultation is announced."""


def announcement(stage: Stage, told: values.Consultation) -> Act:
    """Return the act that announces a consultation on its revision, which must be there by then."""
    at = told.opens(stage.now) - timedelta(days=DAYS_BEFORE)
    return Act(f"consultation {told.key}", at, partial(announce, stage, told))


def announce(stage: Stage, told: values.Consultation, at: datetime) -> None:
    """Write a consultation, its guiding questions and the roles that belong to it."""
    row = create_consultation(
        stage.narrative,
        _details(stage, told),
        _window(stage, told),
        base=stage.revisions[told.revision],
        questions=[question.wording for question in told.questions],
        actor=stage.facilitator(told.key),
        at=at,
    )
    stage.consultations[told.key] = row
    for question, asked in zip(told.questions, row.questions, strict=True):
        stage.questions[told.key, question.key] = asked
    for key in told.facilitators:
        grant(stage, key, Role.FACILITATOR, (Scope.CONSULTATION, row.id), at)
    for key in told.invited:
        grant(stage, key, Role.PARTICIPANT, (Scope.CONSULTATION, row.id), at)


def _details(stage: Stage, told: values.Consultation) -> Details:
    return Details(
        title=told.title,
        region=stage.regions[told.region] if told.region else None,
        theme="",
        introduction=told.introduction,
        read_audience=told.read_audience,
        contribute_audience=told.contribute_audience,
        languages=told.languages,
    )


def _window(stage: Stage, told: values.Consultation) -> Window:
    opens, closes = told.opens(stage.now), told.closes(stage.now)
    return make_window(told.zone, WallTime(opens.replace(tzinfo=None)), WallTime(closes.replace(tzinfo=None)))
