"""Several proposals to add, remove and move sections: the order that follows, what is refused, undone, logged."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask

from consult.consolidation.material import load_material
from consult.consolidation.models import Decision, DecisionChange
from consult.consolidation.services import decide_structure, undo_structure
from consult.consolidation.structure import StructureGroupWork, StructureWork, structure_work
from consult.contributions.models import Amendment
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import ConsultError, InvalidInput, NotFound, StaleBase, WrongState
from consult.core.logs import Event
from consult.narratives.models import Section
from tests.desk import Desk
from tests.factories import _contribution, make_consultation, make_person, make_revision, place_of

PARTS = [(key, key.title(), f"About {key}.") for key in ("water", "health", "land", "care")]


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A desk on a text of four sections."""
    return Desk(make_consultation(make_revision(None, PARTS), state="closed"))


def part(desk: Desk, key: str) -> Section | None:
    """Return a section of the base; `^` is the place before the first."""
    return None if key == "^" else place_of(desk.consultation.base_revision, key).section


def propose(desk: Desk, line: str, **values: Any) -> Amendment:
    """Propose what a line says: `remove land`, `move land ^`, `add Energy water`; return the amendment."""
    operation, name, after = (*line.split(), "^")[:3]
    words = {"rationale": "Why."}
    if operation == "add":
        words |= {"heading": name, "body": f"About {name}."}
    section = None if operation == "add" else part(desk, name)
    given = {"operation": operation, "section": section, "after_section": part(desk, after), **values}
    if operation == "remove":
        given["after_section"] = None
    return _contribution(Amendment, desk.consultation, None, words, given)


def structure(desk: Desk) -> StructureWork:
    """Return the structural proposals as they stand now, without the work on words."""
    db.session.flush()
    return structure_work(load_material(desk.row))


def group_of(desk: Desk, row: Amendment) -> StructureGroupWork:
    """Return the group that a proposal stands in."""
    return next(one for one in structure(desk).groups if row in one.supporters)


def settle(desk: Desk, row: Amendment, outcome: str = "accept", **values: Any) -> Any:
    """Decide on the group of a proposal, or undo that."""
    work = structure(desk)
    group = next(one for one in work.groups if row in one.supporters)
    given = {
        "facilitator": desk.facilitator,
        "counter": work.material.counter(group.section_id),
        "at": now(),
        **values,
    }
    if outcome == "undo":
        return undo_structure(desk.row, group.key, **given)
    return decide_structure(desk.row, group.key, outcome, **{"reason": "So.", **given})


def names(desk: Desk) -> str:
    """Return the new order in one line; a section to be added stands with a plus."""
    order = structure(desk).order()
    return " ".join(one if isinstance(one, str) else f"+{one.wording.heading}" for one in order)


@contextmanager
def refused(kind: type[ConsultError], words: str) -> Iterator[pytest.ExceptionInfo[ConsultError]]:
    """Expect a refusal of this kind that says these words."""
    with pytest.raises(kind) as caught:
        yield caught
    assert words in str(caught.value.message)


ORDERS = [
    # a new section at the very beginning
    (["add Energy ^"], "+Energy water health land care"),
    # and at the very end
    (["add Energy care"], "water health land care +Energy"),
    # two in different places
    (["add Energy water", "add Peace land"], "water +Energy health land +Peace care"),
    # the first and the last change places by two moves
    (["move water care", "move care ^"], "care health land water"),
    # a move that leaves a section where it is
    (["move health water"], "water health land care"),
    # a section moves down by one
    (["move health land"], "water land health care"),
    # two removals beside each other
    (["remove health", "remove land"], "water care"),
    # all but one section go
    (["remove water", "remove health", "remove land"], "care"),
    # a new section stays where the section before it is taken out
    (["remove health", "add Energy health"], "water +Energy land care"),
    # a removal and a move of others do not touch each other
    (["remove water", "move care ^"], "care health land"),
]


