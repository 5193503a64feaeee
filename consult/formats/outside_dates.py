"""Days as tables from elsewhere write them, in four orders; where two orders fit, neither is guessed."""

import re
from collections.abc import Iterable
from datetime import date

ORDERS = ("year-month-day", "day-month-year", "month-day-year", "year-day-month")
ENOUGH = 0.9
"""A column holds days when so large a part of what stands in it can be read as days in one order."""
_DAY = re.compile(r"\s*(\d{1,4})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,4})(?:$|[\sT,])")
_FIRST, _LAST = 1990, 2100
_PLACES = {name: tuple(name.split("-").index(part) for part in ("year", "month", "day")) for name in ORDERS}


def read_day(text: str, order: str) -> date | None:
    """Return the day that a text begins with, read in an order of `ORDERS`; None where there is none.

    A time behind it is left aside. A year of two digits stands last and is of this century.
    """
    found = _DAY.match(text)
    if not found:
        return None
    parts = found.groups()
    year, month, day = (parts[place] for place in _PLACES[order])
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2 or (len(year) == 2 and order[0] == "y"):
        return None
    whole = int(year) + (2000 if len(year) == 2 else 0)
    if not _FIRST <= whole <= _LAST:
        return None
    try:
        return date(whole, int(month), int(day))
    except ValueError:
        return None


def fitting_orders(values: Iterable[str]) -> tuple[str, ...]:
    """Return the orders in which the days of a column can be read: none, the one, or those that fit equally well.

    Where the year stands first the month follows, as ISO 8601 writes it, unless that does not fit.
    """
    given = [value for value in values if value.strip()]
    fits = {order: sum(read_day(value, order) is not None for value in given) for order in ORDERS}
    best = max(fits.values(), default=0)
    if not given or best < ENOUGH * len(given):
        return ()
    found = tuple(order for order in ORDERS if fits[order] == best)
    return found[:1] if ORDERS[0] in found else found
