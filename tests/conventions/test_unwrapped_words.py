"""Every word on a screen can be translated: in a made-up language each translated string is put in brackets, and what
stands outside of brackets must be what people wrote, or what the locale data say (dates, languages, zones)."""

import re
from collections.abc import Iterator
from gettext import NullTranslations
from html.parser import HTMLParser

import pytest
import sqlalchemy as sa
from babel import Locale
from flask import Flask

from consult.core.clock import zone_names
from consult.core.database import db
from consult.web.locale import language_name
from tests.conventions.test_routes import TABLE
from tests.conventions.walking import ACTORS, World
from tests.page import VOID

READ_ALOUD = ("aria-label", "title", "alt", "placeholder", "data-say-updated", "data-say-failed")
NOT_WORDS = (
    "developer.",
    "narratives.markdown",
    "people.edit_house_rules",
    "reading.ledger_csv",
    "summaries.all_contributions_csv",
    "summaries.answer_rows_csv",
    "summaries.contributions_csv",
    "summaries.narrative_contributions_csv",
    "summaries.narrative_stances_csv",
    "summaries.survey_words_csv",
    "summaries.table_csv",
    "translations.draft_po",
    "translations.po",
    "translations.terms_csv",
    "root",
)


CODES = {"africa", "water", "health"}
"""Codes that people give and read."""


class Bracketed(NullTranslations):
    """A catalogue that puts every string in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return f"⟦{singular if n == 1 else plural}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    ugettext, ungettext, upgettext = gettext, ngettext, pgettext


class Outside(HTMLParser):
    """Collect the pieces of visible text and of labels that stand outside of brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.depth = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            written = "user-text" in (dict(attrs).get("class") or "").split()
            self.open.append("" if written else tag)
        for name, value in attrs:
            if name in READ_ALOUD and value:
                self._take(value)

    def handle_endtag(self, tag: str) -> None:
        if self.open:
            self.open.pop()  # every page that a test fetches nests rightly

    def handle_data(self, data: str) -> None:
        if not {"script", "style", "time", "code", ""} & set(self.open):
            self._take(data)

    def _take(self, text: str) -> None:
        for piece in re.split("([⟦⟧])", text):
            if piece in "⟦⟧":
                self.depth += {"⟦": 1, "⟧": -1, "": 0}[piece]
            elif not self.depth and re.search(r"[^\W\d_]{2,}", piece):
                self.found.append(" ".join(piece.split()))


@pytest.fixture
def bracketed(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(site.extensions, "consult.per_language", {})
    monkeypatch.setattr("flask_babel.Domain.get_translations", lambda _domain: Bracketed())


def is_written(value: str) -> bool:
    """Tell what people wrote from the values that stand for states and kinds, such as "carried-forward"."""
    return len(value) == 64 or value in CODES or bool(re.search("[^a-z0-9-]", value))


def data() -> re.Pattern[str]:
    """Return what finds all that is no word of the site: strings of rows, and names of places and languages."""
    english = Locale("en")
    found = {"Consult", *english.territories.values(), *english.languages.values()}
    found |= {language_name(code) for code in ("ar", "es", "fr")}
    found |= {part.replace("_", " ") for name in zone_names() for part in name.split("/")}
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)):
            for value in row:
                given = (
                    value.values()
                    if isinstance(value, dict)
                    else value
                    if isinstance(value, list)
                    else [value]
                )
                found |= {part.strip() for one in given if isinstance(one, str) for part in one.split("\n")}
    longest_first = sorted(map(re.escape, filter(is_written, found)), key=len, reverse=True)
    return re.compile("|".join(longest_first))


def pages(world: World) -> Iterator[tuple[str, str]]:
    """Yield endpoint and page of each that one of three people is shown."""
    for endpoint, row in TABLE.items():
        for actor in ("participant", "facilitator", "secretariat"):
            if endpoint.startswith(NOT_WORDS) or row.get("GET", [0] * 6)[ACTORS.index(actor)] != 200:
                continue
            yield endpoint, world.client(actor).get(world.path(endpoint)).text


def test_every_word_of_every_page_can_be_translated(world: World, bracketed: None) -> None:
    known = data()
    outside: dict[str, set[str]] = {}
    for endpoint, page in pages(world):
        parser = Outside()
        parser.feed(page)
        assert not parser.depth, f"{endpoint}: brackets do not close"
        for words in parser.found:
            if re.search(r"[^\W\d_]{2,}", known.sub("", words)):
                outside.setdefault(words, set()).add(endpoint)
    assert not outside, "\n".join(f"{words!r} on {sorted(where)}" for words, where in outside.items())


def test_a_forgotten_word_is_found() -> None:
    parser = Outside()
    parser.feed('<p aria-label="Loose">⟦Read ⟦it⟧⟧ again <b>⟦now⟧</b></p>')
    assert parser.found == ["Loose", "again"]
