"""The text of a version in the language that the reader chooses; the original, with a note, where it is not ready."""

import pytest
from flask import Flask

from tests.factories import WATER as ORIGINAL
from tests.factories import make_consultation
from tests.translating import WATER, Translating, make_translating
from tests.web.test_reading_budget import counted

TEXT = "/en/narratives/shared"
NOTE = "Not ready in this language (français) yet: this is the original."


@pytest.fixture
def work(app: Flask) -> Translating:
    return make_translating(app)


def test_a_reader_chooses_the_language_of_the_text_beside_that_of_the_interface(work: Translating) -> None:
    reader = work.app.test_client()
    assert "Read the text in:" not in reader.get(TEXT).text  # nothing is ready yet
    work.reviewed("water")
    page = reader.get(TEXT).text
    assert "Read the text in:" in page
    assert 'href="/en/narratives/shared/1.0?text=fr" lang="fr" hreflang="fr"' in page
    assert "1 of 2" in page
    assert "text=ar" not in page

    french = reader.get(f"{TEXT}/1.0?text=fr").text
    assert WATER[1] in french
    assert "Water is a right." not in french
    assert 'dir="auto" lang="fr"><p dir="auto" data-start="0">L’eau' in french
    assert "Health care is free for all." in french
    assert french.count(NOTE) == 1
    assert "Leïla Ben" in french
    assert "Iker Zubi" in french
    assert 'sections/water?text=fr"' in french
    for other in ("es", "xx", "en", "fr'--"):
        assert ORIGINAL[:16] in reader.get(f"{TEXT}/1.0?text={other}").text


def test_a_section_by_itself_is_read_in_the_language_and_its_neighbours_too(work: Translating) -> None:
    work.reviewed("water")
    reader = work.app.test_client()
    water = reader.get(f"{TEXT}/1.0/sections/water?text=fr").text
    assert '<h1><bdi lang="fr">L’eau</bdi></h1>' in water
    assert 'sections/health?text=fr"' in water
    assert "Leïla Ben" in water
    health = reader.get(f"{TEXT}/1.0/sections/health?text=fr").text
    assert NOTE in health
    assert '<h1><bdi lang="en">Health</bdi></h1>' in health
    assert "Leïla Ben" not in health
    assert NOTE not in reader.get(f"{TEXT}/1.0/sections/health").text


def test_each_version_is_read_with_the_translation_of_its_own_words(work: Translating) -> None:
    work.reviewed("water")
    work.reviewed("health")
    work.revise("water", body="Water is common.")
    reader = work.app.test_client()
    assert WATER[1] in reader.get(f"{TEXT}/1.0?text=fr").text
    newest = reader.get(f"{TEXT}/1.1?text=fr").text
    assert "Water is common." in newest
    assert newest.count(NOTE) == 1
    assert "Personne ne paie" in newest


def test_drafts_are_never_shown_and_arabic_reads_from_right_to_left(work: Translating) -> None:
    arabic = ["الماء", "الماء حق.", "ليس للبيع.", "للجميع، كل يوم."]
    work.post(work.leila, WATER)
    reader = work.app.test_client()
    assert WATER[1] not in reader.get(f"{TEXT}/1.0?text=fr").text
    work.reviewed("water", arabic, "ar")
    page = reader.get(f"{TEXT}/1.0?text=ar").text
    assert '<div class="user-text" hx-disable hx-ignore dir="auto" lang="ar"><p dir="auto"' in page
    assert 'lang="ar" hreflang="ar" dir="auto" aria-current="true"' in page


def test_credits_name_those_whose_words_are_read_and_no_others(work: Translating) -> None:
    work.reviewed("water")
    work.post(work.iker, ["Eau", *WATER[1:]])
    assert (
        work.app.test_client().get(f"{TEXT}/1.0?text=fr").text.count("Iker Zubi") == 1
    )  # he reviewed; his draft is not read


def test_a_language_costs_a_question_more_and_no_language_none(work: Translating) -> None:
    work.reviewed("water")
    reader = work.app.test_client()

    def asked(path: str) -> int:
        reader.get(path)
        with counted() as questions:
            assert reader.get(path).status_code == 200
        return len(questions)

    original, french = asked(f"{TEXT}/1.0"), asked(f"{TEXT}/1.0?text=fr")
    assert french == original + 1  # who translated; the texts are at hand
    work.narrative.target_languages = []
    assert asked(f"{TEXT}/1.0") == original - 1


def test_the_text_of_a_consultation_leads_to_its_other_languages(work: Translating) -> None:
    consultation = make_consultation(work.revision)
    address = f"/en/consultations/{consultation.public_id}/text"
    reader = work.app.test_client()
    assert "Read the text in:" not in reader.get(address).text
    work.reviewed("water")
    page = reader.get(address).text
    assert f'href="{address}?text=fr"' in page
    assert "(1 of 2)" in page
