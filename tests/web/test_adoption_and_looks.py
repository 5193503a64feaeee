"""Adopting a version: who may, in a meeting or in writing until a day, who is named to whom; and the last look."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from consult.consolidation.adoption_models import Adoption, AdoptionObjection, LastLook
from consult.consolidation.services.adoption import adopt_revision, object_to_adoption
from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.logs import Event
from consult.narratives.models import Revision
from tests.factories import make_consultation, make_narrative, make_network, make_person, make_revision
from tests.page import PageClient

TOMORROW = "2026-03-11"
NEW_YORK = {"kind": "written", "zone": "America/New_York"}
END = datetime(2026, 3, 11, 23, 59, tzinfo=UTC)


@pytest.fixture
def revision(app) -> Revision:
    make_network()
    return make_revision(make_narrative(slug="ours"))


def member_of(revision: Revision, name: str = "Elin"):  # type: ignore[no-untyped-def]
    return make_person("working-group-member", revision.narrative, display_name=name)


def in_writing(revision: Revision, until: datetime = END) -> Adoption:
    return adopt_revision(revision, "written", member_of(revision, "Noor"), now(), until=until)


@pytest.mark.parametrize(
    ("data", "status", "told"),
    [
        ({"kind": "meeting", "note": "On Monday."}, 303, "On Monday."),
        # A day given for a meeting is left aside.
        ({"kind": "meeting", "until_day": TOMORROW}, 303, "adopted"),
        ({"kind": "written", "until_day": TOMORROW}, 303, "11 March 2026, 23:59 (UTC)"),
        (
            {"kind": "written", "until_day": TOMORROW, "until_time": "18:30", "zone": "Asia/Kathmandu"},
            303,
            "11 March 2026, 18:30 (Kathmandu, UTC+5:45)",
        ),
        # Half past one in the night comes not at all, or twice: the page says so and asks which.
        (
            {**NEW_YORK, "until_day": "2027-03-14", "until_time": "02:30"},
            422,
            "There is no 02:30 on that day in New York",
        ),
        (
            {**NEW_YORK, "until_day": "2026-11-01", "until_time": "01:30"},
            422,
            "01:30 comes twice on that day in New York: first at UTC−4, then at UTC−5.",
        ),
        (
            {**NEW_YORK, "until_day": "2026-11-01", "until_time": "01:30", "until_fold": "1"},
            303,
            "01:30 (New York, UTC−5)",
        ),
        # Seven in the morning where it is noon in UTC: still to come, and passed, on the clock of the place.
        ({**NEW_YORK, "until_day": "2026-03-10", "until_time": "08:01"}, 303, "08:01 (New York, UTC−4)"),
        ({**NEW_YORK, "until_day": "2026-03-10", "until_time": "08:00"}, 422, "This time has passed."),
        ({**NEW_YORK, "until_day": TOMORROW, "until_time": "noon"}, 422, "Write the time like this: 18:30."),
        (
            {"kind": "written", "until_day": TOMORROW, "zone": "Moon/Tycho", "note": "Kept."},
            422,
            'value="Kept."',
        ),
        # Until the end of today: still to come. Yesterday has passed.
        ({"kind": "written", "until_day": "2026-03-10"}, 303, "being asked"),
        ({"kind": "written", "until_day": "2026-03-09", "note": "Kept."}, 422, "This time has passed."),
        ({"kind": "written", "until_day": ""}, 422, "Choose until when members can object."),
        ({"kind": "written", "until_day": "soon", "note": "Kept."}, 422, 'value="Kept."'),
        ({"kind": "shouting", "note": "Kept."}, 422, 'value="Kept."'),
        ({"kind": "meeting", "note": "x" * 4001}, 422, "4"),
    ],
)
def test_how_a_version_is_put_to_the_working_group(
    client: PageClient, revision: Revision, data: dict[str, str], status: int, told: str
) -> None:
    member = member_of(revision)
    client.sign_in(member)
    sent = client.post("/en/narratives/ours/1.0/adoption", data=data)
    assert sent.status_code == status
    page = sent.text if status == 422 else client.get("/en/narratives/ours/1.0/adoption").text
    assert told in page
    rows = db.session.query(Adoption).all()
    assert len(rows) == (status == 303)
    assert ("Adopt it" in page) is (status == 422)
    for row in rows:
        assert (row.until is None) is (data["kind"] == "meeting")
        event = db.session.query(Event).filter_by(kind="adoption-begun").one()
        assert (event.actor_id, event.subject_id, event.after) == (member.id, revision.id, data["kind"])


@pytest.mark.parametrize(
    ("role", "adopts", "objects", "looks"),
    [
        ("working-group-member", 303, 303, 303),
        ("secretariat", 303, 403, 303),
        ("facilitator", 403, 403, 303),
        (None, 403, 403, 403),
    ],
)
def test_who_adopts_objects_and_looks(
    client: PageClient, revision: Revision, role: str | None, adopts: int, objects: int, looks: int
) -> None:
    person = make_person(role, None if role == "secretariat" else revision.narrative)
    client.sign_in(person)
    path = "/en/narratives/ours/1.0"
    assert ("Adopt it" in client.get(path + "/adoption").text) is (adopts == 303)
    assert client.post(path + "/adoption", data={"kind": "meeting"}).status_code == adopts
    assert client.post(path + "/look").status_code == looks
    assert db.session.query(LastLook).count() == (looks == 303)
    row = in_writing(make_revision(revision.narrative, number=(1, 1), parent=revision))
    url = f"/en/adoptions/{row.public_id}/objection"
    assert ("/objection" in client.get("/en/narratives/ours/1.1/adoption").text) is (objects == 303)
    assert client.post(url, data={"reason": "No."}).status_code == objects
    assert client.post("/en/adoptions/nobody/objection", data={"reason": "No."}).status_code == 404


def test_it_is_asked_once_and_anew_only_after_objections(client: PageClient, revision: Revision) -> None:
    path = "/en/narratives/ours/1.0/adoption"
    client.sign_in(member_of(revision))
    row = in_writing(revision)
    again = client.post(path, data={"kind": "meeting"})
    assert (again.status_code, "being asked in writing" in again.text) == (409, True)
    object_to_adoption(row, make_person(), "No.", now())
    assert client.post(path, data={"kind": "meeting"}).status_code == 409
    with freeze(END):
        page = client.get(path).text
        assert "not adopted: there are objections" in page
        assert "Adopt it" in page
        assert client.post(path, data={"kind": "meeting"}).status_code == 303
        assert client.post(path, data={"kind": "meeting"}).status_code == 409


@pytest.mark.parametrize(
    ("after", "status", "state"),
    [
        (timedelta(seconds=-1), 303, "objected"),
        (timedelta(0), 409, "adopted"),
        (timedelta(days=1), 409, "adopted"),
    ],
)
def test_objections_count_until_the_exact_moment(
    client: PageClient, revision: Revision, after: timedelta, status: int, state: str
) -> None:
    row, member = in_writing(revision), member_of(revision)
    client.sign_in(member)
    with freeze(END + after):
        sent = client.post(f"/en/adoptions/{row.public_id}/objection", data={"reason": "Too soon."})
    assert sent.status_code == status
    assert status == 303 or "The time for objections is over." in sent.text
    db.session.expire_all()
    assert row.state(END) == state


def test_an_objection_is_ones_own_to_change_and_to_take_back_and_others_read_no_name(
    client: PageClient, revision: Revision
) -> None:
    row, member = in_writing(revision), member_of(revision)
    url, path = f"/en/adoptions/{row.public_id}/objection", "/en/narratives/ours/1.0/adoption"
    own = client.application.test_client().sign_in(member)
    too_long = own.post(url, data={"reason": "x" * 4001})
    assert (too_long.status_code, "x" * 4001 in too_long.text) == (422, True)
    for words in ("Too soon.", "<i>Much</i> too soon."):
        assert own.post(url, data={"reason": words}).status_code == 303
    assert db.session.query(AdoptionObjection).count() == 1
    for reader, names in ((client, False), (own, True)):
        text = reader.get(path).text.split("<main")[1]
        assert "&lt;i&gt;Much&lt;/i&gt; too soon." in text
        assert ("Objection: Elin" in text) is names
        assert ("a member of the working group" in text) is not names
        assert ("Withdraw my objection" in text) is names
        assert ("Change my objection" in text) is names
    other = client.application.test_client().sign_in(member_of(revision, "Wren"))
    assert "Withdraw my objection" not in other.get(path).text
    assert other.post(url, data={"withdraw": "1"}).status_code == 404
    assert [own.post(url, data={"withdraw": "1"}).status_code for _twice in range(2)] == [303, 404]
    assert "too soon." not in client.get(path).text
    assert row.state(END) == "adopted"
    kinds = [(one.kind, one.actor_id) for one in db.session.query(Event).order_by(Event.id)][-3:]
    told = ("adoption-objected", "adoption-objected", "adoption-objection-withdrawn")
    assert kinds == [(kind, member.id) for kind in told]


def test_the_last_look_is_where_what_changed_begins(client: PageClient, revision: Revision) -> None:
    second = make_revision(revision.narrative, number=(1, 1), parent=revision)
    own = client.application.test_client().sign_in(member_of(revision))
    for number, newest in (("1.0", "1.0"), ("1.0", "1.0"), ("1.1", "1.1")):
        sent = own.post(f"/en/narratives/ours/{number}/look")
        assert sent.location.endswith(f"/narratives/ours/{number}")
        page = own.get("/en/narratives/ours/1.1").text
        assert f"Noted: you have looked at version {newest}." in page
        assert ("What changed since you last looked" in page) is (newest == "1.0")
    assert db.session.query(LastLook).one().revision is second
    assert own.post("/en/narratives/ours/9.9/look").status_code == 404
    assert "last looked" not in client.get("/en/narratives/ours/1.1").text


def test_the_end_is_kept_in_utc_and_on_the_wall_and_shown_with_zone_and_offset_to_the_last(
    client: PageClient, revision: Revision
) -> None:
    make_consultation(revision, state="closed", zone="Asia/Kathmandu")
    client.sign_in(member_of(revision))
    place = "/en/narratives/ours/1.0/adoption"
    fresh = client.get(place).text
    assert re.search(
        r'<option[^>]*value="Asia/Kathmandu"[^>]*selected|selected[^>]*value="Asia/Kathmandu"', fresh
    )
    data = {"kind": "written", "until_day": TOMORROW, "zone": "Asia/Kathmandu"}
    assert client.post(place, data=data).status_code == 303
    row = db.session.query(Adoption).one()
    assert (row.zone, row.until_wall) == ("Asia/Kathmandu", "2026-03-11T23:59")
    assert row.until == datetime(2026, 3, 11, 18, 14, tzinfo=UTC)
    shown = "11 March 2026, 23:59 (Kathmandu, UTC+5:45)"
    assert f"Members can object until {shown}." in re.sub("<[^>]+>", "", client.get(place).text)
    with freeze(row.until):
        assert f"Nobody objected until {shown}." in re.sub("<[^>]+>", "", client.get(place).text)
    object_to_adoption(row, member_of(revision, "Ada"), "It forgets the rivers.", now())
    with freeze(row.until):
        assert f"Members could object until {shown}." in re.sub("<[^>]+>", "", client.get(place).text)


def test_a_meeting_has_no_end(revision: Revision) -> None:
    row = adopt_revision(revision, "meeting", member_of(revision), now(), until=END, zone="Asia/Kathmandu")
    assert (row.until, row.until_wall) == (None, None)
