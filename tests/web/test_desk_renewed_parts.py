"""What else is saved or refused at a section with htmx brings the parts that it changed: put in their places, the page
is what a page drawn anew would be."""

from typing import Any

import pytest

from consult.consolidation.services.answers import newest_answer
from consult.contributions.models import Contribution, Stance
from consult.core.database import db
from tests.desk import Desk
from tests.desk_forms import answer_data, prefix, url
from tests.factories import make_amendment, make_comment, make_person, make_stance
from tests.page import PageClient
from tests.web.test_consolidation_changed_parts import (
    HTMX,
    Tree,
    desk,
    page_of,
    parsed,
    plain,
    send,
    steps_of,
    with_parts,
)

__all__ = ["desk"]
REASON = "Typed with care."
OWN = {prefix("own") + "passage": "Water is", prefix("own") + "words": "Water remains"}


def objection(desk: Desk) -> Stance:
    about = {"contribution_id": None, "section_id": desk.section().id}
    return make_stance(contribution(desk, "comment"), None, "objection", reason="No.", **about)


def contribution(desk: Desk, kind: str) -> Contribution:
    return next(row for row in desk.work().contributions if row.kind == kind)


def answer_to(desk: Desk, kind: str, disposition: str) -> tuple[str, dict[str, Any]]:
    row = contribution(desk, kind)
    newest = newest_answer(desk.row, row)
    given = answer_data(row, disposition, REASON, seen=newest.id if newest else 0)
    return f"/contributions/{row.public_id}", {"undo": "1"} if disposition == "undo" else given


def form_of(desk: Desk, step: str) -> tuple[str, dict[str, Any]]:
    """Return address and data: "answer comment noted", "own", "confirm", or a step on a change or a clash."""
    act, _space, about = step.partition(" ")
    if act == "answer":
        return answer_to(desk, *about.split(" "))
    if act == "objection":
        name = f"o-{desk.stance.public_id}-text"
        return f"/sections/water/objections/{desk.stance.public_id}", {"seen": 0, name: about}
    if act in ("own", "confirm"):
        rest, data = ("/own-words", OWN) if act == "own" else ("/confirm", {})
        return "/sections/water" + rest, {**data, prefix(act) + "reason": REASON}
    rest, data = steps_of(desk, step)
    return "/sections/water" + rest, data


def sent(desk: Desk, client: PageClient, step: str, **values: Any) -> Any:
    address, data = form_of(desk, step)
    known = {"counter": 0, "counter_now": desk.work().counter, "places": 1, "answers": ""}
    return client.post(url(desk, address), data={**known, **data, **values}, headers=HTMX)


def put(desk: Desk, client: PageClient, page: Tree, answer: Any) -> list[str]:
    """Put the parts of an answer into the page, fetch the text without marks where it is to be; return their ids."""
    assert answer.headers["HX-Reswap"] == "none"
    names = with_parts(page, parsed(answer.text))
    assert len(names) == len(set(names))
    for part in [one for one in page.iter() if one.get("hx-get") and one.get("id") == "desk-clean"]:
        for name in ("hx-get", "hx-trigger", "hx-swap"):
            part.attrib.pop(name)
        part.extend(parsed(client.get(url(desk, "/sections/water/clean"), headers=HTMX).text)[0])
    return names


JOURNEYS = [
    ("answer comment noted", "answer comment undo", "answer comment accepted"),
    # own words bring a place, and all after it have other numbers
    ("own", "accept commodity", "undo remains"),
    # what is carried forward leaves the text, and comes again
    ("answer amendment carried-forward", "answer amendment undo"),
    ("accept commodity", "accept each", "accept morning", "confirm", "answer amendment undo"),
    ("objection We thank you.", "answer comment noted"),
]


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey[0])
def test_the_parts_make_the_page_that_would_be_drawn_anew(
    desk: Desk, client: PageClient, journey: tuple[str, ...]
) -> None:
    desk.stance = objection(desk)
    page = page_of(desk, client)
    for step in journey:
        answer = sent(desk, client, step)
        assert answer.status_code == 200, step
        assert "Saved." in answer.text
        focused = [one for one in parsed(answer.text).iter() if "autofocus" in one.attrib]
        assert len(focused) == 1, step
        put(desk, client, page, answer)
        assert plain(page) == plain(page_of(desk, client)), step


REFUSED = [
    # form, what is wrong with it, the part in which it comes back
    ("decline commodity", {"reason": ""}, "state-"),
    ("adapt clash", {"reason": ""}, "none-1"),
    ("own", {"reason": ""}, "desk-own"),
    ("confirm", {"reason": "r" * 2001}, "desk-confirm"),
    ("answer comment noted", {"reason": ""}, "item-"),
    ("objection " + "r" * 2001, {}, "o-"),
]


