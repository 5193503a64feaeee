"""Times as people read them: always with the zone's name and its offset; public times to the day.

Each has a direction of its own, so that digits and names in it stay in order within words of the other direction.
"""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_datetime
from markupsafe import Markup

from consult.core.clock import in_zone

from .locale import current_language


def show_moment(moment: datetime, zone: str = "UTC") -> Markup:
    """Return a moment in a zone as an HTML time element: date, time, zone name and offset."""
    local = in_zone(moment, zone)
    shown = format_datetime(local, "d MMMM y, HH:mm", locale=_locale())
    place, shift = zone_label(zone), offset(local)
    named = place if place == shift else f"{place}, {shift}"
    return Markup('<time datetime="{}" dir="auto">{} ({})</time>').format(
        local.isoformat(timespec="minutes"), shown, named
    )


def show_day(moment: datetime, zone: str = "UTC") -> Markup:
    """Return the day of a moment as an HTML time element, without the hour."""
    return _day(in_zone(moment, zone).date(), _locale())


@lru_cache(maxsize=4096)
def _day(day: date, locale: str) -> Markup:
    """Return a day as an HTML time element; kept, since a page of many contributions names few days."""
    return Markup('<time datetime="{}" dir="auto">{}</time>').format(
        day.isoformat(), format_date(day, "d MMMM y", locale=locale)
    )


def zone_label(zone: str) -> str:
    """Return an IANA zone's place as people write it: Europe/Brussels becomes Brussels."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def offset(local: datetime) -> str:
    """Return the UTC offset of an aware time: UTC+2, UTC+5:30, UTC."""
    minutes = int((local.utcoffset() or local - local).total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def _locale() -> str:
    return current_language().replace("-", "_")
