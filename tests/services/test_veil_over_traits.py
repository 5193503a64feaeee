"""What a consultation under high protection tells of its people: each trait, each day, each kind of saying."""

from datetime import UTC, date, datetime
from itertools import cycle, islice
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consultations.models import Consultation
from consult.contributions.models import Comment, Contribution, Stance
from consult.contributions.veil import OPEN, Veil, region_is_told, region_shown, veil_over, veiled
from consult.core.database import db
from consult.core.kept import forget_kept
from consult.people.models import Person, Region
from tests.conftest import NOON
from tests.factories import (
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_region,
    make_revision,
    make_stance,
)

PARIS, NAIROBI, LIMA = "Europe/Paris", "Africa/Nairobi", "America/Lima"
SOME = Veil(True, frozenset({("region", "africa"), ("language", "fr")}))


@pytest.mark.parametrize(
    ("veil", "trait", "value", "shown"),
    [
        (OPEN, "region", "asia", True),
        (OPEN, "region", "", False),
        (OPEN, "region", None, False),
        (SOME, "region", "africa", True),
        (SOME, "region", "asia", False),
        (SOME, "language", "fr", True),
        (SOME, "country", "fr", False),  # the same code is another trait
        (SOME, "region", "", False),
        (SOME, "region", None, False),
        (Veil(True), "region", "africa", False),
    ],
)
def test_a_trait_is_shown_where_its_own_value_is_told(
    veil: Veil, trait: str, value: str | None, shown: bool
) -> None:
    assert veil.shows(trait, value) is shown


@pytest.mark.parametrize(
    ("moment", "zone", "own", "monday"),
    [
        (datetime(2026, 3, 11, 9, tzinfo=UTC), NAIROBI, date(2026, 3, 11), date(2026, 3, 9)),
        # The first and the last moment of a week are those of the zone.
        (datetime(2026, 3, 8, 21, tzinfo=UTC), NAIROBI, date(2026, 3, 9), date(2026, 3, 9)),
        (datetime(2026, 3, 8, 20, 59, tzinfo=UTC), NAIROBI, date(2026, 3, 8), date(2026, 3, 2)),
        (datetime(2026, 3, 9, 4, 59, tzinfo=UTC), LIMA, date(2026, 3, 8), date(2026, 3, 2)),
        (datetime(2026, 3, 9, 5, tzinfo=UTC), LIMA, date(2026, 3, 9), date(2026, 3, 9)),
        # Clocks change on a Sunday: the week is as long as others.
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), PARIS, date(2026, 10, 25), date(2026, 10, 19)),
        (datetime(2026, 3, 29, 21, 30, tzinfo=UTC), PARIS, date(2026, 3, 29), date(2026, 3, 23)),
        (datetime(2026, 3, 29, 22, tzinfo=UTC), PARIS, date(2026, 3, 30), date(2026, 3, 30)),
        # Over the end of a year.
        (datetime(2027, 1, 1, 12, tzinfo=UTC), "UTC", date(2027, 1, 1), date(2026, 12, 28)),
    ],
)
def test_a_day_is_the_monday_of_its_week_on_pages_and_in_files_alike(
    app: Flask, moment: datetime, zone: str, own: date, monday: date
) -> None:
    assert (OPEN.day(moment, zone), SOME.day(moment, zone)) == (own, monday)
    with app.test_request_context("/en/"):
        assert f'datetime="{own}"' in OPEN.show_day(moment, zone)
        week = SOME.show_day(moment, zone)
    assert week.startswith("week of <time ")
    assert f'datetime="{monday}"' in week


def many(consultation: Consultation, region: str, people: int, **values: Any) -> list[Contribution]:
    """Let so many people of four organisations of a region comment; who stands behind it is all that is stored."""
    homes = [make_organisation(region=make_region(region)) for _ in range(4)]
    made = [
        Comment(
            consultation=consultation,
            narrative_id=consultation.narrative_id,
            section=consultation.base_revision.places[0].section,
            person=Person(display_name=f"Somebody {number}", organisation=home, region=home.region),
            organisation=home,
            region=home.region,
            **{"comment_kind": "remark", "language": "en", "visibility": "region", **values},
            **{"status": "submitted", "submitted_at": NOON},
        )
        for number, home in enumerate(islice(cycle(homes), people))
    ]
    db.session.add_all(made)
    db.session.flush()
    return made


def told(consultation: Consultation, trait: str = "region") -> set[str]:
    """Return the values of a trait that are told now."""
    db.session.flush()
    forget_kept()
    return {value for name, value in veil_over(consultation).told if name == trait}


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        ({}, True),
        ({"visibility": "organisation"}, True),
        ({"visibility": "region"}, True),
        ({"visibility": "facilitators"}, False),
        ({"hidden_at": NOON}, False),
        ({"status": "withdrawn", "withdrawn_at": NOON}, False),
        ({"status": "draft", "submitted_at": None}, False),
        ({"is_late": True}, False),
        ({"is_late": True, "admitted_at": NOON}, True),
    ],
)
def test_the_tenth_person_counts_where_everybody_may_read_them(
    app: Flask, state: dict[str, Any], counts: bool
) -> None:
    consultation = make_consultation(protection="high")
    rows = many(consultation, "africa", 10)
    for name, value in state.items():
        setattr(rows[0], name, value)
    assert told(consultation) == ({"africa"} if counts else set())


