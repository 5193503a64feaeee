"""Notes among facilitators stay among them; reasons given often are offered in the author's language."""

import re

import pytest

from consult.core.database import db
from tests.desk import Desk
from tests.desk_forms import url
from tests.factories import make_amendment, make_answer, make_comment, make_person, make_question
from tests.page import PageClient

SECRET = "Ask-Ndeye-before-we-answer"


@pytest.fixture
def desk(app) -> Desk:  # type: ignore[no-untyped-def]
    desk = Desk()
    make_amendment(desk.consultation)
    desk.comment = make_comment(desk.consultation, language="fr")
    return desk


def test_a_note_is_read_by_facilitators_and_stands_on_no_page_or_file_for_others(
    desk: Desk, client: PageClient
) -> None:
    client.sign_in(desk.facilitator)
    place = url(desk, "/sections/water/notes")
    for about in ("", desk.comment.public_id):
        data = {"body": f"{SECRET} {about}", "contribution": about}
        assert client.post(place, data=data).status_code == 303
    assert client.post(place, data={"body": "x", "contribution": "nobody"}).status_code == 404
    client.post(place, data={"body": " "})
    page = client.get(url(desk, "/sections/water")).text
    assert page.count(SECRET) == 2
    desk.answer_all()
    desk.publish()
    consultation, slug = desk.consultation.public_id, desk.narrative.slug
    pages = [
        url(desk),
        f"/en/consultations/{consultation}/text",
        f"/en/consultations/{consultation}/sections/water",
        f"/en/consultations/{consultation}/contributions.csv",
        f"/en/consultations/{consultation}/summary",
        f"/en/contributions/{desk.comment.public_id}",
        f"/en/narratives/{slug}/1.1",
        f"/en/narratives/{slug}/1.1.md",
        f"/en/narratives/{slug}/1.1/sections/water/passages",
        f"/en/narratives/{slug}/history",
    ]
    for reader in (
        desk.comment.person,
        make_person("working-group-member", desk.narrative),
        desk.facilitator,
    ):
        client.sign_in(reader)
        for address in pages:
            answer = client.get(address)
            assert answer.status_code in (200, 404), address
            assert SECRET not in answer.text, address


def test_working_group_members_do_not_read_notes_at_an_open_desk_and_a_removed_one_is_gone(
    desk: Desk, client: PageClient
) -> None:
    client.sign_in(desk.facilitator)
    client.post(url(desk, "/sections/water/notes"), data={"body": SECRET})
    page = client.get(url(desk, "/sections/water")).text
    remove = page.split("/notes/")[1].split("/remove")[0]
    client.sign_in(make_person("working-group-member", desk.narrative))
    assert SECRET not in client.get(url(desk, "/sections/water")).text
    client.sign_in(desk.facilitator)
    for _twice in range(2):
        assert client.post(url(desk, f"/sections/water/notes/{remove}/remove"), data={}).status_code == 303
    assert SECRET not in client.get(url(desk, "/sections/water")).text


def test_reasons_given_often_are_offered_in_the_language_of_the_author(
    desk: Desk, client: PageClient
) -> None:
    client.sign_in(desk.facilitator)
    place = url(desk, "/reasons")
    assert client.post(place, data={"text-en": " "}).status_code == 422
    both = {"text-en": "It stands in section 2.", "text-fr": "C’est dans la section 2."}
    assert client.post(place, data=both).status_code == 303
    page = client.get(url(desk, "/sections/water")).text
    offered = page.split('<datalist id="reasons-fr">')[1].split("</datalist>")[0]
    assert 'value="C’est dans la section 2." label="It stands in section 2."' in offered
    assert 'list="reasons-fr"' in page
    assert 'list="reasons-en"' in page
    reason = client.get(place).text.split("/reasons/")[1].split("/retire")[0]
    client.sign_in(make_person("secretariat"))
    assert client.post(url(desk, f"/reasons/{reason}/retire"), data={}).status_code == 303
    db.session.expire_all()
    client.sign_in(desk.facilitator)
    assert "<datalist" not in client.get(url(desk, "/sections/water")).text


def test_reasons_given_often_are_offered_on_each_page_that_asks_for_one(
    desk: Desk, client: PageClient
) -> None:
    question = make_question(desk.consultation)
    for language in ("fr", "fr", "es"):
        make_answer(question, body="Le travail de soin compte pour nous.", language=language)
    section = desk.consultation.base_revision.places[0].section
    make_amendment(desk.consultation, find="", replace="", operation="remove", section=section, language="ar")
    client.sign_in(desk.facilitator)
    pages = {"/bulk": ("en", "fr"), "/structure": ("en", "ar"), "/answers": ("en", "fr", "es")}
    for page in pages:
        assert "<datalist" not in client.get(url(desk, page)).text
    both = {"text-en": "It stands in section 2.", "text-fr": "C’est dans la section 2."}
    client.post(url(desk, "/reasons"), data=both)
    for page, languages in pages.items():
        text = client.get(url(desk, page)).text
        offered = set(re.findall(r'<datalist id="reasons-(\w+)">', text))
        assert offered >= set(languages), page
        asked = set(re.findall(r' list="reasons-(\w+)"', text))
        assert asked == (set(languages) if page != "/answers" else {"fr", "es"}), page
        assert asked <= offered
        assert 'value="It stands in section 2."' in text
    client.sign_in(make_person("working-group-member", desk.narrative))
    for page in ("/structure", "/answers"):
        assert "<datalist" not in client.get(url(desk, page)).text
