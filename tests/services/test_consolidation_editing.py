"""A section edited by hand as a whole: it reads as typed, what stays stays, and one step takes it back."""

import random

import pytest
from flask import Flask

from consult.consolidation.compose import tidied
from consult.consolidation.models import Decision
from consult.consolidation.recast import recast
from consult.consolidation.services import edit_section, undo_act
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput, StaleBase
from consult.merging import overlap
from consult.text import Hunk, apply, diff
from tests.desk import Desk
from tests.factories import make_amendment

WORDS = [
    "water",
    "is",
    "a",
    "right",
    "of",
    "all",
    "people",
    "and",
    "not",
    "for",
    "sale",
    "on",
    "any",
    "market",
]


def shuffled(text: str, dice: random.Random) -> str:
    words = text.split(" ")
    for _round in range(dice.randint(1, 4)):
        place = dice.randrange(len(words))
        words[place : place + dice.randint(0, 2)] = dice.sample(WORDS, dice.randint(0, 2))
    return " ".join(words) or "water"


@pytest.mark.parametrize("seed", range(40))
def test_an_edited_text_is_the_changes_that_stay_and_the_edits_together(seed: int) -> None:
    dice = random.Random(seed)
    base = " ".join(dice.choices(WORDS, k=25))
    changes = diff(base, shuffled(base, dice))
    edited = shuffled(apply(base, changes), dice)
    parts = recast(base, changes, edited)
    replaced = [hunk for part in parts for hunk in part.replaced]
    kept = [hunk for hunk in changes if hunk not in replaced]
    assert len(replaced) == len(set(replaced))
    assert not any(overlap(part.hunk, hunk) for part in parts for hunk in kept)
    assert apply(base, [*kept, *(part.hunk for part in parts)]) == edited


def edit(desk: Desk, heading: str, body: str, **values):  # type: ignore[no-untyped-def]
    given = {
        "reason": "Plain words.",
        "facilitator": desk.facilitator,
        "counter": desk.work().counter,
        "at": now(),
        **values,
    }
    return edit_section(desk.row, desk.section(), heading, body, **given)


@pytest.fixture
def desk(app: Flask) -> Desk:
    desk = Desk()
    desk.amendment = make_amendment(desk.consultation)
    make_amendment(desk.consultation, find="every day", replace="each day")
    return desk


def test_a_section_reads_as_it_was_typed_and_what_was_not_touched_stays_its_authors(desk: Desk) -> None:
    body = desk.work().merged.text.partition("\n\n")[2]
    typed = body.replace("not for sale", "no commodity").replace("each day", "every day")
    act = edit(desk, "Water for all", typed)
    work = desk.work()
    assert tidied(work.merged.text) == ("Water for all", typed)
    outcomes = {(row.outcome, row.text) for row in db.session.query(Decision)}
    assert ("decline", None) in outcomes, (
        "the words of the ground were put back: that is a no to the proposal"
    )
    assert {row.reason for row in db.session.query(Decision)} == {"Plain words."}
    origins = [run.origins for run in work.merged.attribution]
    assert {desk.amendment.public_id} in origins
    assert any(name.startswith("editorial-") for names in origins for name in names)
    assert act.size == 3
    edit(desk, "Water for all", typed.replace("no commodity", "nothing to sell"))
    assert "nothing to sell" in desk.work().merged.text


def test_one_step_takes_an_edit_back_but_leaves_what_was_decided_since(desk: Desk) -> None:
    desk.decide("human", "accept")
    before = desk.work().merged.text
    heading, _, body = before.partition("\n\n")
    act = edit(desk, heading, body.replace("a human right", "everybody’s right").replace("each day", "daily"))
    assert "daily" in desk.work().merged.text
    assert undo_act(desk.row, act, facilitator=desk.facilitator, at=now()) == 0
    assert desk.work().merged.text == before
    assert [row.outcome for row in db.session.query(Decision)] == ["accept"]
    again = edit(desk, heading, body.replace("each day", "daily"))
    edit(desk, heading, body.replace("each day", "at all times"))
    assert undo_act(desk.row, again, facilitator=desk.facilitator, at=now()) == 1
    assert "at all times" in desk.work().merged.text


def test_an_edit_next_to_an_undecided_change_leaves_that_in_the_text(desk: Desk) -> None:
    heading, _, body = desk.work().merged.text.partition("\n\n")
    typed = body.replace("a human right.", "a human right, and a duty.")
    edit(desk, heading, typed)
    assert tidied(desk.work().merged.text)[1] == typed
    assert desk.work().undecided == []


@pytest.mark.parametrize(
    ("heading", "change", "reason", "field"),
    [("Water", "", "Why.", "body"), ("Water", "x", " ", "reason"), (" ", "x", "Why.", "heading")],
)
def test_what_an_edit_needs(desk: Desk, heading: str, change: str, reason: str, field: str) -> None:
    body = desk.work().merged.text.partition("\n\n")[2]
    with pytest.raises(InvalidInput) as refusal:
        edit(desk, heading, body + change, reason=reason)
    assert refusal.value.details["field"] == field
    assert db.session.query(Decision).count() == 0
    with pytest.raises(StaleBase):
        edit(desk, "Water", "New.", counter=9)


def test_an_edit_of_what_wordings_contest_is_one_decision_for_the_place(desk: Desk) -> None:
    make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, find="not for sale", replace="never sold")
    heading, _, body = desk.work().merged.text.partition("\n\n")
    typed = body.replace("not for sale", "a gift")
    edit(desk, heading, typed)
    assert tidied(desk.work().merged.text)[1] == typed
    assert desk.work().undecided == []
    assert Hunk(0, 0, "") not in desk.work().merged.changes
