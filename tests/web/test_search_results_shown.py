"""How a found thing is told: its author by the level they chose, its place, its own language, nothing unsafe."""

from html import unescape
from re import findall, search
from typing import Any

import pytest
from flask import Flask

from consult.contributions.searchable import index_all_contributions
from consult.contributions.services import Sending, propose_section
from consult.core.database import db
from consult.core.search_index import empty_index
from consult.narratives.services import store_text
from consult.people.models import Person
from consult.translations.models import Translation
from tests.conftest import NOON
from tests.factories import (
    keep,
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_narrative,
    make_organisation,
    make_person,
    make_question,
    make_region,
    make_revision,
)
from tests.page import PageClient

HERE = "/en/narratives/ours/1.0/sections/a"
TITLE = r'<h2 class="card-title">(.*?)</h2>'


def found(client: PageClient, query: str = "zebra", language: str = "en") -> str:
    """Return the page of results with one blank for all white space."""
    db.session.flush()
    return " ".join(client.get(f"/{language}/search?q={query}").get_data(as_text=True).split())


def titles(page: str) -> list[str]:
    """Return the titles of the results as they are read."""
    return [unescape("".join(findall(r">([^<]*)<", f">{one}<"))).strip() for one in findall(TITLE, page)]


@pytest.fixture
def author(app: Flask) -> Person:
    """Somebody of a confirmed organisation in Asia."""
    home = make_organisation(name="Mill & Sons", region=make_region("asia"))
    return make_person(display_name="Wren <b>", organisation=home, organisation_is_confirmed=True)


@pytest.mark.parametrize(
    ("visibility", "says", "never"),
    [
        ("name", "Remark by Wren <b>", ()),
        ("organisation", "Remark by A person of Mill & Sons", ("Wren",)),
        ("region", "Remark by A participant", ("Wren", "Mill")),
    ],
)
def test_an_author_stands_in_a_result_as_they_chose_to_be_shown(
    client: PageClient, author: Person, visibility: str, says: str, never: tuple[str, ...]
) -> None:
    consultation = make_consultation(protection="standard")
    make_comment(consultation, author, body="A zebra.", visibility=visibility)
    index_all_contributions()
    for reader in (None, make_person(), make_person("facilitator", consultation)):
        page = found(client if reader is None else client.sign_in(reader))
        assert [title.split(",")[0] for title in titles(page)] == [says]
        assert not [word for word in never if word in page]
    assert titles(found(client.sign_in(author))) == ["Remark by You"]


def test_what_only_facilitators_read_names_nobody_to_them_either(client: PageClient, author: Person) -> None:
    consultation = make_consultation()
    make_comment(consultation, author, body="A zebra.", visibility="facilitators")
    index_all_contributions()
    page = found(client.sign_in(make_person("facilitator", consultation)))
    assert len(titles(page)) == 1
    assert not [word for word in ("Wren", "Mill", "Asia") if word in page]


def test_under_high_protection_a_result_tells_a_week_and_no_rare_region(
    client: PageClient, author: Person
) -> None:
    make_comment(make_consultation(protection="high"), author, body="A zebra.", visibility="region")
    index_all_contributions()
    page = found(client)
    assert "week of <time" in page
    assert 'datetime="2026-03-09"' in page
    assert "2026-03-10" not in page
    assert "Asia" not in page


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ({"status": "draft", "submitted_at": None}, "Draft"),
        ({"status": "withdrawn", "withdrawn_at": NOON}, "nobody else sees this"),
        ({"visibility": "facilitators"}, "only facilitators read this"),
        ({"visibility": "organisation"}, "others read: "),
    ],
)
def test_authors_are_told_of_their_own_how_others_read_it(
    client: PageClient, author: Person, state: dict[str, Any], says: str
) -> None:
    row = make_comment(make_consultation(), author, body="A zebra.", **state)
    index_all_contributions()
    page = found(client.sign_in(author))
    assert says.lower() in page.lower()
    assert f'href="/en/contributions/{row.public_id}"' in page


