"""Whose words a text carries over three publications in a row, and what is carried forward more than once."""

import pytest
from flask import Flask

from consult.consolidation.models import AttributionLink, AttributionRun, DispositionChange
from consult.consolidation.services import own_words
from consult.contributions.models import ContributionText
from consult.core.clock import now
from consult.core.database import db
from consult.narratives.models import Revision, SectionText
from tests.desk import Desk
from tests.factories import make_amendment, make_comment, make_consultation, place_of


def text_of(revision: Revision, key: str = "water") -> SectionText:
    return place_of(revision, key).text


def credits(revision: Revision, key: str = "water") -> dict[str, set[str]]:
    """Return the words of each credited run with whom it is credited to: public ids, or "editorial"."""
    text = text_of(revision, key)
    rows = db.session.query(AttributionRun).filter_by(section_text_id=text.id).order_by("position").all()
    assert [row.start for row in rows] == [0, *(row.end for row in rows)][: len(rows)]
    assert not rows or rows[-1].end == len(text.full)
    found: dict[str, set[str]] = {}
    for row in rows:
        names = {one.public_id for one in row.contributions} | ({"editorial"} if row.is_editorial else set())
        if names:
            found.setdefault(text.full[row.start : row.end].strip(), set()).update(names)
    return found


def next_desk(revision: Revision, before: Desk) -> Desk:
    return Desk(make_consultation(revision, state="closed"), facilitator=before.facilitator)


def step(desk: Desk, *changes: tuple[str, str], disposition: str = "accepted"):  # type: ignore[no-untyped-def]
    """Propose changes of the desk's text, one amendment each; answer all alike; publish."""
    rows = [make_amendment(desk.consultation, find=find, replace=replace) for find, replace in changes]
    for row in rows:
        desk.answer(row, disposition)
    return desk.publish(), [row.public_id for row in rows]


def edit(desk: Desk, passage: str, words: str) -> None:
    given = {"facilitator": desk.facilitator, "counter": desk.work().counter, "at": now()}
    own_words(desk.row, desk.section(), passage, words, reason="Clearer.", **given)


def test_three_publications_in_a_row_keep_each_author_at_their_own_words(app: Flask) -> None:
    one = Desk()
    first, (a,) = step(one, ("a right", "a human right"))
    two = next_desk(first, one)
    second, (b,) = step(two, ("for sale", "a commodity"))
    third, (c,) = step(next_desk(second, two), ("every day", "every single day"))
    assert credits(first) == {"human": {a}}
    assert credits(second) == {"human": {a}, "a commodity": {b}}
    assert credits(third) == {"human": {a}, "a commodity": {b}, "single": {c}}


def test_words_that_a_later_change_keeps_stay_with_their_first_author(app: Flask) -> None:
    one = Desk()
    first, (a,) = step(one, ("a right", "a sacred human right"))
    two = next_desk(first, one)
    second, (b,) = step(two, ("a sacred human right", "a universal human right"))
    assert credits(second) == {"universal": {b}, "human": {a}}
    third, (c,) = step(next_desk(second, two), ("a universal human right", "a universal legal right"))
    # Words are asked about here, not the blank between them.
    assert {words: names for words, names in credits(third).items() if words} == {
        "universal": {b},
        "legal": {c},
    }


def test_words_that_are_taken_out_take_their_credit_along(app: Flask) -> None:
    one = Desk()
    first, _names = step(one, ("a right", "a human right"), ("every day", "every single day"))
    two = next_desk(first, one)
    second, _gone = step(two, ("a human right", "a right"))
    assert list(credits(second)) == ["single"]
    third, _unrelated = step(next_desk(second, two), ("Everyone", "All of us"))
    assert set(credits(third)) == {"single", "All of us"}


