"""The way on at a merge desk from every state, for whom; and one's own filters beside those of others."""

from typing import Any

import pytest
from flask import Flask

from consult.consolidation.desk_models import SavedFilter
from consult.consolidation.services import abandon_consolidation
from consult.consolidation.services.filters import MOST, drop_filter, filters_of, keep_filter, tidied_query
from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound, WrongState
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import (
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_person,
    make_question,
    make_revision,
    place_of,
)
from tests.page import PageClient
from tests.services.test_consolidation_structure import structural

WATER, HEALTH, STRUCTURE, ANSWERS, PUBLISH = (
    "/sections/water",
    "/sections/health",
    "/structure",
    "/answers",
    "/publish",
)


@pytest.fixture
def desk(app: Flask, client: PageClient) -> Desk:
    desk = Desk()
    client.sign_in(desk.facilitator)
    return desk


def health(desk: Desk) -> Any:
    return place_of(desk.consultation.base_revision, "health").section


def clash(desk: Desk, section: str) -> None:
    find, where = ("for sale", {}) if section == "water" else ("free", {"section": health(desk)})
    for new in ("one thing", "another"):
        make_amendment(desk.consultation, find=find, replace=new, **where)


LEFT = {
    "nothing": (lambda desk: None, PUBLISH),
    "a free change to answer": (lambda desk: make_amendment(desk.consultation), WATER),
    "a comment": (lambda desk: make_comment(desk.consultation, section=health(desk)), HEALTH),
    "what only facilitators read": (
        lambda desk: make_comment(desk.consultation, section=health(desk), visibility="facilitators"),
        HEALTH,
    ),
    "a decision before an answer": (
        lambda desk: (make_comment(desk.consultation), clash(desk, "health")),
        HEALTH,
    ),
    "two decisions": (lambda desk: (clash(desk, "health"), clash(desk, "water")), WATER),
    "a section proposed": (lambda desk: structural(desk, "remove", section=health(desk)), STRUCTURE),
    "a question answered": (lambda desk: make_answer(make_question(desk.consultation)), ANSWERS),
    "structure before answers": (
        lambda desk: (
            make_answer(make_question(desk.consultation)),
            structural(desk, "remove", section=health(desk)),
        ),
        STRUCTURE,
    ),
    # What waits to be admitted, is hidden, taken back or not sent asks for nothing at the desk.
    "late": (lambda desk: make_comment(desk.consultation, is_late=True), PUBLISH),
    "hidden": (
        lambda desk: make_comment(desk.consultation, hidden_at=now(), hidden_reason="Rude."),
        PUBLISH,
    ),
    "withdrawn": (lambda desk: make_amendment(desk.consultation, status="withdrawn"), PUBLISH),
    "draft": (lambda desk: make_comment(desk.consultation, status="draft", submitted_at=None), PUBLISH),
}


@pytest.mark.parametrize("what", LEFT)
def test_the_way_on_leads_to_what_is_left(desk: Desk, client: PageClient, what: str) -> None:
    arrange, where = LEFT[what]
    arrange(desk)
    sent = client.get(url(desk, "/next"))
    assert (sent.status_code, sent.location) == (303, url(desk, where))
    assert client.get(sent.location).status_code == 200
    if what == "a comment":
        desk.answer_all()
        assert client.get(url(desk, "/next")).location == url(desk, PUBLISH)


@pytest.mark.parametrize(
    ("role", "status"),
    [("facilitator", 303), ("secretariat", 403), ("working-group-member", 403), (None, 404)],
)
def test_only_who_works_at_the_desk_is_led_on(
    desk: Desk, client: PageClient, role: str | None, status: int
) -> None:
    make_comment(desk.consultation)
    person = make_person(role, None if role == "secretariat" else desk.narrative)
    reader = client.application.test_client().sign_in(person)
    assert reader.get(url(desk, "/next")).status_code == status
    assert ("/next" in reader.get(url(desk)).text) is (status == 303)


@pytest.mark.parametrize("end", ["published", "abandoned"])
def test_from_a_closed_desk_the_way_on_ends_where_nothing_leads_further(
    desk: Desk, client: PageClient, end: str
) -> None:
    make_comment(desk.consultation)
    if end == "published":
        desk.answer_all()
        desk.publish()
    else:
        abandon_consolidation(desk.row, desk.facilitator, now())
    place, steps = url(desk, "/next"), 0
    while (page := client.get(place)).status_code == 303 and steps < 3:
        place, steps = page.location, steps + 1
    assert page.status_code == 200
    assert place == url(desk, "" if end == "published" else WATER), "what was left is still shown, to read"
    assert url(desk, "/next") not in page.text


