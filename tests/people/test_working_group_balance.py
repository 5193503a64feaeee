"""The balance of a working group: what it is made of, and whom its figures must not point at."""

from typing import Any

import pytest
from flask import Flask

from consult.core.database import db
from consult.people.balance import balance_of
from consult.people.models import Person, PersonalAnswers, WorkingGroup, WorkingGroupMember
from tests.factories import keep, make_network, make_organisation, make_person, make_region
from tests.page import PageClient


def _some(number: int, region: str, gender: str | None, homes: int = 3) -> list[Person]:
    """Make people of a region, of so many organisations."""
    own = [make_organisation(region=make_region(region)) for _ in range(homes)]
    people = [make_person(organisation=own[place % homes]) for place in range(number)]
    for person in people if gender else []:
        keep(PersonalAnswers(person_id=person.id, gender=gender))
    return people


@pytest.mark.parametrize(
    ("groups", "is_named", "regions", "genders"),
    [
        # Two large groups are told apart, to everybody.
        (
            [(10, "africa", "woman"), (10, "asia", "man")],
            False,
            {"Africa": 10, "Asia": 10},
            {"Woman": 10, "Man": 10},
        ),
        # Nine are not: what is left must hide them, too.
        ([(12, "africa", "woman"), (9, "asia", "man")], False, {}, {}),
        # Who reads the names may count the regions; what people answered stays under its threshold.
        ([(12, "africa", "woman"), (1, "asia", "man")], True, {"Africa": 12, "Asia": 1}, {}),
        # Ten people of one organisation are one voice.
        ([(10, "africa", "woman", 1), (10, "asia", "man")], False, {}, {}),
        # Who would rather not say is counted with those who did not answer.
        (
            [(11, "africa", "declined"), (10, "asia", None), (10, "asia", "woman")],
            False,
            {"Asia": 20, "Africa": 11},
            {"Not given": 21, "Woman": 10},
        ),
    ],
)
def test_the_balance_of_a_group_points_at_nobody(
    app: Flask, groups: list[Any], is_named: bool, regions: dict[str, int], genders: dict[str, int]
) -> None:
    people = [person for one in groups for person in _some(*one)]
    region, kind, gender = balance_of(
        people, "en", is_named=is_named
    )  # whom they speak from among: nobody said
    assert (dict(region.rows), dict(gender.rows)) == (regions, genders)
    for one in (region, kind, gender):
        assert sum(number for _name, number in one.rows) + one.together == len(people)


def test_the_page_shows_the_balance_and_never_a_gender_beside_a_name(client: PageClient, app: Flask) -> None:
    make_network()
    group = keep(WorkingGroup(public_id="wells", name="Wells"))
    people = [*_some(10, "africa", "woman"), *_some(10, "asia", "man")]
    for person in people:
        keep(WorkingGroupMember(working_group_id=group.id, person_id=person.id))
    db.session.commit()
    page = client.sign_in(people[0]).get("/en/working-groups/wells").text
    names, figures = page.split('id="balance"')
    for words in ("Woman", "Man<"):
        assert words not in names
        assert words in figures
    assert "at least ten people of three organisations" in figures