def test_each_kind_of_contribution_is_called_by_its_name_and_leads_to_its_own_page(
    client: PageClient,
) -> None:
    consultation = make_consultation(title="Savannah")
    start = make_comment(consultation, body="Zebras: why?", comment_kind="query")
    added = {"operation": "add", "sending": Sending("name"), "depth": 1}
    rows = {
        "Question": start,
        "Reply": make_comment(consultation, body="Zebras reply.", thread_id=start.id, reply_to_id=start.id),
        "Answer": make_answer(make_question(consultation), body="Zebras answer."),
        "Proposed change": make_amendment(consultation, replace="a right of zebras"),
        "Proposed new section": propose_section(
            consultation, make_person(), NOON, heading="Forests of zebras", body="They breathe.", **added
        ),
    }
    empty_index()
    index_all_contributions()
    page = found(client)
    assert sorted(title.split(" by ")[0] for title in titles(page)) == sorted(rows)
    for kind, row in rows.items():
        assert f'href="/en/contributions/{row.public_id}"' in page, kind
    assert page.count("Savannah") >= 5
    assert "Forests of <mark>zebras</mark>" in page, "the heading that a new section would have"
    assert "It is not for sale" not in page, "what stands in the section anyway"


def test_nothing_that_was_written_is_markup(client: PageClient) -> None:
    revision = make_revision(
        make_narrative(title="<i>Ours</i>"), [("a", "<b>Zebras</b>", "<script>zebra</script> & more")]
    )
    consultation = make_consultation(revision, title="<u>Savannah</u>")
    make_comment(consultation, body="<img src=x onerror=alert(1)> zebra")
    index_all_contributions()
    page = found(client)
    for mark in ("<i>Ours", "<b>Zebras", "<b><mark>", "<script>zebra", "<u>Savannah", "<img src=x"):
        assert mark not in page, mark
    assert "&lt;i&gt;Ours&lt;/i&gt;" in page
    assert "&lt;u&gt;Savannah&lt;/u&gt;" in page


def test_an_answer_is_called_by_what_became_of_it_and_leads_to_the_contribution(client: PageClient) -> None:
    consultation = make_consultation(state="closed", languages=["fr"])
    answer = {"disposition": "not-accepted", "disposition_reason": "Les zèbres **non**.", "disposed_at": NOON}
    row = make_comment(consultation, body="Lions.", **answer)
    index_all_contributions()
    page = found(client)
    assert titles(page) == ["Answer to: Comment"]
    assert f'href="/en/contributions/{row.public_id}"' in page
    assert "Les <mark>zèbres</mark> non." in page, "plain words, found in the language of the consultation"
    assert "not accepted" in page.lower()
    assert "Lions" not in page
    row.visibility = "facilitators"
    assert titles(found(client)) == []
    assert titles(found(client.sign_in(row.person))) == ["Answer to: Comment"]


def test_a_section_without_number_or_heading_has_a_result_of_its_own(client: PageClient) -> None:
    narrative = make_narrative(slug="ours", title="Our animals", target_languages=["fr"])
    revision = make_revision(narrative, [("a", "", "Zebras run."), ("b", "Rest", "They sleep.")])
    place = revision.places[0]
    text = store_text(narrative, "fr", "Bêtes", "Les zèbres courent.")
    keep(
        Translation(
            narrative_id=narrative.id,
            section_id=place.section_id,
            source_text_id=place.section_text_id,
            language="fr",
            text_id=text.id,
            status="reviewed",
        )
    )
    page = found(client)
    assert titles(page) == ["1.", "1. Bêtes"], "where no heading has the word, the original first"
    english, french = findall(rf'href="({HERE}[^"]*)"', page)
    assert (french, english) == (f"{HERE}?text=fr", HERE)
    assert "Version 1.0" in page
    assert "Our animals" in page
    assert search(r'lang="fr">Les <mark>zèbres</mark> courent', page)
    assert "Les <mark>zèbres</mark> <mark>courent</mark>." in found(client, "zebre+courent", "ar")


def test_the_search_takes_no_post_and_answers_a_head(client: PageClient) -> None:
    assert client.post("/en/search", data={"q": "zebra"}).status_code == 405
    head = client.head("/en/search?q=zebra")
    assert (head.status_code, head.get_data()) == (200, b"")


@pytest.mark.parametrize(
    ("words", "found_or_refused"),
    [("z" * 200, "0 results"), ("z" * 201, "at most 200 signs"), ("ab " * 66 + "zz", "0 results")],
)
def test_the_longest_query_is_searched_for_and_one_sign_more_comes_back(
    client: PageClient, words: str, found_or_refused: str
) -> None:
    page = found(client, words)
    assert found_or_refused in page
    assert f'value="{words.strip()}"' in page, "what was typed stays in the field"


def test_as_many_different_words_as_there_is_room_for_are_searched_for(client: PageClient) -> None:
    words = [f"{number}" for number in range(10, 76)]
    make_comment(make_consultation(), body=" ".join(words))
    index_all_contributions()
    assert "1 result<" in found(client, "+".join(words))
    assert "0 results" in found(client, "+".join([*words[1:], "99"]))
