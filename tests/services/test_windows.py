"""Wall times become moments; a consultation's window changes with a reason only."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consultations.services import close_early, extend_window, window_changes
from consult.consultations.windows import WallTime, WallTimeError, make_window, wall_of
from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from consult.core.logs import Event
from tests.factories import make_consultation, make_person

BRUSSELS = "Europe/Brussels"


def at(words: str, fold: int | None = None) -> WallTime:
    return WallTime(datetime.fromisoformat(words), fold)


def test_a_window_is_kept_in_utc_and_on_the_wall() -> None:
    window = make_window(BRUSSELS, at("2026-03-28T09:00"), at("2026-03-29T09:00"))
    assert window.opens_at == datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert window.closes_at == datetime(2026, 3, 29, 7, tzinfo=UTC)
    assert (window.opens_wall, window.closes_wall) == ("2026-03-28T09:00", "2026-03-29T09:00")
    assert wall_of(window.closes_at, BRUSSELS) == window.closes_wall


@pytest.mark.parametrize("name", ["opens", "closes"])
def test_a_skipped_time_is_refused_and_named(name: str) -> None:
    times = {"opens": at("2026-03-01T09:00"), "closes": at("2026-04-01T09:00"), name: at("2026-03-29T02:30")}
    with pytest.raises(WallTimeError) as caught:
        make_window(BRUSSELS, times["opens"], times["closes"])
    assert (caught.value.field, caught.value.reason) == (name, "missing")


@pytest.mark.parametrize(("fold", "hour"), [(0, 0), (1, 1)])
def test_of_two_equal_times_the_chosen_one_counts(fold: int, hour: int) -> None:
    window = make_window(BRUSSELS, at("2026-10-01T09:00"), at("2026-10-25T02:30", fold))
    assert window.closes_at == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


def test_of_two_equal_times_none_is_guessed() -> None:
    with pytest.raises(WallTimeError, match="closes: ambiguous"):
        make_window(BRUSSELS, at("2026-10-01T09:00"), at("2026-10-25T02:30"))


def test_an_extension_keeps_its_reason_and_is_logged(app: Flask, now: datetime) -> None:
    one = make_consultation(zone=BRUSSELS)
    before, after = one.closes_at, one.closes_at + timedelta(days=7)
    actor = make_person("facilitator")
    extend_window(one, after, wall_of(after, BRUSSELS), "Holidays.", actor=actor, at=now)
    assert (one.closes_at, one.closes_wall) == (after, wall_of(after, BRUSSELS))
    [change] = window_changes(one)
    assert (change.kind, change.before, change.after, change.reason) == (
        "extended",
        before,
        after,
        "Holidays.",
    )
    assert db.session.scalars(sa.select(Event.kind)).all()[-1] == "window-extended"


def test_closing_early_ends_the_window_at_that_moment(app: Flask, now: datetime) -> None:
    one = make_consultation(zone=BRUSSELS)
    close_early(one, "All was said.", actor=make_person("facilitator"), at=now)
    assert (one.closes_at, one.state(now)) == (now, "closed")
    assert one.closes_wall == "2026-03-10T13:00"
    assert one.state(now - timedelta(microseconds=1)) == "open"


def test_closing_at_the_very_moment_of_opening_keeps_the_window_in_order(app: Flask, now: datetime) -> None:
    one = make_consultation(opens_at=now, closes_at=now + timedelta(days=1))
    close_early(one, "A mistake.", actor=make_person("facilitator"), at=now)
    assert one.opens_at < one.closes_at


@pytest.mark.parametrize("state", ["announced", "closed"])
def test_only_an_open_window_changes(app: Flask, now: datetime, state: str) -> None:
    one = make_consultation(state=state)
    actor = make_person("facilitator")
    with pytest.raises(WrongState):
        close_early(one, "Why", actor=actor, at=now)
    with pytest.raises(WrongState):
        extend_window(one, now + timedelta(days=90), "2026-06-08T12:00", "Why", actor=actor, at=now)
    assert window_changes(one) == []


@pytest.mark.parametrize("shift", [timedelta(0), timedelta(minutes=-1)])
def test_an_extension_ends_later_than_before(app: Flask, now: datetime, shift: timedelta) -> None:
    one = make_consultation()
    with pytest.raises(InvalidInput) as caught:
        extend_window(one, one.closes_at + shift, "x", "Why", actor=make_person(), at=now)
    assert caught.value.details["field"] == "closes_time"


def test_no_window_changes_without_a_reason(app: Flask, now: datetime) -> None:
    one = make_consultation()
    with pytest.raises(InvalidInput) as caught:
        close_early(one, "  \n", actor=make_person(), at=now)
    assert caught.value.details["field"] == "reason"
    assert one.is_open(now)
