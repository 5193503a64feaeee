"""Reading a survey: to its end, over stops, by two at once, with faults."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from consult.consultations.questions import Asked as Question
from consult.consultations.questions import change_question
from consult.contributions.models import Contribution
from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.errors import WrongState
from consult.formats.outside_file import Shape, read_rows
from consult.surveys import work
from consult.surveys.clearing import remove_next
from consult.surveys.files import path_of
from consult.surveys.models import SurveyFault, SurveyRow
from consult.surveys.services import (
    counted_surveys,
    withdraw_survey,
)
from consult.surveys.work import SurveyWorker, read_next
from tests.survey_steps import asking, numbers, ready, row


def test_a_survey_is_read_to_its_end_and_one_report_stands_for_it(app: Flask) -> None:
    consultation = asking()
    survey = ready(consultation, [row(number) for number in range(25)])
    path = path_of(survey.file_key or "")
    assert path.exists()
    assert not counted_surveys(consultation)  # nothing is counted before the end
    assert read_next()
    assert not read_next()
    db.session.refresh(survey)
    assert (survey.state, survey.position, survey.taken, survey.refused) == ("done", 25, 25, 0)
    assert (str(survey.first_day), str(survey.last_day)) == ("2026-03-01", "2026-03-25")
    assert numbers(survey) == list(range(2, 27))
    assert survey.file_key is None
    assert not path.exists()
    assert not survey.sample
    report = survey.report
    assert report is not None
    assert (report.kind, report.channel, report.status, report.is_late) == (
        "comment",
        "survey",
        "submitted",
        False,
    )
    assert report.is_answerable
    assert report.text.body == "The street survey\n\nAsked in March, at the market."
    assert (
        db.session.query(Contribution).count() == 1
    )  # the rows are no contributions that each need an answer
    assert [one.id for one in counted_surveys(consultation)] == [survey.id]
    with pytest.raises(WrongState):  # what has been answered stays as it was asked
        change_question(consultation.questions[0], Question("Otherwise?"), actor=survey.by)


@pytest.mark.parametrize("stops_at", [0, 1, 3])
def test_a_reading_that_is_killed_goes_on_behind_its_last_batch(
    app: Flask, monkeypatch: pytest.MonkeyPatch, stops_at: int
) -> None:
    monkeypatch.setattr(work, "BATCH", 10)
    survey = ready(asking(), [row(number, **{"Response ID": ""}) for number in range(47)])
    whole, batches = work._insert, []

    def killed(model: Any, columns: Any, rows: Any) -> None:
        whole(model, columns, rows)
        if model is SurveyRow:
            batches.append(len(rows))
            if len(batches) == stops_at + 1:
                raise KeyboardInterrupt  # after the rows are written, before they are committed

    monkeypatch.setattr(work, "_insert", killed)
    with pytest.raises(KeyboardInterrupt):
        read_next()
    monkeypatch.setattr(work, "_insert", whole)
    assert numbers(survey) == list(range(2, 2 + 10 * stops_at))
    assert not read_next()  # the one who was killed might still be at work
    with freeze(now() + timedelta(minutes=1)):
        assert read_next()
    assert numbers(survey) == list(range(2, 49))
    db.session.refresh(survey)
    assert (survey.state, survey.taken, survey.position) == ("done", 47, 47)


def test_who_is_told_to_stop_lets_another_go_on_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "BATCH", 10)
    survey = ready(asking(), [row(number) for number in range(25)])
    told = iter([False, True])
    assert read_next(lambda: next(told))
    assert len(numbers(survey)) == 10
    assert SurveyWorker(app).once()
    assert len(numbers(survey)) == 25


def test_of_two_at_the_same_place_one_gives_way(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "BATCH", 10)
    survey = ready(asking(), [row(number) for number in range(25)])

    def overtaken(path: Any, shape: Shape, *, skip: int = 0) -> Any:
        """Let another worker read everything between the claim and the first batch."""
        monkeypatch.setattr(work, "read_rows", read_rows)
        with freeze(now() + timedelta(minutes=1)):
            assert read_next()
        return read_rows(path_of_kept, shape, skip=skip)

    path_of_kept = path_of(survey.file_key or "").with_suffix(".kept")
    path_of_kept.write_bytes(path_of(survey.file_key or "").read_bytes())
    monkeypatch.setattr(work, "read_rows", overtaken)
    assert read_next()
    assert numbers(survey) == list(range(2, 27))
    assert db.session.query(Contribution).count() == 1


def test_rows_with_faults_are_named_and_the_others_taken(app: Flask) -> None:
    rows = [
        row(1),
        row(2, Region="Atlantis"),
        row(3, **{"Which first?": "Fire"}),
        row(1),
        row(4),
        [*row(5), "more"],
    ]
    survey = ready(asking(), rows)
    assert read_next()
    db.session.refresh(survey)
    assert (survey.taken, survey.refused, survey.known, survey.position) == (2, 3, 1, 6)
    assert numbers(survey) == [2, 6]
    faults = db.session.query(SurveyFault).order_by(SurveyFault.number)
    assert [(one.number, one.place, one.value, one.fault) for one in faults] == [
        (3, 2, "Atlantis", "no-region"),
        (4, 7, "Fire", "no-option"),
        (7, None, "", "too-many-cells"),
    ]


def test_a_second_file_brings_only_the_rows_that_are_new(app: Flask) -> None:
    consultation = asking()
    ready(consultation, [row(number) for number in range(10)])
    assert read_next()
    survey = ready(consultation, [row(number) for number in range(5, 20)])
    assert read_next()
    db.session.refresh(survey)
    assert (survey.taken, survey.known) == (10, 5)
    withdraw_survey(survey, actor=survey.by, at=now())
    db.session.commit()
    again = ready(consultation, [row(number) for number in range(5, 21)])
    assert read_next()
    db.session.refresh(again)
    assert (again.taken, again.known) == (11, 5)  # what was taken out is not known any more


@pytest.mark.parametrize("problem", ["gone", "too-large"])
def test_a_reading_that_cannot_go_on_says_why_and_leaves_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, problem: str
) -> None:
    monkeypatch.setattr(work, "BATCH", 10)
    survey = ready(asking(), [row(number) for number in range(25)])
    if problem == "gone":
        path_of(survey.file_key or "").unlink()
    else:
        monkeypatch.setattr(work, "MOST_ROWS", 15)
    assert read_next()
    db.session.refresh(survey)
    assert (survey.state, survey.problem, survey.report_id) == ("failed", problem, None)
    remove_next()
    assert not numbers(survey)
