"""The merge desk in a browser: answer contributions, decide on structure, find one’s way in long lists."""

import pytest

from consult.contributions.models import Contribution
from consult.core.database import db
from tests.desk import Desk, contested_desk
from tests.desk_forms import answer_data, prefix, url
from tests.factories import (
    make_answer,
    make_comment,
    make_question,
)
from tests.page import PageClient


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    """A closed consultation with a clash, a free change and a comment; its facilitator."""
    return contested_desk()


def test_answering_a_comment_and_taking_the_answer_back(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    place = url(desk, f"/contributions/{desk.comment.public_id}")
    answer = client.post(place, data=answer_data(desk.comment))
    assert answer.status_code == 303
    name = desk.comment.public_id
    assert answer.location.endswith(f"/sections/water?at={name}#c-{name}")
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


def test_many_answers_to_questions_are_listed_as_they_wait_and_all_on_pages(
    app,  # type: ignore[no-untyped-def]
    client: PageClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("consult.consolidation.views.listing.LONGEST_LIST", 2)
    desk = Desk()
    question = make_question(desk.consultation)
    rows = [make_answer(question, body=f"Answer number {number}.") for number in range(5)]

    def numbers(rest: str) -> list[int]:
        page = client.get(url(desk, rest)).text
        return [number for number in range(5) if f"Answer number {number}." in page]

    client.sign_in(desk.facilitator)
    assert "Show all 5 contributions" in client.get(url(desk, "/answers")).text
    assert [numbers(f"/answers{rest}") for rest in ("", "?answers=1", "?answers=3")] == [[0, 1], [0, 1], [4]]
    place = url(desk, f"/contributions/{rows[0].public_id}")
    saved = client.post(place, data=answer_data(rows[0]))
    assert saved.location.endswith(f"/answers?at={rows[0].public_id}#c-{rows[0].public_id}")
    assert numbers(f"/answers?at={rows[0].public_id}") == [0, 1, 2]
    assert numbers("/answers") == [1, 2]
    last = url(desk, f"/contributions/{rows[4].public_id}")
    refused = client.post(last, data={**answer_data(rows[4], reason=""), "answers": "3"})
    assert (refused.status_code, "Answer number 4." in refused.text) == (422, True)
    for row in rows[1:]:
        desk.answer(row)
    assert "All are answered." in client.get(url(desk, "/answers")).text


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


def test_a_long_list_shows_what_waits_and_all_when_asked(desk: Desk, client: PageClient) -> None:
    for number in range(45):
        make_comment(desk.consultation, body=f"Remark number {number}.")
    client.sign_in(desk.facilitator)
    page = client.get(url(desk, "/sections/water")).text
    assert "Show all 49 contributions" in page
    assert "Remark number 44." not in page
    assert "?places=1&amp;answers=1#answers" in page
    pages = [client.get(url(desk, f"/sections/water?answers={number}")).text for number in (1, 2, 99)]
    assert ["Remark number 44." in page for page in pages] == [False, True, True]
    assert ["Say who pays." in page for page in pages] == [True, False, False]
    assert "?places=1&amp;answers=2#answers" in pages[0]
    assert "?places=1&amp;answers=1#answers" in pages[1]
    last = db.session.query(Contribution).order_by(Contribution.id.desc()).first()
    assert "Remark number 44." in client.get(url(desk, f"/sections/water?at={last.public_id}")).text
    name = f"/contributions/{desk.comment.public_id}"
    answer = client.post(url(desk, name), data=answer_data(desk.comment), headers={"HX-Request": "true"})
    assert "Say who pays." in answer.text
    assert "Remark number 36." in answer.text
    assert "Say who pays." not in client.get(url(desk, "/sections/water")).text
