"""Taking a survey out again, and what of its people goes with the retention period."""

from datetime import timedelta

import pytest
from flask import Flask

from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import WrongState
from consult.notices.retention import end_retention
from consult.rules.states import SURVEY_STATES, SURVEY_TRANSITIONS
from consult.surveys import clearing, work
from consult.surveys.clearing import remove_next
from consult.surveys.models import SurveyFault, SurveyRow
from consult.surveys.services import counted_surveys, withdraw_survey
from consult.surveys.work import read_next
from tests.survey_steps import asking, numbers, ready, row


def test_what_is_taken_out_leaves_the_figures_at_once_and_its_rows_soon(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clearing, "REMOVED", 10)
    consultation = asking()
    survey = ready(consultation, [*(row(number) for number in range(25)), row(25, Region="Zoraya Halim")])
    read_next()
    db.session.refresh(survey)
    assert db.session.query(SurveyFault).one().value == "Zoraya Halim"
    withdraw_survey(survey, actor=survey.by, at=now())
    db.session.commit()
    assert not db.session.query(SurveyFault).count(), "who chose the wrong file wants nothing of it kept"
    assert not counted_surveys(consultation)
    assert survey.report is not None
    assert survey.report.status == "withdrawn"
    assert len(numbers(survey)) == 25
    turns = 0
    while remove_next():
        turns += 1
    assert turns == 3
    assert not numbers(survey)
    with pytest.raises(WrongState):
        withdraw_survey(survey, actor=survey.by, at=now())


def test_what_a_published_version_has_answered_stays(app: Flask) -> None:
    survey = ready(asking(), [row(1)])
    read_next()
    db.session.refresh(survey)
    assert survey.report is not None
    survey.report.disposition, survey.report.disposed_at = "noted", now()
    with pytest.raises(WrongState):
        withdraw_survey(survey, actor=survey.by, at=now())
    assert survey.state == "done"


def test_while_it_is_read_it_can_be_taken_out(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "BATCH", 10)
    survey = ready(asking(), [row(number) for number in range(25)])
    told = iter([False, True])
    read_next(lambda: next(told))
    db.session.refresh(survey)
    withdraw_survey(survey, actor=survey.by, at=now())
    db.session.commit()
    assert not read_next()
    assert remove_next()
    assert not db.session.query(Contribution).count()


def test_every_state_of_a_survey_is_reached_and_only_being_taken_out_is_an_end() -> None:
    assert {after for _before, after in SURVEY_TRANSITIONS} | {"uploaded"} == set(SURVEY_STATES)
    assert {before for before, _after in SURVEY_TRANSITIONS} == set(SURVEY_STATES) - {"withdrawn"}


def test_what_tells_where_people_of_a_survey_come_from_goes_with_the_retention_period(app: Flask) -> None:
    consultation = asking(state="closed", kept_days=1)
    rows = [row(1, Organisation="Well Keepers", Consent="yes"), row(2, Region="Zoraya Halim")]
    survey = ready(consultation, rows)
    read_next()
    db.session.refresh(survey)
    stored = db.session.query(SurveyRow).one()
    assert (stored.organisation_id is None, stored.is_named) == (False, 1)
    facilitator = survey.by_id
    for days in (0, 15):
        end_retention(now() + timedelta(days=days))
    db.session.expire_all()
    stored = db.session.query(SurveyRow).one()
    assert (stored.organisation_id, stored.is_named, stored.external) == (None, 0, None)
    assert stored.region_id is not None
    assert stored.words == "Pumps number 1"
    fault = db.session.query(SurveyFault).one()
    assert (fault.number, fault.fault, fault.value) == (3, "no-region", "")
    assert survey.by_id == survey.report.person_id != facilitator  # type: ignore[union-attr]
