"""Figures about what people said of themselves come in batches: no two of them tell what one person said."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from consult.consultations.models import Consultation
from consult.core.clock import freeze
from consult.core.database import db
from consult.core.logs import log_event
from consult.notices.figure_turns import publish_in_turns
from consult.notices.worker import Worker
from consult.people.models import PersonalAnswers
from consult.summaries import batches
from consult.summaries.batches import batch_of, keep_figures, narratives_due, publish_figures, week_begins
from tests.conftest import NOON
from tests.factories import make_comment, make_consultation, make_organisation, make_person, make_revision

WEEK = timedelta(days=7)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def consultation(app: Flask) -> Any:
    return make_consultation()


def send(consultation: Any, people: int, gender: str | None, at: Any = NOON, **values: Any) -> list[Any]:
    """So many people say what they are and send something, as the pages log it; four organisations by turns."""
    organisations = [make_organisation() for _one in range(4)]
    sent = []
    for number in range(people):
        person = make_person(organisation=organisations[number % 4])
        db.session.add(PersonalAnswers(person_id=person.id, gender=gender))
        row: Any = make_comment(
            consultation, person, organisation_id=organisations[number % 4].id, submitted_at=at, **values
        )
        log_event("contribution-submitted", row, actor_id=person.id)
        sent.append(row)
    return sent


def people(consultation: Any) -> dict[str, int] | None:
    batch = batch_of(consultation.narrative)
    return batch and {row["group"]: row["people"] for row in batch.tables["balance"]["gender"]}  # type: ignore[return-value]


def test_the_worker_reads_some_at_a_time_and_publishes_what_would_be_published_at_once(
    consultation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(consultation, 12, "woman")
    send(consultation, 14, "man")
    send(consultation, 10, "man", LATER)
    narrative_id, consultation_id = consultation.narrative_id, consultation.id
    make_consultation(consultation.base_revision)  # to which nobody sent anything
    db.session.commit()
    monkeypatch.setattr(batches, "TOGETHER", 5)
    with freeze(NOON):
        publish_in_turns(narrative_id)
    row = db.session.get_one(Consultation, consultation_id)
    batch = batch_of(row.narrative)
    assert batch is not None
    assert people(row) == {"man": 14, "woman": 12}, "what was sent later belongs to the next batch"
    in_turns = batch.tables
    assert keep_figures(narrative_id, NOON, {"event_id": 0, "tables": {}}) is False, (
        "somebody published meanwhile"
    )
    db.session.delete(batch)
    db.session.flush()
    monkeypatch.undo()
    assert publish_figures(NOON) == 1
    assert batch_of(row.narrative).tables == in_turns  # type: ignore[union-attr]


def test_a_batch_is_published_once_a_week_and_waits_for_enough_people(consultation: Any) -> None:
    assert publish_figures(NOON) == 0, "nothing was sent"
    send(consultation, 12, "woman")
    send(consultation, 14, "man")
    assert publish_figures(NOON) == 1
    assert people(consultation) == {"man": 14, "woman": 12}
    assert narratives_due(NOON) == []

    send(consultation, 9, "woman", LATER)
    assert publish_figures(NOON) == 0, "this week has its figures"
    assert publish_figures(NOON + WEEK) == 0, "nine people would be told by the difference"
    assert people(consultation) == {"man": 14, "woman": 12}

    send(consultation, 1, "man", LATER)
    assert publish_figures(NOON + WEEK) == 0, "it was looked at in this week"
    assert publish_figures(NOON + 2 * WEEK) == 1
    assert people(consultation) == {"woman": 21, "man": 15}


def test_answers_to_a_few_do_not_come_with_the_contributions_of_many(consultation: Any) -> None:
    rows = send(consultation, 12, "woman")
    publish_figures(NOON)
    send(consultation, 12, "man", LATER)
    for row in rows[:3]:
        log_event("contribution-answered", row, actor_id=None, after="noted")
    assert publish_figures(NOON + WEEK) == 0
    for row in rows[3:]:
        log_event("contribution-answered", row, actor_id=None, after="noted")
    assert publish_figures(NOON + 2 * WEEK) == 1


def test_what_is_not_counted_hides_nobody(app: Flask) -> None:
    consultation = make_consultation()
    send(consultation, 30, "woman")
    publish_figures(NOON)
    closed = make_consultation(
        consultation.base_revision, read_audience="invited", contribute_audience="invited"
    )
    send(closed, 20, "man", LATER)
    send(consultation, 20, "man", LATER, visibility="facilitators")
    for row in send(consultation, 20, "man", LATER):
        row.hidden_at = LATER
    send(consultation, 1, "declined", LATER)
    assert publish_figures(NOON + WEEK) == 0


def test_who_came_and_who_went_hide_each_other(consultation: Any) -> None:
    rows = send(consultation, 30, "woman")
    publish_figures(NOON)
    for row in rows[:5]:
        log_event("contribution-withdrawn", row, actor_id=None, before="submitted", after="withdrawn")
        row.status, row.withdrawn_at = "withdrawn", LATER
    send(consultation, 4, "man", LATER)
    assert publish_figures(NOON + WEEK) == 0
    assert people(consultation) is None, "what was withdrawn stands in no figure"
    send(consultation, 1, "man", LATER)
    assert publish_figures(NOON + 2 * WEEK) == 1
    assert people(consultation) == {"…": 30}


@pytest.mark.parametrize(
    ("kind", "before", "after", "stands"),
    [
        ("contribution-withdrawn", "submitted", "withdrawn", False),
        ("contribution-hidden", None, "hidden", False),
        ("contribution-visibility-lowered", "name", "facilitators", False),
        ("contribution-visibility-lowered", "name", "region", True),
        ("contribution-withdrawn", "draft", "withdrawn", True),
        ("contribution-visibility-lowered", "facilitators", "facilitators", True),
    ],
)
def test_what_was_taken_back_is_in_no_figure_from_then_on(
    consultation: Any, kind: str, before: str | None, after: str, stands: bool
) -> None:
    row = send(consultation, 12, "woman")[0]
    publish_figures(NOON)
    log_event(kind, row, actor_id=None, before=before, after=after)
    assert (people(consultation) is not None) == stands


def test_what_is_for_those_invited_alone_is_not_counted(app: Flask) -> None:
    revision = make_revision()
    send(make_consultation(revision), 12, "woman")
    send(make_consultation(revision, read_audience="members", contribute_audience="members"), 20, "man")
    closed = make_consultation(revision, read_audience="invited", contribute_audience="invited")
    send(closed, 30, "declined")
    publish_figures(NOON)
    assert people(closed) == {"man": 20, "woman": 12}


def test_an_organisation_has_no_gender_and_silence_is_a_group(consultation: Any) -> None:
    send(consultation, 12, "woman", voice="organisation")
    send(consultation, 11, None)
    publish_figures(NOON)
    assert people(consultation) == {"organisation": 12, "": 11}


def test_the_members_of_the_network_stand_beside_the_groups(consultation: Any) -> None:
    make_organisation(constituency="academic", country="FJ")
    send(consultation, 1, "woman")
    publish_figures(NOON)
    batch = batch_of(consultation.narrative)
    assert batch is not None
    assert batch.tables["members"]["constituency"]["academic"] == 1
    assert batch.tables["members"]["country"]["FJ"] == 1
    assert batch.tables["regions"] == {}, "fewer than 400 people"


def test_a_week_begins_on_its_monday(consultation: Any) -> None:
    begins = week_begins(NOON)
    assert (begins.weekday(), begins.hour, begins <= NOON < begins + WEEK) == (0, 0, True)


def test_the_worker_publishes_what_is_due_and_then_rests(app: Flask) -> None:
    consultation = make_consultation()
    send(consultation, 12, "woman")
    db.session.commit()
    worker = Worker(app, lambda text: None)
    with freeze(NOON):
        worker.once()
        first = batch_of(consultation.narrative)
        assert first is not None
        db.session.commit()  # the worker has a connection of its own, and waits while another may write
        worker.next_counts = 0.0
        worker.once()
        assert batch_of(consultation.narrative).at == first.at == NOON  # type: ignore[union-attr]