def test_a_section_that_nobody_touches_keeps_its_text_and_its_runs(app: Flask) -> None:
    one = Desk()
    first, (a,) = step(one, ("a right", "a human right"))
    two = next_desk(first, one)
    health = place_of(first, "health").section
    row = make_amendment(two.consultation, find="Nobody", replace="No one", section=health)
    two.answer(row, "accepted")
    runs = db.session.query(AttributionRun).filter_by(section_text_id=text_of(first).id).count()
    second = two.publish()
    assert text_of(second).id == text_of(first).id
    assert credits(second) == {"human": {a}}
    assert credits(second, "health") == {"No one": {row.public_id}}
    third = next_desk(second, two).publish()
    assert text_of(third, "health").id == text_of(second, "health").id
    assert db.session.query(AttributionRun).filter_by(section_text_id=text_of(third).id).count() == runs


def test_both_authors_of_the_same_words_are_credited_through_three_publications(app: Flask) -> None:
    one = Desk()
    first, names = step(one, ("a right", "a human right"), ("a right", "a human right"))
    two = next_desk(first, one)
    second, _other = step(two, ("every day", "each day"))
    third, _third = step(next_desk(second, two), ("Everyone", "All of us"))
    for revision in (first, second, third):
        assert credits(revision)["human"] == set(names)


def test_the_facilitators_words_stay_the_facilitators(app: Flask) -> None:
    one = Desk()
    edit(one, "a right", "a living right")
    first = one.publish()
    second, (b,) = step(next_desk(first, one), ("every day", "every single day"))
    third = next_desk(second, one).publish()
    for revision in (second, third):
        assert credits(revision) == {"living": {"editorial"}, "single": {b}}


def test_the_facilitators_edit_of_credited_words_leaves_the_rest_with_their_author(app: Flask) -> None:
    one = Desk()
    first, (a,) = step(one, ("a right", "a basic human right"))
    two = next_desk(first, one)
    edit(two, "basic", "plain")
    assert credits(two.publish()) == {"plain": {"editorial"}, "human": {a}}


def test_a_text_that_comes_back_has_the_credit_that_it_had(app: Flask) -> None:
    one = Desk()
    first, (a,) = step(one, ("a right", "a human right"))
    two = next_desk(first, one)
    second, _back = step(two, ("a human right", "a right"))
    third, _again = step(next_desk(second, two), ("a right", "a human right"))
    assert text_of(second).id == text_of(one.row.ground).id
    assert text_of(third).id == text_of(first).id
    assert credits(second) == {}
    assert credits(third) == {"human": {a}}


@pytest.mark.parametrize(
    ("find", "replace", "words"),
    [
        ("a right", "حق للجميع", "حق للجميع"),
        ("a right", "un derecho básico — ¡ya!", "un derecho básico — ¡ya!"),
        ("a right", "水是权利", "水是权利"),
        ("every day", "every 👩🏽‍🌾 day", "👩🏽‍🌾"),
    ],
    ids=["Arabic", "Spanish", "Chinese", "a joined emoji"],
)
def test_credit_is_counted_in_code_points_in_any_script(
    app: Flask, find: str, replace: str, words: str
) -> None:
    one = Desk()
    first, (a,) = step(one, (find, replace))
    assert credits(first) == {words: {a}}
    second, _other = step(next_desk(first, one), ("Everyone", "Every person"))
    assert credits(second)[words] == {a}


def test_no_run_is_credited_to_what_was_not_accepted(app: Flask) -> None:
    one = Desk()
    taken = make_amendment(one.consultation, find="for sale", replace="a commodity")
    left = make_amendment(one.consultation, find="for sale", replace="to be sold")
    one.decide("commodity", "accept")
    one.answer(taken, "accepted")
    one.answer(left, "not-accepted")
    assert credits(one.publish()) == {"a commodity": {taken.public_id}}
    assert db.session.query(AttributionLink).filter_by(contribution_id=left.id).count() == 0


def test_a_comment_is_never_credited_with_words(app: Flask) -> None:
    one = Desk()
    comment = make_comment(one.consultation, body="Say that it is a human right.")
    one.answer(comment, "accepted", shaped=one.section())
    edit(one, "a right", "a human right")
    assert credits(one.publish()) == {"human": {"editorial"}}


