"""Own words in place of a proposal: who is credited, what the desk proposes as answer, what it keeps and refuses."""

import pytest
from flask import Flask

from consult.consolidation.models import AttributionRun, Decision
from consult.consolidation.services import adapt_passage, keep_as_it_stands, own_words
from consult.consolidation.services.decisions import words_hunk
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound, StaleBase
from consult.merging import EDITORIAL
from tests.desk import Desk
from tests.factories import make_amendment, make_person, place_of


@pytest.fixture
def desk(app: Flask) -> Desk:
    desk = Desk()
    desk.one = make_amendment(desk.consultation, find="for sale", replace="a commodity")
    desk.two = make_amendment(desk.consultation, find="for sale", replace="merchandise at market")
    return desk


def span(desk: Desk) -> tuple[int, int]:
    (spot,) = [spot for spot in desk.work().spots if spot.is_clash]
    return spot.start, spot.end


def given(desk: Desk, **values: object) -> dict[str, object]:
    facts = {"facilitator": desk.facilitator, "counter": desk.work().counter, "at": now(), "reason": "Both."}
    return {**facts, **values}


def adapt(desk: Desk, words: str, **values: object) -> Decision:
    return adapt_passage(desk.row, desk.section(), *span(desk), words=words, **given(desk, **values))


def credited(desk: Desk) -> list[tuple[str, frozenset[str]]]:
    """Publish; return the words of each credited run, in order, with whom it is credited to."""
    desk.answer_all()
    text = place_of(desk.publish()).text
    rows = db.session.query(AttributionRun).filter_by(section_text_id=text.id).order_by("position")
    runs = [
        (
            text.full[row.start : row.end].strip(),
            frozenset(one.public_id for one in row.contributions)
            | ({EDITORIAL} if row.is_editorial else frozenset()),
        )
        for row in rows
    ]
    return [(words, names) for words, names in runs if names]


def test_words_that_share_nothing_with_the_proposals_are_the_facilitators_alone(desk: Desk) -> None:
    adapt(desk, "something to trade")
    assert credited(desk) == [("something to trade", {EDITORIAL})]


def test_a_proposal_taken_over_whole_within_own_words_stays_its_authors(desk: Desk) -> None:
    adapt(desk, "mere merchandise at market")
    assert credited(desk) == [("mere", {EDITORIAL}), ("merchandise at market", {desk.two.public_id})]


def test_both_proposals_in_one_wording_are_credited_each_for_its_own(desk: Desk) -> None:
    adapt(desk, "a commodity nor merchandise at market")
    assert credited(desk) == [
        ("a commodity", {desk.one.public_id}),
        ("nor", {EDITORIAL}),
        ("merchandise at market", {desk.two.public_id}),
    ]


def test_words_of_the_version_before_that_stay_are_nobodys(desk: Desk) -> None:
    adapt(desk, "for sale anywhere")
    assert credited(desk) == [("anywhere", {EDITORIAL})]


def test_a_passage_that_is_taken_out_credits_nobody(desk: Desk) -> None:
    adapt(desk, "")
    assert "It is not." in desk.work().merged.text.replace(" .", ".")
    assert credited(desk) == []


@pytest.mark.parametrize(
    ("words", "one", "two"),
    [
        ("something to trade", "not-accepted", "not-accepted"),
        ("mere merchandise at market", "not-accepted", "accepted-in-part"),
        ("a commodity nor merchandise at market", "accepted-in-part", "accepted-in-part"),
    ],
)
def test_the_answer_that_is_proposed_follows_from_whose_words_are_in(
    desk: Desk, words: str, one: str, two: str
) -> None:
    adapt(desk, words)
    work = desk.work()
    assert (work.proposal(desk.one), work.proposal(desk.two)) == (one, two)


@pytest.mark.parametrize("words", ["  something to trade  ", "something to trade\n", "\tsomething to trade"])
def test_white_space_at_the_edges_is_that_of_the_passage(desk: Desk, words: str) -> None:
    adapt(desk, words)
    assert "It is not something to trade. Everyone" in desk.work().merged.text