@pytest.mark.parametrize(("lines", "order"), ORDERS, ids=[", ".join(lines) for lines, _ in ORDERS])
def test_accepted_proposals_together_give_one_order(desk: Desk, lines: list[str], order: str) -> None:
    rows = [propose(desk, line) for line in lines]
    assert names(desk) == "water health land care", "nothing moves unasked"
    for row in rows:
        settle(desk, row)
    assert names(desk) == order
    work = structure(desk)
    assert [work.proposal(row) for row in rows] == ["accepted"] * len(rows)


@pytest.mark.parametrize("lines", [lines for lines, _ in ORDERS[::3]], ids=", ".join)
def test_undoing_every_decision_brings_the_first_order_back(desk: Desk, lines: list[str]) -> None:
    rows = [propose(desk, line) for line in lines]
    for outcome in ("accept", "undo"):
        for row in rows:
            settle(desk, row, outcome)
    assert names(desk) == "water health land care"
    assert db.session.query(Decision).count() == 0
    assert db.session.query(DecisionChange).count() == 2 * len(rows), "each step stays in the history"
    work = structure(desk)
    assert all(work.proposal(row) is None for row in rows)


AGAINST = [
    # what is accepted first, what is then refused
    ("remove land", "move land ^"),
    ("move land ^", "remove land"),
    ("move land ^", "move land water"),
]


@pytest.mark.parametrize(("first", "second"), AGAINST)
def test_a_second_change_of_one_section_is_refused_until_the_first_is_undone(
    desk: Desk, first: str, second: str
) -> None:
    one, other = propose(desk, first), propose(desk, second)
    settle(desk, one)
    before = names(desk)
    with refused(InvalidInput, "Undo that decision first") as caught:
        settle(desk, other)
    assert caught.value.details["field"] == "outcome"
    assert names(desk) == before
    settle(desk, one, "undo")
    settle(desk, other)
    assert structure(desk).proposal(other) == "accepted"


@pytest.mark.parametrize(("first", "second"), AGAINST)
def test_what_stands_against_an_accepted_change_needs_no_decision(
    desk: Desk, first: str, second: str
) -> None:
    one, other = propose(desk, first), propose(desk, second)
    assert len(structure(desk).undecided) == 2
    settle(desk, one)
    assert structure(desk).undecided == []
    assert group_of(desk, other).group.reason == "superseded"
    assert structure(desk).proposal(other) == "not-accepted"


@pytest.mark.parametrize(("first", "second"), AGAINST)
def test_what_stands_against_a_declined_change_still_waits(desk: Desk, first: str, second: str) -> None:
    one, other = propose(desk, first), propose(desk, second)
    settle(desk, one, "decline")
    assert [work.key for work in structure(desk).undecided] == [group_of(desk, other).key]
    assert (structure(desk).proposal(one), structure(desk).proposal(other)) == ("not-accepted", None)


@pytest.mark.parametrize("lines", [[], ["add Energy ^"]], ids=["nothing comes", "one comes"])
def test_the_last_of_the_sections_cannot_go(desk: Desk, lines: list[str]) -> None:
    for line in [*lines, "remove water", "remove health", "remove land"]:
        settle(desk, propose(desk, line))
    last = propose(desk, "remove care")
    with refused(InvalidInput, "At least one section must stay"):
        settle(desk, last)
    settle(desk, last, "decline")
    assert names(desk).split()[-1] == "care"


REFUSED = [
    # an outcome that words have, but sections have not
    ("adapt", "So.", "outcome"),
    ("", "So.", "outcome"),
    ("ACCEPT", "So.", "outcome"),
    # a decline owes a reason, and spaces are none
    ("decline", "", "reason"),
    ("decline", " \n ", "reason"),
]


