"""Somebody let go and asked again: by whom, in which place, and what their earlier approval is still worth."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from consult.consolidation.draft import digest_of
from consult.consolidation.services import abandon_consolidation
from consult.consolidation.services.review import (
    approve_draft,
    comment_on_draft,
    consolidation_by_key,
    draft_link,
    end_draft_link,
    make_draft_link,
    missing_reviewers,
    name_reviewer,
    release_reviewer,
    reviewers_of,
    withdraw_approval,
)
from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.errors import InvalidInput, NotAllowed, NotFound, StaleBase, WrongState
from consult.core.letters import Letter
from consult.core.logs import Event
from tests.desk import ADDRESS, Desk
from tests.factories import make_amendment, make_person


@pytest.fixture
def desk(app: Flask) -> Desk:
    desk = Desk()
    make_amendment(desk.consultation)
    desk.elin, desk.noor = (make_person("working-group-member", desk.narrative) for _ in range(2))
    return desk


def ask(desk: Desk, person: Any, by: Any = None) -> Any:
    return name_reviewer(desk.row, person, by or desk.facilitator, now(), ADDRESS.format)


def approve(desk: Desk, person: Any, seen: str | None = None) -> Any:
    return approve_draft(desk.whole(), person, digest_of(desk.whole()) if seen is None else seen, now())


def test_whoever_asks_anew_is_the_one_who_is_told_and_the_place_in_the_list_is_a_new_one(desk: Desk) -> None:
    other = make_person("facilitator", desk.narrative)
    ask(desk, desk.elin)
    with freeze(now() + timedelta(minutes=1)):
        ask(desk, desk.noor)
        release_reviewer(desk.row, desk.elin, desk.facilitator, now())
    with freeze(now() + timedelta(minutes=2)):
        row = ask(desk, desk.elin, other)
        assert (row.named_by_id, row.named_at, row.released_at) == (other.id, now(), None)
        assert [one.person for one in reviewers_of(desk.row)] == [desk.noor, desk.elin]
        approve(desk, desk.elin)
        withdraw_approval(desk.row, desk.elin, ADDRESS.format)
    letter = db.session.query(Letter).order_by(Letter.id.desc()).first()
    assert letter is not None
    assert letter.address == other.account.email, "not whoever asked before"
    with freeze(now() + timedelta(minutes=3)):
        assert ask(desk, desk.elin).named_by_id == other.id, "who is asked already is not asked again"


@pytest.mark.parametrize("changed", [False, True])
def test_an_approval_of_the_very_same_draft_outlives_being_let_go(desk: Desk, changed: bool) -> None:
    ask(desk, desk.elin)
    approve(desk, desk.elin)
    release_reviewer(desk.row, desk.elin, desk.facilitator, now())
    assert missing_reviewers(desk.whole()) == []
    if changed:
        desk.decide("human", "decline")
    ask(desk, desk.elin)
    assert [one.person for one in missing_reviewers(desk.whole())] == ([desk.elin] if changed else [])


def test_each_approves_for_themselves_and_only_the_draft_as_it_is(desk: Desk) -> None:
    for person in (desk.elin, desk.noor):
        ask(desk, person)
    seen = digest_of(desk.whole())
    for wrong in ("", seen[:-1], seen.upper(), " " + seen):
        with pytest.raises(StaleBase):
            approve(desk, desk.elin, wrong)
    row = approve(desk, desk.elin)
    assert (row.approved_draft, row.approved_at) == (seen, now())
    assert [one.person for one in missing_reviewers(desk.whole())] == [desk.noor]
    desk.decide("human", "decline")
    assert {one.person for one in missing_reviewers(desk.whole())} == {desk.elin, desk.noor}
    with pytest.raises(StaleBase):
        approve(desk, desk.noor, seen)
    desk.decide("human", "accept")
    assert [one.person for one in missing_reviewers(desk.whole())] == [desk.noor], "as it was approved"
    release_reviewer(desk.row, desk.noor, desk.facilitator, now())
    for person in (desk.noor, desk.facilitator):
        with pytest.raises(NotAllowed):
            approve(desk, person)
        with pytest.raises(NotFound):
            release_reviewer(desk.row, person, desk.facilitator, now())
    told = db.session.query(Event).filter_by(kind="draft-approved").all()
    assert [(one.actor_id, one.before, one.after) for one in told] == [(desk.elin.id, None, None)]


CLOSED = {
    "ask": lambda desk: ask(desk, desk.noor),
    "let go": lambda desk: release_reviewer(desk.row, desk.elin, desk.facilitator, now()),
    "approve": lambda desk: approve(desk, desk.elin),
    "withdraw": lambda desk: withdraw_approval(desk.row, desk.elin, ADDRESS.format),
    "make a link": lambda desk: make_draft_link(desk.row, desk.facilitator, now()),
    "comment": lambda desk: comment_on_draft(desk.row, None, "Words.", desk.elin, now()),
}


def test_a_closed_desk_refuses_every_step_and_its_link_opens_nothing(desk: Desk) -> None:
    ask(desk, desk.elin)
    approve(desk, desk.elin)
    link = make_draft_link(desk.row, desk.facilitator, now())
    assert consolidation_by_key(link.key) is desk.row
    for wrong in ("", link.key[:-1], link.key.swapcase(), link.key + " "):
        with pytest.raises(NotFound):
            consolidation_by_key(wrong)
    abandon_consolidation(desk.row, desk.facilitator, now())
    before = db.session.query(Event).count(), db.session.query(Letter).count()
    for step in CLOSED.values():
        with pytest.raises(WrongState):
            step(desk)
    assert (db.session.query(Event).count(), db.session.query(Letter).count()) == before
    with pytest.raises(NotFound):
        consolidation_by_key(link.key)
    end_draft_link(desk.row, now())
    assert draft_link(desk.row) is None, "a link can be ended at any time"


@pytest.mark.parametrize("body", ["", " ", "\n\t "])
def test_a_comment_without_a_word_is_none(desk: Desk, body: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        comment_on_draft(desk.row, desk.section(), body, desk.elin, now())
    assert refusal.value.details["field"] == "body"
    assert db.session.query(Event).filter_by(kind="draft-commented").count() == 0
