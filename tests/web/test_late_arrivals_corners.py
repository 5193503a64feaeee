"""Late arrivals of every kind: who sees them and how, what is admitted to the letter, and what is never admitted."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from consult.contributions.models import Contribution
from consult.contributions.services.late import (
    admissions,
    admit_many,
    chosen_late,
    take_admission_back,
    waiting,
)
from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.errors import InvalidInput, StaleBase
from consult.core.logs import Event
from tests.desk import Desk
from tests.factories import (
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_question,
)
from tests.page import PageClient

LATE: dict[str, Any] = {"is_late": True}


@pytest.fixture
def desk(app: Flask) -> Desk:
    desk = Desk()
    desk.comment = make_comment(desk.consultation, body="In time.")
    return desk


def place(desk: Desk, rest: str = "") -> str:
    return f"/en/consultations/{desk.consultation.public_id}/late{rest}"


def send(client: PageClient, desk: Desk, *rows: Contribution, **data: Any) -> Any:
    chosen = {"chosen": [row.public_id for row in rows], "reason": "The post.", "step": "do"}
    return client.post(place(desk), data={**chosen, **data})


def admit(desk: Desk, *rows: Contribution, reason: str = "The post.") -> list[Contribution]:
    ids = [row.public_id for row in rows]
    return admit_many(desk.consultation.id, ids, desk.facilitator, now(), reason=reason)


@pytest.mark.parametrize(
    ("role", "where", "status"),
    [
        ("facilitator", "consultation", 200),
        ("facilitator", "narrative", 200),
        ("secretariat", None, 403),
        ("working-group-member", "narrative", 403),
        ("participant", "consultation", 403),
        ("facilitator", "elsewhere", 403),
        (None, None, 403),
    ],
)
def test_who_looks_through_late_arrivals_and_admits(
    desk: Desk, client: PageClient, role: str | None, where: str | None, status: int
) -> None:
    row = make_comment(desk.consultation, **LATE)
    other = make_consultation(desk.consultation.base_revision)
    scopes = {"consultation": desk.consultation, "narrative": desk.narrative, "elsewhere": other, None: None}
    client.sign_in(make_person(role, scopes[where]))
    assert client.get(place(desk)).status_code == status
    assert ("/late" in client.get(f"/en/consultations/{desk.consultation.public_id}").text) is (status == 200)
    assert send(client, desk, row).status_code == (303 if status == 200 else status)
    db.session.expire_all()
    assert (row.admitted_at is not None) is (status == 200)
    undo = client.post(place(desk, "/undo"), data={"admission": row.public_id})
    assert undo.status_code == (303 if status == 200 else status)


@pytest.mark.parametrize(
    ("visibility", "shown"),
    [("name", "Ada Obi"), ("organisation", "Farmers"), ("region", "Africa"), ("facilitators", "")],
)
def test_each_author_is_shown_as_they_chose_also_to_whoever_admits(
    desk: Desk, client: PageClient, visibility: str, shown: str
) -> None:
    person = make_person(display_name="Ada Obi", organisation=make_organisation(name="Farmers"))
    row = make_comment(desk.consultation, person, body="Rivers too.", visibility=visibility, **LATE)
    client.sign_in(desk.facilitator)
    pages = [client.get(place(desk)).text, send(client, desk, row, step="preview").text]
    for page in pages:
        part = page.split("<main")[1]
        assert "Rivers too." in part
        assert shown in part
        assert ("Ada Obi" in part) is (visibility == "name")
        assert ("Farmers" in part) is (visibility in ("name", "organisation"))


def test_each_kind_is_listed_by_itself_the_oldest_first_and_admitted_by_itself(
    desk: Desk, client: PageClient
) -> None:
    moment = now() - timedelta(hours=3)
    reply = {"thread_id": desk.comment.id, "reply_to_id": desk.comment.id}
    rows = [
        make_answer(make_question(desk.consultation), body="Care.", submitted_at=moment, **LATE),
        make_amendment(desk.consultation, submitted_at=moment + timedelta(hours=1), **LATE),
        make_comment(
            desk.consultation, body="Yes.", submitted_at=moment + timedelta(hours=2), **LATE, **reply
        ),
    ]
    start = make_comment(desk.consultation, body="Start.", **LATE)
    deeper = make_comment(desk.consultation, body="Deep.", **LATE, thread_id=start.id, reply_to_id=start.id)
    everything = [*rows, start, deeper]
    client.sign_in(desk.facilitator)
    page = client.get(place(desk)).text
    assert re.findall(r'name="chosen" value="([^"]+)"', page) == [row.public_id for row in everything]
    assert "In time." not in page
    assert "Admit number 5" in page
    # A reply to what was in time, and a reply without what it answers: each comes alone.
    for row, others in ((rows[2], ("Care.", "Start.")), (deeper, ("Start.", "Yes."))):
        preview = send(client, desk, row, step="preview").text
        assert re.findall(r'name="chosen" value="([^"]+)"', preview) == [row.public_id]
        assert "1 contribution is admitted" in preview
        assert not any(words in preview for words in others)
        assert send(client, desk, row).status_code == 303
    db.session.expire_all()
    assert list(waiting(desk.consultation.id)) == [*rows[:2], start]


@pytest.mark.parametrize(
    ("values", "waits"),
    [
        ({}, True),
        ({"visibility": "facilitators"}, True),
        ({"is_late": False}, False),
        ({"status": "withdrawn"}, False),
        ({"status": "draft", "submitted_at": None}, False),
        ({"hidden": True}, False),
        ({"admitted": True}, False),
        ({"elsewhere": True}, False),
    ],
)
def test_only_what_is_sent_late_shown_and_not_admitted_waits(
    desk: Desk, values: dict[str, Any], waits: bool
) -> None:
    marks = {
        "hidden": {"hidden_at": now(), "hidden_reason": "Rude."},
        "admitted": {"admitted_at": now(), "admitted_reason": "Why.", "admitted_by_id": desk.facilitator.id},
    }
    more = {key: value for name in marks if name in values for key, value in marks[name].items()}
    plain = {name: value for name, value in values.items() if name not in (*marks, "elsewhere")}
    of = make_consultation(desk.consultation.base_revision) if "elsewhere" in values else desk.consultation
    row = make_comment(of, **{**LATE, **plain, **more})
    sure = make_comment(desk.consultation, **LATE)
    assert (row in waiting(desk.consultation.id)) is waits
    chosen = [row.public_id, sure.public_id]
    assert chosen_late(desk.consultation.id, chosen, "Why.") == ([row, sure] if waits else [sure])
    if waits:
        assert admit(desk, row, sure) == [row, sure]
        return
    with pytest.raises(StaleBase) as refusal:
        admit(desk, row, sure)
    assert refusal.value.details["rows"] == [sure]
    assert sure.admitted_at is None, "all that was chosen, or nothing"
    with pytest.raises(InvalidInput) as nothing:
        admit(desk, row)
    assert nothing.value.details["field"] == "chosen"


def test_the_longest_reason_is_kept_in_one_line_and_one_chosen_twice_is_admitted_once(
    desk: Desk, client: PageClient
) -> None:
    row, other = (make_comment(desk.consultation, **LATE) for _ in range(2))
    client.sign_in(desk.facilitator)
    assert send(client, desk, row, row, reason=" a\n" + "ب" * 1998 + "\u202e ").status_code == 303
    db.session.expire_all()
    assert row.admitted_reason == "a " + "ب" * 1998
    assert [len(one.rows) for one in admissions(desk.consultation.id)] == [1]
    # Sent a second time, by a slow line or a tired hand: nothing is done anew, and it is said.
    again = send(client, desk, row)
    assert (again.status_code, "This does not wait to be admitted." in again.text) == (422, True)
    told = db.session.query(Event).filter_by(kind="contribution-admitted").one()
    assert (told.actor_id, told.subject_id, told.before, told.after) == (
        desk.facilitator.id,
        row.id,
        "late",
        "admitted",
    )
    assert send(client, desk, other, step="").status_code == 200, "no button but that one admits"
    db.session.expire_all()
    assert other.admitted_at is None


def test_acts_of_one_moment_are_told_apart_by_person_and_reason(desk: Desk) -> None:
    rows = [make_comment(desk.consultation, **LATE) for _ in range(4)]
    admit(desk, rows[0])
    admit(desk, rows[1], reason="The power was out.")
    admit(desk, rows[2])  # as the first: one act, as it reads on the page
    other = make_person("facilitator", desk.narrative)
    admit_many(desk.consultation.id, [rows[3].public_id], other, now(), reason="The post.")
    found = {one.key: one for one in admissions(desk.consultation.id)}
    assert [one.rows for one in found.values()] == [(rows[3],), (rows[1],), (rows[0], rows[2])]
    first = found[rows[0].public_id]
    assert (first.reason, first.at, first.can_be_undone) == ("The post.", now(), True)
    rows[0].disposition, rows[0].disposed_at = "noted", now()
    db.session.flush()
    with freeze(now() + timedelta(days=1)):
        assert take_admission_back(desk.consultation.id, first.key, other) == 1
    assert [row.admitted_at is None for row in rows] == [False, False, True, False]
    (kept,) = [one for one in admissions(desk.consultation.id) if one.key == first.key]
    assert kept.can_be_undone is False
    assert take_admission_back(desk.consultation.id, first.key, other) == 1, "nothing more is free"
    told = db.session.query(Event).filter_by(kind="contribution-admission-undone").all()
    assert [(one.actor_id, one.subject_id) for one in told] == [(other.id, rows[2].id)]


def test_what_was_admitted_in_another_consultation_is_not_taken_back_from_here(
    desk: Desk, client: PageClient
) -> None:
    other = make_consultation(desk.consultation.base_revision, state="closed")
    row = make_comment(other, **LATE)
    admit_many(other.id, [row.public_id], desk.facilitator, now(), reason="The post.")
    client.sign_in(desk.facilitator)
    for key in (row.public_id, "", "nobody", "\x00"):
        assert client.post(place(desk, "/undo"), data={"admission": key}).status_code == 404
    assert "Nothing waits." in client.get(place(desk)).text
    db.session.expire_all()
    assert row.admitted_at is not None
