"""Publication: the gate, the numbers, the rows that it writes, structure, what is carried forward."""

import pytest
from flask import Flask

from consult.consolidation.models import AttributionRun, Decision
from consult.consolidation.services import bring_up_to_date, decide_structure, own_words
from consult.contributions.models import ContributionText, Stance
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound, StaleBase
from consult.core.letters import Letter
from consult.narratives.models import Revision
from consult.narratives.services import revision_hash
from tests.desk import Desk
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_person,
    make_revision,
    make_stance,
    place_of,
)


def body(revision: Revision, key: str = "water") -> str:
    return place_of(revision, key).text.body


def runs(text) -> list[AttributionRun]:  # type: ignore[no-untyped-def]
    rows = db.session.query(AttributionRun).filter_by(section_text_id=text.id)
    return rows.order_by(AttributionRun.position).all()


@pytest.mark.parametrize(("substantive", "number"), [(True, "2.0"), (False, "1.1")])
def test_the_number_follows_how_much_changed(app: Flask, substantive: bool, number: str) -> None:
    desk = Desk()
    assert desk.publish(is_substantive=substantive).number == number


def test_a_publication_without_a_note_is_refused(app: Flask) -> None:
    with pytest.raises(InvalidInput):
        Desk().publish(change_note=" ")


def test_a_publication_from_an_old_page_is_refused(app: Flask) -> None:
    with pytest.raises(StaleBase):
        Desk().publish(counter=0)


def test_an_untouched_section_keeps_its_text(app: Flask) -> None:
    desk = Desk()
    desk.answer(make_amendment(desk.consultation), "accepted")
    revision = desk.publish()
    base = desk.consultation.base_revision
    assert place_of(revision, "health").section_text_id == place_of(base, "health").section_text_id
    assert place_of(revision, "water").section_text_id != place_of(base, "water").section_text_id


def test_the_hash_can_be_recomputed(app: Flask) -> None:
    desk = Desk()
    desk.answer(make_amendment(desk.consultation), "accepted")
    revision = desk.publish()
    assert revision.hash == revision_hash(revision, [desk.row.ground.hash], revision.places)


def test_what_was_shown_as_in_is_stored_as_decided(app: Flask) -> None:
    desk = Desk()
    desk.answer(make_amendment(desk.consultation), "accepted")
    desk.publish()
    row = db.session.query(Decision).one()
    assert (row.outcome, row.reason, row.decided_by_id) == ("accept", "", desk.facilitator.id)


def test_attribution_is_carried_through_two_revisions(app: Flask) -> None:
    first = Desk()
    one = make_amendment(first.consultation, find="a right", replace="a human right")
    first.answer(one, "accepted")
    revision = first.publish()
    second = Desk(make_consultation(revision, state="closed"), facilitator=first.facilitator)
    two = make_amendment(second.consultation, find="every day", replace="each day and night")
    second.answer(two, "accepted")
    text = place_of(second.publish()).text
    credited = {
        text.full[run.start : run.end].strip(): run.contributions for run in runs(text) if run.contributions
    }
    assert credited["human"] == [one]
    assert [rows for words, rows in credited.items() if "night" in words] == [[two]]
    assert sum(run.end - run.start for run in runs(text)) == len(text.full)


def test_own_words_are_marked_as_the_facilitators(app: Flask) -> None:
    desk = Desk()
    own_words(
        desk.row,
        desk.section(),
        "every day",
        "at every hour",
        reason="Clearer.",
        facilitator=desk.facilitator,
        counter=0,
        at=now(),
    )
    text = place_of(desk.publish()).text
    assert "at every hour" in text.body
    editorial = [run for run in runs(text) if run.is_editorial]
    words = {text.full[run.start : run.end].strip() for run in editorial}
    assert any("hour" in one for one in words)
    assert not any("Water" in one for one in words)
    assert all(run.contributions == [] for run in editorial)


@pytest.mark.parametrize("passage", ["", "no such words", "a"])
def test_own_words_need_a_passage_that_stands_there_once(app: Flask, passage: str) -> None:
    desk = Desk()
    with pytest.raises(InvalidInput):
        own_words(
            desk.row,
            desk.section(),
            passage,
            "x",
            reason="So.",
            facilitator=desk.facilitator,
            counter=0,
            at=now(),
        )


def test_words_of_a_deleted_paragraph_leave_a_tidy_text_that_attribution_still_covers(app: Flask) -> None:
    desk = Desk()
    amendment = make_amendment(
        desk.consultation, find="Water is a right.\n\nIt is not for sale. ", replace=""
    )
    desk.answer(amendment, "accepted")
    text = place_of(desk.publish()).text
    assert text.body == "Everyone must have it, every day."
    assert "\n\n\n" not in text.full
    assert not runs(text) or runs(text)[-1].end == len(text.full)


def structural(desk: Desk, operation: str, words: dict[str, str] | None = None, **values):  # type: ignore[no-untyped-def]
    from consult.contributions.models import Amendment
    from tests.factories import _contribution

    return _contribution(
        Amendment,
        desk.consultation,
        None,
        {"rationale": "Why.", **(words or {})},
        {"operation": operation, **values},
    )


def decide_all(desk: Desk, outcome: str = "accept") -> None:
    for group in desk.whole().structure.groups:
        decide_structure(
            desk.row,
            group.key,
            outcome,
            reason="So.",
            facilitator=desk.facilitator,
            counter=desk.whole().material.counter(group.section_id),
            at=now(),
        )


