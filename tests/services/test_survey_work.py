"""Reading a survey: to its end, over stops, by two at once, with faults; and taking it out again."""

import io
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consultations.questions import Asked as Question
from consult.consultations.questions import change_question
from consult.contributions.models import Contribution
from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from consult.formats.outside_file import Shape, read_rows
from consult.notices.retention import end_retention
from consult.rules.states import SURVEY_STATES, SURVEY_TRANSITIONS
from consult.surveys import clearing, work
from consult.surveys.clearing import forget_next, remove_next
from consult.surveys.files import path_of
from consult.surveys.models import Survey, SurveyFault, SurveyRow
from consult.surveys.services import (
    counted_surveys,
    has_rows,
    look_again,
    surveys_of,
    take_file,
    withdraw_survey,
)
from consult.surveys.work import SurveyWorker, read_next
from tests.factories import make_consultation, make_person
from tests.survey_steps import asking, ready, row, table


def numbers(survey: Survey) -> list[int]:
    """Return the numbers of the rows that are stored."""
    db.session.rollback()
    asked = sa.select(SurveyRow.number).where(SurveyRow.survey_id == survey.id).order_by(SurveyRow.number)
    found = list(db.session.scalars(asked))
    db.session.rollback()  # SQLite has one writer, and a test outside a request is one
    return found


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


def test_what_is_taken_out_leaves_the_figures_at_once_and_its_rows_soon(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clearing, "REMOVED", 10)
    consultation = asking()
    survey = ready(consultation, [row(number) for number in range(25)])
    read_next()
    db.session.refresh(survey)
    withdraw_survey(survey, actor=survey.by, at=now())
    db.session.commit()
    assert not counted_surveys(consultation)
    assert survey.report is not None
    assert survey.report.status == "withdrawn"
    assert has_rows(survey)
    turns = 0
    while remove_next():
        turns += 1
    assert turns == 3
    assert not has_rows(survey)
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
    assert not has_rows(survey)


def test_a_file_that_nobody_reads_is_dropped_after_two_days(app: Flask) -> None:
    consultation = asking()
    person = make_person("facilitator", consultation)
    survey = take_file(consultation, table([row(1)]), "a.csv", actor=person, at=now())
    db.session.commit()
    path = path_of(survey.file_key or "")
    assert not forget_next(now() + timedelta(days=1))
    assert path.exists()
    assert forget_next(now() + timedelta(days=3))
    assert not path.exists()
    assert survey.state == "withdrawn"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a file"),
        (b"a,b\n", "no row"),
        (b"a\n" * 2 + b'"' + b"x" * 200_000, "quotation mark"),
        (",".join(map(str, range(3000))).encode() + b"\n1", "too many columns"),
        (b"PK\x03\x04nothing", "not a table"),
    ],
)
def test_a_file_that_is_no_table_is_refused_and_not_kept(app: Flask, content: bytes, words: str) -> None:
    consultation = asking()
    person = make_person("facilitator", consultation)
    with pytest.raises(InvalidInput) as refused:
        take_file(consultation, io.BytesIO(content), "a.csv", actor=person, at=now())
    assert words in str(refused.value.message)
    assert not surveys_of(consultation)


def test_a_file_is_taken_where_it_can_answer_and_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    consultation = asking()
    person = make_person("facilitator", consultation)
    for other in (make_consultation(state="announced"), make_consultation()):  # the second asks nothing
        with pytest.raises(WrongState):
            take_file(other, table([row(1)]), "a.csv", actor=person, at=now())
    ready(consultation, [row(1)])
    for number, most, words in ((1, 10_000, "already"), (2, 50, "too large")):
        monkeypatch.setitem(app.config, "MOST_UPLOADED", most)
        with pytest.raises(InvalidInput) as refused:
            take_file(consultation, table([row(number)]), "b.csv", actor=person, at=now())
        assert words in str(refused.value.message)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"questions": {}}, "questions"),
        ({"questions": {"unknown": 6}}, "questions"),
        ({"region": 900}, "questions"),
        ({"region": 1}, "questions"),  # the day is read from it
        ({"day_order": ""}, "day_order"),
        ({"words_for": "nobody"}, "words_for"),
    ],
)
def test_a_mapping_that_cannot_be_read_by_is_refused(app: Flask, changes: dict[str, Any], field: str) -> None:
    consultation = asking()
    with pytest.raises(InvalidInput) as refused:
        ready(consultation, [row(1)], **changes)
    assert refused.value.details["field"] == field


def test_a_file_can_be_looked_at_in_another_way_until_it_is_read(app: Flask) -> None:
    consultation = asking()
    person = make_person("facilitator", consultation)
    content = io.BytesIO("Ort;Antwort\nKöln;größer\n".encode("cp1252"))
    survey = take_file(consultation, content, "a.csv", actor=person, at=now())
    assert (survey.header, survey.sample) == (["Ort", "Antwort"], [["Köln", "größer"]])
    look_again(survey, "cp1251", ";")
    assert survey.sample == [["Kцln", "grцЯer"]]
    look_again(survey, "utf-8", ",")
    assert survey.header == ["Ort;Antwort"]
    survey.state = "reading"
    with pytest.raises(WrongState):
        look_again(survey, "utf-8", ",")


def test_every_state_of_a_survey_is_reached_and_only_being_taken_out_is_an_end() -> None:
    assert {after for _before, after in SURVEY_TRANSITIONS} | {"uploaded"} == set(SURVEY_STATES)
    assert {before for before, _after in SURVEY_TRANSITIONS} == set(SURVEY_STATES) - {"withdrawn"}


def test_what_tells_where_people_of_a_survey_come_from_goes_with_the_retention_period(app: Flask) -> None:
    consultation = asking(state="closed", kept_days=1)
    survey = ready(consultation, [row(1, Organisation="Well Keepers", Consent="yes")])
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
    assert survey.by_id == survey.report.person_id != facilitator  # type: ignore[union-attr]
