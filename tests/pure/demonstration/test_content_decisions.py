"""Decisions of the demonstration reach the hunks that the merge engine finds."""

from dataclasses import replace
from functools import cache

import pytest

from consult.demonstration.content import load
from consult.demonstration.decisions import amendments_of, decisions_of, decisions_on
from consult.demonstration.replacing import ContentError
from consult.demonstration.values import Change, Contribution, Demonstration


@cache
def demonstration() -> Demonstration:
    return load()


def sent(key: str) -> Contribution:
    return next(c for c in demonstration().contributions if c.key == key)


def test_what_is_withdrawn_or_late_is_no_amendment_to_decide():
    assert "la-44" not in amendments_of(demonstration(), "latin-america", "workers")
    assert "la-40" in amendments_of(demonstration(), "latin-america", "workers")
    assert amendments_of(demonstration(), "latin-america", "what-we-will-do") == {}


def test_an_amendment_is_a_full_text_with_its_heading():
    text = amendments_of(demonstration(), "latin-america", "rights")["la-11"]
    assert text.startswith("Services are how rights arrive\n\nHuman rights are duties of states")


def test_identical_changes_get_one_decision():
    decisions = decisions_of(demonstration(), "first-round", "meaning")
    assert [decision.outcome for decision in decisions] == ["accept"]


def test_two_changes_of_one_amendment_are_decided_apart():
    decisions = decisions_on(demonstration(), sent("fr-07"))
    assert {decision.outcome for decision in decisions} == {"accept", "decline"}


def test_an_adapted_change_stands_in_the_facilitators_words():
    (decision,) = decisions_on(demonstration(), sent("fr-08"))
    assert decision.outcome == "adapt"
    assert (decision.text or "").startswith("Some owners know very well")


def test_a_change_that_keeps_words_in_its_middle_cannot_be_adapted():
    scattered = Change(
        find="the right to join a union and to strike",
        replace="the right to join any union they like and also to strike at once",
        decision="adapt",
        words="every right",
    )
    with pytest.raises(ContentError, match=r"fr-07: .* is more than one hunk"):
        decisions_on(demonstration(), replace(sent("fr-07"), changes=(scattered,)))


def test_a_hunk_outside_every_change_is_refused():
    """A repeated word lets the engine place an insertion one word further than it was written."""
    demo = demonstration()
    first = replace(demo.narrative.sections[0], body="We said no no and meant it.")
    narrowed = replace(demo, narrative=replace(demo.narrative, sections=(first,)))
    change = Change(find="no and", replace="no no and", decision="accept")
    contribution = replace(sent("fr-01"), section="why", changes=(change,))
    with pytest.raises(ContentError, match="fr-01: no change holds"):
        decisions_on(narrowed, contribution)