@pytest.mark.parametrize(("step", "wrong", "part"), REFUSED, ids=lambda one: str(one)[:20])
def test_what_is_refused_comes_back_in_its_part_with_what_was_typed(
    desk: Desk, client: PageClient, step: str, wrong: dict[str, str], part: str
) -> None:
    desk.stance = objection(desk)
    if step == "confirm":
        for change in ("commodity", "each", "morning"):
            desk.decide(change, "accept")
    _address, data = form_of(desk, step)
    page = page_of(desk, client)
    values = {name: wrong["reason"] for name in data if name.endswith("reason") and wrong}
    answer = sent(desk, client, step, **values)
    assert answer.status_code == 422
    typed = [
        value
        for name, value in {**data, **values}.items()
        if name.endswith(("words", "reason", "text")) and value
    ]
    assert [one for one in typed if one not in answer.text] == []
    names = put(desk, client, page, answer)
    assert [name for name in names if name.startswith(part)]
    assert not {"standing", "desk-places", "desk-list"} & set(names)
    (where,) = [one for one in page.iter() if one.get("role") == "alert"]
    assert "autofocus" in where.attrib
    again = (
        sent(desk, client, step) if not step.startswith("objection") else sent(desk, client, "objection Yes.")
    )
    assert again.status_code == 200
    put(desk, client, page, again)
    assert plain(page) == plain(page_of(desk, client)), (
        "after it was put right nothing is left of the refusal"
    )


@pytest.mark.parametrize("step", ["decline commodity", "adapt clash", "own"])
def test_a_late_form_brings_what_is_there_now_and_what_was_typed(
    desk: Desk, client: PageClient, step: str
) -> None:
    page = page_of(desk, client)
    other = make_person("facilitator", desk.narrative, display_name="Amara")
    desk.decide("favour", "decline", facilitator=other)
    answer = sent(desk, client, step, counter_now=0)
    assert answer.status_code == 409
    names = put(desk, client, page, answer)
    assert {"desk-places", "standing", "desk-meanwhile", "desk-counter"} <= set(names)
    assert "desk-list" not in names
    assert "Amara did not accept a change" in answer.text
    typed = [value for name, value in form_of(desk, step)[1].items() if name.endswith(("words", "reason"))]
    assert [one for one in typed if one not in answer.text] == []
    (counter,) = [one.get("value") for one in page.iter() if one.get("id") == "desk-counter"]
    again = sent(desk, client, step, counter_now=counter)
    assert again.status_code == 200
    put(desk, client, page, again)
    assert plain(page) == plain(page_of(desk, client))


def test_a_late_answer_brings_its_contribution_with_both(desk: Desk, client: PageClient) -> None:
    page = page_of(desk, client)
    row = contribution(desk, "comment")
    desk.answer(row, "accepted", "We took it up.")
    answer = sent(desk, client, "answer comment noted", seen=0)
    assert answer.status_code == 409
    names = put(desk, client, page, answer)
    assert f"item-{row.public_id}" in names
    assert "We took it up." in answer.text
    assert REASON in answer.text


def test_what_was_withdrawn_meanwhile_leaves_the_page_and_what_was_typed_is_shown(
    desk: Desk, client: PageClient
) -> None:
    page = page_of(desk, client)
    address, data = form_of(desk, "decline No person")
    (row,) = desk.group("No person").supporters
    row.status = "withdrawn"
    db.session.flush()
    answer = client.post(url(desk, address), data={"counter": 0, **data}, headers=HTMX)
    assert answer.status_code == 409
    assert "whoever proposed it has withdrawn it" in answer.text
    assert "Because." in answer.text
    put(desk, client, page, answer)
    assert plain(page) == plain(page_of(desk, client))


def test_of_many_the_next_that_waits_comes_to_the_list(
    desk: Desk, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("listing", "page", "changed"):
        monkeypatch.setattr(f"consult.consolidation.views.{module}.LONGEST_LIST", 2)
    for number in range(3):
        make_comment(desk.consultation, body=f"Remark {number}.")
    waiting = [row.public_id for row in desk.work().unanswered]
    listed = page_of(desk, client)
    assert [one.get("id") for one in listed.iter() if (one.get("id") or "").startswith("item-")] == [
        f"item-{name}" for name in waiting[:2]
    ]
    answer = sent(desk, client, "answer amendment noted")
    (box,) = [one for one in parsed(answer.text) if one.get("hx-swap-oob") == "beforeend:#desk-list"]
    assert [one.get("id") for one in box] == [f"item-{waiting[2]}"]
    names = [one.get("id") for one in parsed(answer.text)]
    assert f"item-{waiting[0]}" in names
    for values in ({"answers": "1"}, {"undo": "1"}):
        answer = sent(desk, client, "answer amendment accepted", **values)
        assert answer.status_code == 200
        assert "beforeend" not in answer.text, "all are on pages; and what was there stays there"
    make_amendment(desk.consultation, find="Nobody", replace="None")
    rest, data = steps_of(desk, "decline No person")
    assert send(desk, client, rest, **data).status_code == 200
