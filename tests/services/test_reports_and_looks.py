"""Reports, appeals and looks behind, verb by verb: who may tell of what, what is refused, what the logs keep."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.contributions.models import Contribution
from consult.contributions.reports import Report
from consult.contributions.services import admit_late, hide, look_behind, reporting, show_again
from consult.contributions.services.reporting import answer_report, open_reports, report, reported_by
from consult.core.database import db
from consult.core.errors import ConsultError, InvalidInput, NotFound, TooMany, WrongState
from consult.core.logs import AuditEntry, Event
from consult.people.models import Person
from tests.conftest import NOON
from tests.factories import make_answer, make_comment, make_consultation, make_person, make_question

SECRET = "The letter of March names Tamsin."
BAD = "x\ud800"  # a half of a sign, which no database stores


def sent(**values: Any) -> Contribution:
    """Return a contribution of somebody."""
    return make_comment(make_consultation(), make_person(display_name="Amina Diallo"), **values)


def events() -> list[tuple[str, int, int | None, str | None, str | None]]:
    """Return what the event log holds."""
    rows = db.session.scalars(sa.select(Event).where(Event.subject == "contributions").order_by(Event.id))
    return [(row.kind, row.subject_id, row.actor_id, row.before, row.after) for row in rows]


HIDDEN = {"hidden_at": NOON, "hidden_reason": "It names somebody."}


@pytest.mark.parametrize(
    ("state", "whose", "kind"),
    [
        ({}, "other", "report"),
        ({"is_late": True}, "other", "report"),
        ({"visibility": "region"}, "other", "report"),
        (HIDDEN, "own", "appeal"),
        # one's own that is shown leaves nothing to appeal against
        ({}, "own", None),
        ({"is_late": True}, "own", None),
    ],
)
def test_others_words_are_reported_and_ones_own_appealed_once_they_are_hidden(
    app: Flask, state: dict[str, Any], whose: str, kind: str | None
) -> None:
    row = sent(**state)
    actor = row.person if whose == "own" else make_person()
    assert actor is not None
    if kind is None:
        with pytest.raises(WrongState) as caught:
            report(row, actor, NOON, words="It is mine.")
        assert "nothing to appeal against" in str(caught.value.message)
        assert events() == []
        return
    found = report(row, actor, NOON, words=f"  {SECRET}\r\n\r\n\r\nMore. ")
    assert (found.kind, found.words, found.created_at) == (kind, f"{SECRET}\n\nMore.", NOON)
    assert (found.closed_at, found.answer) == (None, None)
    assert events() == [(f"contribution-{kind}", row.id, actor.id, None, None)]
    assert SECRET not in str([vars(one) for one in db.session.scalars(sa.select(Event))])


@pytest.mark.parametrize("words", ["", " \n\t ", BAD])
def test_a_report_says_what_is_wrong(app: Flask, words: str) -> None:
    row, reader = sent(), make_person()
    with pytest.raises(InvalidInput) as caught:
        report(row, reader, NOON, words=words)
    assert caught.value.details["field"] == "words"
    assert list(reported_by(row, reader)) == []
    assert events() == []


def test_one_tells_once_until_one_is_answered_and_may_tell_again_then(app: Flask) -> None:
    row, reader, other, facilitator = sent(), make_person(), make_person(), make_person()
    first = report(row, reader, NOON, words="It names a village.")
    with pytest.raises(WrongState) as caught:
        report(row, reader, NOON, words="Again.")
    assert "They will answer you here" in str(caught.value.message)
    second = report(row, other, NOON, words="I think so, too.")  # somebody else has a report of their own
    answer_report(row, first.public_id, facilitator, NOON, answer="We look at it.")
    third = report(row, reader, NOON, words="Nothing happened.")
    assert list(reported_by(row, reader)) == [first, third]
    assert list(reported_by(row, reader, only_open=True)) == [third]
    assert list(reported_by(row, other)) == [second]
    assert list(open_reports(row.consultation_id)) == [second, third]


def test_what_waits_is_told_for_its_own_consultation_alone(app: Flask) -> None:
    here, there = sent(), sent()
    mine = report(here, make_person(), NOON, words="Here.")
    assert list(open_reports(here.consultation_id)) == [mine]
    assert list(open_reports(there.consultation_id)) == []


def test_the_limit_of_a_day_ends_exactly_a_day_later(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "MOST_A_DAY", 2)
    reader, rows = make_person(), [sent() for _ in range(3)]
    day = timedelta(days=1)
    report(rows[0], reader, NOON, words="x")
    report(rows[1], reader, NOON, words="x")
    with pytest.raises(TooMany) as caught:
        report(rows[2], reader, NOON + day - timedelta(seconds=1), words="x")
    assert "come back tomorrow" in str(caught.value.message)
    report(rows[2], make_person(), NOON, words="x")  # others are not held up by that
    report(rows[2], reader, NOON + day, words="x")


def answered(row: Contribution, found: Report, at: datetime = NOON, **values: Any) -> Report:
    """Answer a report as a facilitator does."""
    return answer_report(row, found.public_id, make_person(), at, **{"answer": "It stays.", **values})


ANSWERS: dict[str, tuple[Callable[[Contribution, Report], object], type[ConsultError] | None]] = {
    "an answer": (lambda row, found: answered(row, found), None),
    # an empty answer decides nothing
    "empty": (lambda row, found: answered(row, found, answer=" \n "), InvalidInput),
    "a broken sign": (lambda row, found: answered(row, found, answer=BAD), InvalidInput),
    # the second of two facilitators is told that it is answered
    "twice": (lambda row, found: [answered(row, found), answered(row, found)], WrongState),
    # a report of another contribution cannot be answered from this one
    "of another": (lambda row, found: answered(sent(), found), NotFound),
    "of nobody": (lambda row, found: answer_report(row, "", make_person(), NOON, answer="x"), NotFound),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_report_is_answered_once_from_its_own_contribution(app: Flask, name: str) -> None:
    act, refused = ANSWERS[name]
    row = sent()
    found = report(row, make_person(), NOON, words="x")
    if refused:
        with pytest.raises(refused) as caught:
            act(row, found)
        if refused is InvalidInput:
            assert caught.value.details["field"] == "answer"
        assert (found.closed_at is None) is (name != "twice")
        return
    act(row, found)
    assert (found.answer, found.closed_at, found.closed_by_id is None) == ("It stays.", NOON, False)
    assert events()[-1] == ("contribution-report-answered", row.id, found.closed_by_id, None, None)


def test_an_appeal_is_answered_in_words_and_showing_again_is_an_act_of_its_own(app: Flask) -> None:
    row = sent(**HIDDEN)
    assert row.person is not None
    appeal = report(row, row.person, NOON, words="She agreed.")
    answered(row, appeal)
    assert row.hidden_at == NOON
    assert events()[-1][0] == "contribution-appeal-answered"
    show_again(row, make_person(), NOON)
    assert (row.hidden_at, row.hidden_reason, row.hidden_note) == (None, None, None)
    assert [one.answer for one in reported_by(row, row.person)] == ["It stays."]
    with pytest.raises(WrongState):  # and it can be appealed against no more
        report(row, row.person, NOON, words="Again.")


MODERATION: dict[str, tuple[dict[str, Any], Callable[[Contribution, Person, str], object]]] = {
    "hide": ({}, lambda row, actor, words: hide(row, actor, NOON, reason=words)),
    "admit": ({"is_late": True}, lambda row, actor, words: admit_late(row, actor, NOON, reason=words)),
    "look behind": ({}, lambda row, actor, words: look_behind(row, actor, NOON, reason=words)),
}


@pytest.mark.parametrize("words", ["", " \n ", BAD])
@pytest.mark.parametrize("verb", MODERATION)
def test_no_act_over_somebody_elses_words_goes_without_a_reason(app: Flask, verb: str, words: str) -> None:
    state, act = MODERATION[verb]
    row, actor = sent(**state), make_person()
    with pytest.raises(InvalidInput) as caught:
        act(row, actor, words)
    assert caught.value.details["field"] == "reason"
    assert (row.hidden_at, row.admitted_at, events()) == (None, None, [])
    assert db.session.query(AuditEntry).count() == 0


def test_a_note_for_few_is_kept_apart_from_the_reason_for_all(app: Flask) -> None:
    row, other = sent(), sent()
    hide(row, make_person(), NOON, reason=" It names somebody. ", note=f" {SECRET} ")
    assert (row.hidden_reason, row.hidden_note, row.hidden_at) == ("It names somebody.", SECRET, NOON)
    hide(other, make_person(), NOON, reason="x", note=" ")
    assert other.hidden_note is None
    with pytest.raises(InvalidInput) as caught:
        hide(sent(), make_person(), NOON, reason="x", note=BAD)
    assert caught.value.details["field"] == "note"


@pytest.mark.parametrize("state", [{}, HIDDEN, {"visibility": "facilitators"}, {"is_late": True}])
def test_a_look_behind_shows_the_person_and_logs_ids_alone(app: Flask, state: dict[str, Any]) -> None:
    row, actor = sent(**state), make_person(display_name="Facilitator Fay")
    assert look_behind(row, actor, NOON, reason=SECRET) is row.person
    look_behind(row, actor, NOON, reason=SECRET)
    entries = db.session.query(AuditEntry).all()
    assert len(entries) == 2  # each look counts, the second, too
    for entry in entries:
        assert row.person is not None
        assert (entry.kind, entry.actor_id, entry.subject, entry.subject_id, entry.value) == (
            "identity-looked-at",
            actor.id,
            "persons",
            row.person.id,
            None,
        )
    assert not any(word in str([vars(one) for one in entries]) for word in ("Amina", "Fay", "Tamsin"))
    assert events() == []


def test_behind_what_an_erased_person_sent_stands_nobody(app: Flask) -> None:
    row = make_answer(make_question(make_consultation()))
    row.person_id = None
    db.session.flush()
    db.session.expire(row)
    with pytest.raises(WrongState) as caught:
        look_behind(row, make_person(), NOON, reason="To warn them.")
    assert "Nobody can be found" in str(caught.value.message)
    assert db.session.query(AuditEntry).count() == 0
