"""Every page of contributions read from right to left, and as the fragment that htmx asks for."""

from typing import Any

import pytest

from consult.people.models import Account
from tests.factories import (
    keep,
    make_amendment,
    make_comment,
    make_consultation,
    make_organisation,
    make_person,
    make_question,
)
from tests.page import PageClient

ARABIC = "ماء نظيف للجميع."


class Pages:
    """A consultation with one contribution by each of two people, and the addresses of all its forms."""

    def __init__(self) -> None:
        self.consultation = make_consultation(languages=["en", "ar"])
        self.author = make_person(organisation=make_organisation())
        self.own = make_comment(self.consultation, self.author, body=ARABIC, language="ar")
        self.draft = make_amendment(self.consultation, self.author, status="draft", submitted_at=None)
        self.other = make_comment(self.consultation, body=ARABIC, language="ar")
        self.late = make_comment(self.consultation, body=ARABIC, language="ar", is_late=True)
        self.question = make_question(self.consultation, kind="scale", options=["أبدا", "دائما"])

    def url(self, page: str, language: str = "ar") -> str:
        """Return the address of a page."""
        start = f"/{language}/consultations/{self.consultation.public_id}"
        section = f"{start}/sections/water"
        return {
            "comment": f"{section}/comments/new",
            "amendment": f"{section}/amendments/new",
            "section stance": f"{section}/stance",
            "structure": f"{start}/structure/new",
            "add": f"{start}/structure/new?operation=add",
            "remove": f"{start}/structure/new?operation=remove",
            "move": f"{start}/structure/new?operation=move",
            "answer": f"{start}/guiding-questions/{self.question.public_id}",
            "edit": f"/{language}/contributions/{self.own.public_id}/edit",
            "edit draft": f"/{language}/contributions/{self.draft.public_id}/edit",
            "withdraw": f"/{language}/contributions/{self.own.public_id}/withdraw",
            "visibility": f"/{language}/contributions/{self.own.public_id}/visibility",
            "reply": f"/{language}/contributions/{self.other.public_id}/reply",
            "stance": f"/{language}/contributions/{self.other.public_id}/stance",
            "hide": f"/{language}/contributions/{self.other.public_id}/hide",
            "admit": f"/{language}/contributions/{self.late.public_id}/admit",
        }[page]

    def sign_in(self, client: PageClient, page: str) -> None:
        """Sign in who may open the page."""
        moderates = page in ("hide", "admit")
        client.sign_in(make_person("facilitator", self.consultation) if moderates else self.author)


PAGES = (
    "comment",
    "amendment",
    "section stance",
    "structure",
    "add",
    "remove",
    "move",
    "answer",
    "edit",
    "edit draft",
    "withdraw",
    "visibility",
    "reply",
    "stance",
    "hide",
    "admit",
)


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_whole_from_right_to_left(client: PageClient, page: str) -> None:
    pages = Pages()
    pages.sign_in(client, page)
    answer = client.get(pages.url(page))
    assert answer.status_code == 200
    assert 'lang="ar"' in answer.text.split(">", 2)[1]
    assert 'dir="rtl"' in answer.text.split(">", 2)[1]
    # The English text of the section keeps its own direction and language within the page.
    if page == "amendment":
        area = answer.text.split('name="body"')[0].rpartition("<")[2] + answer.text.split('name="body"')[1]
        assert 'lang="en"' in area.split(">")[0]
    # Every form and link of the page stays in the reader's language.
    main = answer.text.split("<main", 1)[1].split("</main")[0]
    assert 'href="/en/' not in main
    assert 'action="/en/' not in main


@pytest.mark.parametrize("page", ["withdraw", "visibility", "reply", "stance", "hide", "admit", "edit"])
def test_arabic_words_say_their_language_on_an_english_page(client: PageClient, page: str) -> None:
    pages = Pages()
    pages.sign_in(client, page)
    text = client.get(pages.url(page, "en")).text
    assert ARABIC in text
    if page != "edit":
        before = text.split(ARABIC)[0]
        assert 'lang="ar"' in before[-200:]


FRAGMENTS = {
    # page: how the fragment begins
    "comment": '<div id="comment-form">',
    "amendment": '<div id="preview"',
    "stance": '<div id="stance-',
    "edit draft": '<div id="preview"',
}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("page", FRAGMENTS)
def test_htmx_gets_the_part_alone(client: PageClient, page: str, language: str) -> None:
    pages = Pages()
    pages.sign_in(client, page)
    answer = client.get(pages.url(page, language), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.strip().startswith(FRAGMENTS[page])
    assert "<html" not in answer.text
    assert "<h1" not in answer.text
    # What a cache keeps of the whole page must not be given for the part, nor the other way round.
    assert "HX-Request" in answer.headers.get("Vary", "")


@pytest.mark.parametrize("page", sorted(set(PAGES) - set(FRAGMENTS)))
def test_pages_without_a_part_are_whole_for_htmx_too(client: PageClient, page: str) -> None:
    pages = Pages()
    pages.sign_in(client, page)
    answer = client.get(pages.url(page, "en"), headers={"HX-Request": "true"})
    assert "<h1" in answer.text


def test_an_arabic_answer_on_a_scale_keeps_its_words_apart_from_the_number(client: PageClient) -> None:
    pages = Pages()
    pages.sign_in(client, "answer")
    text = client.get(pages.url("answer")).text
    for step, words in (("1", "أبدا"), ("5", "دائما")):
        assert words in text.split(f'value="{step}"', 1)[1].split("</label>", 1)[0]


def test_the_language_of_the_interface_is_offered_and_chosen_for_ones_words(client: PageClient) -> None:
    pages = Pages()
    pages.sign_in(client, "comment")
    select = client.get(pages.url("comment")).text.split('name="language"')[1].split("</select>")[0]
    chosen = [option for option in select.split("<option")[1:] if " selected" in option.split(">")[0]]
    assert len(chosen) == 1
    assert 'value="ar"' in chosen[0]


def test_the_edit_keeps_the_language_in_which_it_was_written(client: PageClient) -> None:
    # Somebody who wrote in Arabic and looks at the page in English must not turn it into English by saving.
    pages = Pages()
    pages.sign_in(client, "edit")
    select = client.get(pages.url("edit", "en")).text.split('name="language"')[1].split("</select>")[0]
    chosen = [option for option in select.split("<option")[1:] if " selected" in option.split(">")[0]]
    assert ['value="ar"' in option for option in chosen] == [True]


def test_a_person_without_organisation_is_not_offered_to_show_one(client: PageClient) -> None:
    consultation = make_consultation(contribute_audience="public")
    loner = make_person(account=keep(Account(email="loner@members.example")))
    client.sign_in(loner)
    page: Any = client.get(f"/ar/consultations/{consultation.public_id}/sections/water/comments/new").text
    for value, offered in (("name", True), ("organisation", False), ("region", True), ("facilitators", True)):
        assert (f'value="{value}"' in page) is offered
