"""The page of the search: a plain form, choices, marked words, pages, and clear words where nothing can be found."""

from datetime import timedelta
from html import unescape
from re import findall, search

import pytest
from flask import Flask

from consult.contributions.searchable import index_all_contributions
from consult.core.search_index import empty_index
from tests.factories import (
    make_amendment,
    make_answer,
    make_comment,
    make_consultation,
    make_narrative,
    make_network,
    make_question,
    make_revision,
)
from tests.page import PageClient


def titles(page: str) -> list[str]:
    """Return the titles of the results, without marks."""
    found = findall(r'<h2 class="card-title">(.*?)</h2>', page)
    return [unescape(" ".join("".join(findall(r">([^<]*)<", f">{one}<")).split())) for one in found]


@pytest.fixture
def network(app: Flask) -> None:
    """One narrative with something of each kind on zebras, in three languages."""
    make_network()
    narrative = make_narrative(slug="ours", title="Our animals")
    revision = make_revision(
        narrative,
        [("animals", "Zebras & lions", "Zebras <run>. Nobody owns them."), ("rest", "Rest", "Sleep.")],
    )
    consultation = make_consultation(revision, title="Savannah", state="closed")
    make_comment(consultation, body="A *zebra* sleeps.")
    make_comment(consultation, body="Les zèbres dorment.", language="fr")
    make_comment(consultation, body="تنام الحمير الوحشية، zebra", language="ar")
    make_amendment(consultation, find="run", replace="run like zebras do", rationale="")
    make_answer(make_question(consultation), body="More zebras.")
    answered = make_comment(consultation, body="Lions sleep.")
    answered.disposition, answered.disposition_reason = "noted", "Said of zebras, too."
    answered.disposed_at = answered.submitted_at + timedelta(days=1)
    index_all_contributions()


