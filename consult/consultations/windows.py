"""From wall times in a zone to a window in UTC, and back to words."""

from dataclasses import dataclass
from datetime import datetime

from consult.core.clock import LocalTimeError, in_zone, to_utc, zone_names

WALL = "%Y-%m-%dT%H:%M"


class WallTimeError(ValueError):
    """A wall time that cannot be placed; `field` is opens or closes, `reason` missing or ambiguous."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class WallTime:
    """A time as an organiser writes it: on the wall of the zone; `fold` says which of two equal ones (0, 1)."""

    wall: datetime
    fold: int | None = None


@dataclass(frozen=True)
class Window:
    """When a consultation opens and closes: in UTC, and on the wall of its zone."""

    opens_at: datetime
    closes_at: datetime
    zone: str
    opens_wall: str
    closes_wall: str


def place(time: WallTime, zone: str, field: str) -> datetime:
    """Return a wall time of a zone in UTC; WallTimeError where there is none, or two and nobody says which."""
    try:
        return to_utc(time.wall, zone, fold=time.fold)
    except LocalTimeError as error:
        raise WallTimeError(field, error.reason) from error


def make_window(zone: str, opens: WallTime, closes: WallTime) -> Window:
    """Return the window between two wall times of a zone."""
    return Window(
        place(opens, zone, "opens"),
        place(closes, zone, "closes"),
        zone,
        opens.wall.strftime(WALL),
        closes.wall.strftime(WALL),
    )


def wall_of(moment: datetime, zone: str) -> str:
    """Return a moment as it is stored beside UTC: the wall time of the zone, to the minute."""
    return in_zone(moment, zone).strftime(WALL)


def is_zone(name: str) -> bool:
    """Say whether a name is a zone that can be chosen."""
    return name in zone_names()
