"""The days of a zone that the database reckons are those of the zone, also where clocks change."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.clock import in_zone
from consult.core.database import Moment, db
from consult.core.days import day_in_zone, offsets


@pytest.mark.parametrize(
    "zone", ["UTC", "Africa/Nairobi", "Europe/Berlin", "Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu"]
)
def test_days_are_those_of_the_zone(app: Flask, zone: str) -> None:
    draw = Random(zone)
    changes = [since for since, _minutes in offsets(zone, 2028)]
    moments = [
        *(since + timedelta(seconds=draw.choice((-1, 0, 1))) for since in changes[:40]),
        *(datetime(1995, 1, 1, tzinfo=UTC) + timedelta(hours=draw.randrange(340_000)) for _ in range(60)),
        *(datetime(2026, 3, day, hour, tzinfo=UTC) for day in (1, 29, 31) for hour in (0, 11, 23)),
    ]
    columns = [day_in_zone(zone, sa.literal(moment, Moment())) for moment in moments]
    found = [
        day
        for start in range(0, len(columns), 20)
        for day in db.session.execute(sa.select(*columns[start : start + 20])).one()
    ]
    assert found == [in_zone(moment, zone).date().isoformat() for moment in moments]
    assert db.session.scalar(sa.select(day_in_zone(zone, sa.literal(None, Moment())))) is None


def test_changes_of_clocks_are_known_to_the_minute() -> None:
    assert offsets("Asia/Kolkata", 2028) == ((datetime(2000, 1, 1, tzinfo=UTC), 330),)
    berlin = offsets("Europe/Berlin", 2027)
    assert berlin[:2] == (
        (datetime(2026, 10, 25, 1, tzinfo=UTC), 60),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), 120),
    )
    assert (datetime(2011, 12, 30, 10, tzinfo=UTC), 14 * 60) in offsets("Pacific/Apia", 2027), (
        "a day was left out"
    )
