"""What members of the working group say to one decision: its own place in the draft, and beside it at the desk."""

import pytest
from flask import Flask

from consult.consolidation.review_models import DecisionComment
from consult.consolidation.services import abandon_consolidation
from consult.core.clock import now
from consult.core.database import db
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import make_amendment, make_person
from tests.page import PageClient

HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A free change, a clash of which one is accepted, and a change that only facilitators may read, declined."""
    desk = Desk()
    make_amendment(desk.consultation, find="a right", replace="a human right")
    make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, find="for sale", replace="to be sold")
    make_amendment(desk.consultation, find="every day", replace="each night", visibility="facilitators")
    desk.decide("commodity", "accept")
    desk.decide("each", "decline")
    desk.elin = make_person("working-group-member", desk.narrative, display_name="Elin")
    return desk


@pytest.fixture
def member(desk: Desk, client: PageClient) -> PageClient:
    return client.application.test_client().sign_in(desk.elin)


def place(desk: Desk, words: str) -> str:
    return url(desk, f"/sections/water/decisions/{desk.group(words).key}/comments")


def typed(desk: Desk, words: str, body: str) -> dict[str, str]:
    return {f"d-{desk.group(words).anchor}-body": body}


def part(page: str, desk: Desk, words: str) -> str:
    """Return the piece of the draft that is about one decision."""
    return page.split(f'id="d-{desk.group(words).anchor}"')[1].split('class="decision"')[0]


def test_each_decision_of_the_draft_has_its_own_place_for_comments(desk: Desk, member: PageClient) -> None:
    draft = member.get(url(desk, "/draft")).text
    assert draft.count('class="decision"') == 2, "what is open or not theirs to read has none"
    assert f"say={desk.group('commodity').key}" in part(draft, desk, "commodity")
    assert "<textarea" in draft.split('id="comments"')[1]
    assert "<textarea" not in draft.split('id="comments"')[0], "a form comes where it is asked for"
    asked = member.get(url(desk, f"/draft?say={desk.group('commodity').key}")).text
    assert "<textarea" in part(asked, desk, "commodity")
    assert "<textarea" not in part(asked, desk, "human")
    answer = member.post(place(desk, "commodity"), data=typed(desk, "commodity", "Say *why*."))
    assert answer.status_code == 303
    assert answer.location == url(desk, f"/draft#d-{desk.group('commodity').anchor}")
    row = db.session.query(DecisionComment).one()
    assert (row.group_key, row.section.key, row.by) == (desk.group("commodity").key, "water", desk.elin)
    draft = member.get(url(desk, "/draft")).text
    assert "Say <em>why</em>." in part(draft, desk, "commodity")
    assert "Elin" in part(draft, desk, "commodity")
    assert "Say <em>why</em>." not in draft.split('id="comments"')[1], "it stands once, at its decision"
    assert '<details class="details" open>' in draft.split(part(draft, desk, "human"))[0]


def test_with_htmx_the_form_and_the_comment_come_alone(desk: Desk, member: PageClient) -> None:
    address, name = place(desk, "human"), desk.group("human").anchor
    form = member.get(address, headers=HTMX).text
    assert form.strip().startswith(f'<div id="said-{name}">')
    assert "<textarea" in form
    plain = member.get(address)
    assert (plain.status_code, plain.location.split("#")[1]) == (303, f"d-{name}")
    wrong = member.post(address, data=typed(desk, "human", "  "), headers=HTMX)
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.text
    sent = member.post(address, data=typed(desk, "human", "Good."), headers=HTMX)
    assert sent.status_code == 200
    assert sent.text.strip().startswith(f'<div id="said-{name}">')
    assert "Good." in sent.text
    assert "data-announce" in sent.text
    assert "<textarea" not in sent.text


def test_a_comment_without_words_comes_back_at_its_decision(desk: Desk, member: PageClient) -> None:
    for body in ("", " ", "x" * 4001):
        answer = member.post(place(desk, "commodity"), data=typed(desk, "commodity", body))
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in part(answer.text, desk, "commodity")
        assert body.strip() in part(answer.text, desk, "commodity")
    assert db.session.query(DecisionComment).count() == 0


def test_what_the_draft_does_not_show_takes_no_comment(desk: Desk, member: PageClient) -> None:
    for words in ("sold", "each"):
        shown = typed(desk, words, "Words.")
        assert member.post(place(desk, words), data=shown).status_code == 404
    key, shown = desk.group("commodity").key, {**typed(desk, "commodity", "Words."), "d-none-body": "Words."}
    for wrong in (f"/sections/health/decisions/{key}/comments", "/sections/water/decisions/none/comments"):
        assert member.post(url(desk, wrong), data=shown).status_code == 404
    assert db.session.query(DecisionComment).count() == 0
    stranger = member.application.test_client().sign_in(make_person())
    assert stranger.post(place(desk, "commodity"), data=shown).status_code == 404


def test_facilitators_read_them_beside_the_change_with_a_way_to_all(
    desk: Desk, client: PageClient, member: PageClient
) -> None:
    for body in ("Say why.", "And for whom."):
        member.post(place(desk, "commodity"), data=typed(desk, "commodity", body))
    member.post(url(desk, "/draft/comments"), data={"section": "water", "body": "The whole is long."})
    facilitator = client.sign_in(desk.facilitator)
    page = facilitator.get(url(desk, "/sections/water")).text
    card = page.split(f'id="word-{desk.group("commodity").anchor}"')[1].split('id="state-')[0]
    assert "The working group: 2 comments" in card
    assert card.index("Say why.") < card.index("And for whom.")
    assert url(desk, "/review#working-group") in card
    assert page.count("The working group: ") == 1
    assert "The whole is long." not in page, "what is said to the section stands where all is said"
    review = facilitator.get(url(desk, "/review")).text
    anchor = desk.group("commodity").anchor
    assert url(desk, f"/sections/water?at={anchor}#at-{anchor}") in review
    for words in ("Say why.", "And for whom.", "The whole is long."):
        assert words in review
    reader = member.get(url(desk, "/sections/water")).text
    assert "The working group: " not in reader


def test_a_comment_stays_when_its_decision_is_taken_back(desk: Desk, member: PageClient) -> None:
    """What is open again is not on the draft: the comment then stands among the general ones."""
    member.post(place(desk, "commodity"), data=typed(desk, "commodity", "Say why."))
    key = desk.group("commodity").key
    desk.decide("commodity", "decline")
    assert "Say why." in part(member.get(url(desk, "/draft")).text, desk, "commodity")
    db.session.delete(next(row for row in desk.whole().material.decisions if row.group_key == key))
    draft = member.get(url(desk, "/draft")).text
    assert "Say why." in draft.split('id="comments"')[1]


def test_a_closed_desk_takes_none_and_gives_the_words_back(desk: Desk, member: PageClient) -> None:
    address = place(desk, "commodity")
    abandon_consolidation(desk.row, desk.facilitator, now())
    answer = member.post(address, data=typed(desk, "commodity", "Typed with care."))
    assert answer.status_code == 409
    assert "Typed with care." in answer.text
    assert db.session.query(DecisionComment).count() == 0
