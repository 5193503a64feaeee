"""Who may translate, which languages and sections have a page, and hints at words in another language."""

import pytest
from flask import Flask

from consult.core.clock import now
from consult.core.database import db
from consult.translations import services
from consult.translations.board import board_of
from consult.translations.views.sentences import script_of
from tests.factories import make_person
from tests.translating import WATER, Translating, make_narrative_like, make_translating


@pytest.fixture
def work(app: Flask) -> Translating:
    return make_translating(app)


def states(work: Translating, language: str = "fr") -> dict[str, str]:
    board = board_of(work.revision)
    return {place.section.key: board.at(place.section.key, language).state for place in board.places}


@pytest.mark.parametrize(("role", "status"), [(None, 403), ("participant", 403), ("facilitator", 200)])
def test_translating_is_for_translators_and_those_who_run_the_narrative(
    work: Translating, role: str | None, status: int
) -> None:
    person = make_person(role, work.narrative if role else None)
    assert work.client(person).get(work.path()).status_code == status


def test_a_translator_of_an_invited_narrative_reads_it_and_of_another_one_does_not(work: Translating) -> None:
    work.narrative.read_audience = "invited"
    assert work.client(work.leila).get("/en/narratives/shared").status_code == 200
    other = make_person("translator", make_narrative_like(work))
    assert work.client(other).get("/en/narratives/shared").status_code == 404
    assert work.client(other).get(work.path()).status_code == 404


def test_only_a_chosen_language_and_a_present_section_have_a_page(work: Translating) -> None:
    client = work.client(work.leila)
    for path in (work.path(language="es"), work.path(language="en"), work.path("unknown")):
        assert client.get(path).status_code == 404
    assert client.get("/en/narratives/unknown/languages").status_code == 404


def test_languages_are_chosen_by_name_or_code_and_keep_their_translations(work: Translating) -> None:
    work.reviewed("water")
    facilitator = work.client(make_person("facilitator", work.narrative))
    address = "/en/narratives/shared/languages/choose"
    assert facilitator.get(address).status_code == 200
    assert work.client(work.leila).get(address).status_code == 403
    wrong = facilitator.post(address, data={"languages": ["ar"], "other": "klingon"})
    assert wrong.status_code == 422
    assert "klingon" in wrong.text
    facilitator.post(address, data={"languages": ["ar"], "other": "sw; en"})
    db.session.expire_all()
    assert work.narrative.target_languages == ["ar", "sw"]
    assert work.client(work.leila).get(work.path()).status_code == 404
    services.choose_languages(work.narrative, ["fr"], actor=work.leila, at=now())
    assert states(work)["water"] == "reviewed"


def test_a_language_is_known_by_the_code_of_cldr() -> None:
    assert all(services.is_language(code) for code in ("fr", "sw", "zh-Hant", "pt-BR", "qu"))
    assert not any(services.is_language(code) for code in ("", "xx", "klingon", "f r", "fr\x00", "f" * 40))


def test_words_in_the_wrong_language_are_hinted_at_and_not_refused(work: Translating) -> None:
    source = [part.words for part in work.task().parts]
    assert work.post(work.leila, [WATER[0], source[1], source[2], WATER[3]], step="send").status_code == 303
    page = work.client(work.leila).get(work.path()).text
    assert page.count("These are the words of the original. Is that meant?") == 2
    arabic = work.client(work.leila)
    arabic.post(work.path(language="ar"), data={"s-0": "الماء", "s-1": WATER[1], "counter": 0})
    assert arabic.get(work.path(language="ar")).text.count("Is this in the right language?") == 1


@pytest.mark.parametrize(
    ("language", "script"),
    [("fr", "Latn"), ("ar", "Arab"), ("zh-Hant", "Hani"), ("sr-Latn", "Latn"), ("ru", "Cyrl"), ("xx", "")],
)
def test_the_script_of_a_language_comes_from_cldr(language: str, script: str) -> None:
    assert script_of(language) == script
