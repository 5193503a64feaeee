"""Which languages of the text a reader is offered, with how much of it, and what is said where one is not ready."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from consult.core.database import db
from consult.narratives.kept_texts import KeptPlace
from consult.reading.languages import InLanguage, TextChoice
from tests.translating import HEALTH, WATER, Translating, make_translating

ADDRESS = "/en/narratives/shared/1.0"


@pytest.fixture
def work(app: Flask) -> Translating:
    return make_translating(app)


@pytest.fixture
def asking(work: Translating) -> Callable[..., Any]:
    """Read the present version with an address; the places are all of it, or those of the keys."""

    def ask(call: Callable[[InLanguage], Any], text: str | None = None, *keys: str) -> Any:
        db.session.flush()
        places = [one for one in work.revision.places if not keys or one.section.key in keys]
        with work.app.test_request_context(ADDRESS + (f"?text={text}" if text is not None else "")):
            return call(InLanguage(work.revision, places))

    return ask


def offered(read: InLanguage) -> list[tuple[str, bool, str | None]]:
    """Return code, whether it is read now, and the note of each language that is offered."""
    choices = read.choices("reading.revision", slug="shared", number="1.0")
    return [(one.code, one.is_current, None if one.note is None else str(one.note)) for one in choices]


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        (None, None),
        ("", None),
        ("fr", "fr"),
        ("ar", "ar"),
        ("en", None),
        ("FR", None),
        ("fr ", None),
        ("es", None),
    ],
)
def test_a_language_is_chosen_where_it_is_one_of_the_narratives(
    asking: Callable[..., Any], text: str | None, chosen: str | None
) -> None:
    assert asking(lambda read: read.chosen, text) == chosen


def test_while_nothing_is_ready_nothing_is_offered_but_to_who_came_for_a_language(
    asking: Callable[..., Any],
) -> None:
    assert asking(offered) == []
    assert asking(offered, "fr") == [("en", False, "original"), ("fr", True, "0 of 2")]


def test_a_part_is_said_to_be_one_and_a_whole_needs_no_words(
    work: Translating, asking: Callable[..., Any]
) -> None:
    work.reviewed("water")
    assert asking(offered) == [("en", True, "original"), ("fr", False, "1 of 2")]
    assert asking(offered, "fr") == [("en", False, "original"), ("fr", True, "1 of 2")]
    assert asking(offered, "fr", "water") == [("en", False, "original"), ("fr", True, None)]
    assert asking(offered, None, "health") == [], "of a section by itself only what it has is offered"
    assert asking(offered, "fr", "health")[1:] == [("fr", True, "0 of 1")]
    work.reviewed("health")
    assert asking(offered) == [("en", True, "original"), ("fr", False, None)]


def test_languages_are_offered_in_the_order_of_the_narrative_by_their_own_names(
    work: Translating, asking: Callable[..., Any]
) -> None:
    work.reviewed("health", HEALTH)
    work.reviewed("health", ["الصحة", "الرعاية مجانية للجميع.", "لا أحد يدفع."], "ar")
    for order in (["fr", "ar"], ["ar", "fr"]):
        work.narrative.target_languages = order
        choices = asking(lambda read: read.choices("reading.revision", slug="shared", number="1.0"))
        assert [one.code for one in choices] == ["en", *order]
    assert choices[1] == TextChoice("ar", "العربية", f"{ADDRESS}?text=ar", is_current=False, note="1 of 2")
    assert choices[0].url == ADDRESS, "the original has the plain address"


def test_where_a_section_is_not_ready_its_original_is_read_and_that_is_said(
    work: Translating, asking: Callable[..., Any]
) -> None:
    work.reviewed("water")
    water, health = work.revision.places

    def read_both(read: InLanguage) -> list[tuple[str, str, bool]]:
        return [
            (read.place(one).text.language, read.place(one).text.heading, bool(read.note(one)))
            for one in (water, health)
        ]

    assert asking(read_both) == [("en", "Water", False), ("en", "Health", False)]
    assert asking(read_both, "fr") == [("fr", "L’eau", False), ("en", "Health", True)]
    assert asking(read_both, "ar") == [("en", "Water", True), ("en", "Health", True)]
    place = asking(lambda read: read.place(water), "fr")
    assert isinstance(place, KeptPlace)
    assert (place.section.key, place.depth, place.label) == ("water", water.depth, water.label)
    assert place.text.body.startswith(WATER[1])
    note = asking(lambda read: read.note(health), "fr")
    assert "français" in note


def test_a_language_that_the_narrative_gives_up_is_neither_offered_nor_read(
    work: Translating, asking: Callable[..., Any]
) -> None:
    work.reviewed("water")
    work.narrative.target_languages = ["ar"]
    assert asking(offered) == []
    assert asking(offered, "fr") == []
    water = work.revision.places[0]
    assert asking(lambda read: read.place(water), "fr") is water


def test_who_translated_is_said_of_what_is_read_alone(work: Translating, asking: Callable[..., Any]) -> None:
    work.reviewed("water")
    assert asking(lambda read: read.credit) is None
    assert asking(lambda read: read.credit, "ar") is None
    assert asking(lambda read: read.credit, "fr", "health") is None
    whole = asking(lambda read: read.credit, "fr")
    assert whole is not None
    assert whole == asking(lambda read: read.credit, "fr", "water")
