"""What may follow what: consolidation, decision and answer, as tables; and what is refused in each state."""

from collections.abc import Callable

import pytest
from flask import Flask

from consult.consolidation.models import (
    Consolidation,
    Decision,
    DecisionChange,
    DispositionChange,
    PassageLink,
)
from consult.consolidation.services import (
    abandon_consolidation,
    bring_up_to_date,
    confirm_proposals,
    free_consultations,
    start_consolidation,
    take_back_answer,
    undo,
)
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import ConsultError, InvalidInput, NotFound, WrongState
from consult.core.logs import Event
from consult.rules.states import DISPOSITIONS
from tests.desk import Desk
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_narrative,
    make_person,
    make_revision,
)

VERBS: dict[str, Callable[[Desk], object]] = {
    "decide": lambda desk: desk.decide("human", "accept"),
    "answer": lambda desk: desk.answer(desk.amendment, "accepted"),
    "take an answer back": lambda desk: take_back_answer(
        desk.row, desk.amendment, facilitator=desk.facilitator, at=now()
    ),
    "confirm": lambda desk: confirm_proposals(desk.row, None, "So.", facilitator=desk.facilitator, at=now()),
    "bring up to date": lambda desk: bring_up_to_date(desk.row, desk.facilitator, now()),
    "abandon": lambda desk: abandon_consolidation(desk.row, desk.facilitator, now()),
    "publish": lambda desk: desk.publish(),
}


@pytest.fixture
def desk(app: Flask) -> Desk:
    desk = Desk()
    desk.amendment = make_amendment(desk.consultation)
    return desk


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("end", ["published", "abandoned"])
def test_a_closed_desk_refuses_every_verb(desk: Desk, end: str, verb: str) -> None:
    desk.answer(desk.amendment, "accepted")
    if end == "published":
        desk.publish()
    else:
        abandon_consolidation(desk.row, desk.facilitator, now())
    before = (db.session.query(DecisionChange).count(), db.session.query(DispositionChange).count())
    with pytest.raises(WrongState):
        VERBS[verb](desk)
    assert desk.row.state == end
    assert before == (db.session.query(DecisionChange).count(), db.session.query(DispositionChange).count())


@pytest.mark.parametrize("before", [None, "accept", "adapt", "decline"])
@pytest.mark.parametrize("after", ["accept", "adapt", "decline", None])
def test_every_decision_may_follow_every_other_and_each_is_kept(
    desk: Desk, before: str | None, after: str | None
) -> None:
    if before:
        desk.decide("human", before, words="living")
    key = desk.group("human").key
    if after:
        desk.decide("human", after, words="living")
        assert db.session.query(Decision).one().outcome == after
    elif before:
        undo(
            desk.row, desk.section(), key, facilitator=desk.facilitator, counter=desk.work().counter, at=now()
        )
        assert db.session.query(Decision).count() == 0
    else:
        with pytest.raises(NotFound):
            undo(desk.row, desk.section(), key, facilitator=desk.facilitator, counter=0, at=now())
    kept = [(row.outcome_before, row.outcome_after) for row in db.session.query(DecisionChange)]
    expected = [(None, before)] if before else []
    assert kept == expected + ([(before, after)] if before or after else [])
    assert desk.work().counter == len(kept)


@pytest.mark.parametrize(
    ("outcome", "text"),
    [("accept", "a human right"), ("adapt", "a living right"), ("decline", "a right")],
)
def test_the_text_follows_the_decision(desk: Desk, outcome: str, text: str) -> None:
    desk.decide("human", outcome, words="living")
    assert f"Water is {text}." in desk.work().merged.text


@pytest.mark.parametrize("disposition", DISPOSITIONS)
def test_each_answer_is_the_desks_until_publication(desk: Desk, disposition: str) -> None:
    desk.answer(desk.amendment, disposition, "Because it is so.")
    assert desk.amendment.disposition is None
    desk.publish()
    assert (desk.amendment.disposition, desk.amendment.disposition_reason) == (
        disposition,
        "Because it is so.",
    )
    assert desk.amendment.disposed_by_id == desk.facilitator.id


def test_the_last_answer_counts_and_every_one_is_kept(desk: Desk) -> None:
    for disposition in ("noted", "accepted"):
        desk.answer(desk.amendment, disposition)
    assert desk.whole().material.answers[desk.amendment.id].disposition == "accepted"
    assert db.session.query(DispositionChange).count() == 2


@pytest.mark.parametrize(("disposition", "reason"), [("noted", " "), ("praised", "So."), ("", "So.")])
def test_an_answer_needs_a_known_disposition_and_a_reason(desk: Desk, disposition: str, reason: str) -> None:
    with pytest.raises(InvalidInput):
        desk.answer(desk.amendment, disposition, reason)


@pytest.mark.parametrize(
    "values",
    [
        {"status": "draft"},
        {"status": "withdrawn"},
        {"hidden_at": now()},
        {"is_late": True},
    ],
    ids=["draft", "withdrawn", "hidden", "late and not admitted"],
)
def test_what_needs_no_answer_gets_none_and_holds_nothing_back(desk: Desk, values: dict[str, object]) -> None:
    silent = make_comment(desk.consultation, **values)
    with pytest.raises(WrongState):
        desk.answer(silent)
    desk.answer(desk.amendment, "accepted")
    desk.publish()
    assert silent.disposition is None


