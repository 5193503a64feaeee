"""The one clock, the one zone database.

`now()` is the only source of the present moment; tests and the demonstration freeze it. Zone rules come from
the tzdata package and never from the operating system: an old system file had Casablanca an hour wrong.
"""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

zoneinfo.reset_tzpath(to=[])

_frozen: list[datetime] = []


class LocalTimeError(ValueError):
    """A wall time that a zone skips or has twice; `reason` is "missing" or "ambiguous"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def now() -> datetime:
    """Return the present moment in UTC, to the microsecond."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


@contextmanager
def freeze(moment: datetime) -> Iterator[None]:
    """Let `now()` return `moment` (aware) within the block."""
    _frozen.append(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.pop()


def to_utc(wall: datetime, zone: str, *, fold: int | None = None) -> datetime:
    """Turn a naive wall time in an IANA zone into UTC.

    Raises LocalTimeError("missing") for a time that the zone skips, LocalTimeError("ambiguous") for one that
    comes twice when `fold` (0 first, 1 second) is not given.
    """
    info = zoneinfo.ZoneInfo(zone)
    first, second = (wall.replace(tzinfo=info, fold=f) for f in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(info).replace(tzinfo=None) != wall:
        raise LocalTimeError("missing")
    if fold is None:
        raise LocalTimeError("ambiguous")
    return (second if fold else first).astimezone(UTC)


def day_begins(day: date, zone: str) -> datetime:
    """Return the moment at which a day begins in an IANA zone; where midnight is skipped, the first moment there is."""
    return datetime.combine(day, time(), zoneinfo.ZoneInfo(zone)).astimezone(UTC)


def in_zone(moment: datetime, zone: str) -> datetime:
    """Return the moment as an aware wall time of the zone."""
    return moment.astimezone(zoneinfo.ZoneInfo(zone))


def zone_names() -> list[str]:
    """Return the names of all zones with a place (Area/City), and UTC."""
    places = (name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc"))
    return [*sorted(places), "UTC"]
