"""The publication page: the preview, the form that comes back with what was typed, the ways out of a refusal."""

import re

import pytest

from consult.consolidation.services import decide_structure
from consult.contributions.models import Amendment
from consult.core.clock import now
from consult.core.database import db
from consult.core.letters import Letter
from consult.narratives.models import Revision
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import (
    _contribution,
    make_amendment,
    make_comment,
    make_consultation,
    make_person,
    place_of,
)
from tests.page import PageClient

NOTE = "Written with care: الماء ليس سلعة."


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    """A desk with one free change; all is answered."""
    desk = Desk()
    desk.free = make_amendment(desk.consultation, find="a right", replace="a human right")
    desk.answer(desk.free, "accepted")
    return desk


def form(desk: Desk, **values: object) -> dict[str, object]:
    return {"kind": "minor", "change_note": NOTE, "counter": desk.row.version, **values}


def another_publishes(desk: Desk) -> None:
    base = desk.consultation.base_revision
    assert desk.row.is_open
    other = Desk(make_consultation(base, state="closed"), facilitator=desk.facilitator)
    other.answer(make_amendment(other.consultation, find="every day", replace="each day"), "accepted")
    other.publish()


def another_comes(desk: Desk) -> None:
    make_comment(desk.consultation, is_late=True, admitted_at=now())


def another_clashes(desk: Desk) -> None:
    make_amendment(desk.consultation, find="a right", replace="a duty")


@pytest.mark.parametrize(
    ("meanwhile", "words"),
    [
        (another_publishes, "Version 1.1 was published meanwhile"),
        (another_comes, "1 to answer"),
        (another_clashes, "2 to decide, 1 to answer"),
    ],
)
def test_a_note_is_not_lost_when_something_came_between(
    desk: Desk, client: PageClient, meanwhile, words: str
) -> None:  # type: ignore[no-untyped-def]
    client.sign_in(desk.facilitator)
    data = form(desk)
    meanwhile(desk)
    answer = client.post(url(desk, "/publish"), data=data)
    assert answer.status_code == 409
    assert words in answer.text
    assert NOTE in answer.text
    assert "0 to decide" not in answer.text
    assert desk.row.is_open
    assert desk.free.disposition is None


def test_an_old_counter_brings_the_form_back_ready_to_send_again(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    answer = client.post(url(desk, "/publish"), data=form(desk, counter=desk.row.version - 1))
    assert answer.status_code == 409
    assert "This merge desk has changed meanwhile." in answer.text
    assert NOTE in answer.text
    assert "0 to decide" not in answer.text
    (counter,) = re.findall(r'name="counter" value="(\d+)"', answer.text)
    assert re.search(r'value="minor"[^>]*checked|checked[^>]*value="minor"', answer.text)
    assert client.post(url(desk, "/publish"), data=form(desk, counter=counter)).status_code == 303
    assert db.session.query(Revision).filter_by(major=1, minor=1).one().change_note == NOTE


@pytest.mark.parametrize("counter", ["", "x", "-1", "99999999999999999999"])
def test_a_damaged_counter_publishes_nothing(desk: Desk, client: PageClient, counter: str) -> None:
    client.sign_in(desk.facilitator)
    assert client.post(url(desk, "/publish"), data=form(desk, counter=counter)).status_code == 409
    assert db.session.query(Revision).count() == 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"kind": "enormous"}, "Not a valid choice."),
        ({"change_note": " \n "}, ""),
        ({"change_note": "x\x00y"}, ""),
        ({"change_note": "x" * 30_000}, ""),
    ],
    ids=["an unknown kind", "only white space", "a NUL", "far too long"],
)
def test_what_cannot_be_published_comes_back_as_it_was(
    desk: Desk, client: PageClient, values: dict[str, str], message: str
) -> None:
    client.sign_in(desk.facilitator)
    answer = client.post(url(desk, "/publish"), data=form(desk, **values))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text or "error-summary" in answer.text
    assert message in answer.text
    assert db.session.query(Revision).count() == 1
    assert db.session.query(Letter).count() == 0


@pytest.mark.parametrize(
    ("kind", "number", "substantive"), [("substantive", "2.0", True), ("minor", "1.1", False)]
)
def test_the_number_that_the_page_names_is_the_one_that_is_published(
    desk: Desk, client: PageClient, kind: str, number: str, substantive: bool
) -> None:
    client.sign_in(desk.facilitator)
    assert f"version {number}" in client.get(url(desk, "/publish")).text
    assert client.post(url(desk, "/publish"), data=form(desk, kind=kind)).status_code == 303
    revision = db.session.query(Revision).order_by(Revision.id.desc()).first()
    assert (revision.number, revision.is_substantive) == (number, substantive)
    page = client.get(url(desk)).text
    assert f"Version {number} is published" in page
    assert revision.hash in page


def test_the_preview_marks_what_changes_and_counts_what_stays(desk: Desk, client: PageClient) -> None:
    page = client.sign_in(desk.facilitator).get(url(desk, "/publish")).text
    assert re.search(r"<ins>.*human.*</ins>", page)
    assert "1 section stays as it is." in page
    assert "The new order" not in page
    assert "Each author gets one letter" in page