def test_a_reply_is_answered_with_its_thread(desk: Desk) -> None:
    start = make_comment(desk.consultation)
    reply = make_comment(desk.consultation, thread_id=start.id, reply_to_id=start.id)
    assert desk.whole().total == 2
    with pytest.raises(WrongState):
        desk.answer(reply)


def test_an_admitted_late_contribution_must_be_answered(desk: Desk) -> None:
    make_comment(desk.consultation, is_late=True, admitted_at=now())
    desk.answer(desk.amendment, "accepted")
    with pytest.raises(WrongState):
        desk.publish()


def test_the_section_that_a_comment_shaped_is_linked_once(desk: Desk) -> None:
    comment = make_comment(desk.consultation)
    for _ in range(2):
        desk.answer(comment, "accepted", shaped=desk.section())
    link = db.session.query(PassageLink).one()
    assert (link.contribution_id, link.section_id) == (comment.id, desk.section().id)
    take_back_answer(desk.row, comment, facilitator=desk.facilitator, at=now())
    assert db.session.query(PassageLink).count() == 0


def test_confirming_answers_what_is_decided_and_leaves_the_rest(desk: Desk) -> None:
    first = make_amendment(desk.consultation, find="for sale", replace="a commodity")
    second = make_amendment(desk.consultation, find="for sale", replace="to be sold")
    given = confirm_proposals(desk.row, desk.section(), "As decided.", facilitator=desk.facilitator, at=now())
    assert [row.contribution_id for row in given] == [desk.amendment.id]
    desk.decide("commodity", "accept")
    confirm_proposals(desk.row, None, "As decided.", facilitator=desk.facilitator, at=now())
    answers = desk.whole().material.answers
    assert (answers[first.id].disposition, answers[second.id].disposition) == ("accepted", "not-accepted")


def test_an_amendment_of_which_a_part_is_in_is_proposed_as_accepted_in_part(desk: Desk) -> None:
    both = make_amendment(desk.consultation, find="every day", replace="each day")
    desk.decide("each", "decline")
    assert desk.work().proposal(both) == "not-accepted"
    assert desk.work().proposal(desk.amendment) == "accepted"


def start(desk: Desk, *consultations: object) -> Consolidation:
    return start_consolidation(desk.narrative, list(consultations), desk.facilitator, now())  # type: ignore[arg-type]


def test_what_cannot_be_started_says_why(desk: Desk) -> None:
    base = desk.consultation.base_revision
    foreign = make_consultation(make_revision(make_narrative()), state="closed")
    newer = make_revision(desk.narrative, number=(1, 1), parent=base)
    cases: list[tuple[tuple[object, ...], type[ConsultError]]] = [
        ((), InvalidInput),
        ((foreign,), InvalidInput),
        ((make_consultation(base, state="open"),), WrongState),
        ((make_consultation(base, state="announced"),), WrongState),
        ((desk.consultation, make_consultation(newer, state="closed")), InvalidInput),
    ]
    for consultations, error in cases:
        with pytest.raises(error):
            start(desk, *consultations)
    assert db.session.query(Consolidation).count() == 0


def test_a_consultation_has_one_desk_until_that_is_given_up(desk: Desk) -> None:
    assert free_consultations(desk.narrative, now()) == [desk.consultation]
    first = start(desk, desk.consultation)
    assert free_consultations(desk.narrative, now()) == []
    with pytest.raises(WrongState):
        start(desk, desk.consultation)
    abandon_consolidation(first, desk.facilitator, now())
    assert start(desk, desk.consultation).state == "open"


def test_answers_of_a_desk_that_was_given_up_count_nowhere(desk: Desk) -> None:
    desk.answer(desk.amendment, "accepted")
    abandon_consolidation(desk.row, desk.facilitator, now())
    desk._row = None
    assert desk.amendment.disposition is None
    assert desk.whole().material.unanswered() == [desk.amendment]


def test_every_change_is_an_event_without_a_name(desk: Desk) -> None:
    desk.decide("human", "decline")
    desk.answer(desk.amendment, "not-accepted")
    desk.publish()
    kinds = [row.kind for row in db.session.query(Event).order_by(Event.id)]
    for kind in (
        "consolidation-started",
        "decision-taken",
        "answer-prepared",
        "revision-published",
        "contribution-answered",
        "consolidation-published",
    ):
        assert kind in kinds
    assert {row.actor_id for row in db.session.query(Event)} <= {desk.facilitator.id, None}


def test_another_person_may_decide_after_the_first(desk: Desk) -> None:
    other = make_person("facilitator", desk.narrative)
    desk.decide("human", "accept")
    desk.decide("human", "decline", facilitator=other)
    row = db.session.query(Decision).one()
    assert (row.outcome, row.decided_by_id) == ("decline", other.id)
