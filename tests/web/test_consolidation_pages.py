"""The merge desk in a browser: start, decide, answer, publish."""

import re

import pytest
from sqlalchemy import event

from consult.consolidation.models import Consolidation, Decision
from consult.core.database import db
from consult.core.errors import ConsultError
from consult.narratives.models import Revision
from tests.desk import Desk
from tests.factories import (
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_person,
    make_question,
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


def url(desk: Desk, rest: str = "") -> str:
    return f"/en/consolidations/{desk.row.public_id}{rest}"


def prefix(key: str) -> str:
    return f"f-{key[:12]}-"


def decision(desk: Desk, new: str, outcome: str, **values):
    group = desk.group(new)
    data = {"outcome": outcome, "counter": desk.work().counter, prefix(group.key) + "reason": "Because."}
    data |= {prefix(group.key) + name: value for name, value in values.items() if name != "counter"}
    data |= {name: value for name, value in values.items() if name == "counter"}
    return url(desk, f"/sections/water/groups/{group.key}"), data


def answer_data(contribution, disposition="noted", reason="Thank you.", seen=0):
    name = f"a-{contribution.public_id}-"
    return {name + "disposition": disposition, name + "reason": reason, name + "shaped": "", "seen": seen}


def test_a_facilitator_starts_a_merge_desk(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    place = f"/en/narratives/{desk.narrative.slug}/consolidations/new"
    assert desk.consultation.title in client.get(place).text
    answer = client.post(place, data={"consultations": desk.consultation.public_id})
    assert answer.status_code == 303
    row = db.session.query(Consolidation).one()
    assert answer.location == f"/en/consolidations/{row.public_id}"
    assert "To decide" in client.get(answer.location).text


def test_starting_without_a_consultation_says_what_to_choose(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    answer = client.post(f"/en/narratives/{desk.narrative.slug}/consolidations/new", data={})
    assert answer.status_code == 422
    assert "Choose at least one closed consultation." in answer.text


def test_the_section_shows_the_alternatives_side_by_side(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    page = client.get(url(desk, "/sections/water")).text
    assert "these cannot both stand" in page
    assert "<mark>for sale</mark>" in page
    assert page.count('class="alternative') >= 2
    assert "Say who pays." in page


def test_accepting_shows_the_resulting_text(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    address, data = decision(desk, "commodity", "accept")
    answer = client.post(address, data=data)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "a commodity</ins>" in page
    assert "Other words were chosen for this place." in page


def test_with_htmx_only_the_section_at_work_comes_back(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    address, data = decision(desk, "commodity", "accept")
    answer = client.post(address, data=data, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.strip().startswith('<div id="desk-section">')
    assert "data-announce" in answer.text


def test_declining_without_a_reason_comes_back_with_the_form(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    address, data = decision(desk, "commodity", "decline", reason="")
    answer = client.post(address, data=data)
    assert answer.status_code == 422
    assert "Give a short reason" in answer.text


def test_a_late_save_shows_what_changed_and_keeps_what_was_typed(desk: Desk, client: PageClient) -> None:
    other = make_person("facilitator", desk.narrative, display_name="Amara")
    desk.decide("commodity", "decline", facilitator=other)
    client.sign_in(desk.facilitator)
    address, data = decision(desk, "to be sold", "adapt", words="for anyone to sell", counter=0)
    answer = client.post(address, data=data)
    assert answer.status_code == 409
    assert "Amara did not accept a change" in answer.text
    assert "for anyone to sell" in answer.text
    assert 'name="counter" value="1"' in answer.text
    assert db.session.query(Decision).count() == 1


def test_own_words_for_a_contested_place(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    (spot,) = [spot for spot in desk.work().spots if spot.is_clash]
    name = f"{spot.start}-{spot.end}"
    data = {
        "outcome": "adapt",
        "counter": 0,
        prefix(name) + "words": "a thing to sell",
        prefix(name) + "reason": "Both said so.",
    }
    assert client.post(url(desk, f"/sections/water/passages/{name}"), data=data).status_code == 303
    assert "It is not a thing to sell." in desk.work().merged.text
    assert desk.work().undecided == []


def test_keeping_a_contested_place_as_it_stands_declines_all(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    (spot,) = [spot for spot in desk.work().spots if spot.is_clash]
    name = f"{spot.start}-{spot.end}"
    data = {"outcome": "keep", "counter": 0, prefix(name) + "reason": "It is clear."}
    assert client.post(url(desk, f"/sections/water/passages/{name}"), data=data).status_code == 303
    assert [row.outcome for row in db.session.query(Decision)] == ["decline", "decline"]


def test_a_decision_can_be_undone(desk: Desk, client: PageClient) -> None:
    desk.decide("commodity", "accept")
    client.sign_in(desk.facilitator)
    group = desk.group("commodity")
    answer = client.post(url(desk, f"/sections/water/groups/{group.key}/undo"), data={"counter": 1})
    assert answer.status_code == 303
    assert len(desk.work().undecided) == 2


def test_an_editorial_change_of_a_passage(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    name = prefix("own")
    data = {
        "counter": 0,
        name + "passage": "every day",
        name + "words": "each day",
        name + "reason": "Style.",
    }
    answer = client.post(url(desk, "/sections/water/own-words"), data=data)
    assert answer.status_code == 303
    assert "each day." in desk.work().merged.text
    assert "The facilitator’s own change" in client.get(url(desk, "/sections/water")).text


def test_an_editorial_change_of_words_that_are_not_there_says_so(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    name = prefix("own")
    data = {"counter": 0, name + "passage": "no such words", name + "words": "x", name + "reason": "Style."}
    answer = client.post(url(desk, "/sections/water/own-words"), data=data)
    assert answer.status_code == 422
    assert "This passage is not in the text" in answer.text
    assert "no such words" in answer.text


def test_answering_a_comment_and_taking_the_answer_back(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    place = url(desk, f"/contributions/{desk.comment.public_id}")
    answer = client.post(place, data=answer_data(desk.comment))
    assert answer.status_code == 303
    assert answer.location.endswith(f"/sections/water#c-{desk.comment.public_id}")
    given = desk.whole().material.answers[desk.comment.id]
    assert given.disposition == "noted"
    assert desk.comment.disposition is None
    assert client.post(place, data={"undo": "1"}).status_code == 303
    assert desk.whole().material.answers == {}


def test_an_answer_without_a_reason_comes_back(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    place = url(desk, f"/contributions/{desk.comment.public_id}")
    answer = client.post(place, data=answer_data(desk.comment, reason=""))
    assert answer.status_code == 422
    assert "Give a short reason: the author will read it." in answer.text


def test_two_answers_at_once_lose_nothing(desk: Desk, client: PageClient) -> None:
    desk.answer(desk.comment, "accepted", "We took it up.")
    client.sign_in(desk.facilitator)
    place = url(desk, f"/contributions/{desk.comment.public_id}")
    answer = client.post(place, data=answer_data(desk.comment, reason="Mine, typed with care."))
    assert answer.status_code == 409
    assert "Somebody answered this meanwhile" in answer.text
    assert "Mine, typed with care." in answer.text
    assert "We took it up." in answer.text


def test_an_answer_to_a_guiding_question_is_answered_on_its_own_page(app, client: PageClient) -> None:  # type: ignore[no-untyped-def]
    desk = Desk()
    row = make_answer(make_question(desk.consultation), body="Care work is missing.")
    client.sign_in(desk.facilitator)
    page = client.get(url(desk, "/answers")).text
    assert "Care work is missing." in page
    assert "What is missing?" in page
    client.post(url(desk, f"/contributions/{row.public_id}"), data=answer_data(row))
    assert desk.whole().answered == 1


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


def test_what_was_typed_about_a_change_that_is_gone_is_shown(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    address, data = decision(desk, "human", "adapt", words="living and breathing")
    desk.free.status = "withdrawn"
    answer = client.post(address, data=data)
    assert answer.status_code == 409
    assert "This change is no longer there" in answer.text
    assert "living and breathing" in answer.text


def test_a_late_undo_shows_what_changed(desk: Desk, client: PageClient) -> None:
    desk.decide("commodity", "accept")
    client.sign_in(desk.facilitator)
    group = desk.group("commodity")
    answer = client.post(url(desk, f"/sections/water/groups/{group.key}/undo"), data={"counter": 0})
    assert answer.status_code == 409
    assert "accepted a change." in answer.text


def test_structural_proposals_are_decided_and_undone_on_their_page(desk: Desk, client: PageClient) -> None:
    from consult.contributions.models import Amendment
    from tests.factories import _contribution, place_of

    health = place_of(desk.consultation.base_revision, "health").section
    row = _contribution(
        Amendment,
        desk.consultation,
        None,
        {"rationale": "Said twice."},
        {"operation": "remove", "section": health},
    )
    client.sign_in(desk.facilitator)
    (group,) = desk.whole().structure.groups
    place = url(desk, f"/structure/{group.key}")
    reason = prefix(group.key) + "reason"
    assert "Proposed removal" in client.get(url(desk, "/structure")).text
    assert client.post(place, data={"counter": 0, "outcome": "decline", reason: ""}).status_code == 422
    assert client.post(place, data={"counter": 7, "outcome": "accept"}).status_code == 409
    answer = client.post(place, data={"counter": 0, "outcome": "accept"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert desk.whole().structure.order() == ["water"]
    assert client.post(place, data={"counter": 1, "outcome": "undo"}).status_code == 303
    assert desk.whole().structure.order() == ["water", "health"]
    given = client.post(url(desk, f"/contributions/{row.public_id}"), data=answer_data(row))
    assert given.location.endswith(f"/structure#c-{row.public_id}")


def test_many_are_answered_as_decided_with_one_reason(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    assert "Answer 1 proposed change as decided" in client.get(url(desk, "/sections/water")).text
    name = prefix("confirm") + "reason"
    assert client.post(url(desk, "/sections/water/confirm"), data={name: ""}).status_code == 422
    assert client.post(url(desk, "/sections/water/confirm"), data={name: "As decided."}).status_code == 303
    assert desk.whole().answered == 1


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

    monkeypatch.setattr("consult.consolidation.services.publication.write_letters", fall)
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
    assert queries_of(client, url(desk)) <= 25


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
