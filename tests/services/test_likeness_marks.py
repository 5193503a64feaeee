"""The kept marks: refreshed ones equal rebuilt ones, they go with the words, and what is looked at is bounded."""

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.cli import rebuild_marks as rebuild_command
from consult.contributions import likeness, similar
from consult.contributions.likeness import forget_marks, marks_wait, rebuild_marks, refresh_marks
from consult.contributions.likeness_models import LikenessMark, LikenessState
from consult.contributions.models import Contribution
from consult.contributions.services import moderation, own
from consult.contributions.services.emptying import empty_wordings
from consult.contributions.services.own import Edit
from consult.contributions.similar import similar_to, similar_words
from consult.core.database import db
from consult.core.logs import Event, log_event
from consult.core.removals import removing
from consult.notices.worker import Worker
from consult.text.likeness import marks_kept
from tests.blacking_out import do
from tests.factories import (
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_question,
)

LETTER = "The wells of our villages have been dry for three summers, and nobody who sells water asks us."
OTHER = "Schools close early in the hot months because children carry what the family drinks."
NEARLY = LETTER.replace("three", "four")


@pytest.fixture(autouse=True)
def _events_are_old_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL takes events in a minute after they were logged; here all of them stand in one transaction."""
    monkeypatch.setattr(likeness, "finished_until", lambda _after: _newest())


def _newest() -> int:
    return db.session.scalar(sa.select(sa.func.max(Event.id))) or 0


def stored() -> set[tuple[int, int, int]]:
    columns = LikenessMark.__table__.c
    asked = sa.select(columns.consultation_id, columns.mark, columns.contribution_id)
    return {tuple(row) for row in db.session.execute(asked)}


def of(row: Contribution) -> set[int]:
    """Return the marks that are stored for a contribution."""
    return {mark for _consultation, mark, number in stored() if number == row.id}


def take_all_in() -> int:
    """Take steps until nothing waits; return how many."""
    steps = 0
    while refresh_marks():
        steps += 1
    assert not marks_wait()
    return steps


def send(consultation: Any, body: str = LETTER, **values: Any) -> Any:
    """Send a comment as the verb does: with its event."""
    row = make_comment(consultation, body=body, **values)
    log_event("contribution-submitted", row, actor_id=row.person_id, after="submitted")
    return row


def ids(found: Any) -> list[int]:
    return [one.id for one in found.similar]


def test_marks_refreshed_in_small_steps_are_those_that_are_rebuilt(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = make_consultation()
    author, facilitator = make_person(), make_person("secretariat")
    rows = [send(consultation, f"{OTHER} {LETTER} {number}", person=author) for number in range(7)]
    assert marks_wait()
    monkeypatch.setattr(likeness, "STEP", 2)
    assert refresh_marks(2) == 2
    assert db.session.get(LikenessState, 1).is_whole is False
    own.edit_contribution(rows[0], author, now, Edit(body=NEARLY))
    own.withdraw(rows[1], author, now)
    own.lower_visibility(rows[2], author, now, "facilitators")
    moderation.hide(rows[3], facilitator, now, reason="Names somebody.")
    send(consultation, "Too short for it.")
    send(consultation, OTHER)
    while refresh_marks(2):
        pass
    assert not marks_wait()
    assert of(rows[0]) == set(marks_kept(NEARLY))
    assert [bool(of(row)) for row in rows[1:]] == [False, False, False, True, True, True]
    moderation.show_again(rows[3], facilitator, now)
    take_all_in()
    assert of(rows[3]) == set(marks_kept(rows[3].text.body))
    refreshed = stored()
    assert rebuild_marks() == 6
    assert stored() == refreshed
    assert refresh_marks() == 0


def test_the_worker_marks_what_is_there_and_the_command_makes_the_same_marks(app: Flask) -> None:
    consultation = make_consultation()
    rows = [send(consultation), send(consultation, OTHER)]
    db.session.commit()
    Worker(app, lambda text: None).mark()
    marked = stored()
    assert {number for _consultation, _mark, number in marked} == {row.id for row in rows}
    assert not marks_wait()
    forget_marks([rows[0].id])
    db.session.commit()
    said = app.test_cli_runner().invoke(rebuild_command).output
    assert said == "Marked anew: 2 contributions.\n"
    assert stored() == marked


def test_what_is_not_compared_has_no_marks(app: Flask) -> None:
    consultation = make_consultation()
    first = make_comment(consultation, body=LETTER)
    question = make_question(consultation)
    left_out = [
        make_comment(consultation, body=LETTER, thread_id=first.id),
        make_comment(consultation, body=LETTER, status="draft", submitted_at=None),
        make_comment(consultation, body=LETTER, visibility="facilitators"),
        make_comment(consultation, body=LETTER, is_late=True),
        make_amendment(consultation, rationale=LETTER),
    ]
    answer = make_answer(question, body=NEARLY)
    assert rebuild_marks() == 2
    assert {number for _consultation, _mark, number in stored()} == {first.id, answer.id}
    assert ids(similar_words(consultation.id, LETTER)) == [first.id, answer.id]
    assert not {row.id for row in left_out} & set(ids(similar_words(consultation.id, LETTER)))


def test_other_rules_make_all_marks_anew(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    row = make_comment(make_consultation(), body=LETTER)
    rebuild_marks()
    before = stored()
    monkeypatch.setattr(likeness, "RULES", likeness.RULES + 1)
    assert marks_wait()
    refresh_marks()
    assert stored() == before
    assert of(row)
    assert db.session.get(LikenessState, 1).rules == likeness.RULES


def test_who_sent_last_is_found_before_the_worker_looked(app: Flask) -> None:
    consultation = make_consultation()
    before = send(consultation)
    take_all_in()
    new = send(consultation, NEARLY)
    assert not of(new)
    found = similar_to(new)
    assert ids(found) == [before.id]
    assert found.similar[0].percent == 94
    assert ids(similar_to(before)) == [new.id]
    assert ids(similar_words(make_consultation().id, LETTER)) == [], (
        "of another consultation nothing is compared"
    )


def test_what_may_not_be_read_any_more_is_not_found_though_its_marks_wait_for_the_worker(
    app: Flask, now: datetime
) -> None:
    consultation = make_consultation()
    author, facilitator = make_person(), make_person("secretariat")
    rows = [send(consultation, person=author) for _ in range(4)]
    take_all_in()
    assert sorted(ids(similar_words(consultation.id, LETTER))) == [row.id for row in rows]
    own.withdraw(rows[0], author, now)
    own.lower_visibility(rows[1], author, now, "facilitators")
    moderation.hide(rows[2], facilitator, now, reason="Names somebody.")
    db.session.flush()
    assert all(of(row) for row in rows)
    assert ids(similar_words(consultation.id, LETTER)) == [rows[3].id]
    assert ids(similar_words(consultation.id, LETTER, but_of=author.id)) == [], "one's own is nobody else's"
    own.edit_contribution(rows[3], author, now, Edit(body=OTHER))
    assert ids(similar_words(consultation.id, LETTER)) == []
    assert ids(similar_words(consultation.id, OTHER)) == [rows[3].id]


@pytest.mark.parametrize("way", ["blacked out", "emptied", "forgotten"])
def test_marks_go_with_the_words_at_once(app: Flask, now: datetime, way: str) -> None:
    words = "I was at the well of Tamsir village when they came and took all that we had."
    consultation = make_consultation()
    row, beside = make_comment(consultation, body=words), make_comment(consultation, body=LETTER)
    rebuild_marks()
    old, kept = of(row), of(beside)
    assert old == set(marks_kept(words))
    db.session.commit()
    if way == "blacked out":
        do("the well of Tamsir village", now)
        assert of(row) == set(marks_kept(db.session.get(Contribution, row.id).text.body))
    elif way == "emptied":
        with removing("person", reason="", actor_id=make_person().id, at=now):
            empty_wordings([row])
        assert not of(row)
    else:
        forget_marks([row.id])
        assert not of(row)
    assert not {mark for mark in old if mark in of(row)} - set(marks_kept(row.text.body))
    assert of(beside) == kept
    refreshed = stored()
    if way != "forgotten":
        rebuild_marks()
        assert stored() == refreshed


def test_of_a_letter_that_very_many_sent_a_bounded_number_is_looked_at(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar, "OF_A_MARK", 10)
    monkeypatch.setattr(similar, "MOST_COMPARED", 8)
    similar._with_one_of.cache_clear()
    consultation, person = make_consultation(), make_person()
    rows = [make_comment(consultation, person, body=f"{LETTER}") for number in range(30)]
    alone = make_comment(consultation, person, body=OTHER)
    rebuild_marks()
    looked = similar._marked(consultation.id, marks_kept(LETTER))
    assert sorted(looked) == [row.id for row in rows[-10:]], "the newest of each mark"
    found = similar_words(consultation.id, LETTER)
    assert ids(found) == [row.id for row in reversed(rows[-8:])]
    assert found.is_cut
    assert len(found.copies) == 8
    only = similar_words(consultation.id, OTHER)
    assert (ids(only), only.is_cut) == ([alone.id], False)
    similar._with_one_of.cache_clear()


def test_of_very_long_texts_fewer_are_compared(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar, "MOST_SIGNS", 3 * len(LETTER))
    consultation, person = make_consultation(), make_person()
    rows = [make_comment(consultation, person, body=LETTER) for _ in range(5)]
    rebuild_marks()
    found = similar_words(consultation.id, LETTER)
    assert ids(found) == [row.id for row in reversed(rows[2:])]
    assert found.is_cut
    monkeypatch.setattr(similar, "MOST_SIGNS", 5 * len(LETTER))
    assert (
        len(similar_words(consultation.id, LETTER).similar),
        similar_words(consultation.id, LETTER).is_cut,
    ) == (
        5,
        False,
    )


def test_copies_are_counted_with_the_organisations_that_they_are_shown_with(app: Flask) -> None:
    consultation = make_consultation()
    houses = [make_organisation(), make_organisation(), make_organisation()]
    for house, visibility in zip(
        (*houses, houses[0], None), ("name", "organisation", "region", "name", "name"), strict=True
    ):
        make_comment(consultation, make_person(organisation=house), body=LETTER, visibility=visibility)
    less = make_comment(
        consultation, body=LETTER.replace("three summers", "years now").replace("asks us", "cares")
    )
    rebuild_marks()
    found = similar_words(consultation.id, LETTER)
    assert len(found.copies) == 5
    assert found.organisations == 2, (
        "who shows their region alone is not counted with the others of their house"
    )
    assert found.similar[-1].id == less.id
    assert 60 <= found.similar[-1].percent < 85


@pytest.mark.parametrize("text", ["", "I agree.", "…", "水 是 权利"])
def test_words_that_are_too_few_find_nothing(app: Flask, text: str) -> None:
    consultation = make_consultation()
    make_comment(consultation, body=text or "No.")
    rebuild_marks()
    assert similar_words(consultation.id, text).similar == ()
