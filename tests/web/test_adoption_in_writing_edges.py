"""Adopting in writing on the clock of a place: every field to its edge, what comes back, each state to its moment."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from consult.consolidation.adoption_models import Adoption, AdoptionObjection
from consult.consolidation.services.adoption import (
    adopt_revision,
    adoptions_of,
    last_look,
    mark_look,
    object_to_adoption,
    withdraw_adoption_objection,
)
from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound, WrongState
from consult.core.logs import Event
from consult.narratives.models import Revision
from tests.factories import make_consultation, make_narrative, make_network, make_person, make_revision
from tests.page import PageClient

PLACE = "/en/narratives/ours/1.0/adoption"
END = datetime(2026, 3, 11, 18, 14, tzinfo=UTC)
TICK = timedelta(microseconds=1)
TYPED = {
    "kind": "written",
    "until_day": "2026-03-11",
    "until_time": "18:30",
    "zone": "Asia/Kathmandu",
    "note": "By post.",
}


@pytest.fixture
def revision(app: Flask) -> Revision:
    make_network()
    return make_revision(make_narrative(slug="ours"))


def member_of(revision: Revision) -> Any:
    return make_person("working-group-member", revision.narrative)


def written(revision: Revision, **values: Any) -> Adoption:
    given = {"until": END, "zone": "Asia/Kathmandu", **values}
    return adopt_revision(revision, "written", member_of(revision), now(), **given)


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"until_day": ""}, "until_day", "Choose until when members can object."),
        ({"until_day": "11.03.2026"}, "until_day", "Write the day like this: 2026-03-29."),
        ({"until_day": "1999-12-31"}, "until_day", "Look at the year again."),
        ({"until_day": "2200-01-01"}, "until_day", "Look at the year again."),
        ({"until_day": "9999-12-31", "zone": "America/New_York"}, "until_day", "Look at the year again."),
        ({"until_day": "2026-03-10", "until_time": "17:45"}, "until_day", "This time has passed."),
        ({"until_time": "25:00"}, "until_time", "Write the time like this: 18:30."),
        ({"zone": "Asia/Nowhere"}, "zone", ""),
        ({"note": "x" * 4001}, "note", "This is too long: 4001 signs, at most 4000."),
        ({"kind": ""}, "kind", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_all_that_was_typed_comes_back(
    client: PageClient, revision: Revision, wrong: dict[str, str], field: str, said: str
) -> None:
    client.sign_in(member_of(revision))
    data = {**TYPED, **wrong}
    answer = client.post(PLACE, data=data)
    assert answer.status_code == 422
    page = answer.text.split("<main")[1]
    assert said in page
    assert f'href="#{field}' in page, "the summary leads to the field"
    for name in ("until_day", "until_time", "note"):
        assert re.search(rf'name="{name}"[^>]*value="{re.escape(data[name])}"', page), name
    chosen = re.findall(r'<option[^>]*selected[^>]*value="([^"]+)"', page)
    assert chosen == ([data["zone"]] if field != "zone" else [])
    assert db.session.query(Adoption).count() == 0
    assert db.session.query(Event).filter(Event.kind.like("adoption%")).count() == 0


@pytest.mark.parametrize(
    ("more", "wall", "until"),
    [
        ({}, "2026-03-11T18:30", datetime(2026, 3, 11, 12, 45, tzinfo=UTC)),
        ({"until_time": "18:30:59"}, "2026-03-11T18:30", datetime(2026, 3, 11, 12, 45, 59, tzinfo=UTC)),
        ({"until_time": ""}, "2026-03-11T23:59", END),
        # One minute after noon in UTC, on a clock of a quarter of an hour.
        ({"until_day": "2026-03-10", "until_time": "17:46"}, "2026-03-10T17:46", None),
        ({"until_day": "2199-12-31"}, "2199-12-31T18:30", None),
        # Another day there than here.
        (
            {"zone": "Pacific/Kiritimati", "until_time": "02:30"},
            "2026-03-11T02:30",
            datetime(2026, 3, 10, 12, 30, tzinfo=UTC),
        ),
        ({"note": " " + "x" * 4000 + "\u202e\n"}, "2026-03-11T18:30", None),
    ],
)
def test_the_end_is_the_moment_on_the_clock_of_the_place(
    client: PageClient, revision: Revision, more: dict[str, str], wall: str, until: datetime | None
) -> None:
    client.sign_in(member_of(revision))
    sent = client.post(PLACE, data={**TYPED, **more})
    assert (sent.status_code, sent.location) == (303, PLACE)
    row = db.session.query(Adoption).one()
    assert (row.until_wall, row.zone) == (wall, {**TYPED, **more}["zone"])
    assert until is None or row.until == until
    assert row.note == {**TYPED, **more}["note"].strip(" \u202e\n")
    assert client.post(PLACE, data=TYPED).status_code == 409, "a second press begins nothing"


STEPS = {
    "object": lambda row, member: object_to_adoption(row, member, "No.", now()),
    "withdraw": lambda row, member: withdraw_adoption_objection(row, member, now()),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("kind", "after", "taken"),
    [
        ("written", -TICK, True),
        ("written", timedelta(0), False),
        ("written", TICK, False),
        ("meeting", timedelta(days=-1), False),
    ],
)
def test_objections_are_made_and_withdrawn_until_the_moment_and_never_to_a_meeting(
    revision: Revision, kind: str, after: timedelta, taken: bool, step: str
) -> None:
    row, member = written(revision), member_of(revision)
    if kind == "meeting":
        row.kind, row.until = "meeting", None
    elif step == "withdraw":
        object_to_adoption(row, member, "No.", now())
    db.session.flush()
    with freeze(END + after):
        if not taken:
            with pytest.raises(WrongState) as refusal:
                STEPS[step](row, member)
            assert str(refusal.value.message) == "The time for objections is over."
        else:
            STEPS[step](row, member)
    stands = kind == "written" and (step == "withdraw") is not taken
    assert row.state(END) == ("objected" if stands else "adopted")
    assert row.state(END - TICK) == ("open" if kind == "written" else "adopted")


def test_one_objection_is_enough_and_each_withdraws_their_own(revision: Revision) -> None:
    row, first, second = written(revision), member_of(revision), member_of(revision)
    for reason in ("", " \n"):
        with pytest.raises(InvalidInput):
            object_to_adoption(row, first, reason, now())
    for member in (first, second):
        with pytest.raises(NotFound):
            withdraw_adoption_objection(row, member, now())
        object_to_adoption(row, member, "No.", now())
    withdraw_adoption_objection(row, first, now())
    db.session.expire(row)
    assert row.state(END) == "objected"
    withdraw_adoption_objection(row, second, now())
    assert row.state(END) == "adopted"
    with freeze(now() + timedelta(hours=1)):
        again = object_to_adoption(row, first, "Still no.", now())
        assert (again.reason, again.at, again.withdrawn_at) == ("Still no.", now(), None)
    assert db.session.query(AdoptionObjection).count() == 2
    assert row.state(END) == "objected"


@pytest.mark.parametrize(
    ("kind", "until", "field"),
    [
        ("written", None, "until_day"),
        ("written", timedelta(0), "until_day"),
        ("written", -TICK, "until_day"),
        ("shouting", timedelta(days=1), "kind"),
        ("", None, "kind"),
    ],
)
def test_what_is_no_adoption_is_refused_by_its_field(
    revision: Revision, kind: str, until: timedelta | None, field: str
) -> None:
    end = None if until is None else now() + until
    with pytest.raises(InvalidInput) as refusal:
        adopt_revision(revision, kind, member_of(revision), now(), until=end)
    assert refusal.value.details["field"] == field
    assert adoptions_of(revision) == []


def test_it_is_put_anew_only_when_the_last_one_failed_and_each_revision_by_itself(revision: Revision) -> None:
    second = make_revision(revision.narrative, number=(1, 1), parent=revision)
    row = written(revision)
    assert written(second).revision is second
    object_to_adoption(row, member_of(revision), "No.", now())
    with freeze(END - TICK), pytest.raises(WrongState):
        written(revision, until=END + TICK)
    with freeze(END):
        newest = written(revision, until=END + TICK)
        assert adoptions_of(revision) == [newest, row]
        with pytest.raises(WrongState):
            adopt_revision(revision, "meeting", member_of(revision), now())
    with freeze(END + TICK), pytest.raises(WrongState):
        adopt_revision(revision, "meeting", member_of(revision), now())


def test_the_zone_offered_first_is_that_of_the_newest_consultation_or_none(
    client: PageClient, revision: Revision
) -> None:
    client.sign_in(member_of(revision))

    def offered() -> list[str]:
        return re.findall(r'<option[^>]*selected[^>]*value="([^"]+)"', client.get(PLACE).text)

    assert offered() == ["UTC"]
    make_consultation(make_revision(), zone="Asia/Tokyo")
    assert offered() == ["UTC"], "of another narrative"
    for zone in ("Africa/Nairobi", "America/Lima"):
        make_consultation(revision, state="closed", zone=zone)
        assert offered() == [zone]


@pytest.mark.parametrize(
    ("reason", "status"), [("x" * 4000, 303), ("x" * 4001, 422), ("", 422), (" \n", 422)]
)
def test_an_objection_is_taken_to_its_longest_word_or_comes_back(
    client: PageClient, revision: Revision, reason: str, status: int
) -> None:
    row = written(revision)
    client.sign_in(member_of(revision))
    answer = client.post(f"/en/adoptions/{row.public_id}/objection", data={"reason": reason})
    assert answer.status_code == status
    assert [one.reason for one in db.session.query(AdoptionObjection)] == ([reason] if status == 303 else [])
    if status == 422:
        assert re.search(
            r'<textarea[^>]*name="reason"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*name="reason"',
            answer.text,
        )
        assert reason.strip() in answer.text


def test_a_look_is_one_s_own_in_each_narrative(revision: Revision) -> None:
    other, member = make_revision(), member_of(revision)
    second = make_revision(revision.narrative, number=(1, 1), parent=revision)
    for one in (second, revision, other):
        mark_look(one, member, now())
    mine = last_look(revision.narrative, member)
    assert mine is not None
    assert mine.revision is revision, "also a look back is the last one"
    assert last_look(other.narrative, member) is not mine
    assert last_look(revision.narrative, member_of(revision)) is None
    assert last_look(revision.narrative, None) is None
