"""Answers to objections to a section: refusals with their words, what was typed comes back, who may, what is logged."""

from datetime import timedelta

import pytest

from consult.consolidation.desk_models import ObjectionAnswer
from consult.consolidation.objections import load_objection_answers, load_objections
from consult.consolidation.services import abandon_consolidation, answer_objection
from consult.contributions.models import Stance
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound, StaleBase, WrongState
from consult.core.logs import Event
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import keep, make_consultation, make_organisation, make_person, make_revision
from tests.page import PageClient

HTMX = {"HX-Request": "true"}
EMPTY = "Write what you say to it: the author will read it."


def objection(desk: Desk, **values: object) -> Stance:
    given = {
        "narrative_id": desk.narrative.id,
        "consultation_id": desk.consultation.id,
        "section_id": desk.section().id,
        "person": make_person(organisation=make_organisation()),
        "position": "objection",
        "reason": "It forgets the rivers.",
        "voice": "self",
        "visibility": "name",
        **values,
    }
    return keep(Stance(**given))


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    desk = Desk()
    desk.stance = objection(desk)
    return desk


def say(desk: Desk, text: str, seen: int = 0, stance: Stance | None = None) -> ObjectionAnswer:
    given = {"facilitator": desk.facilitator, "seen": seen, "at": now()}
    return answer_objection(desk.row, stance or desk.stance, text, **given)


def send(
    client: PageClient, desk: Desk, text: str, key: str = "water", headers: object = None, **values: object
):  # type: ignore[no-untyped-def]
    name = f"o-{desk.stance.public_id}-text"
    place = url(desk, f"/sections/{key}/objections/{desk.stance.public_id}")
    return client.post(place, data={name: text, "seen": 0, **values}, headers=headers)


@pytest.mark.parametrize(
    ("text", "values", "status", "words"),
    [
        ("", {}, 422, EMPTY),
        (" \t ", {}, 422, EMPTY),
        ("", {"undo": "1"}, 422, EMPTY),  # there is nothing to take back
        ("x" * 2001, {}, 422, "This is too long: 2001 signs, at most 2000."),
        ("They stand in section 2.", {"seen": 7}, 409, "Somebody answered this meanwhile."),
        ("They stand in section 2.", {"seen": "x"}, 409, "Somebody answered this meanwhile."),
    ],
)
@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_refused_answer_comes_back_with_the_reason_and_what_was_typed(
    desk: Desk,
    client: PageClient,
    text: str,
    values: dict[str, object],
    status: int,
    words: str,
    headers: object,
) -> None:
    client.sign_in(desk.facilitator)
    answer = send(client, desk, text, headers=headers, **values)
    assert answer.status_code == status
    assert words in answer.text
    assert text.strip() in answer.text
    assert ("<html" in answer.text) is (headers is None)
    assert db.session.query(ObjectionAnswer).count() == 0
    assert db.session.query(Event).filter_by(kind="objection-answered").count() == 0


def test_the_longest_answer_is_kept_and_shown_in_a_fragment_and_a_page(
    desk: Desk, client: PageClient
) -> None:
    client.sign_in(desk.facilitator)
    longest = "y" * 2000
    shown = send(client, desk, longest, headers=HTMX)
    assert (shown.status_code, longest in shown.text, "<html" in shown.text) == (200, True, False)
    assert "Saved." in shown.text
    given = db.session.query(ObjectionAnswer).one()
    assert given.by_id == desk.facilitator.id
    back = send(client, desk, "ignored", undo="1", seen=given.id)
    assert back.status_code == 303
    assert back.location == url(desk, f"/sections/water#o-{desk.stance.public_id}")
    assert load_objection_answers(desk.row) == {}
    assert longest not in client.get(url(desk, "/sections/water")).text
    events = db.session.query(Event).filter_by(kind="objection-answered").all()
    assert [(one.subject, one.subject_id, one.actor_id, one.before, one.after) for one in events] == [
        ("stances", desk.stance.id, desk.facilitator.id, None, None)
    ] * 2


@pytest.mark.parametrize(
    ("role", "status"),
    [("working-group-member", 403), ("secretariat", 403), (None, 404)],
)
def test_only_facilitators_answer_objections(
    desk: Desk, client: PageClient, role: str | None, status: int
) -> None:
    client.sign_in(make_person(role, desk.narrative if role else None))
    assert send(client, desk, "No.").status_code == status
    assert db.session.query(ObjectionAnswer).count() == 0


def test_an_objection_is_answered_at_its_own_section_and_an_open_desk_only(
    desk: Desk, client: PageClient
) -> None:
    client.sign_in(desk.facilitator)
    assert send(client, desk, "Yes.", key="health").status_code == 404
    assert send(client, desk, "Yes.", key="moon").status_code == 404
    abandon_consolidation(desk.row, desk.facilitator, now())
    closed = send(client, desk, "Yes.")
    assert closed.status_code == 409
    assert "This merge desk is closed" in closed.text
    with pytest.raises(WrongState):
        say(desk, "Yes.")
    assert db.session.query(ObjectionAnswer).count() == 0


@pytest.mark.parametrize(
    "values",
    [
        {"position": "support"},  # no objection
        {"reason": ""},  # no reason
        {"withdrawn_at": now()},  # taken back
        {"elsewhere": True},  # to another consultation
    ],
)
def test_what_is_no_reasoned_objection_of_this_desk_has_no_answer(
    desk: Desk, values: dict[str, object]
) -> None:
    if values.pop("elsewhere", False):
        values = {"consultation_id": make_consultation(desk.consultation.base_revision, state="closed").id}
    other = objection(desk, **values)
    with pytest.raises(NotFound) as refusal:
        say(desk, "Yes.", stance=other)
    assert "withdrawn it" in str(refusal.value.message)
    assert load_objections(desk.row) == [desk.stance]


def test_each_answer_stands_on_the_one_before_and_nothing_is_overwritten(desk: Desk) -> None:
    first = say(desk, "  In section 2.  ")
    assert first.text == "In section 2."
    with pytest.raises(StaleBase) as refusal:
        say(desk, "Other.")
    assert refusal.value.details["current"] is first
    second = say(desk, "In section 3.", seen=first.id)
    assert load_objection_answers(desk.row) == {desk.stance.id: second}
    say(desk, " ", seen=second.id)
    assert load_objection_answers(desk.row) == {}
    with pytest.raises(StaleBase):
        say(desk, "Late.", seen=second.id)
    with pytest.raises(InvalidInput):
        say(desk, "")
    third = say(desk, "At last.")
    assert load_objection_answers(desk.row) == {desk.stance.id: third}
    assert [row.text for row in db.session.query(ObjectionAnswer).order_by(ObjectionAnswer.id)] == [
        "In section 2.",
        "In section 3.",
        "",
        "At last.",
    ]


def test_objections_come_the_oldest_first_and_each_desk_keeps_its_own_answers(desk: Desk) -> None:
    older = objection(desk, taken_at=now() - timedelta(days=3))
    newest = objection(desk, taken_at=now() + timedelta(seconds=1))
    assert load_objections(desk.row) == [older, desk.stance, newest]
    say(desk, "Yes.")
    other = Desk.__new__(Desk)
    other.consultation = make_consultation(make_revision(), state="closed")
    other.narrative, other.facilitator, other._row = other.consultation.narrative, desk.facilitator, None
    assert load_objection_answers(other.row) == {}
    assert load_objections(other.row) == []
