"""With htmx a decision brings only what it changed: put in its place, the page is what a page drawn anew would be."""

import re
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
from flask import Flask

from consult.contributions.models import Amendment
from consult.core.database import db
from tests.desk import Desk
from tests.desk_forms import prefix, url
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_revision,
    make_stance,
)
from tests.page import PageClient

HTMX = {"HX-Request": "true"}
BODY = (
    "Water is a right. It is not for sale, and it is not a gift.\n\n"
    "Everyone must reach it every day, without a fee.\n\nNobody is left out."
)
Tree = ElementTree.Element


@pytest.fixture
def desk(app: Flask, client: PageClient) -> Desk:
    """Three paragraphs: a clash of two beside a free change of the same sentence, two that touch, one alone."""
    desk = Desk(make_consultation(make_revision(None, [("water", "Water", BODY)]), state="closed"))
    make_amendment(desk.consultation, find="for sale", replace="a commodity", rationale="A *word*.")
    both = make_amendment(desk.consultation, find="for sale", replace="to be sold")
    make_stance(both, None, "objection", reason="Too weak.")
    make_amendment(desk.consultation, find="a gift", replace="a favour")
    make_amendment(desk.consultation, find="every", replace="each")
    make_amendment(desk.consultation, find="day", replace="morning")
    make_amendment(desk.consultation, find="Nobody", replace="No person")
    make_comment(desk.consultation)
    client.sign_in(desk.facilitator)
    return desk


def parsed(html: str) -> Tree:
    return html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)


def page_of(desk: Desk, client: PageClient) -> Tree:
    return parsed(client.get(url(desk, "/sections/water"), headers=HTMX).text)


def with_parts(page: Tree, answer: Tree) -> list[str]:
    """Put each part where htmx puts it; return their ids. A part without a place on the page is a fault."""
    parents = {child: parent for parent in page.iter() for child in parent}
    places = {one.get("id"): one for one in page.iter() if one.get("id")}
    found = []
    for part in answer:
        assert part.attrib.pop("hx-swap-oob", None) == "true", ElementTree.tostring(part)
        name = part.get("id")
        old = places[name]
        part.tail = old.tail
        parents[old][list(parents[old]).index(old)] = part
        found.append(str(name))
    return found


def plain(page: Tree) -> str:
    """Return the page as text without what differs by design: focus, counters, what was said, white space."""
    for one in page.iter():
        one.attrib.pop("autofocus", None)
        if one.get("tabindex") == "-1" and not (one.get("id") or "").startswith(("place-", "word-", "item-")):
            one.attrib.pop("tabindex")
        if one.get("name") in ("counter", "csrf_token"):
            one.set("value", "")
        if one.get("id") == "desk-meanwhile":
            del one[:]
    return re.sub(r"\s+", " ", ElementTree.tostring(page, encoding="unicode")).replace("> <", "><")


def send(desk: Desk, client: PageClient, rest: str, **data: Any) -> Any:
    """Send a form of the page as htmx does, with the counter of a page that had been drawn at the beginning."""
    known = {"counter": 0, "counter_now": desk.work().counter}
    return client.post(url(desk, f"/sections/water{rest}"), data={**known, **data}, headers=HTMX)


def steps_of(desk: Desk, step: str) -> tuple[str, dict[str, Any]]:
    """Return address and data: "accept commodity", "undo commodity", "keep clash", "adapt clash"."""
    act, words = step.split(" ", 1)
    if words == "clash":
        spot = next(spot for spot in desk.work().spots if spot.is_clash)
        name = spot.name
        if act == "undo":
            return f"/groups/{spot.key}/undo", {}
        return f"/passages/{name}", given(name, act)
    key = desk.group(words).key
    return (f"/groups/{key}/undo", {}) if act == "undo" else (f"/groups/{key}", given(key, act))


def given(name: str, outcome: str) -> dict[str, Any]:
    return {"outcome": outcome, prefix(name) + "reason": "Because.", prefix(name) + "words": "owned by few"}


JOURNEYS = [
    # a clash: one is taken, the other steps back, and comes again
    ("accept commodity", "undo commodity", "accept sold", "decline commodity"),
    ("decline sold", "decline commodity", "undo sold"),
    ("adapt commodity", "undo commodity", "keep clash"),
    # own words for the whole of it
    ("adapt clash", "undo clash", "adapt clash"),
    # what nobody contests: out of the text and in again; its sentence reads otherwise beside the clash
    ("decline favour", "undo favour", "accept favour", "adapt No person", "accept commodity"),
    # next to each other, to the last decision
    ("accept each", "accept morning", "accept commodity", "undo morning"),
]


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey[0])
def test_the_parts_make_the_page_that_would_be_drawn_anew(
    desk: Desk, client: PageClient, journey: tuple[str, ...]
) -> None:
    page = page_of(desk, client)
    for step in journey:
        rest, data = steps_of(desk, step)
        answer = send(desk, client, rest, **data)
        assert answer.status_code == 200, step
        assert answer.headers["HX-Reswap"] == "none"
        assert "<form" not in answer.text or len(answer.text) < 30_000
        names = with_parts(page, parsed(answer.text))
        assert len(names) == len(set(names))
        clean = client.get(url(desk, "/sections/water/clean"), headers=HTMX)
        (part,) = [one for one in page.iter() if one.get("hx-get") and one.get("id") == "desk-clean"]
        assert part.attrib.pop("hx-get") == clean.request.path
        assert (part.attrib.pop("hx-trigger"), part.attrib.pop("hx-swap")) == ("intersect once", "outerHTML")
        part.extend(parsed(clean.text)[0])
        assert plain(page) == plain(page_of(desk, client)), step


