"""Days and hours as people type them, and the hint how far a zone is from UTC: each shape, both ends, both clocks."""

from datetime import date, time
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from consult.consultations.fields import FIRST_DAY, LAST_DAY, zone_choices
from consult.consultations.forms import LONGEST_REASON, ExtendForm
from tests.page import PageClient

GOOD = {"closes_day": "2026-03-28", "closes_time": "18:30", "reason": "Many asked for it."}
ZONE = "Europe/Brussels"
YEAR, DAY_SHAPE, HOUR_SHAPE, FILL = (
    "Look at the year again.",
    "Write the day like this: 2026-03-29.",
    "Write the time like this: 18:30.",
    "Please fill this in.",
)


def form_of(app: Flask, zone: str = ZONE, **typed: str) -> tuple[ExtendForm, Any, dict[str, Any]]:
    """Return the form as it was sent, the moment that it gives, and its errors."""
    with app.test_request_context("/en/", method="POST"):
        form = ExtendForm(formdata=MultiDict({**GOOD, **typed}), meta={"csrf": False})
        moment = form.closing(zone) if form.validate() else None
        return form, moment, {name: [str(one) for one in said] for name, said in form.errors.items()}


DAYS = {
    # what was typed: what is wrong with it
    "2026-03-28": None,
    " 2026-03-28 ": None,
    "28.3.2026": DAY_SHAPE,
    "2026-02-30": DAY_SHAPE,
    "2026-13-01": DAY_SHAPE,
    "tomorrow": DAY_SHAPE,
    "": FILL,
    "   ": FILL,
    FIRST_DAY.isoformat(): None,
    "1999-12-31": YEAR,
    LAST_DAY.isoformat(): None,
    "2200-01-01": YEAR,
    "0026-03-28": YEAR,  # a year of two signs, as somebody types it
}


@pytest.mark.parametrize("typed", DAYS)
def test_a_day_is_taken_in_one_shape_and_within_two_centuries(app: Flask, typed: str) -> None:
    form, moment, errors = form_of(app, closes_day=typed)
    said = DAYS[typed]
    assert errors.get("closes_day", [None])[0] == said
    assert (moment is None) is bool(said)
    assert form.closes_day.raw_data == [typed.strip()]  # what was typed comes back
    assert not errors or set(errors) == {"closes_day"}


HOURS = {
    "18:30": None,
    " 18:30": None,
    "18:30:00": None,
    "00:00": None,
    "23:59": None,
    "24:00": HOUR_SHAPE,
    "18.30": HOUR_SHAPE,
    "6:30 pm": HOUR_SHAPE,
    "noon": HOUR_SHAPE,
    "": FILL,
}


@pytest.mark.parametrize("typed", HOURS)
def test_an_hour_is_taken_in_one_shape(app: Flask, typed: str) -> None:
    form, moment, errors = form_of(app, closes_time=typed)
    said = HOURS[typed]
    assert errors.get("closes_time", [None])[0] == said
    assert (moment is None) is bool(said)
    assert form.closes_time.raw_data == [typed.strip()]


@pytest.mark.parametrize(
    ("length", "taken"), [(0, False), (1, True), (LONGEST_REASON, True), (LONGEST_REASON + 1, False)]
)
def test_a_reason_has_both_its_ends(app: Flask, length: int, taken: bool) -> None:
    form, moment, errors = form_of(app, reason="x" * length)
    assert (moment is not None, "reason" in errors) == (taken, not taken)
    assert form.reason.data == "x" * length


