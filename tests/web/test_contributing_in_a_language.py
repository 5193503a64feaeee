"""Reading the text of a consultation in another language, and speaking to it there."""

import re

import pytest
from flask import Flask

from consult.contributions.models import Comment, Contribution
from consult.core.database import db
from tests.factories import make_amendment, make_consultation, make_organisation, make_person
from tests.page import PageClient
from tests.translating import WATER, Translating, make_translating

WATER_IS = "L’eau est un droit."


@pytest.fixture
def work(app: Flask) -> Translating:
    made = make_translating(app)
    made.reviewed("water")
    return made


@pytest.fixture
def member(work: Translating) -> PageClient:
    return work.client(make_person(organisation=make_organisation(), display_name="Awa Diop"))


def test_the_text_of_a_consultation_is_read_there_in_its_languages(work: Translating) -> None:
    consultation = make_consultation(work.revision)
    make_amendment(consultation)
    reader, address = work.app.test_client(), f"/en/consultations/{consultation.public_id}"
    english = reader.get(f"{address}/text").text
    assert f"{address}/text?text=fr" in english
    assert "Water is a right." in english
    assert "1 change proposed here" in english
    french = reader.get(f"{address}/text?text=fr").text
    assert WATER_IS in french
    assert "Water is a right." not in french
    assert f'href="{address}/sections/water?text=fr"' in french
    assert f'href="{address}/sections/health?text=fr"' in french, "one stays in the language, ready or not"
    assert french.count("Not ready in this language") == 1
    assert "1 change proposed here" not in french, "it is proposed to other words"
    assert "Translated by:" in french
    assert reader.get(f"{address}/text").text == english, "each language is kept apart"
    section = reader.get(f"{address}/sections/water?text=fr").text
    assert re.search(r'lang="fr"><p[^>]*>L’eau est un droit', section)
    assert f'href="{address}/sections/water" lang="en"' in section
    assert "a <del>" in section or "human" in section, "the discussion is the same in all languages"
    unready = reader.get(f"{address}/sections/water?text=ar").text
    assert "Water is a right." in unready
    assert "Not ready in this language" in unready
    work.revision.narrative.target_languages = ["ar"]
    assert WATER_IS not in reader.get(f"{address}/text?text=fr").text


def test_a_comment_on_the_original_leads_back_to_the_original(work: Translating, member: PageClient) -> None:
    consultation = make_consultation(work.revision, languages=["en", "ar"])
    address = f"/ar/consultations/{consultation.public_id}/sections/water"
    words = {"body": "نعم", "language": "ar", "comment_kind": "remark", "visibility": "name", "voice": "self"}
    answer = member.post(f"{address}/comments/new?text=en", data={**words, "paragraph": "", "quote": ""})
    row = db.session.query(Comment).one()
    assert answer.location == f"{address}?text=en&sent={row.public_id}#c-{row.public_id}"
    assert row.text.base_text is None or row.text.base_text.language == "en"


def test_a_passage_of_the_french_text_is_commented_on_in_any_language(
    work: Translating, member: PageClient
) -> None:
    consultation = make_consultation(work.revision, languages=["en", "ar"])
    address = f"/en/consultations/{consultation.public_id}/sections/water"
    page = member.get(f"{address}?text=fr").text
    assert f'action="{address}/comments/new?text=fr"' in page
    alone = member.get(f"{address}/comments/new?text=fr&quote=Elle n’est pas à vendre.").text
    assert "Elle n’est pas à vendre." in alone
    data = {"comment_kind": "remark", "visibility": "name", "voice": "self", "paragraph": ""}
    words = {"body": "لماذا؟", "language": "ar", "quote": WATER[2]}
    answer = member.post(f"{address}/comments/new?text=fr", data={**data, **words})
    assert answer.status_code == 303
    row = db.session.query(Comment).one()
    assert answer.location == f"{address}?text=fr&sent={row.public_id}#c-{row.public_id}"
    assert row.text.base_text is not None
    assert (row.language, row.text.base_text.language) == ("ar", "fr")
    assert row.text.base_text.body[row.quote_start : row.quote_end] == WATER[2]
    shown = member.get(address).text
    assert re.search(r'<blockquote[^>]*lang="fr"[^>]*>\s*(<p[^>]*>)?\s*Elle n’est pas à vendre', shown)
    assert re.search(r'dir="auto" lang="ar"><p[^>]*>لماذا؟', shown)


@pytest.mark.parametrize(
    ("text", "quote", "status"),
    [
        ("fr", "It is not for sale.", 422),
        ("", "Elle n’est pas à vendre.", 422),
        ("ar", "It is not for sale.", 303),
        ("sw", "It is not for sale.", 303),
        ("%00", "It is not for sale.", 303),
    ],
)
def test_a_passage_is_looked_for_in_the_text_that_was_read(
    work: Translating, member: PageClient, text: str, quote: str, status: int
) -> None:
    consultation = make_consultation(work.revision)
    address = f"/en/consultations/{consultation.public_id}/sections/water/comments/new?text={text}"
    data = {"comment_kind": "query", "visibility": "region", "body": "Why?", "language": "en"}
    answer = member.post(address, data={**data, "voice": "self", "paragraph": "", "quote": quote})
    assert answer.status_code == status
    found = db.session.query(Contribution).count()
    assert found == (status == 303)
    if status == 422:
        assert "This passage is not in the section" in answer.text
        assert "Why?" in answer.text