def test_only_what_changed_comes_and_it_says_what_was_saved_and_takes_the_focus(
    desk: Desk, client: PageClient
) -> None:
    rest, data = steps_of(desk, "accept commodity")
    answer = send(desk, client, rest, **data)
    parts = parsed(answer.text)
    ids = [str(part.get("id")) for part in parts]
    key, other = (desk.group(words).anchor for words in ("commodity", "sold"))
    assert {"state-" + key, "state-" + other, "title-1", "none-1", "wording-" + key} <= set(ids)
    assert "standing-1" in ids
    assert not {"standing-0", "standing-2", "standing-3", "state-" + desk.group("No person").anchor} & set(
        ids
    )
    assert "together-" + desk.group("favour").anchor in ids
    (focused,) = [one.get("id") for one in parts.iter() if "autofocus" in one.attrib]
    assert focused == "state-" + key
    (said,) = ["".join(one.itertext()) for one in parts.iter() if "data-announce" in one.attrib]
    assert said.split() == [
        "Saved.",
        "Place",
        "1:",
        "accepted.",
        "2",
        "changes",
        "are",
        "left",
        "to",
        "decide.",
    ]
    rest, data = steps_of(desk, "undo commodity")
    assert "Place 1: taken back." in send(desk, client, rest, **data).text
    rest, data = steps_of(desk, "keep clash")
    parts = parsed(send(desk, client, rest, **data).text)
    assert [one.get("id") for one in parts.iter() if "autofocus" in one.attrib] == ["title-1"]
    for step, says in (("adapt clash", "own words instead"), ("undo clash", "taken back")):
        rest, data = steps_of(desk, step)
        answer = send(desk, client, rest, **data).text
        assert f"Place 1: {says}." in answer
        assert "autofocus" in answer


def test_own_words_for_a_whole_place_stand_there_with_their_way_back(desk: Desk, client: PageClient) -> None:
    rest, data = steps_of(desk, "adapt clash")
    assert client.post(url(desk, "/sections/water" + rest), data={"counter": 0, **data}).status_code == 303
    place = client.get(url(desk, "/sections/water")).text.split('id="place-1"')[1].split('id="place-2"')[0]
    assert "own words instead" in place
    assert "owned by few" in place
    assert "Because." in place
    (address,) = re.findall(r'action="([^"]+/undo)"', place)
    assert client.post(address, data={"counter": 1}).status_code == 303
    assert desk.work().merged.text == desk.work().base.replace("a gift", "a favour").replace(
        "Nobody", "No person"
    )


def test_the_last_decision_shows_the_way_on_and_what_can_be_answered_at_once(
    desk: Desk, client: PageClient
) -> None:
    for step in ("accept commodity", "accept each"):
        rest, data = steps_of(desk, step)
        assert "Nothing is left to do in this section" not in send(desk, client, rest, **data).text
    rest, data = steps_of(desk, "accept morning")
    answer = send(desk, client, rest, **data).text
    assert "Answer 6 proposed changes as decided" in answer
    assert "Nothing is left to do in this section" not in answer, "a comment waits for its answer"
    desk.answer_all()
    rest, data = steps_of(desk, "decline morning")
    assert "Nothing is left to do in this section" in send(desk, client, rest, **data).text


def test_where_paragraphs_come_or_go_the_whole_text_is_drawn_anew(desk: Desk, client: PageClient) -> None:
    make_amendment(desk.consultation, find="left out.", replace="left out.\n\nNot one.")
    page = page_of(desk, client)
    rest, data = steps_of(desk, "decline Not one")
    names = with_parts(page, parsed(send(desk, client, rest, **data).text))
    assert "standing" in names


def test_an_amendment_to_an_older_text_is_followed_onto_the_new_one(desk: Desk, client: PageClient) -> None:
    """The ground moved under the amendments: what a decision changes is found on the newer text."""
    revision = make_revision(
        desk.narrative,
        [("water", "Water", "Above all: " + BODY)],
        number=(1, 1),
        parent=desk.consultation.base_revision,
    )
    desk.row.ground_revision = revision
    db.session.flush()
    assert db.session.query(Amendment).count() == 6
    page = page_of(desk, client)
    rest, data = steps_of(desk, "accept commodity")
    with_parts(page, parsed(send(desk, client, rest, **data).text))
    fresh = page_of(desk, client)
    for tree in (page, fresh):
        (one,) = [one for one in tree.iter() if one.get("id") == "desk-clean"]
        one.clear()
    assert plain(page) == plain(fresh)


def test_the_text_without_marks_is_a_part_and_no_page_of_its_own(desk: Desk, client: PageClient) -> None:
    desk.decide("commodity", "accept")
    address = url(desk, "/sections/water/clean")
    answer = client.get(address)
    assert (answer.status_code, answer.location) == (303, url(desk, "/sections/water"))
    part = client.get(address, headers=HTMX).text
    assert "It is not a commodity, and it is not a favour." in part
    assert "<ins>" not in part
    assert client.get(url(desk, "/sections/health/clean"), headers=HTMX).status_code == 404
