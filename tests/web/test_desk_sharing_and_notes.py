"""Sections shared out, presence, notes and ready reasons at a desk: refusals, exact moments, who may, desks apart."""

from datetime import date, timedelta

import pytest

from consult.consolidation.desk_models import DeskPresence, InternalNote, ReadyReason, SectionAssignment
from consult.consolidation.services import abandon_consolidation, assign_sections
from consult.consolidation.services.assignments import assignments_of, facilitators_of
from consult.consolidation.services.notes import add_note, add_reason, notes_of, reasons_of, remove_note
from consult.consolidation.services.presence import be_present, others_present
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import (
    grant_role,
    make_comment,
    make_consultation,
    make_narrative,
    make_person,
    make_revision,
)
from tests.page import PageClient

HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    desk = Desk()
    desk.comment = make_comment(desk.consultation)
    return desk


def share(desk: Desk, keys: list[str], person: object, due: date | None = None) -> int:
    ids = [desk.section(key).id for key in keys]
    return assign_sections(desk.row, ids, person, due, facilitator=desk.facilitator, at=now())


@pytest.mark.parametrize(
    ("scope", "ends", "may"),
    [
        ("network", None, True),
        ("narrative", None, True),
        ("consultation", None, True),
        ("other narrative", None, False),
        ("other consultation", None, False),
        ("narrative", timedelta(seconds=1), True),  # until the moment at which the role ends
        ("narrative", timedelta(0), False),
        ("none", None, False),
    ],
)
def test_sections_go_to_who_facilitates_here_now(
    desk: Desk, scope: str, ends: timedelta | None, may: bool
) -> None:
    over = {
        "network": lambda: None,
        "narrative": lambda: desk.narrative,
        "consultation": lambda: desk.consultation,
        "other narrative": make_narrative,
        "other consultation": lambda: make_consultation(make_revision()),
    }
    person = make_person(display_name="Aaron")
    if scope in over:
        grant = grant_role(person, "facilitator", over[scope]())
        grant.ended_at = now() + ends if ends is not None else None
    grant_role(person, "working-group-member", desk.narrative)
    db.session.flush()
    assert (person in facilitators_of(desk.row, now())) is may
    if may:
        assert share(desk, ["water"], person) == 1
        return
    with pytest.raises(InvalidInput) as refusal:
        share(desk, ["water"], person)
    assert refusal.value.details["field"] == "person"
    assert assignments_of(desk.row) == {}


def test_a_section_has_one_person_and_taking_back_takes_only_what_was_chosen(desk: Desk) -> None:
    other = make_person("facilitator", desk.consultation)
    assert share(desk, ["water", "health", "water"], other, date(2026, 4, 1)) == 2
    assert share(desk, ["water"], desk.facilitator) == 1
    assert {key: (row.person_id, row.due) for key, row in assignments_of(desk.row).items()} == {
        desk.section("water").id: (desk.facilitator.id, None),
        desk.section("health").id: (other.id, date(2026, 4, 1)),
    }
    assert share(desk, ["health"], None) == 1
    assert set(assignments_of(desk.row)) == {desk.section("water").id}
    with pytest.raises(InvalidInput):
        assign_sections(desk.row, [0, 10**9], other, None, facilitator=desk.facilitator, at=now())
    abandon_consolidation(desk.row, desk.facilitator, now())
    with pytest.raises(WrongState):
        share(desk, ["health"], other)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"sections": []}, "Choose at least one section."),
        ({"sections": ["moon", "é"]}, "Choose at least one section."),
        ({"due": "soon"}, "Write the day as year-month-day."),
        ({"due": "2026-02-30"}, "Write the day as year-month-day."),
        ({"person": "nobody"}, "Choose somebody who facilitates here."),
        ({"sections": ["water"]}, "1 section shared out."),
        ({"sections": ["water", "health"]}, "2 sections shared out."),
    ],
)
def test_what_sharing_out_says(desk: Desk, client: PageClient, data: dict[str, object], words: str) -> None:
    client.sign_in(desk.facilitator)
    given = {"sections": ["water"], "person": desk.facilitator.public_id, "due": "", **data}
    answer = client.post(url(desk, "/assignments"), data=given)
    assert answer.status_code == 303
    assert words in client.get(url(desk)).text
    shared = words.endswith("out.")
    assert answer.location == url(desk) + ("" if shared else "#share")
    assert (db.session.query(SectionAssignment).count() > 0) is shared


@pytest.mark.parametrize(("seconds", "is_there"), [(0, True), (60, True), (61, False)])
def test_somebody_is_present_for_exactly_a_minute(desk: Desk, seconds: int, is_there: bool) -> None:
    other = make_person("facilitator", desk.narrative)
    be_present(desk.row, desk.section("water"), other, now())
    later = now() + timedelta(seconds=seconds)
    assert [row.person_id for row in others_present(desk.row, desk.facilitator, later)] == [
        other.id
    ] * is_there
    assert others_present(desk.row, other, later) == [], "nobody is told of themselves"
    be_present(desk.row, desk.section("health"), desk.facilitator, later)
    assert db.session.query(DeskPresence).count() == 1 + is_there


