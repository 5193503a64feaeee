"""An answer to what stands in no section brings, with htmx, only the parts of the page that it changed."""

from typing import Any

import pytest
from flask import Flask

from consult.consolidation.services.answers import newest_answer
from consult.consolidation.views.listing import LONGEST_LIST
from consult.contributions.models import Contribution
from tests.desk import Desk
from tests.desk_forms import answer_data, url
from tests.factories import make_amendment, make_answer, make_comment, make_question
from tests.page import PageClient
from tests.web.test_consolidation_changed_parts import HTMX, Tree, parsed, plain, with_parts


@pytest.fixture
def desk(app: Flask) -> Desk:
    """Two answers to a question; what stands in a section, and what changes the order, is on other pages."""
    desk = Desk()
    make_comment(desk.consultation)
    make_amendment(desk.consultation, operation="move", after_section=None)
    desk.question = make_question(desk.consultation)
    desk.rows = [make_answer(desk.question) for _number in range(2)]
    return desk


def drawn(desk: Desk, client: PageClient) -> Tree:
    return parsed(client.get(url(desk, "/answers"), headers=HTMX).text)


def sent(desk: Desk, client: PageClient, row: Contribution, reason: str = "Read.", **more: Any) -> Any:
    newest = newest_answer(desk.row, row)
    data = {**answer_data(row, "noted", reason, seen=newest.id if newest else 0), "answers": "", **more}
    return client.post(url(desk, f"/contributions/{row.public_id}"), data=data, headers=HTMX)


def test_the_parts_make_the_page_of_answers_that_would_be_drawn_anew(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    page, (first, second) = drawn(desk, client), desk.rows
    steps: list[tuple[Contribution, dict[str, Any], int]] = [
        (first, {}, 200),
        (first, {"undo": "1"}, 200),
        (second, {"reason": ""}, 422),
        (second, {}, 200),
        (first, {}, 200),
        (second, {"seen": 0}, 409),  # somebody else answered meanwhile
    ]
    for row, more, status in steps:
        answer = sent(desk, client, row, **more)
        assert (answer.status_code, answer.headers["HX-Reswap"]) == (status, "none")
        assert len([one for one in parsed(answer.text).iter() if "autofocus" in one.attrib]) >= 1
        assert f"item-{(second if row is first else first).public_id}" not in answer.text
        with_parts(page, parsed(answer.text))
        if status == 200:
            assert plain(page) == plain(drawn(desk, client))
    assert "Nothing is left to do here" in plain(page)


def test_of_many_the_next_one_that_waits_comes_to_the_list(desk: Desk, client: PageClient) -> None:
    client.sign_in(desk.facilitator)
    rows = [*desk.rows, *(make_answer(desk.question) for _number in range(LONGEST_LIST))]
    shown = client.get(url(desk, "/answers")).text
    listed = [f'id="item-{row.public_id}"' in shown for row in rows]
    assert listed == [True] * LONGEST_LIST + [False] * 2
    answer = sent(desk, client, rows[3])
    named = [row for row in rows if f'id="item-{row.public_id}"' in answer.text]
    assert named == [rows[3], rows[LONGEST_LIST]]
    assert 'hx-swap-oob="beforeend:#desk-list"' in answer.text
