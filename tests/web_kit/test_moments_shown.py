"""Times as people read them: with their place and how far it is from UTC, in the language of the page."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, g

from consult.web.moments import offset, show_day, show_moment, zone_label
from consult.web.pages import country_name

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "UTC"),
        (60, "UTC+1"),
        (330, "UTC+5:30"),
        (345, "UTC+5:45"),
        (840, "UTC+14"),
        # West of Greenwich a real minus; half an hour west is not a whole one.
        (-60, "UTC−1"),
        (-210, "UTC−3:30"),
        (-30, "UTC−0:30"),
        (30, "UTC+0:30"),
        (65, "UTC+1:05"),
    ],
)
def test_an_offset_is_said_in_hours_and_minutes(minutes: int, said: str) -> None:
    assert offset(NOON.astimezone(timezone(timedelta(minutes=minutes)))) == said


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("UTC", '<time datetime="2026-03-10T12:00+00:00" dir="auto">10 March 2026, 12:00 (UTC)</time>'),
        (
            "Africa/Nairobi",
            '<time datetime="2026-03-10T15:00+03:00" dir="auto">10 March 2026, 15:00 (Nairobi, UTC+3)</time>',
        ),
        (
            "America/Argentina/Buenos_Aires",
            '<time datetime="2026-03-10T09:00-03:00" dir="auto">10 March 2026, 09:00 (Buenos Aires, UTC−3)</time>',
        ),
        # There it is the next day already.
        (
            "Pacific/Kiritimati",
            '<time datetime="2026-03-11T02:00+14:00" dir="auto">11 March 2026, 02:00 (Kiritimati, UTC+14)</time>',
        ),
    ],
)
def test_a_moment_is_shown_with_place_and_offset(app: Flask, zone: str, shown: str) -> None:
    with app.test_request_context("/en/"):
        assert show_moment(NOON, zone) == shown


def test_the_same_place_has_another_offset_in_summer(app: Flask) -> None:
    with app.test_request_context("/en/"):
        assert "(Brussels, UTC+1)" in show_moment(NOON, "Europe/Brussels")
        assert "(Brussels, UTC+2)" in show_moment(NOON + timedelta(days=90), "Europe/Brussels")


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        # The last and the first second of a day, here and there.
        ("2026-03-10T23:59:59", "UTC", "2026-03-10"),
        ("2026-03-11T00:00:00", "UTC", "2026-03-11"),
        ("2026-03-10T20:59:59", "Africa/Nairobi", "2026-03-10"),
        ("2026-03-10T21:00:00", "Africa/Nairobi", "2026-03-11"),
        ("2026-03-10T04:59:59", "America/Lima", "2026-03-09"),
    ],
)
def test_a_day_is_the_day_of_the_zone(app: Flask, moment: str, zone: str, day: str) -> None:
    with app.test_request_context("/en/"):
        shown = show_day(datetime.fromisoformat(moment).replace(tzinfo=UTC), zone)
    assert f'<time datetime="{day}" dir="auto">' in shown
    assert ":" not in shown  # no hour


def test_the_language_of_the_page_names_the_month(app: Flask) -> None:
    with app.test_request_context("/en/"):
        g.lang = "ar"
        assert "مارس" in show_day(NOON)
        g.lang = "en"
        assert "March" in show_day(NOON)  # what was kept for Arabic is not shown in English


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "10 March 2026, 19:00 (Cairo, UTC+7)"),
        ("fr", "10 mars 2026, 19:00 (Le Caire, UTC+7)"),
        ("es", "10 de marzo de 2026, 19:00 (El Cairo, UTC+7)"),
        ("ar", "10 مارس 2026، 19:00 (القاهرة, UTC+7)"),
        ("pt-BR", "10 de março de 2026 19:00 (Cairo, UTC+7)"),
    ],
)
def test_a_moment_is_written_as_the_language_writes_it(app: Flask, language: str, shown: str) -> None:
    with app.test_request_context("/en/"):
        g.lang = language
        moment = datetime(2026, 3, 10, 17, tzinfo=UTC)
        assert f">{shown.replace('UTC+7', 'UTC+2')}<" in show_moment(moment, "Africa/Cairo")


@pytest.mark.parametrize(
    ("zone", "label"),
    [("UTC", "UTC"), ("Europe/Brussels", "Brussels"), ("America/Port-au-Prince", "Port-au-Prince")],
)
def test_a_zone_is_called_by_its_place(zone: str, label: str) -> None:
    assert zone_label(zone) == label


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("KE", "en", "Kenya"),
        ("CI", "fr", "Côte d’Ivoire"),
        ("MA", "ar", "المغرب"),
        # Unknown codes stand as they are; none is nothing.
        ("XX", "en", "XX"),
        ("KE", "tlh", "KE"),
        ("", "en", ""),
        (None, "en", ""),
    ],
)
def test_a_country_has_its_name_in_the_language(
    app: Flask, code: str | None, language: str, name: str
) -> None:
    with app.test_request_context("/en/"):
        assert country_name(code, language) == name


def test_what_is_kept_of_a_moment_is_its_own_in_each_language_zone_and_turn_of_the_clock(app: Flask) -> None:
    place = "Europe/Brussels"
    first = datetime(
        2026, 10, 25, 2, 30, tzinfo=ZoneInfo(place)
    )  # the clock shows half past two twice that night
    with app.test_request_context("/en/"):
        for _turn in range(2):
            assert "02:30 (Brussels, UTC+2)" in show_moment(first, place)
            assert "02:30 (Brussels, UTC+1)" in show_moment(first.replace(fold=1), place)
            assert "00:30 (UTC)" in show_moment(first)
        english = show_moment(first)
        g.lang = "ar"
        assert show_moment(first) != english
