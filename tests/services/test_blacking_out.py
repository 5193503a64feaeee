"""A passage that endangers somebody goes from everything that is stored; hashes and offsets stay right."""

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.blackouts.columns import DERIVED, NAMES, OF_THEIR_OWN, columns_of_words, holds_words
from consult.blackouts.services import look_for
from consult.consolidation.models import Decision
from consult.contributions.hunks import group_key, hunks_of
from consult.core.append_only import REMOVABLE, TABLES
from consult.core.database import db
from consult.core.errors import ConsultError, InvalidInput, StaleBase, WrongState
from consult.core.removals import change_rows, removing
from consult.narratives.integrity import count_blacked_out, verify_chain
from consult.narratives.models import SectionText
from consult.text import apply, diff
from consult.text.blacked_out import BLOCK, is_blacked_out
from tests.blacking_out import BODY, SECRET, do, everything_stored, make_stage, words_of_the_index
from tests.desk import Desk
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_narrative,
    make_revision,
    place_of,
)


@pytest.fixture
def stage(app: Flask) -> Any:
    """Return a narrative with the passage, and contributions that repeat and change it."""
    return make_stage()


def test_the_words_are_nowhere_in_the_database_and_every_hash_still_follows(
    stage: Any, now: datetime
) -> None:
    narrative, rows = stage
    hashes = [revision for revision in db.session.scalars(sa.text("SELECT hash FROM revisions"))]
    do(SECRET, now)
    assert "Tamsir" not in everything_stored()
    assert "tamsir" not in everything_stored().lower()
    assert words_of_the_index() & {"tamsir"} == set()
    assert verify_chain(narrative) == []
    assert count_blacked_out(narrative) == 2
    assert list(db.session.scalars(sa.text("SELECT hash FROM revisions"))) == hashes
    assert rows["other"].text.body == "A well is a well."


def test_every_offset_stays_right_and_changes_of_the_passage_go_with_it(stage: Any, now: datetime) -> None:
    _narrative, rows = stage
    before = {name: (len(row.text.full), hunks_of(row.text)) for name, row in rows.items()}
    do(SECRET, now)
    for name, row in rows.items():
        length, hunks = before[name]
        assert len(row.text.full) == length
        if row.kind != "amendment":
            continue
        left, base = hunks_of(row.text), row.text.base_text
        assert [(one.start, one.end) for one in left] == [(one.start, one.end) for one in hunks]
        assert apply(base.full, left) == row.text.full
        assert [stored.group_key for stored in row.text.hunks] == [group_key(one) for one in left]
    assert set(hunks_of(rows["changes it"].text)[0].new) & {BLOCK}
    assert hunks_of(rows["beside it"].text) == before["beside it"][1]
    assert diff(rows["beside it"].text.base_text.full, rows["beside it"].text.full) == before["beside it"][1]
    assert is_blacked_out(rows["brings it"].text.body)
    assert rows["brings it"].text.body.endswith(".")


def test_what_was_seen_is_what_is_done_and_only_once(stage: Any, now: datetime) -> None:
    _narrative, rows = stage
    mark = look_for(SECRET).mark
    make_comment(rows["other"].consultation, body=f"Go to {SECRET}.")
    with pytest.raises(StaleBase) as refusal:
        do(SECRET, now, mark=mark)
    assert refusal.value.details["plan"].size == look_for(SECRET).size
    do(SECRET, now)
    with pytest.raises(WrongState):
        look_for(SECRET)


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        ("", InvalidInput),
        ("a", InvalidInput),
        ("...", InvalidInput),
        ("\n".join(f"wording {one}" for one in range(21)), InvalidInput),
        ("words that stand nowhere", WrongState),
    ],
)
def test_what_cannot_be_looked_for_is_refused(stage: Any, lines: str, refused: type[ConsultError]) -> None:
    with pytest.raises(refused):
        look_for(lines)


def test_a_reason_is_needed_and_a_refusal_changes_nothing(stage: Any, now: datetime) -> None:
    with pytest.raises(InvalidInput):
        do(SECRET, now, reason="  ")
    db.session.rollback()
    assert "Tamsir" in everything_stored()


