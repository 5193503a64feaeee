"""What the worker keeps of the words of many: the same as is counted at once, and nothing that may not be told."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.blackouts.services import black_out, look_for
from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.contributions.services import moderation, own
from consult.core.database import db
from consult.core.logs import log_event
from consult.notices import word_turns
from consult.notices.word_turns import WordTurns
from consult.summaries import stands_out, word_counts, word_keeping
from consult.summaries.asked import Asked, asked_alone
from consult.summaries.kept_words import KeptRepeat, KeptWord, KeptWordUse, WordCount
from consult.summaries.stands_out import Standing, standing
from consult.summaries.word_keeping import groups_counted, kept_count, rebuild_words, take_next
from tests.conftest import NOON
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_person,
    make_revision,
    person_from,
)

LETTER = "We ask that public water stays in public hands for all who live here and those who come after us."
KEPT = (WordCount, KeptWord, KeptWordUse, KeptRepeat)


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in (word_keeping, stands_out):
        monkeypatch.setattr(place, "MANY", 10)
    monkeypatch.setattr(word_counts, "STEP", 7)


def spoken(seed: int = 1, revision: Any = None, **values: Any) -> Consultation:
    """A consultation in which two regions speak, each with words of its own, and some send one letter."""
    draw = random.Random(seed)
    consultation = make_consultation(revision, **values)
    for region, loud in (("africa", "drought"), ("europe", "floods")):
        for number in range(16):
            person = person_from(region)
            own_words = f"Life here, {loud} {draw.randrange(10**9)}."
            words = LETTER if number < 4 else own_words
            if number == 5:
                make_amendment(consultation, person, replace=f"a right in each {loud}", rationale="So it is.")
            else:
                section = None if number == 6 else "water"
                make_comment(consultation, person, words, **({"section": None} if section is None else {}))
    return consultation


def at_once(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> Standing:
    with monkeypatch.context() as patched:
        patched.setattr(stands_out, "MANY", 10_000)
        found = standing(asked)
    assert found is not None
    return found


def counted(asked: Asked) -> Standing:
    found = standing(asked)
    assert found is not None
    assert found.as_of == NOON, "what was kept, not what a page counts"
    return found


def told(consultation: Consultation) -> set[str]:
    db.session.flush()
    return {one.word for one in counted(asked_alone(consultation)).regions}


def test_what_is_kept_is_what_is_counted_at_once_also_together(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = make_revision()
    first, second = spoken(1, revision), spoken(2, revision, read_audience="members")
    few = make_consultation(revision, read_audience="public")
    asked = [
        asked_alone(first),
        asked_alone(second),
        Asked(revision.narrative, revision, [first, second, few]),
    ]
    assert [standing(one) for one in asked] == [None] * 3, "they are being counted"
    assert groups_counted() == [[first.id], [second.id], [first.id, few.id], [first.id, second.id, few.id]]
    assert rebuild_words(NOON) == 4
    for one in asked:
        now = at_once(one, monkeypatch)
        assert replace(counted(one), as_of=now.as_of) == now
        assert {word.word for word in now.regions} == {"drought", "floods"}
        assert now.repeated[0].number == (8 if one.alone else 16)


def test_of_what_the_worker_does_not_count_together_the_most_is_told_that_it_does(app: Flask) -> None:
    revision = make_revision()
    public, other = spoken(1, revision), spoken(2, revision, read_audience="invited")
    rebuild_words(NOON)
    found = counted(Asked(revision.narrative, revision, [public, other]))
    assert found.consultations == [public]


def withdraw(row: Contribution) -> None:
    own.withdraw(row, row.person, NOON)


def hide(row: Contribution) -> None:
    moderation.hide(row, make_person("secretariat"), NOON, reason="A name")


def lower(row: Contribution) -> None:
    row.visibility = "facilitators"


def forget_region(row: Contribution) -> None:
    row.region_id = None


@pytest.mark.parametrize("act", [withdraw, hide, lower, forget_region])
def test_a_word_is_told_no_more_once_fewer_than_three_stand_for_it(app: Flask, act: Any) -> None:
    consultation = spoken()
    rebuild_words(NOON)
    assert told(consultation) == {"drought", "floods"}
    (word,) = [row for row in db.session.scalars(sa.select(KeptWord)) if users_say(row, "drought")]
    users = list(db.session.scalars(sa.select(KeptWordUse.contribution_id).filter_by(word_id=word.id)))
    assert len(users) == word_counts.USES
    for place, user in enumerate(users):
        act(db.session.get_one(Contribution, user))
        assert ("drought" in told(consultation)) is (word_counts.USES - place - 1 >= 3)
    assert told(consultation) == {"floods"}


def users_say(word: KeptWord, said: str) -> bool:
    user = db.session.scalar(sa.select(KeptWordUse.contribution_id).filter_by(word_id=word.id).limit(1))
    row = db.session.get_one(Contribution, user)
    return word.division == "region" and said in f"{row.text.body}{row.text.rationale}"


def test_a_word_that_was_blacked_out_is_gone_at_once_and_is_kept_nowhere(app: Flask) -> None:
    consultation = spoken()
    rebuild_words(NOON)
    columns = [
        column for model in KEPT for column in model.__table__.columns if isinstance(column.type, sa.String)
    ]
    assert {str(column) for column in columns} == {
        "word_counts.consultations",
        "kept_words.division",
        "kept_words.language",
    }, "no column that could hold a word of anybody"
    secretary = make_person("secretariat")
    plan = look_for("drought")
    black_out("drought", reason="It endangers somebody.", mark=plan.mark, actor=secretary, at=NOON)
    assert told(consultation) == {"floods"}
    assert take_next(NOON) == [consultation.id], "and is counted anew soon"


def test_a_repeated_text_is_that_of_those_who_still_send_it(app: Flask) -> None:
    consultation = spoken()
    rebuild_words(NOON)
    (before,) = counted(asked_alone(consultation)).repeated[:1]
    assert (before.text, before.number, before.regions) == (LETTER, 8, ("africa", "europe"))
    first = db.session.get_one(Contribution, before.first)
    withdraw(first)
    db.session.flush()
    found = counted(asked_alone(consultation))
    assert (found.repeated[0].number, found.repeated[0].first > before.first) == (7, True)
    sent = list(db.session.scalars(sa.select(Contribution).join(Contribution.texts).filter_by(body=LETTER)))
    for row in sent:
        row.text_number = 2 if row.status == "submitted" else 1
    db.session.flush()
    after = counted(asked_alone(consultation))
    assert LETTER not in {one.text for one in after.repeated}


def changed(consultation: Consultation, number: int) -> None:
    row = db.session.scalars(sa.select(Contribution).filter_by(consultation_id=consultation.id)).first()
    for _ in range(number):
        log_event("contribution-submitted", row, actor_id=None)


@pytest.mark.parametrize(
    ("minutes", "events", "is_due"),
    [(61, 0, False), (61, 1, True), (59, 0, False), (11, 1, True), (9, 500, False)],
)
def test_words_are_counted_again_when_enough_has_changed_for_long_enough(
    app: Flask, minutes: int, events: int, is_due: bool
) -> None:
    consultation = spoken()
    rebuild_words(NOON)
    count = kept_count([consultation.id])
    assert count is not None
    if minutes == 11:
        changed(consultation, 1)
        count.number = 200
        assert take_next(NOON + timedelta(minutes=minutes)) == [], "less than one in a hundred"
        count.number = 100
        events = 0
    changed(consultation, events)
    assert bool(take_next(NOON + timedelta(minutes=minutes))) is is_due
    assert take_next(NOON + timedelta(minutes=minutes)) == [], "somebody counts"


def test_what_nobody_looks_at_any_more_is_forgotten(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken()
    rebuild_words(NOON)
    assert all(db.session.scalar(sa.select(sa.func.count()).select_from(model)) for model in KEPT)
    monkeypatch.setattr(word_keeping, "MANY", 1_000)
    assert take_next(NOON) == []
    assert not any(db.session.scalar(sa.select(sa.func.count()).select_from(model)) for model in KEPT)


def test_the_worker_counts_in_turns_and_keeps_what_the_command_would(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = spoken()
    rebuild_words(NOON)
    by_command = standing(asked_alone(consultation))
    db.session.execute(sa.delete(WordCount))
    db.session.commit()
    monkeypatch.setattr(word_turns, "SECONDS", 0.002)
    turns = WordTurns()
    number = consultation.id
    found, first = None, True
    while found is None:
        turns.turn()
        db.session.remove()
        found = standing(asked_alone(db.session.get_one(Consultation, number)))
        assert found is None or not first, "not all in one turn"
        first = False
    assert by_command is not None
    assert (found.regions, found.sections, found.repeated) == (
        by_command.regions,
        by_command.sections,
        by_command.repeated,
    )