def keep(desk: Desk, name: str, query: str = "kind=comment", person: Any = None) -> SavedFilter:
    return keep_filter(desk.row, name, query, person=person or desk.facilitator, at=now())


def test_a_name_is_one_s_own_at_one_desk_and_its_newest_choice_holds(desk: Desk) -> None:
    other = Desk(make_consultation(make_revision(), state="closed"), facilitator=desk.facilitator)
    colleague = make_person("facilitator", desk.narrative)
    first = keep(desk, " My \n filter ")
    keep(other, "My filter")
    keep(desk, "My filter", person=colleague)
    with freeze(now().replace(hour=13)):
        again = keep(desk, "My filter", "order=age&kind=answer")
        assert again is first
        assert (again.name, again.query, again.at) == ("My filter", "kind=answer&order=age", now())
    keep(desk, "my filter")
    keep(desk, "A")
    assert [one.name for one in filters_of(desk.row, desk.facilitator)] == ["A", "My filter", "my filter"]
    assert len(filters_of(desk.row, colleague)) == len(filters_of(other.row, desk.facilitator)) == 1


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("", "kind=comment", "Please fill this in."),
        (" \t\n", "kind=comment", "Please fill this in."),
        ("Mine", "", "Choose something first"),
        ("Mine", "order=left", "Choose something first"),
        ("Mine", "page=2&nothing", "Choose something first"),
        ("Mine", "kind=&region=", "Choose something first"),
    ],
)
def test_nothing_is_kept_without_a_name_or_a_choice(desk: Desk, name: str, query: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        keep(desk, name, query)
    assert said in str(refusal.value.message)
    assert refusal.value.details["field"] == "name"
    assert filters_of(desk.row, desk.facilitator) == []


def test_one_keeps_so_many_and_no_more_until_one_is_taken_away(desk: Desk) -> None:
    rows = [keep(desk, f"{number:02}") for number in range(MOST)]
    with pytest.raises(InvalidInput, match="InvalidInput") as refusal:
        keep(desk, "One more")
    assert "Take one away first" in str(refusal.value.message)
    assert keep(desk, "00", "kind=answer") is rows[0], "a name that is kept already takes no more room"
    assert keep(desk, "One more", person=make_person("facilitator", desk.narrative)).name == "One more"
    drop_filter(desk.row, rows[1].public_id, person=desk.facilitator)
    assert keep(desk, "One more").name == "One more"
    assert len(filters_of(desk.row, desk.facilitator)) == MOST


def test_only_one_s_own_filter_of_this_desk_is_taken_away_once_and_none_at_a_closed_desk(
    desk: Desk, client: PageClient
) -> None:
    other = Desk(make_consultation(make_revision(), state="closed"), facilitator=desk.facilitator)
    theirs = keep(desk, "Theirs", person=make_person("facilitator", desk.narrative))
    elsewhere, mine, last = keep(other, "Elsewhere"), keep(desk, "Mine"), keep(desk, "Last")
    for wrong in (theirs, elsewhere):
        assert client.post(url(desk, f"/filters/{wrong.public_id}/remove")).status_code == 404
    address = url(desk, f"/filters/{mine.public_id}/remove")
    statuses = [client.post(address).status_code for _twice in range(2)]
    assert statuses == [303, 404]
    abandon_consolidation(desk.row, desk.facilitator, now())
    assert client.post(url(desk, f"/filters/{last.public_id}/remove")).status_code == 409
    with pytest.raises(WrongState):
        keep(desk, "Later")
    with pytest.raises(WrongState):
        drop_filter(desk.row, "nobody", person=desk.facilitator)
    gone = elsewhere.public_id
    drop_filter(other.row, gone, person=desk.facilitator)
    with pytest.raises(NotFound):
        drop_filter(other.row, gone, person=desk.facilitator)
    assert {row.name for row in db.session.query(SavedFilter)} == {"Theirs", "Last"}


@pytest.mark.parametrize(
    ("query", "back"),
    [
        ("kind=comment", "?kind=comment#filters"),
        ("//evil.example/?kind=comment", "#filters"),
        ("kind=comment#top&order=age", "?kind=comment%23top&order=age#filters"),
        ("kind=%0d%0aLocation:%20x", "?kind=%0D%0ALocation%3A+x#filters"),
        ("", "#filters"),
    ],
)
def test_one_comes_back_to_the_desk_and_to_no_other_place(
    desk: Desk, client: PageClient, query: str, back: str
) -> None:
    sent = client.post(url(desk, "/filters"), data={"name": "Mine", "query": query})
    assert (sent.status_code, sent.location) == (303, url(desk, back))
    assert client.get(sent.location.partition("#")[0]).status_code == 200
    assert tidied_query(tidied_query(query)) == tidied_query(query)
