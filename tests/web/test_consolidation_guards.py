"""The merge desk in a browser: the gate, publication, who may do what, bad input, how many queries."""

import re

import pytest
from sqlalchemy import event

from consult.core.database import db
from consult.core.errors import ConsultError
from consult.narratives.models import Revision
from tests.desk import Desk
from tests.desk_forms import answer_data, decision, url
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_person,
    make_stance,
)
from tests.page import PageClient


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    """A closed consultation with a clash, a free change and a comment; its facilitator."""
    desk = Desk()
    desk.first = make_amendment(desk.consultation, find="for sale", replace="a commodity")
    desk.second = make_amendment(desk.consultation, find="for sale", replace="to be sold")
    desk.free = make_amendment(desk.consultation, find="a right", replace="a human right")
    desk.comment = make_comment(desk.consultation, body="Say who pays.")
    return desk


def test_the_gate_lists_what_is_left_by_section(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    page = client.get(url(desk, "/publish")).text
    assert "2 to decide, 4 to answer" in page
    assert "Publish this version" not in page


def test_publishing_from_the_page_once(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    desk.decide("commodity", "accept")
    desk.answer_all()
    page = client.get(url(desk, "/publish")).text
    assert "Publish this version" in page
    data = {"kind": "substantive", "change_note": "Water is no commodity.", "counter": desk.row.version}
    first = client.post(url(desk, "/publish"), data=data)
    again = client.post(url(desk, "/publish"), data=data)
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.location == again.location == url(desk)
    published = db.session.query(Revision).filter_by(major=2).one()
    page = client.get(url(desk)).text
    assert published.hash in page
    assert "Water is no commodity." in page


def test_a_publication_without_a_note_comes_back(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    desk.decide("commodity", "accept")
    desk.answer_all()
    data = {"kind": "minor", "change_note": "", "counter": desk.row.version}
    assert client.post(url(desk, "/publish"), data=data).status_code == 422
    assert db.session.query(Revision).count() == 1


@pytest.mark.parametrize(
    ("role", "reads", "works"),
    [
        ("facilitator", 200, 303),
        ("secretariat", 200, 403),
        ("working-group-member", 200, 403),
        (None, 404, 404),
    ],
)
def test_only_facilitators_decide_and_staff_may_look(
    desk: Desk, client: PageClient, role: str | None, reads: int, works: int
) -> None:
    client.sign_in(make_person(role, desk.narrative if role else None))
    address, data = decision(desk, "commodity", "accept")
    assert client.get(url(desk)).status_code == reads
    assert client.get(url(desk, "/sections/water")).status_code == reads
    assert client.post(address, data=data).status_code == works
    assert client.post(url(desk, "/publish"), data={}).status_code == (422 if works == 303 else works)


def test_who_does_not_facilitate_sees_no_withheld_contribution(desk: Desk, client: PageClient) -> None:
    make_comment(desk.consultation, body="They threatened us.", visibility="facilitators")
    client.sign_in(make_person("secretariat"))
    assert "They threatened us." not in client.get(url(desk, "/sections/water")).text
    client.sign_in(desk.facilitator)
    assert "They threatened us." in client.get(url(desk, "/sections/water")).text


def test_objections_stand_at_the_change(desk: Desk, client: PageClient) -> None:
    make_stance(desk.first, position="objection", reason="A commodity is what it became.")
    client.sign_in(desk.facilitator)
    assert "A commodity is what it became." in client.get(url(desk, "/sections/water")).text


def test_unknown_desks_sections_and_contributions_are_not_found(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    assert client.get("/en/consolidations/nothing").status_code == 404
    assert client.get(url(desk, "/sections/nothing")).status_code == 404
    assert client.post(url(desk, "/contributions/nothing"), data={}).status_code == 404
    assert client.post(url(desk, "/sections/water/groups/x"), data={"counter": 0}).status_code == 409


def test_a_contribution_of_another_consultation_is_not_answered_here(desk: Desk, client: PageClient) -> None:
    foreign = make_comment(make_consultation(desk.row.ground, state="open"))
    client.sign_in(desk.facilitator)
    answer = client.post(url(desk, f"/contributions/{foreign.public_id}"), data=answer_data(foreign))
    assert answer.status_code == 404


def test_a_desk_is_given_up_by_its_button(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    assert client.post(url(desk, "/abandon")).status_code == 303
    page = client.get(url(desk)).text
    assert "given up" in page
    assert "Preview of the next version" not in page


def test_a_desk_behind_the_newest_version_says_so_and_is_brought_up_to_date(app, client: PageClient) -> None:  # type: ignore[no-untyped-def]
    first = Desk()
    second = Desk(
        make_consultation(first.consultation.base_revision, state="closed"), facilitator=first.facilitator
    )
    make_comment(second.consultation)
    assert second.row.is_open
    first.publish()
    second.answer_all()
    client.sign_in(first.facilitator)
    assert "was published meanwhile" in client.get(url(second)).text
    assert "Bring the desk up to date first." in client.get(url(second, "/publish")).text
    data = {"kind": "minor", "change_note": "Typed with care.", "counter": second.row.version}
    refused = client.post(url(second, "/publish"), data=data)
    assert refused.status_code == 409
    assert client.post(url(second, "/update")).status_code == 303
    assert "was published meanwhile" not in client.get(url(second)).text


def test_a_failure_in_the_middle_leaves_no_half_revision(
    desk: Desk, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.decide("commodity", "accept")
    desk.answer_all()

    def fall(*_values: object) -> None:
        raise ConsultError("the letters could not be written")

    monkeypatch.setattr("consult.consolidation.services.publication.tell_of_publication", fall)
    client.sign_in(desk.facilitator)
    data = {"kind": "minor", "change_note": "What changed", "counter": desk.row.version}
    assert client.post(url(desk, "/publish"), data=data).status_code == 400
    db.session.expire_all()
    assert db.session.query(Revision).count() == 1
    assert desk.row.state == "open"
    assert desk.comment.disposition is None


def test_a_facilitator_of_the_consultation_alone_may_run_its_desk(desk: Desk, client: PageClient) -> None:
    client.sign_in(make_person("facilitator", desk.consultation))
    place = f"/en/narratives/{desk.narrative.slug}/consolidations/new"
    answer = client.post(place, data={"consultations": desk.consultation.public_id})
    assert answer.status_code == 303
    assert client.get(answer.location + "/publish").status_code == 200


def test_a_facilitator_elsewhere_finds_nothing_here(desk: Desk, client: PageClient) -> None:
    client.sign_in(make_person("facilitator", make_consultation(state="closed")))
    assert client.get(url(desk)).status_code == 404
    assert client.get(f"/en/narratives/{desk.narrative.slug}/consolidations/new").status_code == 403


def test_anonymous_readers_find_nothing(desk: Desk, client: PageClient) -> None:
    assert client.get(url(desk)).status_code == 404
    assert client.get(url(desk, "/publish")).status_code == 404


HOSTILE = ["<script>alert(1)</script>", "a\x00b", "\u202eabc", "x" * 30_000, '" hx-get="/evil']


@pytest.mark.parametrize("typed", HOSTILE, ids=["script", "nul", "override", "long", "attribute"])
@pytest.mark.parametrize("name", ["words", "reason"])
def test_hostile_words_are_refused_or_shown_as_words(
    desk: Desk, client: PageClient, name: str, typed: str
) -> None:
    client.sign_in(desk.facilitator)
    address, data = decision(desk, "human", "adapt", **{"words": "living", name: typed})
    answer = client.post(address, data=data)
    assert answer.status_code in (303, 422)
    page = client.get(url(desk, "/sections/water")).text if answer.status_code == 303 else answer.text
    assert "<script>alert" not in page
    assert not re.search(r'<[^>]*hx-get="/evil', page)


@pytest.mark.parametrize("counter", ["", "x", "99999999999999999999", "-1"])
def test_a_damaged_counter_is_an_old_one(desk: Desk, client: PageClient, counter: str) -> None:
    client.sign_in(desk.facilitator)
    address, data = decision(desk, "commodity", "accept", counter=counter)
    assert client.post(address, data=data).status_code == 409


def test_the_section_at_work_asks_as_many_queries_for_many_as_for_few(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    few = queries_of(client, url(desk, "/sections/water"))
    for number in range(15):
        make_amendment(desk.consultation, find="every day", replace=f"day number {number}")
        make_comment(desk.consultation, body=f"Remark {number}")
    many = queries_of(client, url(desk, "/sections/water"))
    assert many <= few + 1
    assert queries_of(client, url(desk)) <= 30


def queries_of(client: PageClient, address: str) -> int:
    """Return how many statements one page takes."""
    count = 0

    def add(*_values: object) -> None:
        nonlocal count
        count += 1

    event.listen(db.engine, "before_cursor_execute", add)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", add)
    return count