def test_decisions_at_a_desk_follow_the_changes_that_they_decide(app: Flask, now: datetime) -> None:
    first = make_revision(make_narrative(), [("water", "Water", BODY)])
    desk = Desk(make_consultation(first, state="closed"))
    changed = make_amendment(desk.consultation, find="of Tamsir village", replace="near Tamsir village")
    added = make_amendment(desk.consultation, find="for sale", replace=f"for sale, as {SECRET} knows")
    desk.decide("near", "decline", reason=f"Nobody may find {SECRET}.")
    desk.decide("knows", "accept")
    do(SECRET, now)
    rows = list(db.session.scalars(sa.select(Decision).order_by(Decision.id)))
    stored = {hunk.group_key for row in (changed, added) for hunk in row.text.hunks}
    assert {row.group_key for row in rows} <= stored
    decided = {one.hunk.start: one.decision.outcome for one in desk.work().groups if one.decision}
    assert sorted(decided.values()) == ["accept", "decline"]
    assert is_blacked_out(rows[0].reason)
    desk.answer_all()
    revision = desk.publish()
    assert verify_chain(desk.narrative) == []
    assert is_blacked_out(place_of(revision).text.body)
    assert "Tamsir" not in everything_stored()


def test_a_section_that_nobody_changes_stays_the_text_that_it_was(app: Flask, now: datetime) -> None:
    first = make_revision(make_narrative(), [("water", "Water", BODY), ("health", "Health", "Free for all.")])
    desk = Desk(make_consultation(first, state="closed"))
    row = make_amendment(
        desk.consultation, find="Free", replace="Care is free", section=place_of(first, "health").section
    )
    do(SECRET, now)
    desk.answer(row, "accepted")
    revision = desk.publish()
    assert place_of(revision).section_text_id == place_of(first).section_text_id
    assert verify_chain(desk.narrative) == []


FORBIDDEN = (
    "UPDATE section_texts SET body = 'other words'",
    "UPDATE section_texts SET sha = 'x'",
    "UPDATE section_texts SET nonce = 'x'",
    "UPDATE section_texts SET address = 'x'",
    "UPDATE revisions SET note_sha = 'x'",
    "UPDATE revisions SET note_nonce = NULL",
    "DELETE FROM section_texts",
    "UPDATE removals SET reason = 'another'",
    "UPDATE removals SET done_at = NULL",
    "DELETE FROM removals",
    "DELETE FROM removal_places",
    "UPDATE events SET actor_id = NULL",
    "UPDATE hunks SET new = ''",
)


def test_after_a_removal_everything_is_append_only_again(stage: Any, now: datetime) -> None:
    do(SECRET, now)
    for statement in FORBIDDEN:
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            db.session.execute(sa.text(statement))
        db.session.rollback()


def test_within_a_removal_only_named_rows_change_and_never_to_longer_words(stage: Any, now: datetime) -> None:
    first, second = list(db.session.scalars(sa.select(SectionText).order_by(SectionText.id)))[:2]
    table = SectionText.__table__
    for row_id, body in ((first.id, first.body + "!"), (first.id, "other")):
        with (
            pytest.raises(sa.exc.DBAPIError, match="append-only"),
            removing("passage", actor_id=None, at=now) as one,
        ):
            change_rows(one, table, {row_id: {"body": body}})
        db.session.rollback()
    with removing("passage", actor_id=None, at=now) as one:
        change_rows(one, table, {first.id: {"body": BLOCK * len(first.body)}})
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), db.session.begin_nested():
            db.session.execute(sa.update(table).where(table.c.id == second.id).values(body=""))
    db.session.rollback()


def test_verify_finds_what_was_changed_beside_a_blacked_out_passage(stage: Any, now: datetime) -> None:
    narrative, _rows = stage
    do(SECRET, now)
    row = db.session.scalars(sa.select(SectionText).where(SectionText.body.contains(BLOCK))).first()
    with removing("passage", actor_id=None, at=now) as one:
        change_rows(one, SectionText.__table__, {row.id: {"body": row.body.replace("right", "wrong")}})
    assert [problem.fault for problem in verify_chain(narrative)]


def test_every_column_that_holds_words_is_named_and_may_be_cleaned(app: Flask) -> None:
    every = {
        str(column) for table in db.metadata.sorted_tables for column in table.columns if holds_words(column)
    }
    apart = NAMES | DERIVED | OF_THEIR_OWN
    assert apart <= every
    swept = {str(column) for column in columns_of_words()}
    assert swept == every - apart
    fixed = {name.partition(".")[::2] for name in swept | OF_THEIR_OWN}
    refused = {
        f"{table}.{name}" for table, name in fixed if table in TABLES and name not in REMOVABLE.get(table, {})
    }
    assert refused == set()
