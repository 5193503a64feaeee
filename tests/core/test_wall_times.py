"""One clock, and wall times in zones that jump, repeat hours, or do neither when others do."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfoNotFoundError

import pytest

from consult.core.clock import LocalTimeError, freeze, in_zone, now, to_utc


def _wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("wall", "zone", "fold", "utc"),
    [
        # A plain day, east and west of Greenwich.
        ("2026-03-10T12:00", "Africa/Nairobi", None, "2026-03-10T09:00"),
        ("2026-03-10T12:00", "America/Lima", None, "2026-03-10T17:00"),
        # Zones that are a half or a quarter of an hour apart from the rest.
        ("2026-03-10T12:00", "Asia/Kolkata", None, "2026-03-10T06:30"),
        # The day before in UTC, and the day after.
        ("2026-03-10T00:30", "Pacific/Auckland", None, "2026-03-09T11:30"),
        ("2026-03-10T23:30", "Pacific/Honolulu", None, "2026-03-11T09:30"),
        # The last minute before the clocks go forward, and the first after.
        ("2026-03-29T01:59", "Europe/Brussels", None, "2026-03-29T00:59"),
        ("2026-03-29T03:00", "Europe/Brussels", None, "2026-03-29T01:00"),
        # The hour that comes twice: the first one, and the second.
        ("2026-10-25T02:30", "Europe/Brussels", 0, "2026-10-25T00:30"),
        ("2026-10-25T02:30", "Europe/Brussels", 1, "2026-10-25T01:30"),
        # The last minute before that hour, and the first after it, need no answer.
        ("2026-10-25T01:59", "Europe/Brussels", None, "2026-10-24T23:59"),
        ("2026-10-25T03:00", "Europe/Brussels", None, "2026-10-25T02:00"),
        # An answer that was not needed changes nothing.
        ("2026-03-10T12:00", "Europe/Brussels", 1, "2026-03-10T11:00"),
        # Morocco is on UTC+1 the year round, but for Ramadan.
        ("2026-01-10T12:00", "Africa/Casablanca", None, "2026-01-10T11:00"),
        # Half an hour of change, on Lord Howe Island.
        ("2026-04-05T01:45", "Australia/Lord_Howe", 0, "2026-04-04T14:45"),
        ("2026-04-05T01:45", "Australia/Lord_Howe", 1, "2026-04-04T15:15"),
    ],
)
def test_a_wall_time_has_its_moment(wall: str, zone: str, fold: int | None, utc: str) -> None:
    found = to_utc(_wall(wall), zone, fold=fold)
    assert found == _wall(utc).replace(tzinfo=UTC)
    assert found.tzinfo is UTC
    assert in_zone(found, zone).replace(tzinfo=None, fold=0) == _wall(wall)


@pytest.mark.parametrize(
    ("wall", "zone", "reason"),
    [
        # The hour that the clocks skip, at both of its ends.
        ("2026-03-29T02:00", "Europe/Brussels", "missing"),
        ("2026-03-29T02:59", "Europe/Brussels", "missing"),
        # The hour that comes twice, at both of its ends.
        ("2026-10-25T02:00", "Europe/Brussels", "ambiguous"),
        ("2026-10-25T02:59", "Europe/Brussels", "ambiguous"),
        # Clocks that change at midnight: there the day begins an hour late.
        ("2026-09-06T00:30", "America/Santiago", "missing"),
        # The day that Samoa left out.
        ("2011-12-30T12:00", "Pacific/Apia", "missing"),
    ],
)
def test_a_wall_time_that_is_none_or_two_is_named(wall: str, zone: str, reason: str) -> None:
    with pytest.raises(LocalTimeError) as refused:
        to_utc(_wall(wall), zone)
    assert refused.value.reason == reason


@pytest.mark.parametrize("fold", [0, 1])
def test_no_answer_makes_an_hour_that_is_skipped(fold: int) -> None:
    with pytest.raises(LocalTimeError) as refused:
        to_utc(_wall("2026-03-29T02:30"), "Europe/Brussels", fold=fold)
    assert refused.value.reason == "missing"


def test_a_zone_that_is_none_is_no_zone() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        to_utc(_wall("2026-03-10T12:00"), "Africa/Atlantis")


def test_time_stands_still_within_the_block_and_goes_on_after_it() -> None:
    noon = datetime(2026, 3, 10, 12, tzinfo=UTC)
    with freeze(noon):
        assert now() == noon
        with freeze(noon + timedelta(hours=1)):  # the inner one counts
            assert now() == noon + timedelta(hours=1)
        assert now() == noon
    assert now() != noon
    assert now().tzinfo is UTC


def test_time_goes_on_after_a_block_that_failed() -> None:
    noon = datetime(2026, 3, 10, 12, tzinfo=UTC)
    with pytest.raises(RuntimeError), freeze(noon):
        raise RuntimeError
    assert now() != noon


def test_a_moment_of_another_zone_is_frozen_in_utc() -> None:
    there = datetime(2026, 3, 10, 15, tzinfo=timezone(timedelta(hours=3)))
    with freeze(there):
        assert now().isoformat() == "2026-03-10T12:00:00+00:00"