def carry(desk: Desk, row, reason: str) -> Revision:  # type: ignore[no-untyped-def]
    desk.answer(row, "carried-forward", reason)
    return desk.publish()


def carried_texts(row) -> list[ContributionText]:  # type: ignore[no-untyped-def]
    texts = db.session.query(ContributionText).filter_by(contribution_id=row.id, made_by="carry")
    return texts.order_by(ContributionText.number).all()


def test_what_is_carried_forward_twice_has_a_wording_on_each_version(app: Flask) -> None:
    one = Desk()
    later = make_amendment(one.consultation, find="every day", replace="each and every day")
    one.answer(make_amendment(one.consultation, find="a right", replace="a human right"), "accepted")
    first = carry(one, later, "We need more time.")
    two = next_desk(first, one)
    two.answer(make_amendment(two.consultation, find="for sale", replace="a commodity"), "accepted")
    second = carry(two, later, "Again: the assembly has not met.")
    wordings = carried_texts(later)
    assert [one.number for one in wordings] == [2, 3]
    assert [one.base_text_id for one in wordings] == [text_of(first).id, text_of(second).id]
    assert wordings[-1].body == text_of(second).body.replace("every day", "each and every day")
    assert (later.text_number, later.texts[0].made_by) == (1, "author")

    three = next_desk(second, two)
    assert three.whole().material.unanswered() == [later]
    three.answer(later, "accepted")
    third = three.publish()
    assert "each and every day" in text_of(third).body
    assert credits(third)["each and"] == {later.public_id}


def test_each_time_that_it_is_carried_forward_is_kept_with_its_reason(app: Flask) -> None:
    one = Desk()
    later = make_comment(one.consultation)
    first = carry(one, later, "First.")
    two = next_desk(first, one)
    assert (later.disposition, later.disposition_reason) == ("carried-forward", "First.")
    second = carry(two, later, "Second.")
    three = next_desk(second, two)
    three.answer(later, "noted", "At last.")
    three.publish()
    history = db.session.query(DispositionChange).filter_by(contribution_id=later.id).order_by("id")
    assert [(row.disposition, row.reason) for row in history] == [
        ("carried-forward", "First."),
        ("carried-forward", "Second."),
        ("noted", "At last."),
    ]
    assert (later.disposition, later.disposition_reason) == ("noted", "At last.")


def test_what_is_carried_over_an_unchanged_text_needs_no_new_wording(app: Flask) -> None:
    one = Desk()
    later = make_amendment(one.consultation, find="every day", replace="each day")
    two = next_desk(carry(one, later, "Later."), one)
    carry(two, later, "Later still.")
    assert carried_texts(later) == []
    assert "each day" in next_desk(two.row.revision, two).work().merged.text


def test_what_the_newer_version_says_already_is_proposed_as_accepted(app: Flask) -> None:
    one = Desk()
    later = make_amendment(one.consultation, find="every day", replace="each day")
    first = carry(one, later, "Later.")
    two = next_desk(first, one)
    same = make_amendment(two.consultation, find="every day", replace="each day")
    two.answer(same, "accepted")
    two.answer(later, "carried-forward", "Later still.")
    three = next_desk(two.publish(), two)
    assert three.work().fits[later.id].is_satisfied
    assert three.work().proposal(later) == "accepted"
    three.answer(later, "accepted")
    assert three.publish().number == "1.3"


def test_what_is_answered_after_being_carried_is_on_no_later_desk(app: Flask) -> None:
    one = Desk()
    later = make_comment(one.consultation)
    two = next_desk(carry(one, later, "Later."), one)
    two.answer(later, "noted")
    three = next_desk(two.publish(), two)
    assert three.whole().material.contributions == []


def test_what_its_author_withdraws_meanwhile_holds_nothing_back(app: Flask) -> None:
    one = Desk()
    later = make_amendment(one.consultation, find="every day", replace="each day")
    two = next_desk(carry(one, later, "Later."), one)
    later.status = "withdrawn"
    assert two.whole().material.contributions == []
    assert two.publish().number == "1.2"
    assert later.disposition == "carried-forward"
