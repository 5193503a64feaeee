"""One page of what a search finds: its order, what is counted beside it, and where each reader may look."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, g

from consult.consultations.models import Consultation
from consult.contributions.models import Comment, Contribution
from consult.contributions.searchable import let_answer_be_found
from consult.core.database import db
from consult.core.search_index import Findable, add_to_index
from consult.narratives.models import Revision
from consult.people.identity import actor_of
from consult.people.models import Person
from consult.reading.finding import PAGE, Found, Hit, Query, find, newest_revisions, sight_of_reader
from consult.web.access import Identity
from tests.conftest import NOON
from tests.factories import (
    make_comment,
    make_consultation,
    make_narrative,
    make_organisation,
    make_person,
    make_revision,
)


@pytest.fixture
def reading(app: Flask) -> Callable[..., Any]:
    """Read as somebody within the block; a request of its own each time."""

    def as_reader(person: Person | None, call: Any) -> Any:
        db.session.flush()
        with app.test_request_context("/en/search"):
            g.identity = Identity(person, actor_of(person)) if person else Identity()
            return call()

    return as_reader


def let_be_found(row: Contribution, words: str, language: str = "en") -> Hit:
    """Put a contribution into the index by these words."""
    add_to_index([Findable("contribution", row.id, row.narrative_id, language, "", words)])
    return Hit("contribution", row.id, language)


def said(consultation: Consultation, hours: float, words: str = "Zebras.", **values: Any) -> Hit:
    """Let something be said so many hours ago that is found; return how it is found."""
    language = values.get("language", "en")
    row = make_comment(consultation, submitted_at=NOON - timedelta(hours=hours), **values)
    return let_be_found(row, words, language)


def test_what_was_sent_comes_newest_first_and_of_one_moment_in_the_order_of_arrival(reading: Any) -> None:
    consultation = make_consultation()
    old, new, same, also = (said(consultation, hours) for hours in (9, 1, 4, 4))
    assert reading(None, lambda: find(Query("zebra"), 1)).hits == [new, same, also, old]


def test_an_answer_stands_at_the_moment_it_was_given_and_not_at_that_of_what_it_answers(reading: Any) -> None:
    consultation = make_consultation(state="closed")
    between = said(consultation, 5)
    answered = make_comment(consultation, body="Lions.", submitted_at=NOON - timedelta(hours=9))
    answered.disposition, answered.disposition_reason = "noted", "Zebras, too."
    for hours, first in ((1, True), (7, False)):
        answered.disposed_at = NOON - timedelta(hours=hours)
        db.session.flush()
        let_answer_be_found(answered)
        hits = reading(None, lambda: find(Query("zebra"), 1)).hits
        answer = Hit("disposition", answered.id, "en")
        assert hits == ([answer, between] if first else [between, answer])


def test_sections_come_first_then_by_heading_then_as_they_stand_in_the_text(reading: Any) -> None:
    revision = make_revision(
        sections=[
            ("a", "Lions", "Zebras run."),
            ("b", "Zebras", "They sleep."),
            ("c", "Rest", "Zebras sleep."),
            ("d", "Zebra crossings", "For people."),
        ]
    )
    said(make_consultation(revision), 0)
    found = reading(None, lambda: find(Query("zebras"), 1))
    keys = {place.section_text_id: place.section.key for place in revision.places}
    assert [keys.get(hit.thing_id) for hit in found.hits if hit.kind == "section"] == ["b", "d", "a", "c"]
    assert [hit.kind for hit in found.hits] == ["section"] * 4 + ["contribution"]


def test_a_text_that_stands_twice_in_a_version_is_found_once(reading: Any) -> None:
    make_revision(sections=[("a", "", "Zebras run."), ("b", "", "Zebras run.")])
    found = reading(None, lambda: find(Query("zebras"), 1))
    assert (found.number, len(found.hits)) == (1, 1)


@pytest.fixture
def mixed(app: Flask) -> Consultation:
    """Three comments, one in French, an answer and a section on zebras."""
    consultation = make_consultation(make_revision(sections=[("a", "Animals", "Zebras run.")]))
    for language in ("en", "en", "fr"):
        said(consultation, 1, language=language)
    answered = make_comment(consultation, body="Lions.")
    answered.disposition, answered.disposition_reason, answered.disposed_at = "noted", "Zebras.", NOON
    db.session.flush()
    let_answer_be_found(answered)
    return consultation


@pytest.mark.parametrize(
    ("choice", "number", "comments"),
    [
        ({}, 5, 3),
        ({"kind": "comment"}, 3, 3),
        ({"kind": "section"}, 1, 3),  # what another kind would bring is said beside it
        ({"kind": "highlight"}, 0, 3),
        ({"language": "fr"}, 1, 1),  # in the chosen language
        ({"language": "fr", "kind": "section"}, 0, 1),
        ({"language": "ar"}, 0, 0),
        ({"narrative": "elsewhere"}, 0, 0),
    ],
)
def test_what_a_choice_leaves_is_counted_with_what_the_other_kinds_would_bring(
    mixed: Consultation, reading: Any, choice: dict[str, str], number: int, comments: int
) -> None:
    found = reading(None, lambda: find(Query("zebras", **choice), 1))
    assert (found.number, len(found.hits), found.by_kind["comment"]) == (number, number, comments)
    assert found.languages == ([] if "narrative" in choice else ["en", "fr"]), "as many as without a choice"


def test_all_words_must_stand_in_one_thing(reading: Any) -> None:
    consultation = make_consultation()
    both = said(consultation, 1, "Zebras and lions.")
    said(consultation, 2, "Zebras.")
    said(consultation, 3, "Lions.")
    assert reading(None, lambda: find(Query("lion zebra"), 1)).hits == [both]


@pytest.mark.parametrize("words", ["", "the", "a", "?!", "z" * 201])
def test_where_nothing_can_be_searched_for_nothing_is_found_and_no_kind_is_counted(
    mixed: Consultation, reading: Any, words: str
) -> None:
    assert reading(None, lambda: find(Query(words), 1)) == Found()


def test_the_last_of_a_page_and_the_first_of_the_next_are_neighbours(reading: Any) -> None:
    consultation = make_consultation()
    rows = [
        Comment(
            consultation=consultation,
            narrative_id=consultation.narrative_id,
            comment_kind="remark",
            language="en",
            visibility="region",
            status="submitted",
            submitted_at=NOON - timedelta(minutes=number),
        )
        for number in range(PAGE + 1)
    ]
    db.session.add_all(rows)
    db.session.flush()
    add_to_index([Findable("contribution", row.id, row.narrative_id, "en", "", "Zebras.") for row in rows])
    pages = [reading(None, lambda n=number: find(Query("zebra"), n)) for number in (1, 2, 3)]
    assert [[hit.thing_id for hit in page.hits] for page in pages] == [
        [row.id for row in rows[:PAGE]],
        [rows[PAGE].id],
        [],
    ]
    assert {page.number for page in pages} == {PAGE + 1}


def test_the_newest_version_is_the_one_with_the_highest_number(app: Flask) -> None:
    first, second = make_narrative(), make_narrative()
    versions = [(1, 9), (1, 10), (0, 11)]
    made = {number: make_revision(first, number=number) for number in versions}
    other = make_revision(second, number=(2, 0))
    assert set(newest_revisions()) == {made[1, 10], other}


def reach(made: dict[str, Consultation], ids: list[int]) -> str:
    """Return the names of the consultations with these ids."""
    return " ".join(name for name, row in made.items() if row.id in ids)


@pytest.mark.parametrize(
    ("who", "read", "ledgers", "facilitated"),
    [
        ("nobody", "open", "open shared", ""),
        ("member", "open members", "open members shared", ""),
        ("stranger", "open", "open shared", ""),
        ("participant", "open shared", "open shared", ""),
        ("facilitator", "open members shared", "open members shared", "members shared"),
        ("secretariat", "open members shared", "open members shared", ""),
    ],
)
def test_each_reader_looks_where_they_may(
    reading: Any, who: str, read: str, ledgers: str, facilitated: str
) -> None:
    revision = make_revision(make_narrative(read_audience="members"))
    made = {
        "open": make_consultation(make_revision()),
        "members": make_consultation(revision, read_audience="members"),
        "shared": make_consultation(
            revision, read_audience="invited", contribute_audience="invited", ledger_audience="public"
        ),
    }
    facilitator = make_person("facilitator", revision.narrative)
    people = {
        "nobody": None,
        "member": make_person(organisation=make_organisation(), organisation_is_confirmed=True),
        "stranger": make_person(),
        "participant": make_person("participant", made["shared"]),
        "facilitator": facilitator,
        "secretariat": make_person("secretariat"),
    }
    sight = reading(people[who], sight_of_reader)
    assert sight.person_id == (people[who].id if people[who] else None)
    assert (reach(made, sight.read), reach(made, sight.ledgers), reach(made, sight.facilitated)) == (
        read,
        ledgers,
        facilitated,
    )
    hidden = who in ("nobody", "stranger")  # who was invited to a consultation reads what it is about
    assert _titles(sight.revisions) == _titles([made["open"].base_revision] + [revision] * (not hidden))


def _titles(revisions: list[Revision]) -> set[int]:
    return {row.id for row in revisions}
