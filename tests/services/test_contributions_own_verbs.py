"""Editing, withdrawing, showing less; hiding and admitting."""

import pytest
from flask import Flask

from consult.contributions.models import Contribution
from consult.contributions.services import (
    Edit,
    admit_late,
    edit_contribution,
    hide,
    lower_visibility,
    show_again,
    withdraw,
)
from consult.core.database import db
from consult.core.errors import InvalidInput, NotAllowed, WrongState
from consult.core.logs import Event
from tests.conftest import NOON
from tests.factories import make_comment, make_consultation, make_person


def own(state: str = "open", **values):  # type: ignore[no-untyped-def]
    """Make a comment and return it with its author."""
    person = make_person()
    return make_comment(make_consultation(state=state), person, **values), person


def kinds() -> list[str]:
    """Return the kinds of events logged, in order."""
    return [
        event.kind for event in db.session.query(Event).order_by(Event.id) if "revision" not in event.kind
    ]


def test_an_edit_adds_a_wording_and_keeps_the_first(app: Flask) -> None:
    row, person = own(body="First.")
    edit_contribution(row, person, NOON, Edit(body="Second.", comment_kind="query", language="fr"))
    assert [text.body for text in row.texts] == ["First.", "Second."]
    assert (row.text.body, row.comment_kind, row.language) == ("Second.", "query", "fr")
    assert kinds() == ["contribution-edited"]


def test_an_edit_cannot_empty_a_comment(app: Flask) -> None:
    row, person = own()
    with pytest.raises(InvalidInput):
        edit_contribution(row, person, NOON, Edit(body=" "))


def test_only_the_author_edits_withdraws_and_shows_less(app: Flask) -> None:
    row, _ = own()
    stranger = make_person()
    for act in (
        lambda: edit_contribution(row, stranger, NOON, Edit(body="x")),
        lambda: withdraw(row, stranger, NOON),
        lambda: lower_visibility(row, stranger, NOON, "region"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not kinds()


@pytest.mark.parametrize(
    ("state", "values"),
    [
        ("closed", {}),
        ("announced", {}),
        ("open", {"status": "withdrawn"}),
        ("open", {"disposition": "noted", "disposed_at": NOON}),
    ],
)
def test_what_is_closed_withdrawn_or_answered_stays_as_it_is(app: Flask, state: str, values: dict) -> None:
    row, person = own(state, **values)
    with pytest.raises(WrongState):
        edit_contribution(row, person, NOON, Edit(body="Other words."))
    assert len(row.texts) == 1


@pytest.mark.parametrize("state", ["open", "closed"])
def test_withdrawing_is_possible_always_and_once(app: Flask, state: str) -> None:
    row, person = own(state, disposition="accepted", disposed_at=NOON)
    withdraw(row, person, NOON)
    assert (row.status, row.withdrawn_at, row.disposition) == ("withdrawn", NOON, "accepted")
    with pytest.raises(WrongState):
        withdraw(row, person, NOON)
    assert kinds() == ["contribution-withdrawn"]


def test_visibility_only_goes_down(app: Flask) -> None:
    row, person = own("closed", visibility="organisation")
    for not_lower in ("name", "organisation", "everybody", ""):
        with pytest.raises(InvalidInput):
            lower_visibility(row, person, NOON, not_lower)
    lower_visibility(row, person, NOON, "region")
    lower_visibility(row, person, NOON, "facilitators")
    assert row.visibility == "facilitators"
    assert [
        (event.before, event.after)
        for event in db.session.query(Event)
        if event.after in ("region", "facilitators")
    ] == [
        ("organisation", "region"),
        ("region", "facilitators"),
    ]


def test_hiding_needs_a_reason_for_all_and_keeps_a_note_for_some(app: Flask) -> None:
    row, _ = own()
    facilitator = make_person("facilitator", row.consultation)
    with pytest.raises(InvalidInput):
        hide(row, facilitator, NOON, reason=" ")
    hide(row, facilitator, NOON, reason="It names a person.", note="See the letter of March.")
    assert (row.hidden_reason, row.hidden_note) == ("It names a person.", "See the letter of March.")
    assert not row.is_answerable
    with pytest.raises(WrongState):
        hide(row, facilitator, NOON, reason="Again.")
    show_again(row, facilitator, NOON)
    assert (row.hidden_at, row.hidden_note, row.is_answerable) == (None, None, True)
    with pytest.raises(WrongState):
        show_again(row, facilitator, NOON)


def test_a_late_one_counts_once_it_is_admitted_with_a_reason(app: Flask) -> None:
    row, _ = own("closed", is_late=True)
    facilitator = make_person("facilitator", row.consultation)
    with pytest.raises(InvalidInput):
        admit_late(row, facilitator, NOON, reason="")
    admit_late(row, facilitator, NOON, reason="The power was out.")
    assert (row.admitted_by_id, row.is_answerable) == (facilitator.id, True)
    assert kinds() == ["contribution-admitted"]
    with pytest.raises(WrongState):
        admit_late(row, facilitator, NOON, reason="Again.")


def test_what_came_in_time_needs_no_admission(app: Flask) -> None:
    row, _ = own()
    with pytest.raises(WrongState):
        admit_late(row, make_person(), NOON, reason="Because.")


def test_the_event_log_holds_no_word_of_what_was_written(app: Flask) -> None:
    row, person = own(body="Secret words.")
    edit_contribution(row, person, NOON, Edit(body="More secret words."))
    hide(row, make_person(), NOON, reason="A reason.")
    withdraw(row, person, NOON)
    for event in db.session.query(Event):
        assert "secret" not in f"{event.before}{event.after}".lower()
        assert "reason" not in f"{event.before}{event.after}".lower()
    assert db.session.query(Contribution).count() == 1
