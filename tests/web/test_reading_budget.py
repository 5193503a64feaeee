"""How many queries the pages for reading ask, whatever the number of sections and contributions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from consult.core.database import db
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_narrative,
    make_network,
    make_organisation,
    make_person,
    make_question,
    make_region,
    make_revision,
    make_stance,
)
from tests.page import PageClient

MOST = 12


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the questions that are sent to the database."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)


def _consultation(sections: int, contributions: int) -> Any:
    make_network()
    texts = [
        (f"part-{number}", f"Part {number}", f"This is a right, {number}.") for number in range(sections)
    ]
    consultation = make_consultation(make_revision(make_narrative(slug="future"), texts))
    make_question(consultation, section=consultation.base_revision.places[0].section)
    people = [
        make_person(organisation=make_organisation(region=make_region(f"region-{n}"))) for n in range(4)
    ]
    for number in range(contributions):
        person = people[number % 4]
        start = make_comment(consultation, person, body=f"Remark {number}.")
        make_comment(consultation, person, body="So it is.", thread_id=start.id, reply_to_id=start.id)
        amendment = make_amendment(consultation, person, replace=f"a right of {number}")
        make_stance(amendment, people[(number + 1) % 4], "objection", reason="Not so.")
    return consultation


def _asked(client: PageClient, path: str) -> int:
    db.session.commit()
    with counted() as asked:
        assert client.get(path).status_code == 200
    return len(asked)


PAGES = (
    "/en/",
    "/en/narratives/future",
    "/en/narratives/future/history",
    "/en/consultations/{id}/text",
    "/en/consultations/{id}/sections/part-0",
)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_a_dozen_questions_at_most(client: PageClient, page: str) -> None:
    consultation = _consultation(sections=30, contributions=12)
    member = make_person(mandate=True)
    path = page.format(id=consultation.public_id)
    assert client.get(path).status_code == 200  # a process reads the texts of a revision once
    for reader in (client, client.sign_in(member)):
        assert _asked(reader, path) <= MOST


@pytest.mark.parametrize("page", PAGES)
def test_more_contributions_ask_no_more_questions(client: PageClient, page: str) -> None:
    consultation = _consultation(sections=3, contributions=2)
    path = page.format(id=consultation.public_id)
    before = _asked(client, path)
    for number in range(10):
        make_comment(consultation, body=f"One more, {number}.")
        make_amendment(consultation, replace=f"our right {number}")
    assert _asked(client, path) <= before  # what every page shows may be at hand by now


def test_ones_own_contributions_ask_no_more_questions_when_there_are_more(client: PageClient) -> None:
    consultation = _consultation(sections=3, contributions=0)
    author = make_person(organisation=make_organisation())
    for _number in range(2):
        make_comment(consultation, author)
        make_amendment(consultation, author)
    client.sign_in(author)
    before = _asked(client, "/en/me/contributions")
    for _number in range(8):
        make_comment(consultation, author)
        make_amendment(consultation, author)
    assert _asked(client, "/en/me/contributions") == before


def test_commenting_on_the_last_section_asks_no_more_than_on_the_first(client: PageClient) -> None:
    consultation = _consultation(sections=20, contributions=0)
    client.sign_in(make_person(mandate=True))
    paths = [f"/en/consultations/{consultation.public_id}/sections/part-{n}/comments/new" for n in (0, 19)]
    before, first, last = (_asked(client, path) for path in (paths[0], *paths))
    assert last == first < before  # the places of the revision were read once
