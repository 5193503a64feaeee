"""Times as people read them: always with the zone's name and its offset; public times to the day.

Each has a direction of its own, so that digits and names in it stay in order within words of the other direction.
"""

from datetime import UTC, date, datetime, time
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_time, get_datetime_format
from flask_babel import gettext as _
from markupsafe import Markup

from consult.core.clock import in_zone

from .links import per_language
from .locale import current_language


def show_moment(moment: datetime, zone: str = "UTC") -> Markup:
    """Return a moment in a zone as an HTML time element: date, time, zone name and offset."""
    return _drawn(moment.astimezone(UTC), zone, _locale(), _comma())


@per_language
def _comma() -> str:
    return _(", ")


@lru_cache(maxsize=4096)
def _drawn(moment: datetime, zone: str, locale: str, comma: str) -> Markup:
    """Return a moment as an HTML time element; kept, since every page of a consultation names when it closes."""
    local = in_zone(moment, zone)
    place, shift = zone_label(zone), offset(local)
    named = place if place == shift else comma.join((place, shift))
    return Markup('<time datetime="{}" dir="auto">{} ({})</time>').format(
        local.isoformat(timespec="minutes"), _moment(local.date(), local.time(), locale), named
    )


def _moment(day: date, hour: time, locale: str) -> str:
    """Return date and time as the language joins them; hours go to 24, since not every reader knows a.m. and p.m."""
    joined = str(get_datetime_format("medium", locale=locale)).replace("'", "")
    return joined.replace("{0}", format_time(hour, "HH:mm", locale=locale)).replace(
        "{1}", written(day, locale)
    )


def written(day: date, locale: str | None = None) -> str:
    """Return a day as people write it out in the language of the page: 10 March 2026, 10 de marzo de 2026."""
    return format_date(day, "long", locale=locale or _locale())


def show_day(moment: datetime, zone: str = "UTC") -> Markup:
    """Return the day of a moment as an HTML time element, without the hour."""
    return _day(in_zone(moment, zone).date(), _locale())


@lru_cache(maxsize=4096)
def _day(day: date, locale: str) -> Markup:
    """Return a day as an HTML time element; kept, since a page of many contributions names few days."""
    return Markup('<time datetime="{}" dir="auto">{}</time>').format(day.isoformat(), written(day, locale))


def zone_label(zone: str) -> str:
    """Return an IANA zone's place as people write it: Europe/Brussels becomes Brussels, in French Bruxelles."""
    return _place(zone, _locale())


@lru_cache(maxsize=4096)
def _place(zone: str, locale: str) -> str:
    known = Locale.parse(locale).time_zones.get(zone, {}).get("city")
    return known or zone.rsplit("/", 1)[-1].replace("_", " ")


def offset(local: datetime) -> str:
    """Return the UTC offset of an aware time: UTC+2, UTC+5:30, UTC."""
    minutes = int((local.utcoffset() or local - local).total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def _locale() -> str:
    """Return the language of the page as CLDR names it. English is the British one, which writes the day first."""
    language = current_language()
    return "en_GB" if language == "en" else language.replace("-", "_")
