"""A local time as three plain fields: what is taken, what is asked, what comes back."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from consult.consultations.fields import zone_choices
from consult.consultations.forms import ExtendForm, present_values
from consult.consultations.windows import is_zone
from consult.consultations.words import change_sentence, sentence, state_sentence
from consult.core.clock import zone_names
from tests.factories import keep, make_consultation, make_person


@pytest.fixture(autouse=True)
def _within_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/en/", method="POST"):
        app.config["WTF_CSRF_ENABLED"] = False
        yield
        app.config["WTF_CSRF_ENABLED"] = True


def form(day: str, time: str, fold: str = "") -> ExtendForm:
    sent = MultiDict({"closes_day": day, "closes_time": time, "closes_fold": fold, "reason": "Why"})
    made = ExtendForm(sent)
    made.is_valid = made.validate()  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize(
    ("day", "time", "zone", "moment"),
    [
        ("2026-07-01", "12:00", "Europe/Brussels", "2026-07-01T10:00"),
        ("2026-12-01", "12:00", "Europe/Brussels", "2026-12-01T11:00"),
        (" 2026-07-01 ", "12:00:30", "Asia/Kathmandu", "2026-07-01T06:15:30"),
        ("2026-07-01", "00:00", "Pacific/Kiritimati", "2026-06-30T10:00"),
        ("2026-12-01", "13:00", "Africa/Casablanca", "2026-12-01T13:00"),
        ("2026-07-01", "23:59", "UTC", "2026-07-01T23:59"),
        ("2000-01-01", "00:00", "Africa/Nairobi", "1999-12-31T21:00"),
        ("2199-12-31", "23:59", "America/Bogota", "2200-01-01T04:59"),
    ],
)
def test_a_local_time_has_its_moment(day: str, time: str, zone: str, moment: str) -> None:
    assert form(day, time).closing(zone) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "day", ["", " ", "tomorrow", "29.3.2026", "2026-02-30", "2026-13-01", "1999-12-31", "2200-01-01", "٢٠٢٦"]
)
def test_a_day_that_is_none_is_refused_and_comes_back(day: str) -> None:
    made = form(day, "12:00")
    assert made.closes_day.errors
    assert day.strip() in str(made.closes_day())


@pytest.mark.parametrize("time", ["", "noon", "24:00", "12:60", "12", "-1:00", "12:00 PM"])
def test_a_time_that_is_none_is_refused_and_comes_back(time: str) -> None:
    made = form("2026-07-01", time)
    assert made.closes_time.errors
    assert time in str(made.closes_time())


@pytest.mark.parametrize(
    ("day", "time", "zone", "asked"),
    [
        ("2026-03-29", "02:00", "Europe/Brussels", "time"),
        ("2026-03-29", "02:59", "Europe/Brussels", "time"),
        ("2026-03-29", "01:59", "Europe/Brussels", None),
        ("2026-03-29", "03:00", "Europe/Brussels", None),
        ("2026-10-25", "01:59", "Europe/Brussels", None),
        ("2026-10-25", "02:00", "Europe/Brussels", "fold"),
        ("2026-10-25", "02:59", "Europe/Brussels", "fold"),
        ("2026-10-25", "03:00", "Europe/Brussels", None),
        ("2026-03-29", "02:30", "Africa/Nairobi", None),
        ("2026-10-04", "02:15", "Australia/Lord_Howe", "time"),
        ("2026-04-05", "01:45", "Australia/Lord_Howe", "fold"),
    ],
)
def test_the_edges_of_a_change_of_clocks(day: str, time: str, zone: str, asked: str | None) -> None:
    made = form(day, time)
    placed = made.closing(zone)
    assert (placed is None) == (asked is not None)
    assert bool(made.closes_time.errors) == (asked == "time")
    assert bool(made.closes_fold.errors) == (asked == "fold")
    assert made.asks_which("closes") == (asked == "fold")


@pytest.mark.parametrize(("fold", "hour"), [("0", 0), ("1", 1)])
def test_the_answer_to_which_of_the_two_is_kept(fold: str, hour: int) -> None:
    made = form("2026-10-25", "02:30", fold)
    assert made.closing("Europe/Brussels") == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    assert made.asks_which("closes")


def test_an_answer_that_was_not_offered_is_refused() -> None:
    assert form("2026-10-25", "02:30", "2").closes_fold.errors


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Brussels", "Brussels is at UTC+2 then."),
        ("America/Argentina/Buenos_Aires", "Buenos Aires is at UTC−3 then."),
        ("UTC", "UTC is at UTC then."),
        ("", None),
        (None, None),
        ("CET", None),
        ("../../etc/passwd", None),
        ("x" * 5_000, None),
    ],
)
def test_the_offset_is_said_for_a_zone_that_is_known(zone: str | None, said: str | None) -> None:
    assert form("2026-07-01", "12:00").offset_hint("closes", zone) == said


def test_no_offset_is_said_for_a_time_that_is_not_clear() -> None:
    assert form("", "").offset_hint("closes", "Europe/Brussels") is None
    assert form("2026-03-29", "02:30").offset_hint("closes", "Europe/Brussels") is None


def test_every_zone_is_offered_once_by_its_part_of_the_world() -> None:
    offered = zone_choices()
    assert [choice.value for choice in offered] == zone_names()
    named = {choice.value: (choice.optgroup, choice.label) for choice in offered}
    assert named["America/Argentina/Buenos_Aires"] == ("America", "Argentina – Buenos Aires")
    assert named["Europe/Brussels"] == ("Europe", "Brussels")
    assert named["UTC"] == ("UTC", "UTC")
    assert not {"CET", "EST", "Etc/GMT+5"} & set(named)
    assert is_zone("Europe/Brussels")
    assert not is_zone("CET")


@pytest.mark.parametrize(("moment", "fold"), [("2026-10-25T00:30", "0"), ("2026-10-25T01:30", "1")])
def test_an_edit_begins_with_which_of_the_two_it_was(moment: str, fold: str) -> None:
    closes = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    values = present_values(make_consultation(zone="Europe/Brussels", closes_at=closes))
    assert (str(values["closes_day"]), str(values["closes_time"])) == ("2026-10-25", "02:30:00")
    assert values["closes_fold"] == fold
    assert "opens_fold" not in values


def test_a_sentence_keeps_markup_and_escapes_the_rest() -> None:
    said = sentence("%(when)s & %(reason)s", when=Markup("<time>now</time>"), reason="<b>")
    assert said == "<time>now</time> &amp; &lt;b&gt;"


@pytest.mark.parametrize(
    ("state", "begins"), [("announced", "Opens "), ("open", "Open until "), ("closed", "Closed since ")]
)
def test_the_state_is_said_with_its_moment(state: str, begins: str, now: datetime) -> None:
    said = state_sentence(make_consultation(state=state), now)
    assert said.startswith(begins)
    assert '<time datetime="2026-' in said


@pytest.mark.parametrize(
    ("kind", "begins"), [("extended", "Extended from "), ("closed-early", "Closed early at ")]
)
def test_a_changed_window_is_said_with_its_reason(kind: str, begins: str, now: datetime) -> None:
    from consult.consultations.models import WindowChange

    one = make_consultation()
    change = keep(
        WindowChange(
            consultation_id=one.id,
            kind=kind,
            before=one.closes_at,
            after=now,
            reason="R & D",
            by_id=make_person().id,
            at=now,
        )
    )
    said = change_sentence(change, one)
    assert said.startswith(begins)
    assert said.endswith("because: R &amp; D")
