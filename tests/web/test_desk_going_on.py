"""The desk leads from one thing that is left to the next, until all is published."""

import pytest

from consult.core.database import db
from tests.desk import Desk
from tests.desk_forms import answer_data, decision, prefix, url
from tests.factories import make_amendment, make_answer, make_comment, make_question, place_of
from tests.page import PageClient
from tests.services.test_consolidation_structure import structural

REASON = prefix("confirm") + "reason"


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    """Water has a clash, Health only a comment; a section is to go; a question was answered."""
    desk = Desk()
    make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, find="for sale", replace="to be sold")
    health = place_of(desk.consultation.base_revision, "health").section
    desk.comment = make_comment(desk.consultation, section=health)
    desk.removal = structural(desk, "remove", section=health)
    desk.loose = make_answer(make_question(desk.consultation))
    return desk


def leads_to(desk: Desk, client: PageClient) -> str:
    """Return where one is sent on to, within the desk; the page of the desk offers the same way."""
    assert url(desk, "/next") in client.get(url(desk)).text.split("<table")[0]
    sent = client.get(url(desk, "/next"))
    assert sent.status_code == 303
    return sent.location.partition(url(desk))[2]


def test_one_is_led_from_section_to_structure_to_answers_to_publication(
    desk: Desk, client: PageClient
) -> None:
    client.sign_in(desk.facilitator)
    assert leads_to(desk, client) == "/sections/water"
    address, data = decision(desk, "commodity", "accept")
    client.post(address, data=data)
    client.post(url(desk, "/sections/water/confirm"), data={REASON: "As decided."})
    assert leads_to(desk, client) == "/sections/health", "nothing to decide there, but to answer"
    client.post(url(desk, f"/contributions/{desk.comment.public_id}"), data=answer_data(desk.comment))
    assert leads_to(desk, client) == "/structure"
    assert "Nothing is left to do here" not in client.get(url(desk, "/structure")).text
    (group,) = desk.whole().structure.groups
    data = {"outcome": "decline", prefix(group.key) + "reason": "It is needed.", "counter": 0}
    client.post(url(desk, f"/structure/{group.key}"), data=data)
    assert "Answer 1 proposed change as decided" in client.get(url(desk, "/structure")).text
    assert leads_to(desk, client) == "/structure", "decided, and not answered yet"
    client.post(url(desk, "/structure-answers"), data={REASON: "As decided."})
    assert "Nothing is left to do here" in client.get(url(desk, "/structure")).text
    assert leads_to(desk, client) == "/answers"
    client.post(url(desk, f"/contributions/{desk.loose.public_id}"), data=answer_data(desk.loose))
    assert "Nothing is left to do here" in client.get(url(desk, "/answers")).text
    assert client.get(url(desk, "/next")).location.endswith("/publish")


def test_confirming_answers_what_the_page_shows_and_nothing_else(desk: Desk, client: PageClient) -> None:
    """A proposal to remove a section names that section, and is answered among the proposals for sections."""
    client.sign_in(desk.facilitator)
    (group,) = desk.whole().structure.groups
    client.post(url(desk, f"/structure/{group.key}"), data={"outcome": "accept", "counter": 0})
    client.post(url(desk, "/sections/health/confirm"), data={REASON: "So."})
    assert desk.whole().material.answers == {}
    refused = client.post(url(desk, "/structure-answers"), data={REASON: " "})
    assert refused.status_code == 422
    assert desk.whole().material.answers == {}
    make_amendment(desk.consultation, find="a right", replace="a human right")
    db.session.commit()
    shown = client.post(
        url(desk, "/structure-answers"), data={REASON: "As decided."}, headers={"HX-Request": "true"}
    )
    assert "As decided." in shown.text
    assert {row: one.disposition for row, one in desk.whole().material.answers.items()} == {
        desk.removal.id: "accepted"
    }


def test_wordings_at_one_point_may_be_kept_in_order(app, client: PageClient) -> None:  # type: ignore[no-untyped-def]
    desk = Desk()
    make_amendment(desk.consultation, find="a right", replace="a right, for ever")
    make_amendment(desk.consultation, find="a right", replace="a right of all")
    client.sign_in(desk.facilitator)
    page = client.get(url(desk, "/sections/water")).text
    assert "at one point: choose, or keep them in order" in page
    assert "these cannot both stand" not in page.lower()
    for new in (", for ever", "of all"):
        address, data = decision(desk, new, "accept")
        assert client.post(address, data=data).status_code == 303
    work = desk.work()
    assert not work.undecided
    assert "for ever" in work.merged.text
    assert "of all" in work.merged.text
