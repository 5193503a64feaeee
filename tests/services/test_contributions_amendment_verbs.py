"""Amendments and proposals about the structure, as verbs."""

import pytest
from flask import Flask

from consult.contributions.hunks import hunks_of
from consult.contributions.models import Amendment, StoredHunk
from consult.contributions.services import (
    Edit,
    Sending,
    edit_contribution,
    propose_section,
    save_draft_amendment,
    submit_amendment,
    submit_draft,
)
from consult.core.database import db
from consult.core.errors import InvalidInput, NotAllowed, WrongState
from consult.narratives.models import Section
from consult.text import apply
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_consultation,
    make_narrative,
    make_organisation,
    make_person,
    make_revision,
    place_of,
)

BY_NAME = Sending(visibility="name")


def propose(
    consultation, find="a right", replace="a human right", person=None, verb=submit_amendment, **values
):  # type: ignore[no-untyped-def]
    """Propose other words for the section on water."""
    place = place_of(consultation.base_revision)
    words = {
        "heading": place.text.heading,
        "body": place.text.body.replace(find, replace),
        "sending": BY_NAME,
    }
    person = person or make_person(organisation=make_organisation())
    return verb(consultation, place.section, person, NOON, **{**words, **values})


def test_an_amendment_keeps_the_hunks_that_make_its_text_from_the_base(app: Flask) -> None:
    row = propose(make_consultation(), rationale="Say what it is.")
    text = row.text
    assert apply(text.base_text.full, hunks_of(text)) == text.full
    assert "human right" in text.body
    assert text.rationale == "Say what it is."


def test_the_base_is_the_consultations_own_revision_though_a_newer_one_is_published(app: Flask) -> None:
    narrative = make_narrative()
    base = make_revision(narrative)
    consultation = make_consultation(base)
    make_revision(narrative, [("water", "Water", "All new.")], number=(1, 1), parent=base)
    row = propose(consultation)
    assert (row.text.revision_id, row.text.base_text) == (base.id, place_of(base).text)


@pytest.mark.parametrize("ending", ["", "\n\n\n", "  \r\n"])
def test_an_amendment_equal_to_its_base_is_refused(app: Flask, ending: str) -> None:
    consultation = make_consultation()
    body = place_of(consultation.base_revision).text.body + ending
    with pytest.raises(InvalidInput) as caught:
        propose(consultation, body=body, heading="  Water ")
    assert "Nothing is changed" in str(caught.value.message)
    assert not db.session.query(Amendment).count()


def test_a_heading_alone_can_be_changed_but_not_taken_away(app: Flask) -> None:
    consultation = make_consultation()
    assert propose(consultation, find="", replace="", heading="Clean water").text.heading == "Clean water"
    with pytest.raises(InvalidInput):
        propose(consultation, heading=" ")


def test_all_words_of_a_section_can_go(app: Flask) -> None:
    row = propose(make_consultation(), body="")
    assert apply(row.text.base_text.full, hunks_of(row.text)) == row.text.full


def test_a_section_of_another_narrative_is_refused(app: Flask) -> None:
    consultation = make_consultation()
    foreign = make_revision(sections=[("water", "Water", "Elsewhere.")])
    with pytest.raises(InvalidInput):
        submit_amendment(
            consultation,
            place_of(foreign).section,
            make_person(),
            NOON,
            heading="a",
            body="b",
            sending=BY_NAME,
        )


def test_a_draft_may_equal_the_base_but_cannot_be_sent_so(app: Flask) -> None:
    person = make_person()
    draft = propose(make_consultation(), find="", replace="", person=person, verb=save_draft_amendment)
    assert (draft.status, draft.submitted_at) == ("draft", None)
    with pytest.raises(InvalidInput):
        submit_draft(draft, person, NOON)
    assert draft.status == "draft"


def test_a_draft_keeps_every_wording_and_its_hunks_come_with_the_sending(app: Flask) -> None:
    person = make_person()
    draft = propose(make_consultation(), person=person, verb=save_draft_amendment)
    edit_contribution(draft, person, NOON, Edit(body="Water belongs to all."))
    assert not db.session.query(StoredHunk).count()
    submit_draft(draft, person, NOON)
    assert (draft.status, [text.number for text in draft.texts]) == ("submitted", [1, 2])
    assert apply(draft.text.base_text.full, hunks_of(draft.text)) == "Water\n\nWater belongs to all."


