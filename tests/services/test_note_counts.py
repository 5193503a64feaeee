"""The first change note is published: it counts what everybody may know of, and points at nobody."""

import pytest
from flask import Flask

from consult.consolidation.note import first_note
from tests.desk import Desk
from tests.factories import make_amendment, make_comment, make_organisation, make_person
from tests.services.test_consolidation_structure import decide_all, structural

HIDDEN = {"visibility": "facilitators"}
SUMMARY = "Words changed in 1 section."


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk()


@pytest.mark.parametrize(
    ("open_too", "outcome", "words", "told"),
    [
        (False, "", None, "1 proposed change accepted."),  # the words came in: everybody reads them
        (False, "accept", None, "1 proposed change accepted."),
        (False, "adapt", "an old right", "1 change by the facilitator."),
        (False, "decline", None, ""),
        (True, "adapt", "an old right", "1 taken up in the facilitator’s words."),
        (True, "decline", None, "1 not taken up."),
    ],
)
def test_of_a_change_for_facilitators_only_the_note_says_what_came_into_the_text(
    desk: Desk, open_too: bool, outcome: str, words: str | None, told: str
) -> None:
    make_amendment(desk.consultation, **HIDDEN)
    if open_too:
        make_amendment(desk.consultation)
    if outcome:
        desk.decide("human", outcome, words=words)
    note = first_note(desk.whole())
    lines = [line for line in note.splitlines() if line]
    assert [line for line in lines if line.startswith("- ")] == ([f"- “Water”: {told}"] if told else [])
    said = SUMMARY if outcome != "decline" else ""
    counted = "1 contribution was answered." if open_too else ""
    assert lines[:1] == [one for one in [" ".join(filter(None, (said, told, counted)))] if one]


def test_own_words_for_a_clash_of_hidden_changes_name_no_proposal(desk: Desk) -> None:
    make_amendment(desk.consultation, find="for sale", replace="a commodity", **HIDDEN)
    make_amendment(desk.consultation, find="for sale", replace="to be sold", **HIDDEN)
    desk.decide("commodity", "adapt", words="a good")
    assert (
        first_note(desk.whole())
        == f"{SUMMARY} 1 change by the facilitator.\n\n- “Water”: 1 change by the facilitator."
    )


@pytest.mark.parametrize(
    ("people", "organisations", "is_told"), [(10, 3, True), (9, 3, False), (10, 2, False), (1, 1, False)]
)
def test_how_many_are_not_public_is_said_where_so_many_stand_behind_it_that_it_points_at_nobody(
    desk: Desk, people: int, organisations: int, is_told: bool
) -> None:
    homes = [make_organisation() for _ in range(organisations)]
    for number in range(people):
        make_comment(desk.consultation, make_person(organisation=homes[number % organisations]), **HIDDEN)
    make_comment(desk.consultation)
    told = f" {people} more were answered that are not public." if is_told else ""
    assert first_note(desk.whole()) == f"1 contribution was answered.{told}"


def test_what_needs_no_answer_is_in_no_figure(desk: Desk, now: object) -> None:
    comment = make_comment(desk.consultation)
    make_comment(desk.consultation, thread_id=comment.id, reply_to_id=comment.id)
    make_comment(desk.consultation, status="withdrawn", withdrawn_at=now)
    make_comment(desk.consultation, hidden_at=now, hidden_reason="It names somebody.")
    make_comment(desk.consultation, is_late=True)
    make_comment(desk.consultation, is_late=True, admitted_at=now, admitted_reason="The post was slow.")
    assert first_note(desk.whole()) == "2 contributions were answered."


def test_of_a_section_that_is_taken_out_only_that_is_said(desk: Desk) -> None:
    make_amendment(desk.consultation)
    structural(desk, "remove", section=desk.section())
    assert "“Water”: 1 proposed change accepted." in first_note(desk.whole())
    decide_all(desk)
    assert first_note(desk.whole()) == "2 contributions were answered.\n\n- “Water” is taken out."
