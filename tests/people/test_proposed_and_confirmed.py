"""An organisation that somebody names is proposed until the secretariat confirms it, and so is belonging to it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from consult.contributions.credit import public_credit
from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.people.models import Mandate, Organisation
from consult.people.organisations import OrganisationFacts, add_organisation, change_organisation
from consult.people.profile import propose_organisation
from tests.factories import keep, make_comment, make_consultation, make_organisation, make_person

DAY = timedelta(days=1)
OFF = " (not confirmed)"


@pytest.mark.parametrize("typed", ["River Keepers", "river keepers", "RIVER KEEPERS"])
def test_naming_a_known_organisation_adds_none_and_confirms_nothing(
    app: Flask, now: datetime, typed: str
) -> None:
    known, person = make_organisation(name="River Keepers"), make_person()
    assert propose_organisation(person, typed, now) is known
    assert (known.status, known.name, person.organisation_is_confirmed) == (
        "confirmed",
        "River Keepers",
        False,
    )
    assert db.session.query(Organisation).count() == 1


@pytest.mark.parametrize(
    ("since", "until", "confirmed"),
    [
        # a mandate counts from its first moment, and no more in its last
        (-DAY, None, True),
        (timedelta(), None, True),
        (-DAY, timedelta(), False),
        (-DAY, timedelta(seconds=1), True),
        (timedelta(seconds=1), None, False),
    ],
)
def test_a_mandate_that_holds_is_the_networks_word_that_one_belongs_to_it(
    app: Flask, now: datetime, since: timedelta, until: timedelta | None, confirmed: bool
) -> None:
    known, person = make_organisation(name="River Keepers"), make_person()
    end = None if until is None else now + until
    keep(Mandate(person_id=person.id, organisation_id=known.id, valid_from=now + since, valid_until=end))
    propose_organisation(person, "River Keepers", now)
    assert person.organisation_is_confirmed is confirmed


@pytest.mark.parametrize(
    ("status", "belongs", "voice", "marked"),
    [
        ("confirmed", True, "self", False),
        ("confirmed", False, "self", True),
        # under a mandate it is the organisation that speaks, whatever its author says of themselves
        ("confirmed", False, "organisation", False),
        ("proposed", True, "self", True),
        ("proposed", True, "organisation", True),
    ],
)
@pytest.mark.parametrize("visibility", ["name", "organisation"])
def test_what_nobody_has_confirmed_is_marked_wherever_the_organisation_is_named(
    app: Flask, status: str, belongs: bool, voice: str, marked: bool, visibility: str
) -> None:
    organisation = make_organisation(name="River Keepers", status=status)
    author = make_person(organisation=organisation, organisation_is_confirmed=belongs)
    row = make_comment(make_consultation(), author, voice=voice, visibility=visibility)
    with app.test_request_context("/en/"):
        line = public_credit(row).line
    assert "River Keepers" in line
    assert (OFF in line) is marked
    assert (author.display_name in line) is (visibility == "name")


def test_no_two_organisations_have_one_name_however_it_is_written(app: Flask, now: datetime) -> None:
    facts = OrganisationFacts("River Keepers", "ngo")
    first = add_organisation(facts, now)
    other = add_organisation(OrganisationFacts("Wells", "ngo"), now)
    for act in (
        lambda: add_organisation(OrganisationFacts("river KEEPERS", "ngo"), now),
        lambda: change_organisation(other, facts),
    ):
        with pytest.raises(InvalidInput) as caught:
            act()
        assert caught.value.details["field"] == "name"
    assert other.name == "Wells"
    change_organisation(first, OrganisationFacts("RIVER Keepers", "ngo", status="proposed"))  # its own
    assert (first.name, first.status) == ("RIVER Keepers", "proposed")
    with pytest.raises(InvalidInput) as caught:
        add_organisation(OrganisationFacts("New", "ngo", region_code="mars"), now)
    assert caught.value.details["field"] == "region"
