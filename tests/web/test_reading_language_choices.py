"""Which languages a reader is offered for the text, how much of it is ready, and what is said of the rest."""

import re

import pytest
from flask import Flask

from consult.core.clock import now
from consult.translations import services
from tests.factories import make_consultation
from tests.translating import WATER, Translating, make_translating

TEXT = "/en/narratives/shared/1.0"
ARABIC = ["الماء", "الماء حق.", "ليس للبيع.", "للجميع، كل يوم."]
CARE = ["الصحة", "الرعاية مجانية للجميع.", "لا أحد يدفع."]
NOTE = "Not ready in this language ("


@pytest.fixture
def work(app: Flask) -> Translating:
    return make_translating(app)


def offered(page: str) -> list[tuple[str, bool]]:
    """Return the languages of the choice in order, each with whether it is the one that is read."""
    if "Read the text in:" not in page:
        return []
    choice = page.split("Read the text in:")[1].split("</nav>")[0].split("</ul>")[0].split("</p>")[0]
    links = re.findall(r"<a [^>]*>", choice)
    return [(re.findall(r'hreflang="([^"]+)"', link)[0], 'aria-current="true"' in link) for link in links]


def test_languages_are_offered_original_first_then_in_the_order_that_was_chosen(work: Translating) -> None:
    reader = work.app.test_client()
    assert offered(reader.get(TEXT).text) == []
    work.reviewed("water", ARABIC, "ar")
    work.reviewed("water")
    work.reviewed("health", CARE, "ar")
    page = reader.get(TEXT).text
    assert offered(page) == [("en", True), ("fr", False), ("ar", False)]
    assert page.count("1 of 2") == 1  # French; Arabic is whole and says nothing
    arabic = reader.get(f"{TEXT}?text=ar").text
    assert offered(arabic) == [("en", False), ("fr", False), ("ar", True)]
    assert NOTE not in arabic
    services.choose_languages(work.narrative, ["ar", "fr"], actor=work.leila, at=now())
    assert [code for code, _current in offered(reader.get(TEXT).text)] == ["en", "ar", "fr"]


def test_a_language_that_is_asked_for_and_not_ready_is_named_with_a_way_back(work: Translating) -> None:
    reader = work.app.test_client()
    page = reader.get(f"{TEXT}?text=fr").text
    assert page.count(NOTE) == 2
    assert offered(page) == [("en", False), ("fr", True)]
    assert "0 of 2" in page
    assert "Translated by:" not in page
    work.reviewed("water")
    page = reader.get(f"{TEXT}?text=fr").text
    assert page.count(NOTE) == 1
    assert "Translated by:" in page
    assert "Translated by:" not in reader.get(TEXT).text  # the original is nobody's translation


@pytest.mark.parametrize("asked", ["", "en", "sw", "FR", "fr-CA", "<b>", "x" * 3_000, "%00"])
def test_what_is_no_target_language_gives_the_original_and_says_nothing(
    work: Translating, asked: str
) -> None:
    work.reviewed("water")
    page = work.app.test_client().get(f"{TEXT}?text={asked}")
    assert page.status_code == 200
    assert "Water is a right." in page.text
    assert NOTE not in page.text
    assert offered(page.text) == [("en", True), ("fr", False)]


def test_each_text_has_its_own_language_on_a_page_of_any_language(work: Translating) -> None:
    work.reviewed("water", ARABIC, "ar")
    reader = work.app.test_client()
    for interface, frame in (("en", '<html lang="en" dir="ltr"'), ("ar", '<html lang="ar" dir="rtl"')):
        page = reader.get(f"/{interface}/narratives/shared/1.0?text=ar").text
        assert frame in page
        assert re.search(r'dir="auto" lang="ar"><p dir="auto"[^>]*>الماء حق', page)
        assert re.search(r'dir="auto" lang="en"><p dir="auto"[^>]*>Health care', page)
        assert f"/{interface}/narratives/shared/1.0?text=ar" in page


def links(page: str) -> str:
    """Return how the links of a page say in which language the text is read."""
    return " ".join(sorted(set(re.findall(r"sections/health(?:\?text=\w+)?(?=[\"#])", page))))


@pytest.mark.parametrize("place", [TEXT, f"{TEXT}/sections/water", "text", "sections/water"])
def test_who_chooses_no_language_reads_in_that_of_the_page_as_far_as_it_is_ready(
    work: Translating, place: str
) -> None:
    if not place.startswith("/"):
        place = f"/en/consultations/{make_consultation(work.revision).public_id}/{place}"
    reader, arabic = work.app.test_client(), place.replace("/en/", "/ar/")
    original, translated = "Water is a right.", ARABIC[1]
    assert original in reader.get(arabic).text, "nothing is ready yet"
    work.reviewed("water", ARABIC, "ar")
    page = reader.get(arabic).text
    assert translated in page
    assert original not in page
    assert f'{arabic}?text=en" lang="en"' in page, "the original is one link away"
    assert "?text=en" not in links(page)
    page = reader.get(f"{arabic}?text=en").text
    assert original in page
    assert links(page) == "sections/health?text=en", "and one stays in it"
    assert original in reader.get(place).text, "the page in another language is as before"


def test_a_language_that_was_taken_away_is_no_longer_read(work: Translating) -> None:
    work.reviewed("water")
    reader = work.app.test_client()
    assert WATER[1] in reader.get(f"{TEXT}?text=fr").text
    services.choose_languages(work.narrative, ["ar"], actor=work.leila, at=now())
    page = reader.get(f"{TEXT}?text=fr").text
    assert WATER[1] not in page
    assert offered(page) == []


def test_the_text_of_a_narrative_that_may_not_be_read_is_hidden_in_every_language(work: Translating) -> None:
    work.reviewed("water")
    work.narrative.read_audience = "invited"
    reader = work.app.test_client()
    for path in (TEXT, f"{TEXT}?text=fr", f"{TEXT}/sections/water?text=fr"):
        answer = reader.get(path)
        assert answer.status_code in (302, 404)
        assert WATER[1] not in answer.text
    assert WATER[1] in work.client(work.iker).get(f"{TEXT}?text=fr").text


def test_a_consultation_offers_its_text_in_other_languages_to_all_who_may_read_it(work: Translating) -> None:
    consultation = make_consultation(work.revision)
    address = f"/en/consultations/{consultation.public_id}/text"
    reader = work.app.test_client()
    assert "text=fr" not in reader.get(address).text
    work.reviewed("water")
    page = reader.get(address).text
    assert f"{address}?text=fr" in page
    assert "(1 of 2)" in page
    work.reviewed("health")
    page = reader.get(address).text
    assert offered(page) == [("en", True), ("fr", False)]
    assert "of 2)" not in page  # all of it is ready
    work.narrative.read_audience = "invited"
    assert f"{address}?text=fr" in reader.get(address).text, "it is the text that they may read anyway"
    consultation.read_audience = "invited"
    assert reader.get(f"{address}?text=fr").status_code in (302, 404)


def test_who_takes_part_in_a_consultation_of_an_older_version_reads_that_one(work: Translating) -> None:
    consultation = make_consultation(work.revision)
    work.reviewed("water")
    work.revise("water", body="Water is common.")
    page = work.app.test_client().get(f"/en/consultations/{consultation.public_id}/text?text=fr").text
    assert WATER[1] in page
    assert "Water is common." not in page
