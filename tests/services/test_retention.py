"""A consultation is parted from its people when its time is up: announced before, counted as before, for good."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.cli import end_retention as command
from consult.consultations.models import Consultation
from consult.contributions.credit import public_credit
from consult.contributions.models import Comment, Contribution, Stance
from consult.contributions.reports import Report
from consult.contributions.services import retention
from consult.contributions.services.moderation import look_behind
from consult.contributions.services.retention import anonymise
from consult.core.clock import freeze
from consult.core.database import db
from consult.core.errors import WrongState
from consult.core.letters import Letter
from consult.core.logs import AuditEntry, Event, log_event
from consult.notices.digests import write_digests
from consult.notices.retention import end_retention
from consult.people.accounts import find_people
from consult.people.letter_models import Telling
from consult.people.models import Person
from consult.summaries.asked import asked_alone
from consult.summaries.cells import Rows
from consult.summaries.column_store import rebuild_columns, refresh_columns
from consult.summaries.counted import Kept, source_of
from tests.factories import (
    keep,
    make_comment,
    make_consultation,
    make_network,
    make_organisation,
    make_person,
    make_region,
    make_stance,
)

DAY = timedelta(days=1)


@pytest.fixture
def stage(app: Flask, now: datetime) -> Any:
    """A closed consultation that is kept for a month, what three people said there, and another one without an end."""
    make_network()
    closed = make_consultation(state="closed", closes_at=now - 10 * DAY, kept_days=30, title="Wells")
    other = make_consultation(state="closed", title="Other")
    home = make_organisation(region=make_region("africa"), name="Wells for all")
    people = [make_person(organisation=home, display_name=f"Amina {number}") for number in range(3)]
    rows = [make_comment(closed, person, body="Our words stay.", consent="Amina agreed") for person in people]
    rows.append(make_comment(closed, people[0], visibility="facilitators"))
    elsewhere = make_comment(other, people[0])
    stance = make_stance(rows[1], people[0], "objection", reason="No.")
    keep(Report(contribution_id=rows[2].id, kind="report", by_id=people[1].id, words="x", created_at=now))
    for row in (*rows, elsewhere):
        log_event("contribution-submitted", row, actor_id=row.person_id)
    keep(Telling(account_id=people[0].account_id, kind="answered", subject_id=99, told_at=now))
    db.session.commit()
    return closed, people, rows, stance, elsewhere


def at(moment: datetime) -> tuple[int, int]:
    """Let the worker look at a moment; return how many were announced and parted."""
    with freeze(moment):
        done = end_retention(moment)
        db.session.commit()
        db.session.expire_all()
        return len(done.announced), len(done.parted)


def test_it_is_announced_two_weeks_before_and_done_at_the_end_and_not_before(
    stage: Any, now: datetime
) -> None:
    closed, people, _rows, _stance, _elsewhere = stage
    end = closed.closes_at + 30 * DAY
    assert at(end - 15 * DAY) == (0, 0)
    assert at(end - 14 * DAY) == (1, 0)
    assert at(end - 13 * DAY) == (0, 0)
    with freeze(end - 13 * DAY):
        assert write_digests() == len(people)
        assert write_digests() == 0
    letters = db.session.scalars(sa.select(Letter)).all()
    assert all("no longer be linked with you" in one.body and "Wells" in one.body for one in letters)
    assert at(end - DAY) == (0, 0)
    assert at(end) == (0, 1)
    assert at(end + DAY) == (0, 0)
    kinds = db.session.scalars(
        sa.select(AuditEntry.kind).where(AuditEntry.kind.startswith("retention"))
    ).all()
    assert kinds == ["retention-announced", "retention-ended"]


def test_where_nobody_looked_for_long_it_is_still_announced_for_two_weeks(stage: Any) -> None:
    closed = stage[0]
    late = closed.closes_at + 400 * DAY
    assert at(late) == (1, 0)
    assert at(late + 13 * DAY) == (0, 0)
    assert at(late + 14 * DAY) == (0, 1)
    with pytest.raises(WrongState):
        anonymise(closed, late + 15 * DAY)


def parted(stage: Any) -> None:
    end = stage[0].closes_at + 30 * DAY
    at(end - 14 * DAY)
    at(end)


def test_nothing_leads_from_what_was_sent_to_who_sent_it(stage: Any, now: datetime) -> None:
    closed, people, rows, stance, elsewhere = stage
    ids = {person.id for person in people}
    parted(stage)
    for row in rows:
        assert row.person_id not in ids
        assert (row.organisation_id, row.country, row.consent, row.claimed_by_id) == (None,) * 4
        assert row.region.code == "africa"
        assert row.constituency == "grassroots-movement"
    assert [row.visibility for row in rows] == ["region"] * 3 + ["facilitators"]
    assert (stance.visibility, stance.organisation_id) == ("region", None)
    assert db.session.scalar(sa.select(Report.by_id)) == rows[1].person_id
    for model, column in ((Contribution, Contribution.person_id), (Stance, Stance.person_id)):
        mine = (
            sa.select(sa.func.count())
            .select_from(model)
            .where(column.in_(ids), model.consultation_id == closed.id)
        )
        assert db.session.scalar(mine) == 0
    acts = sa.select(Event.actor_id, Event.subject_id).where(Event.kind == "contribution-submitted")
    assert [(actor, subject) for actor, subject in db.session.execute(acts) if actor] == [
        (people[0].id, elsewhere.id)
    ]
    assert db.session.query(Telling).filter_by(kind="ending").count() == 0
    with freeze(now):
        assert str(public_credit(rows[0]).line) == "A participant, Africa"
    with pytest.raises(WrongState):
        look_behind(rows[0], people[0], now, reason="I want to know")


def test_the_words_and_the_numbers_of_people_stay_and_other_consultations_too(stage: Any) -> None:
    closed, people, rows, stance, elsewhere = stage
    before = [(row.body, row.rationale) for one in rows for row in one.texts]
    whole = asked_alone(closed).narrowed
    rebuild_columns(closed.created_at)
    counted = Rows([closed], whole).sent()
    parted(stage)
    assert [(row.body, row.rationale) for one in rows for row in one.texts] == before
    assert len({row.person_id for row in rows}) == 3
    assert rows[0].person_id == rows[3].person_id == stance.person_id
    assert sorted(Rows([closed], whole).sent(), key=str) == sorted(counted, key=str)
    refresh_columns(closed.created_at)
    source = source_of([closed], whole)
    assert isinstance(source, Kept)
    speakers = {speaker for speaker, _number in source.rows.numbers_by("speaker")}
    assert speakers
    assert not speakers & {row.id for row in people}
    assert (elsewhere.person_id, elsewhere.visibility) == (people[0].id, "name")
    found, number = find_people("", limit=50)
    assert number == len(found) == db.session.query(Person).filter_by(is_stand_in=False).count()
    assert db.session.query(Person).filter_by(is_stand_in=True).count() == 3


def test_the_command_line_says_what_it_did(app: Flask, stage: Any) -> None:
    with freeze(stage[0].closes_at + 20 * DAY):
        said = app.test_cli_runner().invoke(command)
    assert (said.exit_code, said.output) == (0, "Announced: 1, parted from their people: 0\n  Wells\n")


@pytest.mark.parametrize("kept", [None, 400])
def test_without_an_end_or_before_it_nothing_is_done(app: Flask, now: datetime, kept: int | None) -> None:
    consultation = make_consultation(state="closed", kept_days=kept)
    row = make_comment(consultation)
    assert at(now) == (0, 0)
    assert isinstance(row, Comment)
    assert db.session.get_one(Consultation, consultation.id).anonymised_at is None
    assert row.person_id is not None


def test_who_sent_several_stays_one_and_the_order_of_stand_ins_tells_nothing(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        retention, "TOGETHER", 7
    )  # less than there is: nothing is left out between two readings
    make_network()
    closed = make_consultation(state="closed", closes_at=now - 40 * DAY, kept_days=30)
    people = [make_person() for _number in range(20)]
    rows = [make_comment(closed, person) for person in (*people, *people)]
    stances = [make_stance(rows[0], person, "support") for person in people[1:]]
    closed.retention_announced_at = now - 20 * DAY
    assert anonymise(closed, now) == 20
    db.session.expire_all()
    stand_ins = [row.person_id for row in rows]
    assert stand_ins[:20] == stand_ins[20:]
    assert [stance.person_id for stance in stances] == stand_ins[1:20]
    assert len({*stand_ins} - {person.id for person in people}) == 20
    assert stand_ins[:20] != sorted(stand_ins[:20]), "else the first would be who came first to the network"
