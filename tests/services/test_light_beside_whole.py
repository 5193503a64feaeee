"""The few values that one decision reads tell the same of a section as all of its rows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from consult.consolidation.late import is_new
from consult.consolidation.light import decided_anew, load_changes
from consult.consolidation.material import Material, load_material
from consult.consolidation.services.answers import take_back_answer
from consult.consolidation.work import SectionWork, section_work
from consult.contributions.hunks import store_hunks
from consult.contributions.models import ContributionText
from consult.core.clock import freeze, now
from consult.core.database import db
from tests.desk import Desk, contested_desk
from tests.factories import make_amendment, make_answer, make_comment, make_question, make_revision, place_of
from tests.services.test_consolidation_structure import structural


@pytest.fixture
def desk(app: Flask) -> Desk:
    return contested_desk()


def told(work: SectionWork) -> dict[str, Any]:
    """Return what the page of a decision is drawn from, in plain values."""
    rows = [row for row in work.contributions if row.kind == "amendment"]
    return {
        "text": work.merged.text,
        "counter": work.counter,
        "places": [spot.name for spot in work.spots],
        "undecided": [group.key for group in work.undecided],
        "groups": [
            (
                one.key,
                one.group.state,
                one.group.reason,
                one.decision and one.decision.id,
                [row.public_id for row in one.supporters],
            )
            for one in work.groups
        ],
        "proposals": [(row.public_id, work.proposal(row)) for row in rows],
        "answered": [row.id in work.material.answers for row in rows],
    }


def of(material: Material, key: str) -> SectionWork:
    return section_work(material, next(one for one in material.places if one.section.key == key))


def hide(desk: Desk) -> None:
    desk.first.hidden_at, desk.first.hidden_reason = now(), "It names somebody."


def withdraw(desk: Desk) -> None:
    desk.second.status, desk.second.withdrawn_at = "withdrawn", now()


def move_the_ground(desk: Desk) -> None:
    parts = [("water", "Water", "Above all: " + desk.work().place.text.body), ("health", "Health", "Free.")]
    parent = desk.consultation.base_revision
    desk.row.ground_revision = make_revision(desk.narrative, parts, number=(1, 1), parent=parent)


def lose_the_words(desk: Desk) -> None:
    parts = [("water", "Water", "Water is a human right. Nobody sells it."), ("health", "Health", "Free.")]
    parent = desk.consultation.base_revision
    desk.row.ground_revision = make_revision(desk.narrative, parts, number=(1, 1), parent=parent)


def answer_and_take_back(desk: Desk) -> None:
    desk.answer(desk.second, "carried-forward", "Next time.")
    take_back_answer(desk.row, desk.second, facilitator=desk.facilitator, at=now())


def carry(desk: Desk) -> None:
    """Give an amendment the wording in which it was carried to a newer text before."""
    base = desk.first.texts[0].base_text
    words = {"heading": base.heading, "body": base.body.replace("for sale", "a good")}
    text = ContributionText(
        number=2, base_text=base, revision_id=desk.row.ground.id, created_at=now(), made_by="carry", **words
    )
    desk.first.texts.append(text)
    db.session.flush()
    store_hunks(desk.first, text)


def of_other_kinds(desk: Desk) -> None:
    section = place_of(desk.consultation.base_revision).section
    structural(desk, "remove", section=section)
    make_comment(desk.consultation, body="So it is.", thread_id=desk.comment.id, reply_to_id=desk.comment.id)
    make_answer(make_question(desk.consultation))


def late(desk: Desk, **values: Any) -> Any:
    return make_amendment(desk.consultation, find="every day", replace="each day", is_late=True, **values)


SITUATIONS: dict[str, Callable[[Desk], Any]] = {
    "nothing more": lambda desk: None,
    "one is chosen": lambda desk: desk.decide("commodity", "accept"),
    "own words": lambda desk: desk.decide("sold", "adapt", words="owned by few"),
    "a free one is declined": lambda desk: desk.decide("human", "decline"),
    "the same twice": lambda desk: make_amendment(desk.consultation, find="for sale", replace="a commodity"),
    "one is hidden": hide,
    "one is withdrawn": withdraw,
    "one is carried forward": lambda desk: desk.answer(desk.second, "carried-forward", "Next time."),
    "one is answered": lambda desk: desk.answer(desk.free, "accepted", "As decided."),
    "an answer is given again": lambda desk: [desk.answer(desk.free, one) for one in ("noted", "accepted")],
    "one was carried before": carry,
    "an answer is taken back": answer_and_take_back,
    "one waits to be admitted": late,
    "one was admitted": lambda desk: late(desk, admitted_at=now()),
    "not sent yet": lambda desk: make_amendment(desk.consultation, status="draft", submitted_at=None),
    "of other kinds": of_other_kinds,
    "a newer text": move_the_ground,
    "a newer text with other words": lose_the_words,
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_decision_sees_in_few_values_what_the_page_sees_in_all_rows(desk: Desk, situation: str) -> None:
    before = load_changes(desk.row, desk.section())
    SITUATIONS[situation](desk)
    db.session.flush()
    whole, light = load_material(desk.row), load_changes(desk.row, desk.section())
    assert told(of(light, "water")) == told(of(whole, "water"))
    assert [place.section.key for place in light.places] == ["water"]
    assert {row.kind for row in light.contributions} == {"amendment"}
    assert light.contributions[0].id in whole.wordings
    # Decisions alone are read anew: amendments stay as they were read before.
    anew = decided_anew(before, desk.section())
    assert anew.contributions is before.contributions
    assert [row.id for row in anew.decisions] == [row.id for row in whole.decisions]
    assert anew.counter(desk.section().id) == whole.counter(desk.section().id)


def test_another_section_is_not_read(desk: Desk) -> None:
    health = place_of(desk.consultation.base_revision, "health").section
    make_amendment(desk.consultation, find="free", replace="at no cost", section=health)
    one = load_changes(desk.row, health)
    assert [place.section.key for place in one.places] == ["health"]
    assert [group.hunk.new for group in of(one, "health").groups] == ["at no cost"]
    desk.decide("commodity", "accept")
    assert load_changes(desk.row, health).decisions == []
    assert (load_changes(desk.row, health).counter(health.id), desk.work().counter) == (0, 1)


def test_of_a_section_that_the_ground_no_longer_has_there_is_nothing_to_decide(desk: Desk) -> None:
    section = desk.section()
    parent = desk.consultation.base_revision
    desk.row.ground_revision = make_revision(
        desk.narrative, [("health", "Health", "Free.")], number=(1, 1), parent=parent
    )
    db.session.flush()
    assert load_changes(desk.row, section).places == []


@pytest.mark.parametrize(
    ("is_late", "after", "shown"),
    [
        (True, timedelta(seconds=1), True),
        (True, timedelta(0), False),  # it was there when the desk began
        (True, timedelta(days=-1), False),
        (True, None, False),  # it still waits
        (False, timedelta(seconds=1), False),
    ],
)
def test_new_is_what_was_admitted_after_the_desk_had_begun(
    desk: Desk, is_late: bool, after: timedelta | None, shown: bool
) -> None:
    at = None if after is None else desk.row.started_at + after
    row = make_comment(desk.consultation, is_late=is_late, admitted_at=at)
    assert is_new(desk.row, row) is shown
    with freeze(now() + timedelta(days=9)):
        assert is_new(desk.row, row) is shown
        assert not is_new(desk.row, desk.comment)
