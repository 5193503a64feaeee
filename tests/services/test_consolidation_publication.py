"""Publication: the numbers, the rows that it writes, the attribution, the letters."""

import pytest
from flask import Flask

from consult.consolidation.models import AttributionRun, Decision
from consult.consolidation.services import own_words
from consult.contributions.models import Stance
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput, StaleBase
from consult.narratives.models import Revision
from consult.narratives.services import revision_hash
from tests.desk import Desk, letters_of_the_day
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_person,
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
    addresses = {letter.address for letter in letters_of_the_day()}
    assert addresses == {author.account.email, replier.account.email}


def test_a_letter_is_in_the_language_of_the_account(app: Flask) -> None:
    desk = Desk()
    author = make_person()
    author.account.locale = "ar"
    desk.answer(make_comment(desk.consultation, author))
    desk.publish()
    (letter,) = letters_of_the_day()
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