CLOCKS = [
    # zone, day, hour, which of two: the moment in UTC, or the field that is named and its words
    (ZONE, "2026-03-28", "02:30", "", "2026-03-28T01:30:00+00:00"),
    (ZONE, "2026-03-29", "01:59", "", "2026-03-29T00:59:00+00:00"),
    (ZONE, "2026-03-29", "02:00", "", ("closes_time", "There is no 02:00 on that day in Brussels")),
    (ZONE, "2026-03-29", "02:59", "", ("closes_time", "There is no 02:59")),
    (ZONE, "2026-03-29", "03:00", "", "2026-03-29T01:00:00+00:00"),
    (ZONE, "2026-10-25", "01:59", "", "2026-10-24T23:59:00+00:00"),
    (ZONE, "2026-10-25", "02:00", "", ("closes_fold", "first at UTC+2, then at UTC+1")),
    (ZONE, "2026-10-25", "02:00", "0", "2026-10-25T00:00:00+00:00"),
    (ZONE, "2026-10-25", "02:00", "1", "2026-10-25T01:00:00+00:00"),
    (ZONE, "2026-10-25", "03:00", "", "2026-10-25T02:00:00+00:00"),
    # an answer to a question that does not arise changes nothing
    (ZONE, "2026-03-28", "02:30", "1", "2026-03-28T01:30:00+00:00"),
    (ZONE, "2026-10-25", "02:00", "2", ("closes_fold", "Not a valid choice")),
    # zones without two clocks, and one that is a quarter of an hour away
    ("Africa/Nairobi", "2026-03-29", "02:30", "", "2026-03-28T23:30:00+00:00"),
    ("Asia/Kathmandu", "2026-03-29", "02:30", "", "2026-03-28T20:45:00+00:00"),
]


@pytest.mark.parametrize(("zone", "day", "hour", "fold", "comes"), CLOCKS)
def test_a_time_on_the_wall_is_placed_or_asked_about(
    app: Flask, zone: str, day: str, hour: str, fold: str, comes: str | tuple[str, str]
) -> None:
    typed = {"closes_day": day, "closes_time": hour} | ({"closes_fold": fold} if fold else {})
    form, moment, errors = form_of(app, zone, **typed)
    if isinstance(comes, str):
        assert (moment.isoformat(), errors) == (comes, {})
        assert form.asks_which("closes") is bool(fold)
        return
    field, words = comes
    assert moment is None
    assert words in errors[field][0]
    assert form.asks_which("closes") is (field == "closes_fold")
    assert (form.closes_day.data, form.closes_time.data) == (
        date.fromisoformat(day),
        time.fromisoformat(hour),
    )


HINTS = [
    # zone, what was typed: whether and what the page says of the zone
    (ZONE, {}, "Brussels is at UTC+1 then."),
    (ZONE, {"closes_day": "2026-03-30"}, "Brussels is at UTC+2 then."),
    ("Asia/Kathmandu", {}, "UTC+5:45"),
    ("UTC", {}, "UTC"),
    (ZONE, {"closes_day": "2026-03-29", "closes_time": "02:30"}, None),
    (ZONE, {"closes_day": "2026-10-25", "closes_time": "02:30"}, None),
    (ZONE, {"closes_day": "2026-10-25", "closes_time": "02:30", "closes_fold": "1"}, "UTC+1"),
    (ZONE, {"closes_day": ""}, None),
    (ZONE, {"closes_time": "x"}, None),
    ("Mars/Olympus", {}, None),
    ("../etc/passwd", {}, None),
    ("", {}, None),
    (None, {}, None),
]


@pytest.mark.parametrize(("zone", "typed", "says"), HINTS)
def test_the_hint_of_a_zone_is_said_once_the_time_is_clear(
    app: Flask, zone: str | None, typed: dict[str, str], says: str | None
) -> None:
    with app.test_request_context("/en/", method="POST"):
        form = ExtendForm(formdata=MultiDict({**GOOD, **typed}), meta={"csrf": False})
        form.validate()
        hint = form.offset_hint("closes", zone)
    assert (hint is None) if says is None else (says in str(hint))


def test_every_zone_is_offered_once_under_its_part_of_the_world(client: PageClient) -> None:
    offered = zone_choices()
    values = [one.value for one in offered]
    assert len(values) == len(set(values)) > 300
    by_value = {one.value: one for one in offered}
    buenos_aires = by_value["America/Argentina/Buenos_Aires"]
    assert (buenos_aires.label, buenos_aires.optgroup) == ("Argentina – Buenos Aires", "America")
    assert (by_value["UTC"].label, by_value["UTC"].optgroup) == ("UTC", "UTC")
