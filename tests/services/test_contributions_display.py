"""The presenter: what each viewer sees, and in how many queries."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consultations.models import Consultation
from consult.contributions.display import shown_list, shown_one
from consult.contributions.queries import consultation_contributions, counts_by_section
from consult.core.clock import freeze
from consult.core.database import db
from consult.people.identity import actor_of
from consult.people.models import Person
from consult.web.access import ANONYMOUS, Identity
from tests.conftest import NOON
from tests.factories import (
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_question,
    make_revision,
    make_stance,
    place_of,
)


def as_viewer(person) -> Identity:  # type: ignore[no-untyped-def]
    """Return the identity of a person; None reads anonymously."""
    return Identity(person, actor_of(person)) if person else ANONYMOUS


def author_of(row, viewer=None) -> str:  # type: ignore[no-untyped-def]
    """Return how a viewer reads the author of a contribution."""
    return shown_one(row, as_viewer(viewer), NOON).credit.line


@pytest.fixture
def speaker(app: Flask):  # type: ignore[no-untyped-def]
    """A person who may speak for an organisation in Africa."""
    return make_person(
        mandate=True, display_name="Wanjiru", organisation=make_organisation(name="Wells for All")
    )


@pytest.mark.parametrize(
    ("visibility", "voice", "line"),
    [
        ("name", "self", "Wanjiru, Wells for All"),
        ("name", "organisation", "Wells for All, sent by Wanjiru"),
        ("organisation", "self", "A person of Wells for All"),
        ("organisation", "organisation", "Wells for All"),
        ("region", "self", "A participant, Africa"),
        ("region", "organisation", "An organisation, Africa"),
        ("facilitators", "self", "For facilitators only"),
    ],
)
def test_the_author_is_named_as_chosen_before_facilitators_too(speaker, visibility, voice, line) -> None:  # type: ignore[no-untyped-def]
    consultation = make_consultation()
    row = make_comment(consultation, speaker, visibility=visibility, voice=voice)
    facilitator = make_person("facilitator", consultation)
    assert author_of(row, facilitator) == line
    if visibility != "facilitators":
        assert author_of(row) == line


def test_an_organisation_that_is_not_confirmed_says_so(app: Flask) -> None:
    guest = make_person(
        display_name="Ali", organisation=make_organisation(name="New Group", status="proposed")
    )
    assert author_of(make_comment(make_consultation(), guest)) == "Ali, New Group (not confirmed)"


def test_without_region_or_organisation_there_is_still_a_word(app: Flask) -> None:
    row = make_comment(make_consultation(), make_person(), visibility="region")
    assert author_of(row) == "A participant"
    row.visibility = "organisation"
    assert author_of(row) == "A participant"


def test_authors_read_how_others_read_them(speaker) -> None:  # type: ignore[no-untyped-def]
    row = make_comment(make_consultation(), speaker, visibility="region")
    assert author_of(row, speaker) == "You, others read: A participant, Africa"


WITHHELD = {
    "for facilitators": {"visibility": "facilitators"},
    "hidden": {"hidden_at": NOON, "hidden_reason": "It names somebody."},
    "late": {"is_late": True},
    "withdrawn": {"status": "withdrawn", "withdrawn_at": NOON},
}


@pytest.mark.parametrize("values", WITHHELD.values(), ids=WITHHELD)
def test_nothing_of_what_is_withheld_reaches_others(speaker, values: dict) -> None:  # type: ignore[no-untyped-def]
    consultation = make_consultation()
    row = make_amendment(consultation, speaker, **values)
    shown = shown_one(row, as_viewer(make_person(organisation=make_organisation())), NOON)
    assert shown.placeholder
    assert (shown.author, shown.origin, shown.quote, shown.body, shown.text) == ("", "", "", None, None)
    assert (shown.changes, shown.sentences, shown.after, shown.may) == (None, [], None, frozenset())


@pytest.mark.parametrize(
    ("values", "listed"), [(WITHHELD[name], name == "hidden") for name in WITHHELD], ids=WITHHELD
)
def test_only_what_is_hidden_is_named_in_lists_with_its_reason(speaker, values: dict, listed: bool) -> None:  # type: ignore[no-untyped-def]
    row = make_comment(make_consultation(), speaker, **values)
    found = shown_list([row], ANONYMOUS, NOON)
    assert bool(found) is listed
    if listed:
        assert "It names somebody." in found[0].placeholder


def test_a_withdrawn_beginning_keeps_its_thread_together(app: Flask) -> None:
    consultation = make_consultation()
    start = make_comment(consultation, status="withdrawn", withdrawn_at=NOON)
    make_comment(consultation, body="I answer.", thread_id=start.id, reply_to_id=start.id)
    found = shown_list(consultation_contributions(consultation), ANONYMOUS, NOON)
    assert [shown.placeholder for shown in found] == ["Withdrawn by its author."]
    assert str(found[0].replies[0].body).strip() == '<p dir="auto">I answer.</p>'


def test_drafts_are_listed_for_their_author_only(app: Flask) -> None:
    consultation, person = make_consultation(), make_person()
    make_amendment(consultation, person, status="draft", submitted_at=None)
    assert consultation_contributions(consultation) == []
    mine = consultation_contributions(consultation, person_id=person.id)
    shown = shown_list(mine, as_viewer(person), NOON)[0]
    assert shown.pills == (("draft", "wait"),)
    assert {"edit", "submit", "withdraw"} <= shown.may


def test_an_amendment_is_shown_in_its_sentence_and_before_and_after(app: Flask) -> None:
    shown = shown_one(make_amendment(make_consultation()), ANONYMOUS, NOON)
    assert len(shown.sentences) == 1
    assert "human" in shown.sentences[0]
    assert "not for sale" not in shown.sentences[0]
    assert "not for sale" in (shown.changes or "")
    assert "human" not in (shown.before or "")
    assert "human right" in (shown.after or "")


def test_two_changes_of_one_sentence_are_shown_together(app: Flask) -> None:
    row = make_amendment(
        make_consultation(), find="for sale. Everyone must have it", replace="a ware. All must have it"
    )
    shown = shown_one(row, ANONYMOUS, NOON)
    assert [sentence.count("</ins>") for sentence in shown.sentences] == [1, 1]
    both = make_amendment(
        row.consultation, find="Everyone must have it, every", replace="All must get it, any"
    )
    assert [sentence.count("</ins>") for sentence in shown_one(both, ANONYMOUS, NOON).sentences] == [3]


def test_a_draft_shows_its_changes_though_none_are_stored(app: Flask) -> None:
    from consult.contributions.services import Sending, save_draft_amendment

    consultation, person = make_consultation(), make_person()
    base = place_of(consultation.base_revision)
    draft = save_draft_amendment(
        consultation,
        base.section,
        person,
        NOON,
        heading="Water",
        body=base.text.body.replace("every day", "always"),
        sending=Sending(visibility="name"),
    )
    assert "always" in shown_one(draft, as_viewer(person), NOON).sentences[0]


def test_a_move_is_told_in_words(app: Flask) -> None:
    consultation = make_consultation()
    health = place_of(consultation.base_revision, "health").section
    row = make_amendment(consultation, operation="move", after_section=health, depth=1)
    assert shown_one(row, ANONYMOUS, NOON).structure == "Move the section “Water” to stand after “Health”."


def test_the_quote_is_shown_without_the_marks_of_markdown(app: Flask) -> None:
    row = make_comment(make_consultation(), quote_start=0, quote_end=17)
    assert shown_one(row, ANONYMOUS, NOON).quote == "Water is a right."


def test_an_answer_carries_its_question_and_choices(app: Flask) -> None:
    question = make_question(make_consultation(), kind="single", options=["Yes", "No"])
    shown = shown_one(make_answer(question, choices=["Yes"]), ANONYMOUS, NOON)
    assert (shown.question, shown.choices) == ("What is missing?", ("Yes",))


def test_the_day_is_shown_where_the_consultation_is_and_not_the_hour(app: Flask) -> None:
    consultation = make_consultation(zone="Pacific/Kiritimati")
    shown = shown_one(make_comment(consultation, submitted_at=NOON), ANONYMOUS, NOON)
    assert "2026-03-11" in (shown.day or "")
    assert ":" not in (shown.day or "")


def test_objections_are_read_with_their_reasons_under_their_own_visibility(app: Flask) -> None:
    target = make_comment(make_consultation())
    make_stance(target, position="objection", reason="No wells.", visibility="region")
    make_stance(target, position="objection", reason="A secret.", visibility="facilitators")
    make_stance(target, position="support", reason="")
    anonymous = shown_one(target, ANONYMOUS, NOON)
    assert [str(one.credit.author) for one in anonymous.stances] == ["A participant, Africa"]
    assert anonymous.tally_lines == ["Support: 1 person", "Objection: 1 person"]
    facilitator = make_person("facilitator", target.consultation)
    seen = shown_one(target, as_viewer(facilitator), NOON)
    assert [one.credit.author for one in seen.stances] == ["A participant, Africa", "For facilitators only"]


CAN = {
    ("author", "open"): {"edit", "withdraw", "visibility", "reply"},
    ("author", "closed"): {"withdraw", "visibility", "reply"},
    ("member", "open"): {"reply", "stance"},
    ("member", "closed"): {"reply"},
    ("facilitator", "open"): {"reply", "hide"},
    ("anonymous", "open"): set(),
}


@pytest.mark.parametrize(("who", "window"), CAN)
def test_the_card_offers_what_the_map_allows(app: Flask, who: str, window: str) -> None:
    consultation = make_consultation(state=window)
    people = {
        "author": make_person(organisation=make_organisation()),
        "member": make_person(organisation=make_organisation()),
        "facilitator": make_person("facilitator", consultation),
        "anonymous": None,
    }
    row = make_comment(consultation, people["author"])
    assert shown_one(row, as_viewer(people[who]), NOON).may == CAN[who, window]


def many(revision, number: int):  # type: ignore[no-untyped-def]
    """Make a consultation with so many comments and a few amendments, all of different people; return it."""
    consultation = make_consultation(revision)
    for index in range(number):
        with freeze(NOON + timedelta(minutes=index)):
            row = make_comment(consultation, make_person(organisation=make_organisation()))
        if index % 5 == 0:
            make_amendment(consultation, replace=f"a right {index}")
            make_stance(row, position="objection", reason="No.")
    db.session.commit()
    return consultation.id


def queries_for(consultation: int, person: int) -> int:
    """Return how many queries it takes to show the section on water."""
    db.session.expunge_all()
    consultation, person = db.session.get(Consultation, consultation), db.session.get(Person, person)
    viewer = as_viewer(person)
    asked: list[str] = []
    listener = lambda _c, _k, statement, *_: asked.append(statement)  # noqa: E731
    sa.event.listen(db.engine, "before_cursor_execute", listener)
    try:
        for shown in shown_list(consultation_contributions(consultation, person_id=person.id), viewer, NOON):
            assert shown.author
            assert shown.row.kind != "amendment" or shown.sentences
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", listener)
    return len(asked)


def test_the_number_of_queries_does_not_grow_with_the_contributions(app: Flask) -> None:
    person = make_person(organisation=make_organisation()).id
    revision = make_revision()
    small, large = many(revision, 2), many(revision, 60)
    few, more = queries_for(small, person), queries_for(large, person)
    assert more == few
    assert more <= 11


def test_counts_are_of_what_everybody_may_read(app: Flask) -> None:
    consultation = make_consultation()
    make_comment(consultation)
    make_amendment(consultation)
    for values in WITHHELD.values():
        make_comment(consultation, **values)
    make_amendment(consultation, status="draft", submitted_at=None)
    section = place_of(consultation.base_revision).section
    counts = counts_by_section(consultation)
    assert (counts[section.id].comments, counts[section.id].amendments) == (1, 1)
    assert counts[0].comments == 0
