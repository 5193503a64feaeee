"""The queue of a desk: what is left first, filters in the address, sections shared out."""

import re
from datetime import timedelta

import pytest

from consult.consolidation.desk_models import SectionAssignment
from consult.consolidation.queue import Filter, queue_of
from consult.core.clock import now
from consult.core.database import db
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import (
    make_amendment,
    make_answer,
    make_comment,
    make_organisation,
    make_person,
    make_question,
    make_region,
    place_of,
)
from tests.page import PageClient


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    """Water with a clash of Africa and Asia, a comment; Health with older comments in French, an answer."""
    desk = Desk()
    asia = make_person(organisation=make_organisation(region=make_region("asia")), region=make_region("asia"))
    make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, asia, find="for sale", replace="sold", constituency="trade-union")
    make_comment(desk.consultation)
    health = place_of(desk.consultation.base_revision, "health").section
    for number in range(6):
        long_ago = now() - timedelta(days=40 - number)
        make_comment(desk.consultation, section=health, language="fr", submitted_at=long_ago)
    desk.question = make_question(desk.consultation, section=health)
    make_answer(desk.question)
    make_question(desk.consultation, wording="Who is missing?")
    return desk


def keys(desk: Desk, chosen: Filter = Filter(), order: str = "left") -> list[tuple[str, int, int]]:  # noqa: B008
    return [(one.work.section.key, one.open, one.waiting) for one in queue_of(desk.whole(), chosen, order)]


def test_sections_come_by_what_is_left_and_filters_count_only_what_they_take(desk: Desk) -> None:
    assert keys(desk) == [("health", 0, 7), ("water", 2, 4)]
    assert keys(desk, order="text") == [("water", 2, 4), ("health", 0, 7)]
    assert keys(desk, order="age") == [("health", 0, 7), ("water", 2, 4)]
    assert keys(desk, Filter(region="asia")) == [("water", 1, 1)]
    assert keys(desk, Filter(language="fr")) == [("health", 0, 6)]
    assert keys(desk, Filter(kind="amendment")) == [("water", 2, 3)]
    assert keys(desk, Filter(constituency="trade-union")) == [("water", 1, 1)]
    assert keys(desk, Filter(question=desk.question.public_id)) == [("health", 0, 1)]
    assert keys(desk, Filter(supporters=2)) == [("water", 1, 0)]
    assert keys(desk, Filter(region="moon")) == []
    desk.decide("commodity", "accept")
    (water,) = [one for one in queue_of(desk.whole(), Filter()) if one.work.section.key == "water"]
    assert (water.done, water.total, water.left, water.clashes) == (2, 6, 4, 0)


def test_the_page_filters_by_its_address_and_bears_any_address(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    page = client.get(url(desk)).text
    table = page.split("<tbody>")[1]
    assert table.index("Health") < table.index("Water")
    assert "Who sees to it" not in page, "one facilitator, two sections: nothing to share out"
    page = client.get(url(desk, "?region=asia&order=text")).text
    assert re.search(r'<option value="asia" selected>', page)
    assert "Publication needs all of it" in page
    for odd in ("?supporters=x", "?supporters=-9", "?order=evil", "?language=%00", "?region=%F0%9F%92%A7"):
        assert client.get(url(desk, odd)).status_code == 200


def test_sections_are_shared_out_where_several_facilitate(desk: Desk, client: PageClient) -> None:
    other = make_person("facilitator", desk.consultation, display_name="Amara")
    client.sign_in(desk.facilitator)
    assert "Share the sections out" in client.get(url(desk)).text
    place = url(desk, "/assignments")
    data = {"sections": ["water", "moon"], "person": other.public_id, "due": "2001-02-03"}
    assert client.post(place, data=data).status_code == 303
    page = client.get(url(desk)).text
    assert re.search(r"Amara</bdi>.*overdue", page, re.S)
    stranger = make_person()
    for wrong in ({"person": stranger.public_id}, {"person": "nobody"}, {"due": "soon"}, {"sections": []}):
        assert client.post(place, data={**data, **wrong}).status_code == 303
    assert db.session.query(SectionAssignment).one().person_id == other.id
    client.post(place, data={"sections": "water", "person": "", "due": ""})
    assert db.session.query(SectionAssignment).count() == 0
