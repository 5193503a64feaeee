"""The edges of consultations: the exact moment, each audience against each, what an edit may narrow."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from consult.consultations.models import Consultation, WindowChange
from consult.consultations.questions import (
    Asked,
    add_question,
)
from consult.consultations.services import (
    Details,
    check_promises,
    check_window,
    close_early,
    edit_consultation,
    extend_window,
    window_changes,
)
from consult.consultations.windows import WALL, Window, wall_of
from consult.core.database import db
from consult.core.errors import InvalidInput, StaleBase, WrongState
from consult.core.logs import Event
from consult.rules.permissions import AUDIENCES
from tests.factories import (
    make_consultation,
    make_person,
    make_revision,
)

TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)


def details_of(one: Consultation, **values: Any) -> Details:
    """Return what stands there, with some of it changed."""
    names = ("title", "region", "theme", "introduction", "read_audience", "contribute_audience")
    present = {name: getattr(one, name) for name in names}
    return Details(**{**present, "languages": tuple(one.languages), **values})


def window(opens: datetime, closes: datetime, zone: str = "UTC") -> Window:
    return Window(opens, closes, zone, wall_of(opens, zone), wall_of(closes, zone))


STATES = [
    # from the opening, from the closing, state
    (-TICK, None, "announced"),
    (timedelta(0), None, "open"),
    (None, -TICK, "open"),
    (None, timedelta(0), "closed"),
    (None, TICK, "closed"),
]


@pytest.mark.parametrize(("after_opening", "after_closing", "state"), STATES)
def test_a_window_holds_its_first_moment_and_not_its_last(
    app: Flask, after_opening: timedelta | None, after_closing: timedelta | None, state: str
) -> None:
    one = make_consultation()
    at = (
        one.opens_at + after_opening
        if after_opening is not None
        else one.closes_at + (after_closing or DAY * 0)
    )
    assert one.state(at) == state
    assert one.is_open(at) is (state == "open")


VERBS = {
    "extend": lambda one, person, at: extend_window(
        one, one.closes_at + DAY, "w", "Why.", actor=person, at=at
    ),
    "close": lambda one, person, at: close_early(one, "Why.", actor=person, at=at),
    "ask": lambda one, person, at: add_question(one, Asked("A?"), actor=person, at=at),
}
MOMENTS = [
    # verb, which end of the window, shift, is it done
    ("extend", "opens_at", -TICK, False),
    ("extend", "opens_at", DAY * 0, True),
    ("extend", "closes_at", -TICK, True),
    ("extend", "closes_at", DAY * 0, False),
    ("close", "opens_at", -TICK, False),
    ("close", "opens_at", DAY * 0, True),
    ("close", "closes_at", -TICK, True),
    ("close", "closes_at", DAY * 0, False),
    # a question may be asked before anybody can answer
    ("ask", "opens_at", -TICK, True),
    ("ask", "closes_at", -TICK, True),
    ("ask", "closes_at", DAY * 0, False),
]


@pytest.mark.parametrize(("verb", "end", "shift", "is_done"), MOMENTS)
def test_a_verb_is_bound_to_the_window_to_the_very_moment(
    app: Flask, verb: str, end: str, shift: timedelta, is_done: bool
) -> None:
    one, person = make_consultation(), make_person()
    at = getattr(one, end) + shift
    before = one.closes_at
    if is_done:
        VERBS[verb](one, person, at)
        return
    with pytest.raises(WrongState):
        VERBS[verb](one, person, at)
    assert (one.closes_at, window_changes(one), list(one.questions)) == (before, [], [])


WINDOWS = [
    # opens, closes (both from now), the field that is wrong
    (DAY, DAY, "closes_time"),
    (DAY, DAY - TICK, "closes_time"),
    (DAY, DAY + TICK, None),
    # it may have opened already, but must not be over
    (-DAY, DAY * 0, "closes_time"),
    (-DAY, TICK, None),
    (-DAY * 2, -DAY, "closes_time"),
]


@pytest.mark.parametrize(("opens", "closes", "field"), WINDOWS)
def test_a_window_ends_after_it_begins_and_after_now(
    now: datetime, opens: timedelta, closes: timedelta, field: str | None
) -> None:
    given = window(now + opens, now + closes)
    if field is None:
        check_window(given, now)
        return
    with pytest.raises(InvalidInput) as caught:
        check_window(given, now)
    assert caught.value.details["field"] == field


OPEN = {"read_audience": "public", "contribute_audience": "public", "protection": "standard"}


@pytest.mark.parametrize("field", ["read_audience", "contribute_audience"])
@pytest.mark.parametrize("before", AUDIENCES)
@pytest.mark.parametrize("after", AUDIENCES)
def test_each_audience_may_become_itself_or_a_narrower_one(field: str, before: str, after: str) -> None:
    one = Consultation(title="T", languages=["en"], **{**OPEN, "read_audience": "link"})
    setattr(one, field, before)
    details = details_of(one, **{field: after})
    if AUDIENCES.index(after) >= AUDIENCES.index(before):
        check_promises(one, details)
        return
    with pytest.raises(InvalidInput) as caught:
        check_promises(one, details)
    assert caught.value.details["field"] == field
    assert "narrowed, not widened" in str(caught.value.message)


@pytest.mark.parametrize("before", AUDIENCES)
@pytest.mark.parametrize("after", AUDIENCES)
def test_where_everybody_reads_anybody_may_come_to_speak(before: str, after: str) -> None:
    one = Consultation(title="T", languages=["en"], **{**OPEN, "contribute_audience": before})
    check_promises(one, details_of(one, contribute_audience=after))


LANGUAGES = [
    # before, after, is it kept
    (["en", "ar"], ("en", "ar"), True),
    (["en", "ar"], ("ar", "en", "fr"), True),
    (["en", "ar"], ("en",), False),
    (["en"], ("fr", "ar"), False),
]


@pytest.mark.parametrize(("before", "after", "is_kept"), LANGUAGES)
def test_a_language_that_was_promised_stays(before: list[str], after: tuple[str, ...], is_kept: bool) -> None:
    one = Consultation(title="T", languages=before, **OPEN)
    if is_kept:
        check_promises(one, details_of(one, languages=after))
        return
    with pytest.raises(InvalidInput) as caught:
        check_promises(one, details_of(one, languages=after))
    assert caught.value.details["field"] == "languages"


EDITS = [
    # state at the time of the edit, what is sent, what is refused
    ("announced", {"read_audience": "members"}, None),
    ("announced", {"contribute_audience": "public"}, None),
    ("open", {"contribute_audience": "invited"}, None),
    ("open", {"contribute_audience": "public"}, None),
    ("open", {"contribute_audience": "link"}, None),
    ("closed", {"read_audience": "members"}, None),
    # narrowing the readers below the contributors does not fit
    ("open", {"read_audience": "invited"}, "contribute_audience"),
    ("closed", {"theme": "Water", "introduction": "شكرا"}, None),
    ("open", {"title": ""}, "title"),
    ("closed", {"languages": ()}, "languages"),
]


@pytest.mark.parametrize(("state", "changes", "field"), EDITS)
def test_what_an_edit_may_change_follows_the_state(
    app: Flask, now: datetime, state: str, changes: dict[str, Any], field: str | None
) -> None:
    one = make_consultation(state=state)
    given = details_of(one, **changes)
    before = details_of(one)
    values: dict[str, Any] = {"version": one.version, "actor": make_person(), "at": now}
    if field is None:
        edit_consultation(one, given, **values)
        db.session.expire_all()
        assert details_of(one) == replace(given, languages=tuple(given.languages))
        return
    with pytest.raises(InvalidInput) as caught:
        edit_consultation(one, given, **values)
    assert caught.value.details["field"] == field
    assert details_of(one) == before
    assert db.session.query(Event).filter_by(kind="consultation-edited").count() == 0


def test_each_edit_raises_the_version_and_an_edit_from_before_changes_nothing(
    app: Flask, now: datetime
) -> None:
    one, actor = make_consultation(), make_person()
    first = one.version
    edit_consultation(one, details_of(one, theme="First"), version=first, actor=actor, at=now)
    assert one.version == first + 1
    with pytest.raises(StaleBase):
        edit_consultation(one, details_of(one, theme="Second"), version=first, actor=actor, at=now)
    assert one.theme == "First"


def test_the_base_moves_before_the_opening_to_a_version_of_the_same_narrative_alone(
    app: Flask, now: datetime
) -> None:
    one = make_consultation(state="announced")
    newer = make_revision(one.narrative, number=(1, 1), parent=one.base_revision)
    given: dict[str, Any] = {"actor": None, "at": now}
    edit_consultation(one, details_of(one), version=one.version, base=newer, **given)
    assert one.base_revision is newer
    with pytest.raises(InvalidInput) as caught:
        edit_consultation(one, details_of(one), version=one.version, base=make_revision(), **given)
    assert caught.value.details["field"] == "base"


def test_a_window_that_an_edit_sets_is_kept_on_the_wall_and_in_utc(app: Flask, now: datetime) -> None:
    one = make_consultation(state="announced")
    given = window(now + DAY, now + DAY * 2, "Asia/Kathmandu")
    edit_consultation(one, details_of(one), version=one.version, window=given, actor=None, at=now)
    db.session.expire_all()
    assert (one.opens_at, one.closes_at) == (given.opens_at, given.closes_at)
    local = (given.opens_at + timedelta(hours=5, minutes=45)).strftime(WALL)
    assert (one.zone, one.opens_wall) == ("Asia/Kathmandu", local)


def test_several_extensions_and_the_early_closing_are_kept_in_their_order(app: Flask, now: datetime) -> None:
    one, actor = make_consultation(), make_person()
    first = one.closes_at
    for days in (1, 3):
        extend_window(one, first + DAY * days, "w", f"Reason {days}", actor=actor, at=now)
    close_early(one, "Enough.", actor=actor, at=now)
    kept = [(change.kind, change.before, change.after) for change in window_changes(one)]
    assert kept == [
        ("extended", first, first + DAY),
        ("extended", first + DAY, first + DAY * 3),
        ("closed-early", first + DAY * 3, now),
    ]
    assert one.closes_wall == wall_of(now, one.zone)
    with pytest.raises(WrongState):
        extend_window(one, first + DAY * 9, "w", "Again.", actor=actor, at=now)


@pytest.mark.parametrize("reason", ["", " ", "\n\t "])
@pytest.mark.parametrize("verb", [close_early, extend_window])
def test_spaces_are_no_reason(app: Flask, now: datetime, verb: Any, reason: str) -> None:
    one = make_consultation()
    rest = (one.closes_at + DAY, "w") if verb is extend_window else ()
    with pytest.raises(InvalidInput) as caught:
        verb(one, *rest, reason, actor=make_person(), at=now)
    assert caught.value.details["field"] == "reason"
    assert db.session.query(WindowChange).count() == 0
