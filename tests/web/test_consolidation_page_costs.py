"""The other pages of the desk: no more queries for more contributions; the block for htmx, the page for history."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.contributions.models import Amendment
from consult.core.database import db
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import (
    _contribution,
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_question,
    make_revision,
    place_of,
)
from tests.page import PageClient


@pytest.fixture
def desk(app: Flask, client: PageClient) -> Desk:
    """A desk on which each page has something to show, with its facilitator signed in."""
    parts = [(key, key.title(), f"About {key}, every day.") for key in ("water", "health", "land")]
    desk = Desk(make_consultation(make_revision(None, parts), state="closed"))
    desk.question = make_question(desk.consultation)
    for name in ("words", "structure", "answers"):
        MORE[name](desk, 0)
    client.sign_in(desk.facilitator)
    assert desk.row.is_open
    return desk


def more_words(desk: Desk, number: int) -> None:
    make_amendment(desk.consultation, find="every day", replace=f"on day {number}")
    make_comment(desk.consultation, body=f"Remark {number}")


def more_structure(desk: Desk, number: int) -> None:
    after = place_of(desk.consultation.base_revision, "health").section
    words = {"rationale": "Why.", "heading": f"Energy {number}", "body": "Shared."}
    values = {"operation": "add", "section": None, "after_section": after, "depth": 1}
    _contribution(Amendment, desk.consultation, None, words, values)


def more_answers(desk: Desk, number: int) -> None:
    make_answer(desk.question, body=f"Answer {number}")


MORE: dict[str, Callable[[Desk, int], None]] = {
    "words": more_words,
    "structure": more_structure,
    "answers": more_answers,
}

PAGES = [
    # page, what there is more of
    ("", "words"),
    ("", "structure"),
    ("", "answers"),
    ("/structure", "structure"),
    ("/answers", "answers"),
    ("/publish", "words"),
    ("/publish", "structure"),
]


def queries_of(client: PageClient, address: str) -> int:
    """Return how many statements one page takes."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)


@pytest.mark.parametrize(("page", "kind"), PAGES)
def test_a_page_of_the_desk_asks_no_more_queries_for_more_contributions(
    desk: Desk, client: PageClient, page: str, kind: str
) -> None:
    address = url(desk, page)
    few = queries_of(client, address)
    for number in range(1, 6):
        MORE[kind](desk, number)
    assert queries_of(client, address) <= few + 1


BLOCKS = [
    # headers of the request, is it the block alone
    ({"HX-Request": "true"}, True),
    # htmx asks for a page out of its history as a whole
    ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ({}, False),
]


@pytest.mark.parametrize("page", ["/sections/water", "/structure", "/answers"])
@pytest.mark.parametrize(("headers", "is_block"), BLOCKS)
def test_a_page_with_forms_comes_whole_or_as_its_block(
    desk: Desk, client: PageClient, page: str, headers: dict[str, str], is_block: bool
) -> None:
    answer = client.get(url(desk, page), headers=headers)
    assert answer.status_code == 200
    assert 'id="desk-section"' in answer.text
    assert ("<html" not in answer.text) is is_block
