"""A long section stands on pages of places: each shows its own, the text leads to all, and a decision changes what is
on the page that sent it."""

import re

import pytest
from flask import Flask

from tests.desk import Desk
from tests.desk_forms import prefix, url
from tests.factories import make_amendment, make_consultation, make_person, make_revision
from tests.page import PageClient
from tests.web.test_consolidation_changed_parts import HTMX, parsed, plain, with_parts

WORDS = ("alpha", "bravo", "delta", "echo", "golf")
BODY = "\n\n".join(f"Say {word} here, and {word} too." for word in WORDS)
WATER = "/sections/water"


@pytest.fixture
def desk(app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Five paragraphs, each with two wordings that cannot both stand, on three pages."""
    monkeypatch.setattr("consult.consolidation.portion.LONGEST_PAGE", 2)
    desk = Desk(make_consultation(make_revision(None, [("water", "Water", BODY)]), state="closed"))
    for word in WORDS:
        for other in ("first", "second"):
            make_amendment(desk.consultation, find=f"{word} here", replace=f"{other} {word}")
    client.sign_in(desk.facilitator)
    return desk


def places_on(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="place-(\d+)"', page)]


def key_of(desk: Desk, words: str) -> str:
    return desk.group(words).key


def test_each_page_shows_its_places_and_the_text_leads_to_all(desk: Desk, client: PageClient) -> None:
    pages = [client.get(url(desk, f"{WATER}?places={number}")).text for number in (1, 2, 3)]
    assert [places_on(page) for page in pages] == [[1], [2, 3], [4, 5]]
    for page in pages:
        assert [number for number in re.findall(r'aria-label="Place (\d)"', page)] == list("12345")
        assert "Places 2 to 3" in page
    address = url(desk, WATER)
    assert 'href="#place-2"' in pages[1]
    assert f'href="{address}?places=3#place-4"' in pages[1]
    assert f'href="{address}?places=3#proposed" rel="next"' in pages[1]
    assert f'href="{address}?places=1#proposed" rel="prev"' in pages[1]
    assert "Go on: places 4 to 5" in pages[1]
    assert "Go on: places 1 to 1" in pages[2]
    assert places_on(client.get(url(desk, WATER)).text) == [1]


def test_the_page_opens_where_something_waits_or_where_one_was(desk: Desk, client: PageClient) -> None:
    key = key_of(desk, "first alpha")
    data = {"outcome": "accept", "counter": 0}
    answer = client.post(url(desk, f"{WATER}/groups/{key}"), data=data)
    assert answer.location.endswith(f"{WATER}?at={key[:12]}#at-{key[:12]}")
    assert places_on(client.get(answer.location.split("#")[0]).text) == [1]
    assert places_on(client.get(url(desk, WATER)).text) == [2, 3]
    echo = key_of(desk, "second echo")
    refused = client.post(
        url(desk, f"{WATER}/groups/{echo}"),
        data={"outcome": "decline", "counter": 1, prefix(echo) + "words": "Typed."},
    )
    assert refused.status_code == 422
    assert (places_on(refused.text), "Typed." in refused.text) == ([4, 5], True)
    reader = make_person("secretariat")
    client.sign_in(reader)
    assert places_on(client.get(url(desk, f"{WATER}?places=3")).text) == [4, 5]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_decision_changes_what_is_on_the_page_that_sent_it(
    desk: Desk, client: PageClient, number: int
) -> None:
    address = url(desk, f"{WATER}?places={number}")
    word = WORDS[2 * number - 2]
    page = parsed(client.get(address, headers=HTMX).text)
    known = {one.get("name"): one.get("value") for one in page.iter() if one.get("class") == "desk-now"}
    assert known == {"counter_now": "0", "places": str(number), "answers": ""}
    steps = [(f"first {word}", "", {"outcome": "accept"}), (f"first {word}", "/undo", {})]
    for counter, (words, rest, data) in enumerate(steps):
        key = key_of(desk, words)
        answer = client.post(
            url(desk, f"{WATER}/groups/{key}{rest}"),
            data={**known, "counter_now": str(counter), "counter": "0", **data},
            headers=HTMX,
        )
        names = with_parts(page, parsed(answer.text))
        assert {"desk-pages", "desk-way"} <= set(names)
        assert "standing-" in "".join(names)
        clean = client.get(url(desk, f"{WATER}/clean"), headers=HTMX)
        (part,) = [one for one in page.iter() if one.get("hx-get") and one.get("id") == "desk-clean"]
        for name in ("hx-get", "hx-trigger", "hx-swap"):
            part.attrib.pop(name)
        part.extend(parsed(clean.text)[0])
        assert plain(page) == plain(parsed(client.get(address, headers=HTMX).text))


def test_a_decision_by_another_on_another_page_is_told_with_the_way_there(
    desk: Desk, client: PageClient
) -> None:
    golf, alpha = key_of(desk, "first golf"), key_of(desk, "first alpha")
    desk.decide("first golf", "accept")
    late = client.post(
        url(desk, f"{WATER}/groups/{alpha}"), data={"outcome": "accept", "counter": 0}, headers=HTMX
    )
    assert late.status_code == 409
    assert f'href="{url(desk, WATER)}?at={golf[:12]}#at-{golf[:12]}"' in late.text
    assert places_on(late.text) == [1]
