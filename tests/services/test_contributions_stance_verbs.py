"""Stances, as verbs, and how they are counted."""

from datetime import timedelta

import pytest
from flask import Flask

from consult.contributions.models import Stance
from consult.contributions.queries import section_tallies, tallies
from consult.contributions.services import Sending, take_section_stance, take_stance, withdraw_stance
from consult.core.database import db
from consult.core.errors import InvalidInput, NotAllowed, WrongState
from consult.core.logs import Event
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_amendment,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_stance,
    place_of,
)

BY_NAME = Sending(visibility="name")
FOR_ALL = Sending(visibility="name", voice="organisation")
WEEK = timedelta(days=7)


def take(target, person=None, position="support", sending=BY_NAME, **values):  # type: ignore[no-untyped-def]
    """Take a stance."""
    return take_stance(target, person or make_person(), NOON, position=position, sending=sending, **values)


def test_a_stance_can_be_changed_and_the_change_is_logged(app: Flask) -> None:
    target, person = make_amendment(make_consultation()), make_person()
    first = take(target, person)
    second = take(target, person, "objection", reason="It leaves out the wells.")
    assert (second.id, second.position, second.reason) == (first.id, "objection", "It leaves out the wells.")
    logged = [(event.before, event.after) for event in db.session.query(Event).filter_by(kind="stance-taken")]
    assert logged == [(None, "support"), ("support", "objection")]


@pytest.mark.parametrize(
    ("position", "values", "field"),
    [
        ("applause", {}, "position"),
        ("objection", {"reason": "  "}, "reason"),
        ("asking-members", {}, "until"),
        ("asking-members", {"until": NOON - WEEK}, "until"),
        ("support", {"sending": Sending(visibility="")}, "visibility"),
        ("support", {"sending": FOR_ALL}, "voice"),
    ],
)
def test_what_makes_no_sense_is_refused_naming_the_field(
    app: Flask, position: str, values: dict, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        take(make_comment(make_consultation()), None, position, **values)
    assert caught.value.details["field"] == field
    assert not db.session.query(Stance).count()


def test_asking_ones_members_lasts_until_a_day_that_another_position_has_not(app: Flask) -> None:
    target, person = make_comment(make_consultation()), make_person()
    assert take(target, person, "asking-members", until=NOON + WEEK).until == NOON + WEEK
    assert take(target, person, "support", until=NOON + WEEK).until is None


@pytest.mark.parametrize("state", ["announced", "closed"])
def test_stances_are_taken_only_while_it_is_open(app: Flask, state: str) -> None:
    with pytest.raises(WrongState):
        take(make_comment(make_consultation(state=state)))


@pytest.mark.parametrize("gone", [{"status": "withdrawn"}, {"hidden_at": NOON}, {"status": "draft"}])
def test_nobody_takes_a_stance_on_what_is_not_there(app: Flask, gone: dict) -> None:
    with pytest.raises(WrongState):
        take(make_comment(make_consultation(), **gone))


def test_nobody_takes_a_stance_on_their_own_contribution_for_whomever_they_speak(app: Flask) -> None:
    author = make_person(mandate=True)
    target = make_comment(make_consultation(), person=author)
    for sending in (BY_NAME, FOR_ALL):
        with pytest.raises(WrongState) as refusal:
            take(target, author, sending=sending)
        assert "goes without saying" in str(refusal.value.message)
    assert db.session.query(Stance).count() == 0
    assert take(target).position == "support"


def test_a_stance_is_withdrawn_by_its_own_person_once_and_can_be_taken_again(app: Flask) -> None:
    target, person = make_comment(make_consultation()), make_person()
    stance = take(target, person)
    with pytest.raises(NotAllowed):
        withdraw_stance(stance, make_person(), NOON)
    withdraw_stance(stance, person, NOON)
    with pytest.raises(WrongState):
        withdraw_stance(stance, person, NOON)
    assert tallies([target.id]) == {}
    assert take(target, person).withdrawn_at is None


def test_people_and_organisations_are_counted_apart(app: Flask) -> None:
    target, speaker = make_comment(make_consultation()), make_person(mandate=True)
    take(target, speaker)
    take(target, speaker, "can-live-with", FOR_ALL)
    take(target)
    tally = tallies([target.id])[target.id]
    assert (tally.persons, tally.organisations, tally.total) == ({"support": 2}, {"can-live-with": 1}, 3)


def test_two_people_of_one_organisation_are_one_organisation(app: Flask) -> None:
    from consult.people.models import Mandate

    target, organisation = make_comment(make_consultation()), make_organisation()
    for _ in range(2):
        person = make_person(organisation=organisation)
        keep(Mandate(person_id=person.id, organisation_id=organisation.id, valid_from=NOON))
        take(target, person, sending=FOR_ALL)
    assert tallies([target.id])[target.id].organisations == {"support": 1}


def test_stances_for_facilitators_only_are_in_no_figure(app: Flask) -> None:
    target = make_comment(make_consultation())
    make_stance(target, visibility="facilitators")
    assert tallies([target.id]) == {}


def test_a_stance_on_a_section_belongs_to_one_consultation(app: Flask) -> None:
    consultation, person = make_consultation(), make_person()
    other = make_consultation(consultation.base_revision)
    section = place_of(consultation.base_revision).section
    for where in (consultation, consultation, other):
        take_section_stance(where, section, person, NOON, position="support", sending=BY_NAME)
    assert db.session.query(Stance).count() == 2
    assert section_tallies(other)[section.id].persons == {"support": 1}
