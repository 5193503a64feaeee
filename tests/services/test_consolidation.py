"""The way from closed consultations to the next revision, verb by verb."""

from itertools import pairwise

import pytest
from flask import Flask

from consult.consolidation.models import AttributionRun, Decision, DecisionChange
from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound, StaleBase, WrongState
from tests.desk import Desk, letters_of_the_day
from tests.factories import make_amendment, make_comment, make_person


def text_of(revision, key="water"):
    return next(place.text for place in revision.places if place.section.key == key)


def test_a_change_that_nobody_contests_is_in_without_a_decision(app: Flask) -> None:
    desk = Desk()
    make_amendment(desk.consultation, find="a right", replace="a human right")
    work = desk.work()
    assert "Water is a human right." in work.merged.text
    assert work.undecided == []


def test_identical_changes_are_one_group_with_all_supporters(app: Flask) -> None:
    desk = Desk()
    first, second = (make_amendment(desk.consultation) for _ in range(2))
    (group,) = desk.work().groups
    assert set(group.supporters) == {first, second}


def test_two_wordings_of_one_place_are_a_spot_that_needs_a_decision(app: Flask) -> None:
    desk = Desk()
    make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, find="for sale", replace="to be sold")
    work = desk.work()
    (spot,) = work.spots
    assert spot.is_clash
    assert len(work.undecided) == 2
    assert work.merged.text == work.base


def test_publishing_makes_a_revision_with_the_accepted_words(app: Flask) -> None:
    desk = Desk()
    amendment = make_amendment(desk.consultation, find="for sale", replace="a commodity")
    other = make_amendment(desk.consultation, find="for sale", replace="to be sold")
    desk.decide("commodity", "accept")
    desk.answer(amendment, "accepted")
    desk.answer(other, "not-accepted")
    revision = desk.publish()
    assert revision.number == "1.1"
    assert "It is not a commodity." in text_of(revision).body
    assert revision.parent is desk.row.ground
    assert (amendment.disposition, other.disposition) == ("accepted", "not-accepted")
    assert desk.row.state == "published"


def test_attribution_covers_the_new_text_exactly_and_names_the_amendment(app: Flask) -> None:
    desk = Desk()
    amendment = make_amendment(desk.consultation, find="a right", replace="a human right")
    desk.answer(amendment, "accepted")
    text = text_of(desk.publish())
    runs = db.session.query(AttributionRun).filter_by(section_text_id=text.id).order_by("position").all()
    assert (runs[0].start, runs[-1].end) == (0, len(text.full))
    assert all(one.end == two.start for one, two in pairwise(runs))
    (credited,) = [run for run in runs if run.contributions]
    assert text.full[credited.start : credited.end].strip() == "human"
    assert credited.contributions == [amendment]


def test_one_author_gets_one_letter_without_a_word_of_the_text(app: Flask) -> None:
    desk = Desk()
    author = make_person()
    for find, replace in (("a right", "a human right"), ("every day", "each day")):
        desk.answer(make_amendment(desk.consultation, author, find=find, replace=replace), "accepted")
    desk.publish()
    (letter,) = letters_of_the_day()
    assert letter.address == author.account.email
    assert letter.subject == "News"
    assert "/en/me/contributions" in letter.body
    assert "human" not in letter.body


def test_an_unanswered_contribution_holds_publication_back(app: Flask) -> None:
    desk = Desk()
    make_comment(desk.consultation)
    with pytest.raises(WrongState):
        desk.publish()
    desk.answer_all()
    assert desk.publish().number == "1.1"


def test_an_undecided_clash_holds_publication_back(app: Flask) -> None:
    desk = Desk()
    make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, find="for sale", replace="to be sold")
    desk.answer_all()
    with pytest.raises(WrongState):
        desk.publish()


def test_a_decision_with_an_old_counter_comes_back_with_what_changed(app: Flask) -> None:
    desk = Desk()
    make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, find="for sale", replace="to be sold")
    second = make_person("facilitator", desk.narrative)
    desk.decide("commodity", "decline", counter=0)
    with pytest.raises(StaleBase) as refusal:
        desk.decide("to be sold", "accept", counter=0, facilitator=second)
    (change,) = refusal.value.details["changes"]
    assert (change.outcome_after, change.by_id) == ("decline", desk.facilitator.id)
    assert db.session.query(Decision).count() == 1


def test_a_second_alternative_is_refused_while_the_first_stands(app: Flask) -> None:
    desk = Desk()
    make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, find="for sale", replace="to be sold")
    desk.decide("commodity", "accept")
    with pytest.raises(InvalidInput, match="InvalidInput") as refusal:
        desk.decide("to be sold", "accept")
    assert "commodity" in str(refusal.value.message)


@pytest.mark.parametrize("outcome", ["decline", "adapt"])
def test_declining_or_adapting_without_a_reason_is_refused(app: Flask, outcome: str) -> None:
    desk = Desk()
    make_amendment(desk.consultation)
    with pytest.raises(InvalidInput):
        desk.decide("human", outcome, reason=" ", words="living")
    assert db.session.query(DecisionChange).count() == 0


def test_own_words_keep_the_spaces_around_them(app: Flask) -> None:
    desk = Desk()
    make_amendment(desk.consultation, find="a right", replace="a human right")
    desk.decide("human", "adapt", words="living")
    assert "Water is a living right." in desk.work().merged.text


def test_an_unknown_group_is_not_found(app: Flask) -> None:
    desk = Desk()
    amendment = make_amendment(desk.consultation)
    key = desk.group("human").key
    amendment.status = "withdrawn"
    from consult.consolidation.services import decide
    from consult.core.clock import now

    with pytest.raises(NotFound):
        decide(desk.row, desk.section(), key, "accept", facilitator=desk.facilitator, counter=0, at=now())
