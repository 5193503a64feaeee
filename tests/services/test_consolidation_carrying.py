"""What is carried forward, what a newer revision overtakes, and other consultations on the same base."""

import pytest
from flask import Flask

from consult.consolidation.models import Decision
from consult.consolidation.services import bring_up_to_date
from consult.contributions.models import ContributionText
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import StaleBase
from consult.narratives.models import Revision
from tests.desk import Desk
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_revision,
    place_of,
)


def body(revision: Revision, key: str = "water") -> str:
    return place_of(revision, key).text.body


def test_what_is_carried_forward_leaves_the_text_and_comes_back_on_the_next_desk(app: Flask) -> None:
    desk = Desk()
    kept = make_amendment(desk.consultation, find="a right", replace="a human right")
    later = make_amendment(desk.consultation, find="every day", replace="each day")
    desk.answer(kept, "accepted")
    desk.answer(later, "carried-forward", "We need more time.")
    revision = desk.publish()
    assert "each day" not in body(revision)
    carried = db.session.query(ContributionText).filter_by(made_by="carry").one()
    assert carried.contribution_id == later.id
    assert carried.base_text_id == place_of(revision).section_text_id
    assert carried.body == body(revision).replace("every day", "each day")
    assert later.text_number == 1

    again = Desk(make_consultation(revision, state="closed"), facilitator=desk.facilitator)
    assert again.whole().material.contributions == [later]
    assert again.whole().material.unanswered() == [later]
    assert "each day" in again.work().merged.text
    again.answer(later, "accepted")
    assert "each day" in body(again.publish())
    assert later.disposition == "accepted"


def test_what_is_carried_forward_but_fits_no_more_is_shown_with_both_texts(app: Flask) -> None:
    desk = Desk()
    one = make_amendment(desk.consultation, find="for sale", replace="a commodity")
    two = make_amendment(desk.consultation, find="for sale", replace="to be sold")
    desk.answer(two, "carried-forward")
    assert desk.work().undecided == []
    desk.answer(one, "accepted")
    revision = desk.publish()
    assert db.session.query(ContributionText).filter_by(made_by="carry").count() == 0

    again = Desk(make_consultation(revision, state="closed"), facilitator=desk.facilitator)
    fit = again.work().fits[two.id]
    assert [(clash.accepted.strip(), clash.proposal.strip()) for clash in fit.clashes] == [
        ("a commodity", "to be sold")
    ]
    assert again.work().proposal(two) == "not-accepted"


def test_an_open_consultation_on_the_same_base_is_left_alone(app: Flask) -> None:
    desk = Desk()
    base = desk.consultation.base_revision
    elsewhere = make_consultation(base, state="open")
    waiting = make_amendment(elsewhere, find="every day", replace="each day")
    desk.answer(make_amendment(desk.consultation, find="a right", replace="a human right"), "accepted")
    first = desk.publish()
    assert elsewhere.base_revision is base
    assert (waiting.disposition, len(waiting.texts)) == (None, 1)

    elsewhere.closes_at = now()
    later = Desk(elsewhere, facilitator=desk.facilitator)
    assert later.row.ground is first
    assert "a human right" in later.work().merged.text
    later.answer(waiting, "accepted")
    second = later.publish()
    assert second.parent is first
    assert "human right" in body(second)
    assert "each day" in body(second)


def two_desks(app: Flask) -> tuple[Desk, Desk]:
    base = make_revision()
    first = Desk(make_consultation(base, state="closed"))
    second = Desk(make_consultation(base, state="closed"), facilitator=first.facilitator)
    return first, second


def test_a_desk_is_brought_up_to_date_when_another_published_first(app: Flask) -> None:
    first, second = two_desks(app)
    first.answer(make_amendment(first.consultation, find="Water is", replace="Clean water is"), "accepted")
    mine = make_amendment(second.consultation, find="every day", replace="each day")
    second.decide("each", "accept")
    first.publish()
    second.answer(mine, "accepted")
    with pytest.raises(StaleBase):
        second.publish()
    assert bring_up_to_date(second.row, second.facilitator, now()) == 0
    assert second.group("each").decision is not None
    revision = second.publish()
    assert "Clean water is" in body(revision)
    assert "each day" in body(revision)


def test_a_decision_on_words_that_are_gone_is_taken_again(app: Flask) -> None:
    first, second = two_desks(app)
    first.answer(make_amendment(first.consultation, find="for sale", replace="a commodity"), "accepted")
    mine = make_amendment(second.consultation, find="for sale", replace="to be sold")
    second.decide("to be sold", "accept")
    first.publish()
    assert bring_up_to_date(second.row, second.facilitator, now()) == 1
    assert db.session.query(Decision).filter_by(consolidation_id=second.row.id).count() == 0
    assert second.work().fits[mine.id].clashes
    assert bring_up_to_date(second.row, second.facilitator, now()) == 0


def test_what_was_admitted_after_publication_is_answered_by_the_next_desk(app: Flask) -> None:
    desk = Desk()
    late = make_comment(desk.consultation, is_late=True)
    revision = desk.publish()
    late.admitted_at = now()
    again = Desk(make_consultation(revision, state="closed"), facilitator=desk.facilitator)
    assert again.whole().material.unanswered() == [late]
    again.answer(late)
    again.publish()
    assert late.disposition == "noted"