@pytest.mark.parametrize(
    ("find", "replace", "words", "stands"),
    [
        # The proposal hangs on the word before it or after it; own words do not.
        ("a right", "a right, for ever", "of all people", "Water is a right of all people."),
        ("a right", "a right, for ever", ", for all", "Water is a right, for all."),
        ("Water is", "“Clean” Water is", "Safe", "Safe Water is a right."),
        ("sale. Everyone", "sale (not here). Everyone", "at all", "It is not for sale at all. Everyone"),
        ("sale.", "anybody.", "trade", "It is not for trade. Everyone"),
    ],
)
def test_own_words_never_run_into_the_words_beside_them(
    app: Flask, find: str, replace: str, words: str, stands: str
) -> None:
    desk = Desk()
    make_amendment(desk.consultation, find=find, replace=replace)
    (group,) = desk.work().groups
    shown = words_hunk(desk.work(), group.key, words)
    desk.decide(group.hunk.new, "adapt", words=words)
    assert stands in desk.work().merged.text
    assert desk.work().merged.changes == (shown,), "the preview shows what is saved"


def test_own_words_within_a_word_stay_there(app: Flask) -> None:
    desk = Desk()
    own_words(desk.row, desk.section(), "veryone", "very one", **given(desk))
    assert "Every one must" in desk.work().merged.text


@pytest.mark.parametrize("words", ["ليست سلعة", "水不是商品", "<b>bold</b>", "a\n\nb", "👩🏽‍🌾"])
def test_own_words_are_kept_as_they_were_written(desk: Desk, words: str) -> None:
    assert adapt(desk, words).text == words
    assert words in desk.work().merged.text


@pytest.mark.parametrize("reason", ["", " ", "\n"])
def test_own_words_for_a_passage_need_a_reason(desk: Desk, reason: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        adapt(desk, "something", reason=reason)
    assert refusal.value.details["field"] == "reason"
    assert db.session.query(Decision).count() == 0


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (5, 4), (0, 10_000)])
def test_a_passage_outside_the_text_is_not_found(desk: Desk, start: int, end: int) -> None:
    with pytest.raises(NotFound):
        adapt_passage(desk.row, desk.section(), start, end, words="x", **given(desk))
    assert desk.work().counter == 0


def test_an_insertion_without_words_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidInput) as refusal:
        adapt_passage(desk.row, desk.section(), 3, 3, words=" ", **given(desk))
    assert refusal.value.details["field"] == "words"


def test_own_words_over_an_accepted_wording_name_it_in_the_refusal(desk: Desk) -> None:
    start, end = span(desk)
    desk.decide("a commodity", "accept")
    with pytest.raises(InvalidInput) as refusal:
        adapt_passage(desk.row, desk.section(), start, end, words="something", **given(desk))
    assert "“a commodity” is in the text already" in str(refusal.value.message)
    assert refusal.value.details["group"] == desk.group("a commodity").key


def test_a_wording_is_refused_where_own_words_stand(desk: Desk) -> None:
    adapt(desk, "something to trade")
    with pytest.raises(InvalidInput) as refusal:
        desk.decide("a commodity", "accept")
    assert "“something to trade” is in the text already" in str(refusal.value.message)


def test_keeping_a_passage_without_any_proposal_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        keep_as_it_stands(desk.row, desk.section(), 0, 3, **given(desk))
    assert db.session.query(Decision).count() == 0


def test_keeping_a_passage_touches_nothing_outside_it(desk: Desk) -> None:
    make_amendment(desk.consultation, find="every day", replace="each day")
    keep_as_it_stands(desk.row, desk.section(), *span(desk), **given(desk))
    assert db.session.query(Decision).count() == 2
    assert "not for sale" in desk.work().merged.text
    assert "each day" in desk.work().merged.text


def test_two_facilitators_with_own_words_for_one_passage_lose_none(desk: Desk) -> None:
    other = make_person("facilitator", desk.narrative)
    start, end = span(desk)
    adapt(desk, "something to trade", counter=0)
    with pytest.raises(StaleBase) as refusal:
        adapt_passage(
            desk.row,
            desk.section(),
            start,
            end,
            words="a thing",
            **given(desk, counter=0, facilitator=other),
        )
    (change,) = refusal.value.details["changes"]
    assert (change.outcome_after, change.text.strip()) == ("adapt", "something to trade")
    assert "something to trade" in desk.work().merged.text