def test_a_draft_is_sent_from_where_its_author_belongs_by_then(app: Flask) -> None:
    person = make_person(organisation=make_organisation())
    draft = propose(make_consultation(), person=person, verb=save_draft_amendment)
    person.organisation = make_organisation(constituency="academic")
    db.session.flush()
    submit_draft(draft, person, NOON)
    assert draft.constituency == "academic"


def test_a_draft_is_its_authors_to_send_and_only_once(app: Flask) -> None:
    person = make_person()
    draft = propose(make_consultation(), person=person, verb=save_draft_amendment)
    with pytest.raises(NotAllowed):
        submit_draft(draft, make_person(), NOON)
    submit_draft(draft, person, NOON)
    with pytest.raises(WrongState):
        submit_draft(draft, person, NOON)


def test_an_edited_amendment_has_hunks_for_each_wording(app: Flask) -> None:
    person = make_person()
    row = propose(make_consultation(), person=person)
    edit_contribution(row, person, NOON, Edit(body=row.text.body.replace("human right", "right of all")))
    first, second = row.texts
    assert row.text is second
    assert apply(first.base_text.full, hunks_of(first)) == first.full
    assert apply(second.base_text.full, hunks_of(second)) == second.full


def test_an_edit_back_to_the_base_is_refused(app: Flask) -> None:
    person = make_person()
    row = propose(make_consultation(), person=person)
    with pytest.raises(InvalidInput):
        edit_contribution(row, person, NOON, Edit(body=row.text.base_text.body))
    assert len(row.texts) == 1


def structure(consultation, operation, **values):  # type: ignore[no-untyped-def]
    """Propose a change of structure."""
    return propose_section(consultation, make_person(), NOON, operation=operation, sending=BY_NAME, **values)


def sections(consultation) -> tuple[Section, Section]:  # type: ignore[no-untyped-def]
    """Return the sections on water and on health."""
    revision = consultation.base_revision
    return place_of(revision).section, place_of(revision, "health").section


def test_a_section_can_be_added_removed_and_moved(app: Flask) -> None:
    consultation = make_consultation()
    water, health = sections(consultation)
    added = structure(consultation, "add", after=water, depth=2, heading="Wells ", body="Dig.\r\n")
    removed = structure(consultation, "remove", section=health, rationale="It is said elsewhere.")
    moved = structure(consultation, "move", section=health, after=None, depth=1)
    assert (added.text.heading, added.text.body, added.after_section_id, added.depth) == (
        "Wells",
        "Dig.",
        water.id,
        2,
    )
    assert (removed.text.base_text.heading, removed.text.body) == ("Health", "")
    assert (moved.section_id, moved.after_section_id) == (health.id, None)
    assert not db.session.query(StoredHunk).count()


@pytest.mark.parametrize(
    ("operation", "values", "field"),
    [
        ("shuffle", {}, "operation"),
        ("remove", {"section": "health"}, "rationale"),
        ("remove", {"rationale": "Because."}, "section"),
        ("move", {"section": "health", "after": "health", "depth": 1}, "after"),
        ("move", {"section": "health", "after": "water", "depth": 1}, "after"),
        ("move", {"section": "water", "depth": 1}, "after"),
        ("move", {"section": "water", "depth": 9}, "depth"),
        ("add", {"heading": "Wells", "after": "foreign", "depth": 1}, "section"),
        ("add", {"heading": " ", "depth": 1}, "heading"),
        ("add", {"heading": "Wells"}, "depth"),
    ],
)
def test_a_proposal_that_changes_nothing_or_says_too_little_is_refused(
    app: Flask, operation: str, values: dict, field: str
) -> None:
    consultation = make_consultation()
    water, health = sections(consultation)
    foreign = keep(Section(narrative_id=consultation.narrative_id, key="foreign"))
    known = {"water": water, "health": health, "foreign": foreign}
    resolved = {name: known.get(value, value) for name, value in values.items()}
    with pytest.raises(InvalidInput) as caught:
        structure(consultation, operation, **resolved)
    assert caught.value.details["field"] == field


def test_after_closing_an_amendment_and_a_draft_are_late(app: Flask) -> None:
    consultation, person = make_consultation(), make_person()
    draft = propose(consultation, person=person, verb=save_draft_amendment)
    consultation.closes_at = NOON
    assert propose(consultation).is_late
    assert submit_draft(draft, person, NOON).is_late