@pytest.mark.parametrize(
    ("state", "counts"),
    [({}, True), ({"visibility": "facilitators"}, False), ({"withdrawn_at": NOON}, False)],
)
def test_who_takes_a_stance_counts_with_those_who_write(
    app: Flask, state: dict[str, Any], counts: bool
) -> None:
    consultation = make_consultation(protection="high")
    rows = many(consultation, "africa", 9)
    make_stance(rows[0], make_person(organisation=rows[1].organisation), **state)
    make_stance(rows[1], rows[0].person)  # who wrote already is not another one
    assert told(consultation) == ({"africa"} if counts else set())


def test_people_of_another_consultation_are_not_behind_this_one(app: Flask) -> None:
    revision = make_revision()
    here = make_consultation(revision, protection="high")
    there = make_consultation(revision, protection="high")
    many(here, "africa", 9)
    many(there, "africa", 12)
    assert (told(here), told(there)) == (set(), {"africa"})


def test_a_stance_has_no_language_and_hides_nobody_who_wrote_in_a_rare_one(app: Flask) -> None:
    consultation = make_consultation(protection="high")
    rows = many(consultation, "africa", 12)
    assert told(consultation, "language") == {"en"}
    for row in many(consultation, "africa", 3):
        make_stance(rows[0], row.person)
        row.status = "withdrawn"
    assert told(consultation, "language") == {"en"}, "stances alone put no language together with others"
    many(consultation, "africa", 1, language="sw")
    for _ in range(9):
        make_stance(rows[0], make_person(organisation=make_organisation()))
    assert told(consultation, "language") == set(), "the one who wrote Swahili would be what is left"


def test_a_standard_consultation_tells_everything(app: Flask) -> None:
    consultation = make_consultation()
    row = make_comment(consultation, make_person(organisation=make_organisation(region=make_region("asia"))))
    assert veil_over(consultation) is OPEN
    assert region_shown(row) == make_region("asia")


def test_a_region_is_shown_where_there_is_one_and_it_is_told(app: Flask) -> None:
    consultation = make_consultation(protection="high")
    common = many(consultation, "africa", 10)[0]
    rare = many(consultation, "asia", 10)[0]
    nowhere = make_comment(consultation, make_person(), region_id=None)  # alone, were both regions told
    assert [region_shown(row) for row in (common, rare, nowhere)] == [None, rare.region, None]
    for row in many(consultation, "oceania", 10):
        row.region_id = None
    forget_kept()
    assert [region_shown(row) and region_shown(row).code for row in (common, rare, nowhere)] == [  # type: ignore[union-attr]
        "africa",
        "asia",
        None,
    ]
    stance = make_stance(common, make_person(organisation=rare.organisation))
    assert region_shown(stance) == rare.region


def columns(consultations: list[Consultation], owner: Any = Contribution) -> list[tuple[str | None, str]]:
    """Return the veiled region and the text of each row, in order of their ids."""
    rows = db.session.execute(
        sa.select(veiled(Region.code, "region", [one.id for one in consultations], owner), Region.code)
        .select_from(owner)
        .join(Region, Region.id == owner.region_id)
        .where(owner.consultation_id.in_([one.id for one in consultations]))
        .order_by(owner.id)
    )
    return sorted({(shown, real) for shown, real in rows}, key=str)


def test_a_query_over_several_consultations_veils_each_by_its_own_people(app: Flask) -> None:
    revision = make_revision()
    first, second, standard = (
        make_consultation(revision, protection=protection) for protection in ("high", "high", "standard")
    )
    first_rows = many(first, "africa", 10)
    many(second, "africa", 2)
    many(standard, "asia", 1)
    forget_kept()
    assert columns([first]) == [("africa", "africa")]
    assert columns([second]) == [(None, "africa")]
    assert columns([standard]) == [("asia", "asia")]
    both = columns([first, second, standard])
    assert both == sorted([("africa", "africa"), ("asia", "asia"), (None, "africa")], key=str)
    make_stance(first_rows[0], make_person(organisation=make_organisation(region=make_region("europe"))))
    forget_kept()
    assert columns([first], Stance) == [(None, "europe")]


def test_without_high_protection_the_column_itself_is_asked_for(app: Flask) -> None:
    column = Region.code
    assert veiled(column, "region", [make_consultation().id]) is column
    assert veiled(column, "region", []) is column


def test_who_is_asked_for_by_region_is_left_out_where_the_region_is_not_told(app: Flask) -> None:
    revision = make_revision()
    veiling = make_consultation(revision, protection="high")
    open_one = make_consultation(revision)
    many(veiling, "africa", 4)
    heard = many(open_one, "africa", 1)
    many(open_one, "asia", 1)
    forget_kept()
    condition = region_is_told(make_region("africa"), [veiling.id, open_one.id])
    assert list(db.session.scalars(sa.select(Contribution).where(condition))) == heard
    many(veiling, "africa", 8)
    forget_kept()
    condition = region_is_told(make_region("africa"), [veiling.id, open_one.id])
    assert len(list(db.session.scalars(sa.select(Contribution).where(condition)))) == 13
