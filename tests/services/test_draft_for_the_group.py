"""The draft that a working group reads: what it shows of withheld words, and what makes it another draft."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from consult.consolidation.draft import digest_of, draft_sections, outcome_on_draft
from consult.consolidation.services import decide_structure, undo
from consult.core.clock import now
from tests.desk import Desk, contested_desk
from tests.factories import make_amendment, make_comment, place_of
from tests.services.test_consolidation_structure import structural

MARKS = ("inserted", "deleted")
ADMITTED = datetime(2026, 3, 9, tzinfo=UTC)


@pytest.fixture
def desk(app: Flask) -> Desk:
    return contested_desk()


SEEN = [
    # Everybody reads who it is, or only from where: the words are there in each case.
    ({}, True),
    ({"visibility": "organisation"}, True),
    ({"visibility": "region"}, True),
    ({"is_late": True, "admitted_at": ADMITTED}, True),
    ({"visibility": "facilitators"}, False),
]


@pytest.mark.parametrize(("values", "is_seen"), SEEN)
def test_words_that_only_facilitators_read_are_on_the_draft_where_they_came_into_the_text(
    app: Flask, values: dict[str, Any], is_seen: bool
) -> None:
    desk = Desk()
    make_amendment(desk.consultation, find="for sale", replace="a commodity", **values)
    free = outcome_on_draft(desk.group("commodity"))
    assert free == ("accept", int(is_seen)), "it is in the text as nothing stands against it"
    for outcome in ("accept", "adapt", "decline"):
        desk.decide("commodity", outcome, "The reason.", words="few own it" if outcome == "adapt" else "")
        shows = is_seen or outcome == "accept"
        assert outcome_on_draft(desk.group("commodity")) == (outcome if shows else "", int(is_seen))
        decisions = draft_sections(desk.whole(), MARKS)[0].decisions
        assert [(one.outcome, one.reason, one.supporters) for one in decisions] == (
            [(outcome, "The reason.", int(is_seen))] if shows else []
        )


def test_one_seen_voice_is_enough_and_the_others_are_not_counted(desk: Desk) -> None:
    for visibility in ("facilitators", "facilitators", "region"):
        make_amendment(desk.consultation, find="for sale", replace="a commodity", visibility=visibility)
    assert outcome_on_draft(desk.group("commodity")) == ("", 2), "a clash is open: the draft says nothing yet"
    desk.decide("commodity", "decline")
    assert outcome_on_draft(desk.group("commodity")) == ("decline", 2)


def take_back(desk: Desk, words: str) -> None:
    given = {"facilitator": desk.facilitator, "counter": desk.work().counter, "at": now()}
    undo(desk.row, desk.section(), desk.group(words).key, **given)


SAME: dict[str, Callable[[Desk], Any]] = {
    "nothing": lambda desk: None,
    "the reason of a decision": lambda desk: desk.decide("commodity", "accept", "Other words."),
    "a declined change of a clash that is lost": lambda desk: desk.decide("sold", "decline"),
    "an answer given again": lambda desk: desk.answer(desk.comment, "noted", "Thank you."),
}
OTHER: dict[str, Callable[[Desk], Any]] = {
    "a choice is taken back": lambda desk: take_back(desk, "commodity"),
    "own words": lambda desk: desk.decide("commodity", "adapt", words="owned by few"),
    "a free change goes": lambda desk: desk.decide("human", "decline"),
    "another answer": lambda desk: desk.answer(desk.comment, "accepted", "Thank you."),
    "another reason of an answer": lambda desk: desk.answer(desk.comment, "noted", "Not now."),
    "an answer more": lambda desk: desk.answer(desk.free, "accepted", "As decided."),
}


def decided(desk: Desk) -> str:
    desk.decide("commodity", "accept")
    desk.answer(desk.comment, "noted", "Thank you.")
    return digest_of(desk.whole())


@pytest.mark.parametrize("what", SAME)
def test_what_leaves_text_and_answers_as_they_are_leaves_the_approval(desk: Desk, what: str) -> None:
    before = decided(desk)
    SAME[what](desk)
    assert digest_of(desk.whole()) == before


@pytest.mark.parametrize("what", OTHER)
def test_another_text_or_another_answer_is_another_draft_and_the_way_back_is_the_same(
    desk: Desk, what: str
) -> None:
    before = decided(desk)
    OTHER[what](desk)
    assert digest_of(desk.whole()) != before
    desk.decide("commodity", "accept")
    desk.decide("human", "accept")
    desk.answer(desk.comment, "noted", "Thank you.")
    assert (digest_of(desk.whole()) == before) is (what != "an answer more")


def test_sections_in_another_order_are_another_draft(app: Flask) -> None:
    desk = Desk()
    water = place_of(desk.consultation.base_revision, "water").section
    health = place_of(desk.consultation.base_revision, "health").section
    make_comment(desk.consultation)
    structural(desk, "move", section=water, after_section=health)
    before = digest_of(desk.whole())
    assert [one.key for one in draft_sections(desk.whole(), MARKS)] == ["water", "health"]
    (group,) = desk.whole().structure.groups
    decide_structure(
        desk.row, group.key, "accept", facilitator=desk.facilitator, counter=0, at=now(), reason="So."
    )
    assert [one.key for one in draft_sections(desk.whole(), MARKS)] == ["health", "water"]
    assert digest_of(desk.whole()) != before


def test_only_a_section_that_changes_has_marks(desk: Desk) -> None:
    water, health = draft_sections(desk.whole(), MARKS)
    assert water.changes is not None
    assert "human" in water.changes
    assert "commodity" not in water.changes, "nothing is chosen yet"
    assert (health.changes, health.decisions, health.is_new) == (None, (), False)
    assert [one.outcome for one in water.decisions] == ["accept"], "the free change alone"
