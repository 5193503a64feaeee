"""A form that arrives when the desk is closed: refused in the same words everywhere, and nothing typed is lost."""

from typing import Any

import pytest
from flask import Flask

from consult.consolidation.services import abandon_consolidation
from consult.core.clock import now
from tests.desk import Desk
from tests.desk_forms import answer_data, prefix, url
from tests.factories import make_amendment, make_comment
from tests.page import PageClient

HTMX = {"HX-Request": "true"}
WORDS, REASON = "Typed with care:\nاكتب.", "Because <b>we</b> said so."


@pytest.fixture
def desk(app: Flask, client: PageClient) -> Desk:
    desk = Desk()
    make_amendment(desk.consultation, find="for sale", replace="a commodity")
    make_amendment(desk.consultation, find="for sale", replace="to be sold")
    desk.comment = make_comment(desk.consultation)
    client.sign_in(desk.facilitator)
    return desk


def form_of(desk: Desk, name: str) -> tuple[str, dict[str, Any]]:
    """Return address and data of a form into which somebody has written."""
    section = "/sections/water"
    (spot,) = desk.work().spots
    key = spot.groups[0].key
    typed = {
        one: {prefix(one) + "words": WORDS, prefix(one) + "reason": REASON} for one in (key, spot.name, "own")
    }
    forms: dict[str, tuple[str, dict[str, Any]]] = {
        "decide": (f"{section}/groups/{key}", {"outcome": "adapt", **typed[key]}),
        "preview": (f"{section}/words/{key}", typed[key]),
        "preview of a passage": (f"{section}/words/{spot.name}", typed[spot.name]),
        "passage": (f"{section}/passages/{spot.name}", {"outcome": "adapt", **typed[spot.name]}),
        "own words": (f"{section}/own-words", {prefix("own") + "passage": "every day", **typed["own"]}),
        "edit": (f"{section}/edit", {"heading": "Water", "body": WORDS, "reason": REASON, "step": "save"}),
        "see the edit": (f"{section}/edit", {"heading": "Water", "body": WORDS, "reason": REASON}),
        "answer": (f"/contributions/{desk.comment.public_id}", answer_data(desk.comment, reason=REASON)),
    }
    address, data = forms[name]
    return url(desk, address), {"counter": 0, **data}


@pytest.mark.parametrize(
    "name",
    ["decide", "preview", "preview of a passage", "passage", "own words", "edit", "see the edit", "answer"],
)
def test_a_form_for_a_closed_desk_is_refused_with_all_that_was_typed(
    desk: Desk, client: PageClient, name: str
) -> None:
    address, data = form_of(desk, name)
    abandon_consolidation(desk.row, desk.facilitator, now())
    page = client.post(address, data=data)
    part = client.post(address, data=data, headers=HTMX)
    for answer in (page, part):
        assert answer.status_code == 409
        assert "This merge desk is closed: it was published or given up." in answer.text
        assert "Because &lt;b&gt;we&lt;/b&gt; said so." in answer.text
        assert (WORDS in answer.text) is (name != "answer")
        assert "csrf" not in answer.text.split("<main")[-1].split("</main")[0]
    assert "This was not saved" in page.text.split("<h1")[1].split("</h1>")[0]
    assert part.text.strip().startswith('<div id="desk-section">')


def test_a_form_of_one_button_for_a_closed_desk_only_says_so(desk: Desk, client: PageClient) -> None:
    desk.decide("commodity", "accept")
    address = url(desk, f"/sections/water/groups/{desk.group('commodity').key}/undo")
    abandon_consolidation(desk.row, desk.facilitator, now())
    answer = client.post(address, data={"counter": 1})
    assert answer.status_code == 409
    assert "This merge desk is closed" in answer.text
    assert "had typed" not in answer.text
    assert f'href="{url(desk)}"' in answer.text


def test_what_is_refused_for_another_reason_is_answered_as_everywhere(desk: Desk, client: PageClient) -> None:
    act = client.post(url(desk, "/acts/none/undo"))
    assert act.status_code == 404
    gone = client.post(url(desk, "/sections/nowhere/words/x"), data={})
    assert gone.status_code == 404