def keys(revision: Revision) -> list[str]:
    return [place.section.key for place in revision.places]


def section(desk: Desk, key: str):  # type: ignore[no-untyped-def]
    return place_of(desk.consultation.base_revision, key).section


def test_no_section_comes_or_goes_without_a_decision(app: Flask) -> None:
    desk = Desk()
    row = structural(desk, "remove", section=section(desk, "health"))
    assert len(desk.whole().structure.undecided) == 1
    assert desk.whole().proposal(row) is None
    assert desk.whole().structure.order() == ["water", "health"]


def test_an_accepted_section_is_added_with_its_authors(app: Flask) -> None:
    desk = Desk()
    words = {"heading": "Energy is shared", "body": "Power lines belong to everybody."}
    rows = [
        structural(desk, "add", words, section=None, after_section=section(desk, "water"), depth=2)
        for _ in range(2)
    ]
    assert len(desk.whole().structure.groups) == 1
    decide_all(desk)
    assert desk.whole().proposal(rows[0]) == "accepted"
    desk.answer_all("accepted")
    revision = desk.publish()
    assert keys(revision) == ["water", "energy-is-shared", "health"]
    place = place_of(revision, "energy-is-shared")
    assert (place.depth, place.text.body) == (2, words["body"])
    (run,) = runs(place.text)
    assert (run.start, run.end) == (0, len(place.text.full))
    assert {row.id for row in run.contributions} == {row.id for row in rows}


@pytest.mark.parametrize(
    ("operation", "values", "order"),
    [("remove", {}, ["water"]), ("move", {"after_section": None, "depth": 1}, ["health", "water"])],
)
def test_an_accepted_removal_or_move_changes_the_order(
    app: Flask, operation: str, values: dict[str, object], order: list[str]
) -> None:
    desk = Desk()
    structural(desk, operation, section=section(desk, "health"), **values)
    decide_all(desk)
    desk.answer_all("accepted")
    assert keys(desk.publish()) == order


def test_a_declined_proposal_changes_nothing(app: Flask) -> None:
    desk = Desk()
    row = structural(desk, "remove", section=section(desk, "health"))
    decide_all(desk, "decline")
    assert desk.whole().proposal(row) == "not-accepted"
    desk.answer_all("not-accepted")
    assert keys(desk.publish()) == ["water", "health"]


def test_a_section_is_not_both_moved_and_removed(app: Flask) -> None:
    desk = Desk()
    structural(desk, "remove", section=section(desk, "health"))
    structural(desk, "move", section=section(desk, "health"), after_section=None, depth=1)
    with pytest.raises(InvalidInput):
        decide_all(desk)


def test_the_last_section_stays(app: Flask) -> None:
    desk = Desk()
    for key in ("water", "health"):
        structural(desk, "remove", section=section(desk, key))
    with pytest.raises(InvalidInput):
        decide_all(desk)


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


def test_a_withdrawn_amendment_takes_its_words_out_and_needs_no_answer(app: Flask) -> None:
    desk = Desk()
    amendment = make_amendment(desk.consultation)
    desk.decide("human", "accept")
    amendment.status = "withdrawn"
    assert desk.work().groups == []
    assert "human" not in body(desk.publish())


def test_of_two_decisions_that_cannot_both_stand_any_more_the_newer_holds(app: Flask) -> None:
    desk = Desk()
    one = make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, find="for sale", replace="to be sold")
    desk.decide("commodity", "accept")
    desk.answer(one, "carried-forward")
    from datetime import timedelta

    desk.decide("to be sold", "accept", at=now() + timedelta(minutes=1))
    desk.answer(one, "noted")
    assert "It is not to be sold." in desk.work().merged.text


def test_replies_are_written_to_as_well_and_withdrawn_ones_are_not(app: Flask) -> None:
    desk = Desk()
    author, replier, gone = make_person(), make_person(), make_person()
    start = make_comment(desk.consultation, author)
    make_comment(desk.consultation, replier, thread_id=start.id, reply_to_id=start.id)
    make_comment(desk.consultation, gone, thread_id=start.id, reply_to_id=start.id, status="withdrawn")
    desk.answer(start)
    desk.publish()
    addresses = {letter.address for letter in db.session.query(Letter)}
    assert addresses == {author.account.email, replier.account.email}


def test_a_letter_is_in_the_language_of_the_account(app: Flask) -> None:
    desk = Desk()
    author = make_person()
    author.account.locale = "ar"
    desk.answer(make_comment(desk.consultation, author))
    desk.publish()
    letter = db.session.query(Letter).one()
    assert letter.language == "ar"
    assert "/ar/me/contributions" in letter.body


def test_stances_stand_at_the_group_by_region(app: Flask) -> None:
    desk = Desk()
    amendment = make_amendment(desk.consultation)
    make_stance(amendment, position="objection", reason="No.")
    make_stance(amendment, withdrawn_at=now())
    from consult.consolidation.material import load_material
    from consult.consolidation.work import section_work

    material = load_material(desk.row, desk.section(), is_full=True)
    (group,) = section_work(material, material.places[0]).groups
    assert [stance.reason for stance in group.objections] == ["No."]
    assert len(group.stances) == 1
    assert db.session.query(Stance).count() == 2


def test_an_unknown_structural_proposal_is_not_found(app: Flask) -> None:
    desk = Desk()
    with pytest.raises(NotFound):
        decide_structure(desk.row, "none", "accept", facilitator=desk.facilitator, counter=0, at=now())
