"""To be quoted in a report: agreed to for one wording, by the author alone, and taken back at any time."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from consult.contributions.models import Contribution, ContributionText
from consult.core.database import db
from consult.core.errors import WrongState
from consult.core.logs import AuditEntry, Event
from consult.summaries.models import QuoteConsent
from consult.summaries.services import allow_quoting, can_be_quoted, is_quotable, quotable, refuse_quoting
from tests.conftest import NOON
from tests.factories import make_comment, make_consultation, make_person

LATER = NOON + timedelta(days=2)


def reword(row: Contribution, body: str) -> None:
    """Give a contribution another wording, as its author does by editing."""
    number = row.text_number + 1
    row.texts.append(
        ContributionText(number=number, body=body, revision_id=row.consultation.base_revision_id)
    )
    row.text_number = number
    db.session.flush()


def told() -> list[tuple[str, str | None, str | None]]:
    return [
        (row.kind, row.before, row.after)
        for row in db.session.query(Event).filter(Event.kind.like("quoting-%")).order_by(Event.id)
    ]


STATES: dict[str, tuple[dict[str, Any], bool]] = {
    "with the name": ({"visibility": "name"}, True),
    "with the organisation": ({"visibility": "organisation"}, True),
    "with the region": ({"visibility": "region"}, True),
    "late and admitted": ({"is_late": True, "admitted_at": NOON}, True),
    "late": ({"is_late": True}, False),
    "for facilitators": ({"visibility": "facilitators"}, False),
    "hidden": ({"hidden_at": NOON, "hidden_reason": "A name"}, False),
    "withdrawn": ({"status": "withdrawn", "withdrawn_at": NOON}, False),
    "a draft": ({"status": "draft", "submitted_at": None}, False),
}


@pytest.mark.parametrize(("values", "may_be"), STATES.values(), ids=STATES)
def test_only_what_the_others_may_read_can_be_quoted(
    app: Flask, values: dict[str, Any], may_be: bool
) -> None:
    row = make_comment(make_consultation(), **values)
    assert can_be_quoted(row) is may_be
    if may_be:
        allow_quoting(row, row.person, NOON)
        assert quotable([row.consultation_id]) == [row]
        return
    with pytest.raises(WrongState) as refused:
        allow_quoting(row, row.person, NOON)
    assert str(refused.value.message) == "Only what the other participants may read can be quoted."
    assert db.session.get(QuoteConsent, row.id) is None
    assert told() == []


LOWERED = [values for values, may_be in STATES.values() if not may_be]


@pytest.mark.parametrize("values", LOWERED, ids=lambda values: next(iter(values)))
def test_consent_sleeps_while_the_words_are_not_for_all_and_can_be_taken_back_then(
    app: Flask, values: dict[str, Any]
) -> None:
    row = make_comment(make_consultation())
    allow_quoting(row, row.person, NOON)
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    db.session.flush()
    assert quotable([row.consultation_id]) == []
    for name, value in before.items():
        setattr(row, name, value)
    db.session.flush()
    assert quotable([row.consultation_id]) == [row]
    for name, value in values.items():
        setattr(row, name, value)
    refuse_quoting(row, row.person, LATER)
    db.session.flush()
    assert not is_quotable(row)


def test_agreeing_twice_is_one_consent_for_the_words_as_they_are_now(app: Flask) -> None:
    row = make_comment(make_consultation())
    assert not is_quotable(row)
    allow_quoting(row, row.person, NOON)
    reword(row, "Other words.")
    assert not is_quotable(row), "other words are not meant"
    assert quotable([row.consultation_id]) == []
    consent = allow_quoting(row, row.person, LATER)
    db.session.flush()
    assert (consent.text_number, consent.given_at) == (2, LATER)
    assert is_quotable(row)
    assert quotable([row.consultation_id]) == [row]
    assert db.session.query(QuoteConsent).count() == 1
    assert told() == [("quoting-allowed", None, "1"), ("quoting-allowed", None, "2")]


def test_taking_back_says_which_words_and_twice_says_nothing_more(app: Flask) -> None:
    row = make_comment(make_consultation())
    refuse_quoting(row, row.person, NOON)
    assert told() == [], "there was nothing to take back"
    allow_quoting(row, row.person, NOON)
    reword(row, "Other words.")
    for _ in range(2):
        refuse_quoting(row, row.person, LATER)
        db.session.flush()
    assert told() == [("quoting-allowed", None, "1"), ("quoting-refused", "1", None)]


def test_the_log_holds_ids_and_no_words(app: Flask) -> None:
    person = make_person(display_name="Wren Nakamura")
    row = make_comment(make_consultation(), person, "Wells run dry in March.")
    allow_quoting(row, person, NOON)
    refuse_quoting(row, person, NOON)
    db.session.flush()
    for event in db.session.query(Event).filter(Event.kind.like("quoting-%")):
        assert (event.subject, event.subject_id, event.actor_id) == ("contributions", row.id, person.id)
        assert event.consultation_id == row.consultation_id
        assert "Wren" not in str(vars(event))
        assert "Wells" not in str(vars(event))
    assert db.session.query(AuditEntry).count() == 0, "it is no act of power"


def test_quotes_come_in_order_of_arrival_and_from_the_consultations_that_were_asked_for(app: Flask) -> None:
    here, beside, elsewhere = (make_consultation() for _ in range(3))
    rows = {
        name: make_comment(where, body=name, submitted_at=at)
        for name, where, at in (
            ("last", here, LATER),
            ("first", beside, NOON),
            ("same moment", beside, NOON),
            ("foreign", elsewhere, NOON),
            ("not agreed", here, NOON),
        )
    }
    for name, row in rows.items():
        if name != "not agreed":
            allow_quoting(row, row.person, LATER)
    db.session.flush()
    found = quotable([here.id, beside.id])
    assert found == [rows["first"], rows["same moment"], rows["last"]]
    assert quotable([]) == []


def test_an_author_who_was_forgotten_is_quoted_no_more(app: Flask, now: datetime) -> None:
    row = make_comment(make_consultation())
    allow_quoting(row, row.person, now)
    row.person = None
    db.session.flush()
    assert quotable([row.consultation_id]) == []
