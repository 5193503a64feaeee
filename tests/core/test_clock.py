"""The one clock: frozen moments, and wall times that a zone skips or has twice."""

from datetime import UTC, date, datetime, timedelta

import pytest

from consult.core.clock import LocalTimeError, day_begins, freeze, in_zone, now, to_utc, zone_names

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def test_time_stands_still_while_it_is_frozen_and_runs_again() -> None:
    with freeze(NOON):
        with freeze(NOON + timedelta(days=1)):
            assert now() == NOON + timedelta(days=1)
        assert now() == NOON
    assert abs(now() - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("wall", "zone", "utc"),
    [
        ("2026-01-15 12:00", "Europe/Berlin", "2026-01-15 11:00"),
        ("2026-07-15 12:00", "Europe/Berlin", "2026-07-15 10:00"),
        ("2026-07-15 12:00", "Asia/Kathmandu", "2026-07-15 06:15"),
        ("2026-07-15 12:00", "America/Havana", "2026-07-15 16:00"),
        ("2026-07-15 12:00", "Africa/Casablanca", "2026-07-15 11:00"),
        ("2026-03-01 12:00", "Africa/Casablanca", "2026-03-01 12:00"),
        ("2026-07-15 12:00", "Pacific/Kiritimati", "2026-07-14 22:00"),
        ("2026-07-15 12:00", "UTC", "2026-07-15 12:00"),
    ],
)
def test_wall_time_becomes_utc_and_back(wall: str, zone: str, utc: str) -> None:
    local = datetime.fromisoformat(wall)
    moment = to_utc(local, zone)
    assert moment == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert in_zone(moment, zone).replace(tzinfo=None) == local


@pytest.mark.parametrize(
    ("day", "zone"), [("2026-03-29 02:30", "Europe/Berlin"), ("2026-03-08 00:30", "America/Havana")]
)
def test_time_that_the_zone_skips_is_missing(day: str, zone: str) -> None:
    for fold in (None, 0, 1):
        with pytest.raises(LocalTimeError) as caught:
            to_utc(datetime.fromisoformat(day), zone, fold=fold)
        assert caught.value.reason == "missing"


def test_time_that_comes_twice_is_ambiguous_until_one_is_chosen() -> None:
    twice = datetime(2026, 10, 25, 2, 30)
    with pytest.raises(LocalTimeError) as caught:
        to_utc(twice, "Europe/Berlin")
    assert caught.value.reason == "ambiguous"
    first, second = (to_utc(twice, "Europe/Berlin", fold=fold) for fold in (0, 1))
    assert second - first == timedelta(hours=1)


def test_zones_on_offer_are_places_and_utc() -> None:
    names = zone_names()
    assert {"Africa/Casablanca", "Asia/Kathmandu", "UTC"} <= set(names)
    assert not [name for name in names if name.startswith("Etc/")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("UTC", date(2026, 3, 10), "2026-03-10T00:00"),
        ("Pacific/Kiritimati", date(2026, 3, 10), "2026-03-09T10:00"),
        ("America/Bogota", date(2026, 3, 10), "2026-03-10T05:00"),
        ("Africa/Cairo", date(2024, 4, 26), "2024-04-25T22:00"),  # midnight is skipped
        ("America/Havana", date(2024, 11, 3), "2024-11-03T04:00"),  # midnight comes twice
    ],
)
def test_a_day_begins_with_its_first_moment(zone: str, day: date, begins: str) -> None:
    moment = day_begins(day, zone)
    assert moment == datetime.fromisoformat(begins).replace(tzinfo=UTC)
    assert in_zone(moment, zone).date() == day
    assert in_zone(moment - timedelta(microseconds=1), zone).date() == day - timedelta(days=1)
