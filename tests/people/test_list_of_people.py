"""The secretariat's list of people: its pages, its order, and what stands in a row of it."""

from html import unescape
from re import findall, search

import pytest

from consult.core.database import db
from consult.people.models import Account, Person
from tests.factories import keep, make_network, make_organisation, make_person, make_region
from tests.page import PageClient

LIST = "/en/network/people"


@pytest.fixture
def secretary(client: PageClient) -> Person:
    """The secretariat's person, signed in with the client; the last in the order of names."""
    make_network()
    secretary = make_person("secretariat", display_name="zz Léa")
    client.sign_in(secretary)
    return secretary


def add(number: int) -> None:
    """Add so many people, named in their order."""
    db.session.add_all([Person(display_name=f"Bird {one:03}", languages=[]) for one in range(number)])
    db.session.flush()


def names(page: str) -> list[str]:
    return [unescape(name) for name in findall(r'<th scope="row"><a [^>]*><bdi>([^<]*)</bdi>', page)]


@pytest.mark.parametrize(
    ("more", "asked", "shown", "first", "pages"),
    [
        (49, "", 50, "Bird 000", None),  # with the secretary fifty: one page
        (50, "", 50, "Bird 000", "Page 1 of 2"),
        (50, "?page=2", 1, "zz Léa", "Page 2 of 2"),
        (50, "?page=3", 1, "zz Léa", "Page 2 of 2"),  # a page after the last is the last
        (50, "?page=99999999", 1, "zz Léa", "Page 2 of 2"),
        (50, "?page=-1", 50, "Bird 000", "Page 1 of 2"),
        (0, "?page=7", 1, "zz Léa", None),
        (99, "?page=2", 50, "Bird 050", "Page 2 of 2"),
    ],
)
def test_people_come_in_pages_of_fifty_and_no_page_is_empty(
    client: PageClient, secretary: Person, more: int, asked: str, shown: int, first: str, pages: str | None
) -> None:
    add(more)
    page = client.get(LIST + asked).text
    assert len(names(page)) == shown
    assert names(page)[0] == first
    assert search(rf"<p>{more + 1} (person|people)</p>", page)
    assert (pages in page) if pages else ("Page " not in page)
    assert "Nobody is found" not in page


def test_the_ways_to_the_other_pages_keep_the_words(client: PageClient, secretary: Person) -> None:
    add(101)
    page = client.get(f"{LIST}?q=bird+%26&page=2").text
    assert "Nobody is found by these words." in page
    assert 'value="bird &amp;"' in page
    page = client.get(f"{LIST}?q=bird&page=2").text
    assert f'href="{LIST}?q=bird&amp;page=1" rel="prev"' in page
    assert f'href="{LIST}?q=bird&amp;page=3" rel="next"' in page
    last = client.get(f"{LIST}?q=bird&page=3").text
    assert names(last) == ["Bird 100"]
    assert 'rel="next"' not in last


def test_words_beyond_a_hundred_signs_are_left_off(client: PageClient, secretary: Person) -> None:
    make_person(display_name="b" * 100)
    assert names(client.get(f"{LIST}?q={'b' * 101}").text) == ["b" * 100]
    assert names(client.get(f"{LIST}?q=%00%20").text) == ["b" * 100, "zz Léa"], "nothing is asked for"


@pytest.mark.parametrize(
    ("account", "address"),
    [
        ({"email": "ana@members.example"}, "ana@members.example"),
        ({"email": None}, "comes back by a code"),
        (None, ""),
    ],
)
def test_a_row_tells_how_somebody_is_reached(
    client: PageClient, secretary: Person, account: dict[str, str | None] | None, address: str
) -> None:
    keep(Person(display_name="Ana <b>", languages=[], account=keep(Account(**account)) if account else None))
    row = search(r"<tr>(?:(?!</tr>)[\s\S])*Ana &lt;b&gt;[\s\S]*?</tr>", client.get(LIST).text)
    assert row
    assert findall(r"<td><bdi>([^<]*)</bdi>", row[0])[0] == address


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_row_marks_who_is_not_confirmed_to_belong_to_their_organisation(
    client: PageClient, secretary: Person, confirmed: bool
) -> None:
    home = make_organisation(
        name="Mill & Sons", region=make_region("asia", names={"en": "Asia", "ar": "آسيا"})
    )
    make_person(organisation=home, organisation_is_confirmed=confirmed)
    page = client.get(LIST).text
    assert "Mill &amp; Sons" in page
    assert ("not confirmed" in page) is not confirmed
    assert "<td>Asia</td>" in page
    assert "<td>آسيا</td>" in client.get("/ar/network/people").text