def page_of(client: PageClient, query: str, language: str = "en") -> str:
    answer = client.get(f"/{language}/search?{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_every_page_leads_to_the_search_and_the_search_says_where_one_is(client: PageClient) -> None:
    assert 'href="/en/search"' in client.get("/en/").get_data(as_text=True)
    page = page_of(client, "")
    assert search(r'href="/en/search" aria-current="page"', page)
    assert 'role="search"' in page
    assert "result" not in page.split("</form>", 1)[1]


def test_something_of_each_kind_is_found_with_its_words_marked(network: None, client: PageClient) -> None:
    page = page_of(client, "q=zebras")
    assert "7 results" in page
    found = titles(page)
    assert found[:1] == ["1. Zebras & lions"], "sections come first"
    assert found[1] == "Answer to: Comment", "then what was said last"
    assert sorted(title.split(" by ")[0] for title in found[1:]) == [
        "Answer",
        "Answer to: Comment",
        "Proposed change",
        "Remark",
        "Remark",
        "Remark",
    ]
    assert "<mark>Zebras</mark> &amp; lions" in page
    assert "<mark>Zebras</mark> &lt;run&gt;. Nobody owns them." in page
    assert "A <mark>zebra</mark> sleeps." in page
    assert "like <mark>zebras</mark> do" in page
    assert "Said of <mark>zebras</mark>, too." in page
    assert page.count("Words found here:") == 7, "what is marked is said to those who do not see it"


def test_a_passage_carries_its_own_language_and_direction(network: None, client: PageClient) -> None:
    page = page_of(client, "q=zebra+الوحشية", "ar")
    assert '<html lang="ar" dir="rtl"' in page
    assert search(
        r'class="user-text" hx-disable hx-ignore dir="auto" lang="ar">تنام الحمير <mark>الوحشية</mark>', page
    )
    assert search(r'dir="auto" lang="fr">Les <mark>zèbres</mark>', page_of(client, "q=zebre"))
    assert search(r'<bdi lang="en"><a [^>]*>1. <mark>Zebras</mark>', page_of(client, "q=zebras"))


@pytest.mark.parametrize(
    ("choice", "number"),
    [
        ("kind=section", 1),
        ("kind=comment", 3),
        ("kind=amendment", 1),
        ("kind=answer", 1),
        ("kind=disposition", 1),
        ("kind=highlight", 0),
        ("kind=unknown", 7),
        ("language=en", 5),
        ("language=ar", 1),
        ("language=xx", 0),
        ("language=" + "x" * 5_000, 0),
        ("narrative=ours", 7),
        ("narrative=theirs", 0),
        ("kind=comment&language=ar&narrative=ours", 1),
        ("page=0", 7),
        ("page=99", 7),
        ("page=-1", 7),
        ("page=x", 7),
    ],
)
def test_choices_narrow_what_is_found(network: None, client: PageClient, choice: str, number: int) -> None:
    page = page_of(client, f"q=zebra&{choice}")
    assert f'role="status">{number} result' in page
    assert len(titles(page)) == number
    if not number:
        assert "Nothing that you may read holds all these words." in page


def test_the_form_keeps_what_was_asked_and_tells_how_much_there_is_of_each_kind(
    network: None, client: PageClient
) -> None:
    page = page_of(client, "q=zebra+%22%3E&kind=comment&language=ar&narrative=ours")
    assert 'value="zebra &#34;&gt;"' in page
    for value, words in (("comment", "Comment: 1"), ("ours", "Our animals"), ("ar", "العربية")):
        assert search(rf'value="{value}" selected>{words}', page), value
    for words in (
        "Section: 0",
        "Proposed change: 0",
        "Answer to a contribution: 0",
        "Highlight from a meeting: 0",
    ):
        assert words in page
    assert 'href="/en/search">Show everything' in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("q=the", "Type a longer word"),
        ("q=%3F%21", "Type a longer word"),
        ("q=%00", "Search"),
        ("q=" + "zebra+" * 60, "at most 200 signs"),
    ],
)
def test_what_cannot_be_searched_for_is_said_at_the_field(client: PageClient, query: str, words: str) -> None:
    page = page_of(client, query)
    assert words in page
    if words != "Search":
        assert 'id="q-error" role="alert"' in page
        assert 'aria-invalid="true" aria-describedby="q-error"' in page
    assert 'class="meta" role="status"' not in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%22zebra",
        "q=zebra+OR",
        "q=zebra*",
        "q=NEAR(zebra+lion)",
        "q='+--",
        "q=%EF%B7%BA+zebra",
        "q=%27%29%3B",
    ],
)
def test_no_sign_in_a_query_breaks_the_page(network: None, client: PageClient, query: str) -> None:
    page_of(client, query)


def test_results_come_in_pages_of_twenty(app: Flask, client: PageClient) -> None:
    consultation = make_consultation()
    for number in range(41):
        make_comment(consultation, body=f"Zebra {number:03}.")
    empty_index()
    index_all_contributions()
    pages = [page_of(client, f"q=zebra&kind=comment&page={number}") for number in (1, 2, 3, 4)]
    seen = [set(findall(r"Zebra</mark> (\d{3})", page)) for page in pages]
    assert [len(one) for one in seen] == [20, 20, 1, 1]
    assert len(set.union(*seen)) == 41
    assert seen[3] == seen[2], "a page after the last is the last"
    assert 'href="/en/search?page=2&amp;q=zebra&amp;kind=comment"' in pages[0]
    assert 'href="/en/search?page=1&amp;q=zebra&amp;kind=comment"' in pages[1]
    assert all("41 results" in page for page in pages)


def test_a_page_of_results_asks_as_much_for_twenty_as_for_two(app: Flask, client: PageClient) -> None:
    from sqlalchemy import event

    from consult.core.database import db

    consultation = make_consultation()
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    costs = []
    for number in (2, 18):
        for _ in range(number):
            make_comment(consultation, body="Zebra.")
        empty_index()
        index_all_contributions()
        page_of(client, "q=zebra")
        asked.clear()
        page_of(client, "q=zebra")
        costs.append(len(asked))
    assert costs[1] <= costs[0] + 1, costs
