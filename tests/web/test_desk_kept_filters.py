"""Filters of the queue that a facilitator keeps under a name: one's own, and only where there is much."""

import re
from urllib.parse import urlencode

import pytest
from flask import Flask

from consult.consolidation.desk_models import SavedFilter
from consult.consolidation.queue import QUERY_NAMES, Filter, queue_of
from consult.consolidation.services import abandon_consolidation
from consult.consolidation.services.filters import MOST, tidied_query
from consult.consolidation.views import queue
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
)
from tests.page import PageClient

ALL_OF_IT = "region=asia&language=fr&kind=amendment&constituency=trade-union&supporters=2&order=age"


@pytest.fixture
def desk(app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Two trade unionists of Asia propose the same in French, one of Africa something else; there is much to do."""
    desk = Desk()
    asia = make_region("asia")
    for _one in range(2):
        person = make_person(organisation=make_organisation(region=asia), region=asia)
        values = {"constituency": "trade-union", "language": "fr"}
        make_amendment(desk.consultation, person, find="for sale", replace="a commodity", **values)
    make_amendment(desk.consultation, find="for sale", replace="sold")
    make_comment(desk.consultation, language="fr")
    desk.question = make_question(desk.consultation)
    make_answer(desk.question)
    make_question(desk.consultation, wording="Who is missing?")
    monkeypatch.setattr(queue, "MANY_CONTRIBUTIONS", 3)
    client.sign_in(desk.facilitator)
    return desk


def keep(client: PageClient, desk: Desk, name: str, query: str) -> str:
    answer = client.post(url(desk, "/filters"), data={"name": name, "query": query})
    assert answer.status_code == 303
    return str(answer.location)


def test_a_filter_is_kept_opened_and_taken_away(desk: Desk, client: PageClient) -> None:
    plain = client.get(url(desk)).text
    assert "Keep this filter" not in plain, "nothing is chosen"
    page = client.get(url(desk, "?kind=amendment&order=age&region=&supporters=")).text
    (query,) = re.findall(r'name="query" value="([^"]+)"', page)
    assert query == "kind=amendment&amp;order=age"
    back = keep(client, desk, "  My   الترتيب ", "kind=amendment&order=age")
    assert back == url(desk, "?kind=amendment&order=age#filters")
    page = client.get(back.split("#")[0]).text
    assert re.search(r'\?kind=amendment&amp;order=age" aria-current="true"><bdi>My الترتيب</bdi>', page)
    assert "Keep this filter" not in page, "it is kept already"
    keep(client, desk, "My الترتيب", "kind=comment")
    (row,) = db.session.query(SavedFilter)
    assert (row.query, row.person_id) == ("kind=comment", desk.facilitator.id)
    answer = client.post(url(desk, f"/filters/{row.public_id}/remove"))
    assert (answer.status_code, answer.location) == (303, url(desk, "#filters"))
    assert db.session.query(SavedFilter).count() == 0


def test_it_is_one_s_own(desk: Desk, client: PageClient) -> None:
    keep(client, desk, "Mine", "kind=comment")
    row = db.session.query(SavedFilter).one()
    other = make_person("facilitator", desk.consultation)
    theirs = client.application.test_client().sign_in(other)
    assert "Mine" not in theirs.get(url(desk)).text
    assert theirs.post(url(desk, f"/filters/{row.public_id}/remove")).status_code == 404
    keep(theirs, desk, "Mine", "kind=answer")
    assert db.session.query(SavedFilter).count() == 2
    reader = client.application.test_client().sign_in(make_person("secretariat"))
    assert "Mine" not in reader.get(url(desk, "?kind=comment")).text
    assert reader.post(url(desk, "/filters"), data={"name": "x", "query": "kind=comment"}).status_code == 403


def test_the_usual_desk_stays_plain(desk: Desk, client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "MANY_CONTRIBUTIONS", 5)
    chosen = url(desk, "?kind=comment")
    assert desk.whole().total == 5
    assert "Keep this filter" not in client.get(chosen).text
    monkeypatch.setattr(queue, "MANY_SECTIONS", 1)
    assert "Keep this filter" in client.get(chosen).text
    monkeypatch.setattr(queue, "MANY_SECTIONS", 20)
    keep(client, desk, "Mine", "kind=comment")
    assert "<bdi>Mine</bdi>" in client.get(url(desk)).text, "what is kept is shown"


@pytest.mark.parametrize(
    ("name", "query", "says"),
    [
        (" ", "kind=comment", "Please fill this in."),
        ("x" * 81, "kind=comment", "This is too long"),
        ("All", "", "Choose something first"),
        ("All", "order=left&supporters=0&region=", "Choose something first"),
        ("All", "page=2&evil=<script>", "Choose something first"),
    ],
)
def test_what_is_not_kept_says_why(desk: Desk, client: PageClient, name: str, query: str, says: str) -> None:
    assert says in client.get(keep(client, desk, name, query).split("#")[0]).text
    assert db.session.query(SavedFilter).count() == 0


def test_nobody_keeps_more_than_a_list_can_show_and_none_at_a_closed_desk(
    desk: Desk, client: PageClient
) -> None:
    given = {"consolidation_id": desk.row.id, "person_id": desk.facilitator.id, "query": "kind=comment"}
    db.session.add_all(SavedFilter(**given, name=str(number)) for number in range(MOST))
    db.session.flush()
    keep(client, desk, "One more", "kind=answer")
    assert db.session.query(SavedFilter).count() == MOST
    keep(client, desk, "0", "kind=answer")
    assert db.session.query(SavedFilter).filter_by(name="0").one().query == "kind=answer"
    abandon_consolidation(desk.row, desk.facilitator, now())
    assert client.post(url(desk, "/filters"), data={"name": "x", "query": "kind=x"}).status_code == 409
    assert "<bdi>0</bdi>" not in client.get(url(desk)).text


def test_all_filters_work_together_and_stay_in_the_address(desk: Desk, client: PageClient) -> None:
    def found(chosen: Filter) -> list[tuple[int, int]]:
        return [(entry.open, entry.waiting) for entry in queue_of(desk.whole(), chosen)]

    chosen = Filter("asia", "fr", "amendment", "trade-union", supporters=2)
    assert found(chosen) == [(1, 0)]
    for wrong in (
        Filter("africa", "fr", "amendment", "trade-union", supporters=2),
        Filter("asia", "en", "amendment", "trade-union", supporters=2),
        Filter("asia", "fr", "comment", "trade-union", supporters=2),
        Filter("asia", "fr", "amendment", "ngo", supporters=2),
        Filter("asia", "fr", "amendment", "trade-union", question=desk.question.public_id, supporters=2),
        Filter("asia", "fr", "amendment", "trade-union", supporters=3),
    ):
        assert not any(entry.open for entry in queue_of(desk.whole(), wrong)), wrong
    page = client.get(url(desk, f"?{ALL_OF_IT}")).text
    for value in ("asia", "fr", "amendment", "trade-union", "age"):
        assert re.search(rf'<option value="{value}" selected>', page), value
    assert re.search(r'name="supporters"[^>]*value="2"', page)
    assert f'name="query" value="{ALL_OF_IT.replace("&", "&amp;")}"' in page
    arabic = re.search(r'href="(/ar/consolidations/[^"]+)"', page)
    assert arabic
    assert set(ALL_OF_IT.split("&")) <= set(arabic[1].split("?")[1].replace("&amp;", "&").split("&"))
    assert client.get(url(desk, "?question=" + desk.question.public_id)).text.count("selected") >= 1


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        (ALL_OF_IT, ALL_OF_IT),
        ("order=age&kind=comment&kind=answer", "kind=answer&order=age"),
        ("supporters=0&order=left", ""),
        ("region=%D8%A2&x=1", "region=%D8%A2"),
        ("region=a%26b%3Dc", "region=a%26b%3Dc"),
        ("%00=%00&region=%00", "region=%00"),
        ("", ""),
    ],
)
def test_a_query_is_kept_in_its_shortest_form(query: str, kept: str) -> None:
    assert tidied_query(query) == kept
    assert tidied_query(kept) == kept
    assert set(re.findall(r"(?:^|&)(\w+)=", kept)) <= set(QUERY_NAMES)
    assert tidied_query(urlencode({"kind": "x" * 3000}))[:7] in ("", "kind=xx")


def test_the_row_of_what_has_no_section_says_how_much_is_done_and_since_when_it_waits(
    desk: Desk, client: PageClient
) -> None:
    row = client.get(url(desk)).text.split("without a section")[1].split("</tr>")[0]
    assert "0 of 1" in row
    assert "since" in row
    desk.answer_all()
    row = client.get(url(desk)).text.split("without a section")[1].split("</tr>")[0]
    assert "1 of 1" in row
    assert "since" not in row
