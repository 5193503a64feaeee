"""The one next thing: for each reader in each state exactly one, and never a link to nowhere."""

from dataclasses import replace

import pytest
from flask import Flask

from consult.consultations.activity import Activity, activity, has_answers
from consult.consultations.merge_desk import MergeDesk
from consult.consultations.models import Consultation
from consult.consultations.next_step import Reader, Step, next_step
from tests.factories import (
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_question,
)

ANONYMOUS = Reader(is_signed_in=False, may_submit=False, may_manage=False, may_consolidate=False)
GUEST = Reader(is_signed_in=True, may_submit=False, may_manage=False, may_consolidate=False)
MEMBER = Reader(is_signed_in=True, may_submit=True, may_manage=False, may_consolidate=False)
FACILITATOR = Reader(is_signed_in=True, may_submit=True, may_manage=True, may_consolidate=True)
SECRETARIAT = Reader(is_signed_in=True, may_submit=False, may_manage=True, may_consolidate=False)


LEDGER_READER = replace(MEMBER, may_read_ledger=True)


def link(endpoint: str, **values: object) -> str:
    """Stand for a site that has every page."""
    return f"{endpoint} {' '.join(map(str, values.values()))}"


def nowhere(endpoint: str, **values: object) -> None:
    """Stand for a site that has none of the later pages."""


def step(one: Consultation, state: str, reader: Reader, done: Activity | None = None) -> Step:
    return next_step(one, state, reader, done or Activity(), link)


@pytest.mark.parametrize(
    ("state", "reader", "endpoint"),
    [
        ("announced", ANONYMOUS, "reading.consultation_text"),
        ("announced", MEMBER, "reading.consultation_text"),
        ("announced", FACILITATOR, "reading.consultation_text"),
        ("open", ANONYMOUS, "people.sign_in"),
        ("open", GUEST, "reading.consultation_text"),
        ("open", MEMBER, "reading.consultation_text"),
        ("open", FACILITATOR, "reading.consultation_text"),
        ("closed", ANONYMOUS, "summaries.consultation"),
        ("closed", MEMBER, "summaries.consultation"),
        ("closed", SECRETARIAT, "summaries.consultation"),
        ("closed", FACILITATOR, "consolidation.start"),
    ],
)
def test_each_reader_is_led_somewhere(app: Flask, state: str, reader: Reader, endpoint: str) -> None:
    shown = step(make_consultation(), state, reader)
    assert shown.url is not None
    assert shown.url.startswith(f"{endpoint} ")
    assert shown.title
    assert shown.action


@pytest.mark.parametrize(
    ("reader", "desk", "endpoint", "action"),
    [
        (FACILITATOR, None, "consolidation.start", "Start the merge"),
        (FACILITATOR, MergeDesk("desk"), "consolidation.desk desk", "Open the merge desk"),
        (MEMBER, MergeDesk("desk"), "summaries.consultation", "Look"),
        (FACILITATOR, MergeDesk("desk", "2.0"), "reading.revision", "Read this version"),
        (LEDGER_READER, MergeDesk("desk", "2.0"), "reading.ledger", "What became of each contribution"),
    ],
)
def test_after_closing_the_way_leads_to_the_desk_then_to_what_it_published(
    app: Flask, reader: Reader, desk: MergeDesk | None, endpoint: str, action: str
) -> None:
    shown = next_step(make_consultation(), "closed", reader, Activity(), link, desk)
    assert shown.url is not None
    assert (shown.url.startswith(endpoint), shown.action) == (True, action)


@pytest.mark.parametrize("state", ["announced", "open", "closed"])
@pytest.mark.parametrize("reader", [ANONYMOUS, GUEST, MEMBER, SECRETARIAT, FACILITATOR])
def test_a_page_that_is_not_there_is_not_linked(app: Flask, state: str, reader: Reader) -> None:
    shown = next_step(make_consultation(), state, reader, Activity(), nowhere)
    assert shown.url is None
    assert shown.title


def test_signing_in_leads_back(app: Flask) -> None:
    one = make_consultation()
    assert step(one, "open", ANONYMOUS).url == f"people.sign_in consultations.show {one.public_id}"


def test_the_first_question_without_an_answer_comes_next(app: Flask) -> None:
    one = make_consultation()
    first, second = make_question(one), make_question(one)
    begun = step(one, "open", MEMBER, Activity(own=1))
    assert begun.title == "Answer 2 questions"
    assert begun.url == f"contributions.answer {one.public_id} {first.public_id}"
    half = step(one, "open", MEMBER, Activity(own=2, answered=frozenset({first.id})))
    assert half.title == "Answer one question"
    assert half.url == f"contributions.answer {one.public_id} {second.public_id}"
    done = step(one, "open", MEMBER, Activity(own=3, answered=frozenset({first.id, second.id})))
    assert done.title == "Read the text and say what you think"


def test_whoever_has_sent_nothing_reads_first(app: Flask) -> None:
    one = make_consultation()
    make_question(one)
    assert step(one, "open", MEMBER).title == "Read the text and say what you think"


def test_the_counts_are_of_what_everybody_may_see(app: Flask) -> None:
    one = make_consultation()
    make_comment(one)
    make_comment(one, visibility="facilitators")
    make_amendment(one)
    make_amendment(one, status="withdrawn")
    make_answer(make_question(one))
    make_comment(make_consultation(one.base_revision, title="Another"))
    assert activity(one, None).counts == {"comment": 1, "amendment": 1, "answer": 1}


def test_ones_own_are_counted_however_they_are_shown(app: Flask) -> None:
    one = make_consultation()
    me, other = (make_person(organisation=make_organisation()) for _ in range(2))
    question = make_question(one)
    make_comment(one, me, visibility="facilitators")
    make_comment(one, me, status="draft")
    make_answer(question, me)
    make_answer(make_question(one), other)
    own = activity(one, me.id)
    assert (own.own, own.answered) == (2, frozenset({question.id}))
    assert activity(one, None).own == 0


@pytest.mark.parametrize("status", ["draft", "submitted", "withdrawn"])
def test_an_answer_in_any_state_counts_as_one(app: Flask, status: str) -> None:
    one = make_consultation()
    answered, free = make_question(one), make_question(one)
    make_answer(answered, status=status)
    assert has_answers(answered)
    assert not has_answers(free)