def test_the_preview_writes_nothing(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    version, address = desk.row.version, url(desk, "/publish")
    for _look in range(2):
        assert client.get(address).status_code == 200
    db.session.expire_all()
    assert desk.row.version == version
    assert db.session.query(Revision).count() == 1
    assert desk.work().groups[0].decision is None


def test_the_first_note_names_each_section_with_what_became_of_its_changes(
    desk: Desk, client: PageClient
) -> None:
    page = client.sign_in(desk.facilitator).get(url(desk, "/publish")).text
    assert "- “Water”: 1 proposed change accepted." in page
    assert "- Health" not in page


@pytest.mark.parametrize("operation", ["add", "remove", "move"])
def test_the_preview_shows_sections_that_come_go_and_move(
    desk: Desk, client: PageClient, operation: str
) -> None:
    health = place_of(desk.consultation.base_revision, "health").section
    words = {"heading": "Energy", "body": "Light for all.", "rationale": "Why."}
    values = {
        "add": {"after_section": health, "section": None},
        "remove": {"section": health},
        "move": {"section": health, "after_section": None},
    }[operation]
    row = _contribution(
        Amendment,
        desk.consultation,
        None,
        words if operation == "add" else {"rationale": "Why."},
        {"operation": operation, **values},
    )
    (group,) = desk.whole().structure.groups
    decide_structure(
        desk.row, group.key, "accept", facilitator=desk.facilitator, counter=0, at=now(), reason=""
    )
    desk.answer(row, "accepted")
    page = client.sign_in(desk.facilitator).get(url(desk, "/publish")).text
    shown = {"add": "new section", "remove": "removed", "move": "The new order"}[operation]
    assert shown in page
    note = {
        "add": "- “Energy” is a new section.",
        "remove": "- “Health” is taken out.",
        "move": "- “Health” stands at another place.",
    }[operation]
    assert note in page
    assert client.post(url(desk, "/publish"), data=form(desk)).status_code == 303
    expected = {"add": ["water", "health", "energy"], "remove": ["water"], "move": ["health", "water"]}
    keys = [place.section.key for place in desk.row.revision.places]
    assert keys == expected[operation]


def test_a_desk_without_any_change_of_words_says_so(app, client: PageClient) -> None:  # type: ignore[no-untyped-def]
    desk = Desk()
    desk.answer(make_comment(desk.consultation))
    page = client.sign_in(desk.facilitator).get(url(desk, "/publish")).text
    assert "No words change." in page
    assert "2 sections stay as they are." in page


@pytest.mark.parametrize("state", ["published", "abandoned"])
def test_a_closed_desk_has_no_publication_page(desk: Desk, client: PageClient, state: str) -> None:
    client.sign_in(desk.facilitator)
    address = url(desk, "/publish")
    if state == "published":
        assert client.post(address, data=form(desk)).status_code == 303
    else:
        assert client.post(url(desk, "/abandon")).status_code == 303
    answer = client.get(address)
    assert (answer.status_code, answer.location) == (303, url(desk))
    assert client.get(answer.location).status_code == 200


def test_a_desk_that_was_given_up_publishes_nothing(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    data = form(desk)
    client.post(url(desk, "/abandon"))
    assert client.post(url(desk, "/publish"), data=data).status_code == 409
    assert db.session.query(Revision).count() == 1


@pytest.mark.parametrize("path", ["", "/publish", "/sections/water", "/structure", "/answers"])
def test_every_page_of_the_desk_stands_in_arabic_from_right_to_left(
    desk: Desk, client: PageClient, path: str
) -> None:
    address = url(desk, path).replace("/en/", "/ar/")
    page = client.sign_in(desk.facilitator).get(address)
    assert page.status_code == 200
    assert '<html lang="ar" dir="rtl"' in page.text


def test_a_published_desk_is_shown_to_staff_and_to_nobody_else(desk: Desk, client: PageClient) -> None:
    desk.publish(change_note="<b>bold</b> & *true*")
    for role, status in (("secretariat", 200), ("working-group-member", 200), (None, 404)):
        client.sign_in(make_person(role, desk.narrative if role == "working-group-member" else None))
        page = client.get(url(desk))
        assert page.status_code == status
        if status == 200:
            assert "<b>bold</b>" not in page.text
            assert "<em>true</em>" in page.text


def test_what_was_saved_after_the_page_was_shown_is_told_and_asked_again(
    desk: Desk, client: PageClient
) -> None:
    client.sign_in(desk.facilitator)
    page = client.get(url(desk, "/publish")).text
    (seen,) = re.findall(r'name="seen" value="([\d-]+)"', page)
    other = make_person("facilitator", desk.narrative, display_name="Amara")
    free = desk.work().groups[0]
    desk.decide(free.hunk.new, "decline", "Not in this version.", facilitator=other)
    desk.answer(desk.free, "not-accepted", "Not in this version.")
    late = client.post(url(desk, "/publish"), data=form(desk, seen=seen))
    assert late.status_code == 409
    assert desk.row.is_open
    for words in (
        "Amara did not accept a change.",
        "Not in this version.",
        "1 answer was saved or taken back.",
        "Nothing you typed is lost.",
        NOTE,
    ):
        assert words in late.text
    assert f"/sections/water?at={free.anchor}#at-{free.anchor}" in late.text
    for damaged in ("", "x-y-z", "9-9-9", "1" * 40):
        assert client.post(url(desk, "/publish"), data=form(desk, seen=damaged)).status_code == 409
    (seen,) = re.findall(r'name="seen" value="([\d-]+)"', late.text)
    assert client.post(url(desk, "/publish"), data=form(desk, seen=seen)).status_code == 303
    assert db.session.query(Revision).filter_by(major=1, minor=1).one().change_note == NOTE
