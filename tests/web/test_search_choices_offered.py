"""The choices beside a search: they offer what the reader may see, keep what was chosen, and give nothing else away."""

from html import unescape
from re import S, findall, search
from typing import Any

import pytest
from flask import Flask

from consult.consultations.models import Consultation
from consult.contributions.searchable import index_all_contributions
from consult.core.database import db
from tests.conftest import NOON
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_narrative,
    make_network,
    make_organisation,
    make_person,
    make_revision,
)
from tests.page import PageClient


def found(client: PageClient, query: str, language: str = "en") -> str:
    db.session.flush()
    answer = client.get(f"/{language}/search?{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def offered(page: str, choice: str) -> dict[str, str]:
    """Return value and words of all that can be chosen."""
    select = search(rf'<select[^>]*name="{choice}".*?</select>', page, S)
    assert select, choice
    return {value: unescape(words) for value, words in findall(r'value="([^"]*)"[^>]*>([^<]*)<', select[0])}


def chosen(page: str, choice: str) -> list[str]:
    """Return the value that is chosen, if any."""
    select = search(rf'<select[^>]*name="{choice}".*?</select>', page, S)
    assert select, choice
    return findall(r'value="([^"]*)" selected', select[0])


def number(page: str) -> int:
    """Return how many results the page tells of."""
    match = search(r'role="status">(\d+) results?<', page)
    assert match
    return int(match[1])


@pytest.fixture
def secret(app: Flask) -> Consultation:
    """A narrative for members, with comments on zebras that nobody else may read, in two languages."""
    make_network(languages=["en"])
    revision = make_revision(
        make_narrative(slug="ours", title="Our animals", read_audience="members"),
        [("animals", "Animals", "Zebras run.")],
    )
    consultation = make_consultation(revision, read_audience="members", title="Savannah")
    make_comment(consultation, body="Zebra.", language="sw")
    make_comment(consultation, body="Zebra.", language="pt", visibility="facilitators")
    make_comment(make_consultation(), body="Zebra.", language="fr")
    index_all_contributions()
    return consultation


@pytest.mark.parametrize(
    ("who", "languages", "sees"),
    [
        ("nobody", {"en", "fr"}, 1),
        ("stranger", {"en", "fr"}, 1),
        ("member", {"en", "fr", "sw"}, 3),
        ("facilitator", {"en", "fr", "sw", "pt"}, 4),
    ],
)
def test_no_choice_gives_away_what_the_reader_may_not_see(
    client: PageClient, secret: Consultation, who: str, languages: set[str], sees: int
) -> None:
    people = {
        "stranger": make_person(),
        "member": make_person(organisation=make_organisation(), organisation_is_confirmed=True),
        "facilitator": make_person("facilitator", secret),
    }
    if who in people:
        client.sign_in(people[who])
    page = found(client, "q=zebra")
    assert number(page) == sees
    assert set(offered(page, "language")) - {""} == languages
    assert ("ours" in offered(page, "narrative")) is (sees > 1)
    assert offered(page, "kind")["section"] == f"Section: {int(sees > 1)}"
    for address in ("q=zebra&narrative=ours", "q=zebra&language=pt", "q=zebra&kind=section"):
        page = found(client, address)
        assert ("Our animals" in page) is (sees > 1), address
        assert ("Savannah" in page) <= (sees > 1), address


def test_before_anything_is_asked_kinds_have_no_numbers_and_the_networks_languages_are_there(
    client: PageClient,
) -> None:
    make_network(languages=["en", "ar"])
    page = found(client, "")
    assert offered(page, "kind")["section"] == "Section"
    assert set(offered(page, "language")) == {"", "en", "ar"}
    assert offered(page, "language")["ar"] == "العربية"
    assert chosen(page, "kind") in ([], [""])


@pytest.mark.parametrize(
    ("address", "choice", "value"),
    [
        ("q=zebra&language=xx", "language", "xx"),  # what there is nothing of can be taken back
        ("q=zebra&language=pt", "language", "pt"),
        ("q=the&kind=amendment", "kind", "amendment"),
        ("kind=disposition", "kind", "disposition"),
        ("q=" + "z" * 201 + "&kind=section", "kind", "section"),
    ],
)
def test_a_choice_stays_chosen_whatever_is_found(
    client: PageClient, secret: Consultation, address: str, choice: str, value: str
) -> None:
    assert chosen(found(client, address), choice) == [value]


@pytest.mark.parametrize(
    "tail", ["&page=1%00", "&page=%D9%A2", "&page=2.0", "&page=1e3", "&page=999999", "&page="]
)
def test_a_page_that_is_no_number_is_the_first(client: PageClient, secret: Consultation, tail: str) -> None:
    assert number(found(client, "q=zebra" + tail)) == 1


def test_a_page_far_behind_is_the_last_with_a_way_back_and_keeps_the_choices(client: PageClient) -> None:
    consultation = make_consultation()
    for _ in range(21):
        make_comment(consultation, body="Zebra.", language="fr")
    index_all_contributions()
    page = found(client, "q=zebra&language=fr&page=99999")
    assert page.count('class="card-title"') == 1
    assert 'href="/en/search?page=1&amp;q=zebra&amp;language=fr"' in page
    assert "page=3" not in page


@pytest.mark.parametrize(
    ("state", "finds"),
    [
        ({}, True),
        ({"visibility": "region"}, True),
        ({"visibility": "facilitators"}, False),
        ({"hidden_at": NOON}, False),
        ({"status": "withdrawn", "withdrawn_at": NOON}, False),
        ({"is_late": True}, False),
    ],
)
def test_the_answers_that_have_more_readers_are_found_by_them_as_far_as_they_may_read_them(
    client: PageClient, state: dict[str, Any], finds: bool
) -> None:
    consultation = make_consultation(
        state="closed", read_audience="invited", contribute_audience="invited", ledger_audience="public"
    )
    answer = {"disposition": "accepted-in-part", "disposition_reason": "Zebras count.", "disposed_at": NOON}
    row = make_amendment(consultation, replace="a right of lions", **answer)
    for name, value in state.items():
        setattr(row, name, value)
    index_all_contributions()
    page = found(client, "q=zebras")
    assert number(page) == int(finds)
    assert (f"#c-{row.public_id}" in page) is finds
    assert row.person.display_name not in page
    assert number(found(client, "q=lions")) == 0, "the words themselves have fewer readers"
    if finds:
        (address,) = findall(rf'href="([^"]*#c-{row.public_id})"', page)
        for part in ("section=water", "kind=amendment", "disposition=accepted-in-part"):
            assert part in unescape(address)
