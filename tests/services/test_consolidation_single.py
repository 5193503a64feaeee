"""One decision saved by itself: what it writes is what looking at the whole section would write, or nothing at all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consolidation.models import Decision, DecisionChange, DeskSection
from consult.consolidation.services import abandon_consolidation, decide, decisions, own_words
from consult.consolidation.services.single import Wanted, save_alone
from consult.contributions.hunks import group_key
from consult.contributions.models import ContributionText
from consult.core.clock import now
from consult.core.database import db
from consult.core.logs import Event
from consult.text import Hunk
from tests.desk import Desk
from tests.factories import make_amendment, make_consultation, make_revision

AT = now() - timedelta(hours=1)
NAMES = (
    "group_key",
    "start",
    "end",
    "new",
    "text",
    "reason",
    "outcome",
    "decided_by_id",
    "decided_at",
)
CHANGES = (
    "group_key",
    "start",
    "end",
    "new",
    "text",
    "reason",
    "outcome_before",
    "outcome_after",
    "by_id",
    "at",
)


@pytest.fixture
def desk(app: Flask) -> Desk:
    desk = Desk()
    desk.amendment = make_amendment(desk.consultation)
    desk.wider = make_amendment(desk.consultation, find="is a right", replace="was a right")
    desk.rival = make_amendment(desk.consultation, find="is a right", replace="must be for everyone")
    assert desk.row.is_open
    return desk


def wanted(desk: Desk, new: str = "human", outcome: str = "accept", **values: Any) -> Wanted:
    given = {"words": "living", "reason": "So.", "counter": desk.work().counter, "by": desk.facilitator.id}
    key = values.pop("key", None) or desk.group(new).key
    return Wanted("water", key, outcome, **{**given, "at": AT, **values})


def written(model: Any, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return [tuple(getattr(row, name) for name in names) for row in db.session.query(model).order_by(model.id)]


def everything() -> list[Any]:
    counters = [
        (row.counter, row.changed_at, row.changed_by_id)
        for row in db.session.query(DeskSection).order_by(DeskSection.section_id)
    ]
    events = ("kind", "narrative_id", "subject", "actor_id", "before", "after")
    return [written(Decision, NAMES), written(DecisionChange, CHANGES), counters, written(Event, events)]


@pytest.mark.parametrize("second", ["accept", "adapt", "decline"])
@pytest.mark.parametrize("first", ["accept", "adapt", "decline"])
def test_it_writes_what_looking_at_the_whole_section_writes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    found = []
    for is_alone in (True, False):
        if not is_alone:
            monkeypatch.setattr(decisions, "save_alone", lambda *_of: False)
        with db.session.begin_nested() as point:
            for outcome in (first, second):
                one = wanted(desk, outcome=outcome)
                if is_alone:
                    assert save_alone(desk.row.id, one)
                    continue
                given = {"words": one.words, "reason": one.reason, "counter": one.counter, "at": AT}
                decide(desk.row, desk.section(), one.key, outcome, facilitator=desk.facilitator, **given)
            found.append(everything())
            point.rollback()
    assert found[0] == found[1]
    assert len(found[0][1]) == 2


def withdraw(desk: Desk) -> None:
    desk.amendment.status = "withdrawn"


def hide(desk: Desk) -> None:
    desk.amendment.hidden_at = now()


def make_late(desk: Desk) -> None:
    desk.amendment.is_late = True


def put_off(desk: Desk) -> None:
    desk.answer(desk.amendment, "carried-forward")


def reword(desk: Desk) -> None:
    desk.amendment.texts.append(
        ContributionText(
            number=2,
            base_text=desk.amendment.texts[0].base_text,
            revision_id=desk.consultation.base_revision_id,
            heading="Water",
            body="Other words.",
        )
    )
    desk.amendment.text_number = 2


def send_elsewhere(desk: Desk) -> None:
    desk.amendment.consultation = make_consultation(make_revision(), state="closed")


def accept_rival(desk: Desk) -> None:
    desk.decide("everyone", "accept")


def close(desk: Desk) -> None:
    abandon_consolidation(desk.row, desk.facilitator, now())


IN_THE_WAY: dict[str, Callable[[Desk], None]] = {
    "it was withdrawn": withdraw,
    "it was hidden": hide,
    "it came late and is not admitted": make_late,
    "it is carried forward": put_off,
    "its author has other words now": reword,
    "it was sent to another consultation": send_elsewhere,
    "another accepted change claims the words": accept_rival,
    "the desk is closed": close,
}


@pytest.mark.parametrize("why", IN_THE_WAY)
def test_whatever_stands_in_the_way_is_left_to_the_look_at_the_section(desk: Desk, why: str) -> None:
    asked = wanted(desk)
    IN_THE_WAY[why](desk)
    db.session.flush()
    asked = asked._replace(counter=db.session.get_one(DeskSection, (desk.row.id, desk.section().id)).counter)
    before = everything()
    assert not save_alone(desk.row.id, asked)
    assert everything() == before


@pytest.mark.parametrize(
    "values",
    [
        {"counter": 7},
        {"counter": 10**20},
        {"counter": -1},
        {"key": "0" * 64},
        {"section": "no-such-section"},
        {"outcome": "burn"},
        {"outcome": "decline", "reason": " "},
        {"outcome": "adapt", "words": " "},
    ],
    ids=str,
)
def test_what_must_be_refused_is_never_saved_alone(desk: Desk, values: dict[str, Any]) -> None:
    asked, before = wanted(desk)._replace(**values), everything()
    assert not save_alone(desk.row.id, asked)
    assert everything() == before


def test_declining_asks_for_no_free_words_and_own_changes_are_found_by_the_whole_look(desk: Desk) -> None:
    desk.decide("everyone", "accept")
    assert save_alone(desk.row.id, wanted(desk, outcome="decline"))
    given = {"reason": "So.", "facilitator": desk.facilitator, "counter": desk.work().counter, "at": AT}
    own_words(desk.row, desk.section(), "every day", "each day", **given)
    base = desk.work().base
    start = base.index("every day")
    key = group_key(Hunk(start, start + len("every day"), ""))
    assert not save_alone(desk.row.id, wanted(desk, key=key))
    decide(desk.row, desk.section(), key, "decline", **{**given, "counter": desk.work().counter})
    assert "every day" in desk.work().merged.text


def test_rows_that_are_held_show_what_was_written_past_them(desk: Desk) -> None:
    desk.decide("human", "decline")
    row = db.session.query(Decision).one()
    counted = db.session.get_one(DeskSection, (desk.row.id, desk.section().id))
    assert (row.outcome, counted.counter) == ("decline", 1)
    assert save_alone(desk.row.id, wanted(desk))
    assert (row.outcome, row.version, counted.counter) == ("accept", 2, 2)
    assert db.session.query(Event).order_by(Event.id.desc()).first().subject_id == row.id
    row.reason = "The models may write it again."
    db.session.flush()
    assert row.version == 3


def test_a_full_section_asks_no_more_than_an_empty_one(desk: Desk) -> None:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    counts = []
    for more in (0, 12):
        for number in range(more):
            make_amendment(desk.consultation, find="every day", replace=f"on day {number}")
        one = wanted(desk)
        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert save_alone(desk.row.id, one)
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)
        counts.append(len(statements))
        statements.clear()
    assert counts == [6, 6]