@pytest.mark.parametrize(("outcome", "reason", "field"), REFUSED)
def test_a_decision_that_cannot_be_is_refused_by_its_field(
    desk: Desk, outcome: str, reason: str, field: str
) -> None:
    row = propose(desk, "remove land")
    with pytest.raises(InvalidInput) as caught:
        settle(desk, row, outcome, reason=reason)
    assert caught.value.details["field"] == field
    assert db.session.query(DecisionChange).count() == 0


def test_accepting_owes_no_reason(desk: Desk) -> None:
    row = propose(desk, "remove land")
    assert settle(desk, row, reason="").reason == ""


@pytest.mark.parametrize("outcome", ["accept", "decline", "undo"])
def test_an_old_counter_is_told_what_was_decided_meanwhile(desk: Desk, outcome: str) -> None:
    row = propose(desk, "remove land")
    other = make_person("facilitator", desk.narrative)
    settle(desk, row, "decline", facilitator=other)
    with pytest.raises(StaleBase) as caught:
        settle(desk, row, outcome, counter=0)
    (change,) = caught.value.details["changes"]
    assert (change.by_id, change.outcome_before, change.outcome_after) == (other.id, None, "decline")


def test_sections_have_counters_of_their_own(desk: Desk) -> None:
    land, care = propose(desk, "remove land"), propose(desk, "remove care")
    settle(desk, land)
    settle(desk, care, counter=0)
    assert names(desk) == "water health"


def test_there_is_nothing_to_undo_before_a_decision(desk: Desk) -> None:
    row = propose(desk, "remove land")
    with pytest.raises(NotFound):
        settle(desk, row, "undo")


def test_a_decision_is_undone_once(desk: Desk) -> None:
    row = propose(desk, "move land ^")
    settle(desk, row)
    settle(desk, row, "undo")
    with pytest.raises(NotFound):
        settle(desk, row, "undo")


def test_a_withdrawn_proposal_leaves_the_order_and_cannot_be_decided(desk: Desk) -> None:
    row = propose(desk, "remove land")
    settle(desk, row)
    key = group_of(desk, row).key
    row.status = "withdrawn"
    assert names(desk) == "water health land care"
    given: dict[str, Any] = {"facilitator": desk.facilitator, "counter": 1, "at": now()}
    with refused(NotFound, "no longer there"):
        decide_structure(desk.row, key, "accept", **given)
    with refused(NotFound, "no longer there"):
        undo_structure(desk.row, key, **given)


def test_a_closed_desk_undoes_nothing(desk: Desk) -> None:
    row = propose(desk, "remove land")
    settle(desk, row)
    desk.row.state, desk.row.ended_at = "abandoned", now()
    with refused(WrongState, "closed"):
        settle(desk, row, "undo")


def test_each_step_is_an_event_with_ids_alone(desk: Desk) -> None:
    row = propose(desk, "remove land")
    for outcome in ("accept", "decline", "undo"):
        settle(desk, row, outcome)
    events = db.session.query(Event).filter(Event.kind.like("decision-%")).order_by(Event.id)
    assert [(one.kind, one.before, one.after) for one in events] == [
        ("decision-taken", None, "accept"),
        ("decision-taken", "accept", "decline"),
        ("decision-undone", "decline", None),
    ]
    assert {one.actor_id for one in events} == {desk.facilitator.id}


def test_proposals_of_several_are_one_group_only_when_they_ask_for_the_same(desk: Desk) -> None:
    for line in ("move land ^", "move land ^", "move land water", "add Energy water", "add Peace water"):
        propose(desk, line)
    sizes = sorted(len(group.supporters) for group in structure(desk).groups)
    assert sizes == [1, 1, 1, 2]


def test_a_proposal_that_is_carried_forward_waits_for_no_decision(desk: Desk) -> None:
    row = propose(desk, "remove land")
    desk.answer(row, "carried-forward")
    assert structure(desk).groups == []
    assert structure(desk).homeless == []
    assert structure(desk).proposal(row) is None