def test_presence_follows_to_another_section_by_name_and_none_is_noted_at_a_closed_desk(
    desk: Desk, client: PageClient
) -> None:
    for name in ("Zoe", "Amara"):
        person = make_person("facilitator", desk.narrative, display_name=name)
        be_present(desk.row, desk.section("water"), person, now())
        be_present(desk.row, desk.section("health"), person, now())
    assert [row.person.display_name for row in others_present(desk.row, desk.facilitator, now())] == [
        "Amara",
        "Zoe",
    ]
    client.sign_in(desk.facilitator)
    place = url(desk, "/sections/health/presence")
    told = client.post(place, data={}, headers=HTMX).text
    assert told.index("Amara") < told.index("Zoe")
    assert "<html" not in told
    plain = client.post(place, data={})
    assert (plain.status_code, plain.location) == (303, url(desk, "/sections/health"))
    assert client.post(url(desk, "/sections/moon/presence"), data={}, headers=HTMX).status_code == 404
    db.session.query(DeskPresence).delete()
    abandon_consolidation(desk.row, desk.facilitator, now())
    assert client.post(place, data={}, headers=HTMX).status_code == 200
    assert db.session.query(DeskPresence).count() == 0
    client.sign_in(make_person("working-group-member", desk.narrative))
    assert client.post(place, data={}, headers=HTMX).status_code == 403


def test_a_note_stands_where_it_was_written_until_it_is_removed(desk: Desk) -> None:
    given = {"facilitator": desk.facilitator, "at": now()}
    on_section = add_note(desk.row, desk.section(), "  Ask Ndeye. ", **given)
    on_comment = add_note(desk.row, desk.comment, "Twice.", **given)
    assert (on_section.body, on_section.section_id, on_section.contribution_id) == (
        "Ask Ndeye.",
        desk.section().id,
        None,
    )
    assert (on_comment.section_id, on_comment.contribution_id) == (None, desk.comment.id)
    assert notes_of(desk.row) == [on_section, on_comment]
    for later in (0, 5):
        remove_note(desk.row, on_section, now() + timedelta(minutes=later))
    assert (on_section.removed_at, notes_of(desk.row)) == (now(), [on_comment])
    with pytest.raises(InvalidInput) as refusal:
        add_note(desk.row, desk.section(), " \n", **given)
    assert refusal.value.details["field"] == "body"
    abandon_consolidation(desk.row, desk.facilitator, now())
    for verb in (
        lambda: add_note(desk.row, desk.section(), "Late.", **given),
        lambda: remove_note(desk.row, on_comment, now()),
    ):
        with pytest.raises(WrongState):
            verb()


def test_notes_and_reasons_of_another_desk_are_out_of_reach(desk: Desk, client: PageClient) -> None:
    elsewhere = make_consultation(make_revision(), state="closed")
    other = Desk.__new__(Desk)
    other.consultation, other.narrative, other.facilitator = elsewhere, elsewhere.narrative, make_person()
    other._row = None
    stranger = make_comment(elsewhere)
    note = add_note(other.row, stranger, "Theirs.", facilitator=other.facilitator, at=now())
    reason = add_reason(other.narrative, {"en": "Theirs."}, actor=other.facilitator, at=now())
    client.sign_in(desk.facilitator)
    notes = url(desk, "/sections/water/notes")
    assert client.post(f"{notes}/{note.public_id}/remove", data={}).status_code == 404
    assert client.post(notes, data={"body": "x", "contribution": stranger.public_id}).status_code == 404
    assert client.post(url(desk, f"/reasons/{reason.public_id}/retire"), data={}).status_code == 404
    assert "Theirs." not in client.get(url(desk, "/reasons")).text
    db.session.expire_all()
    assert db.session.query(InternalNote).one().removed_at is None
    assert db.session.query(ReadyReason).one().retired_at is None
    assert (notes_of(desk.row), reasons_of(desk.narrative.id)) == ([], [])


def test_an_empty_note_is_refused_in_words_and_an_empty_reason_too(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    seen = client.post(url(desk, "/sections/water/notes"), data={"body": " \t "})
    assert seen.status_code == 422
    assert "Write a few words." in seen.text
    refused = client.post(url(desk, "/reasons"), data={"text-en": " ", "text-de": "Nein."})
    assert refused.status_code == 422, "no language of this network"
    assert "Write it in at least one language." in refused.text
    assert (
        client.post(url(desk, "/reasons"), data={"text-en": "  No   room. ", "text-fr": " "}).status_code
        == 303
    )
    (kept,) = reasons_of(desk.narrative.id)
    assert kept.texts == {"en": "No room."}
    assert (kept.text("en"), kept.text("fr"), kept.by_id) == ("No room.", "No room.", desk.facilitator.id)


@pytest.mark.parametrize(("role", "status"), [("working-group-member", 403), (None, 404)])
def test_who_does_not_facilitate_neither_shares_out_nor_notes_nor_keeps_reasons(
    desk: Desk, client: PageClient, role: str | None, status: int
) -> None:
    client.sign_in(make_person(role, desk.narrative if role else None))
    for rest in ("/assignments", "/sections/water/notes", "/reasons"):
        data = {"sections": "water", "body": "x", "text-en": "x"}
        assert client.post(url(desk, rest), data=data).status_code == status, rest
    assert client.get(url(desk, "/reasons")).status_code == status
    tables = (SectionAssignment, InternalNote, ReadyReason)
    assert [db.session.query(table).count() for table in tables] == [0, 0, 0]
