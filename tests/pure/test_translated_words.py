"""What holds for every translated sentence, in each language that has a catalogue."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from gettext import c2py
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.catalog import Message

from consult.catalogues import (
    catalogue_files,
    collected_words,
    language_of,
    plural_forms,
    read_catalogue,
    read_head,
)

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[a-z]|%%")
TAG = re.compile(r"</?[a-zA-Z][^>]*>|&[a-z]+;")
ENDS = {".": ".", ":": ":", "?": "?؟", "!": "!", ",": ",،", "…": "…"}
"""The sign at a sentence's end, and the signs that do its work in the languages there are."""

read = lru_cache(maxsize=32)(read_catalogue)
FILES = catalogue_files()
every_catalogue = pytest.mark.parametrize("path", FILES, ids=[language_of(path) for path in FILES])


def forms_of(message: Message) -> Iterator[tuple[int, str, str]]:
    """Yield (place, English, translated) of an entry, for each of its forms that is translated."""
    english = message.id if isinstance(message.id, tuple | list) else (message.id,)
    translated = message.string if isinstance(message.string, tuple | list) else (message.string,)
    for place, form in enumerate(translated):
        if form:
            yield place, english[min(place, len(english) - 1)], form


def pairs(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Yield each English sentence beside its translation; a plural one beside each of its forms."""
    for message in catalogue:
        if message.id:
            yield from ((english, translated) for _place, english, translated in forms_of(message))


def lone_forms(catalogue: Catalog) -> set[int]:
    """Return the plural forms that are said of one number alone, so that they may leave the figure out."""
    numbers = Counter(c2py(catalogue.plural_expr)(number) for number in range(1001))
    return {form for form, count in numbers.items() if count == 1}


def differs(message: Message, lone: set[int]) -> bool:
    """Say whether a form of an entry asks for other values than the English sentence gives."""
    is_plural = isinstance(message.id, tuple | list)
    for place, english, translated in forms_of(message):
        wanted = Counter(PLACEHOLDER.findall(message.id[-1] if is_plural else english))
        left_out = wanted - Counter(PLACEHOLDER.findall(translated))
        added = Counter(PLACEHOLDER.findall(translated)) - wanted
        silent = is_plural and (place in lone or not PLACEHOLDER.search(message.id[0]))
        if added or (left_out and not (silent and set(left_out) <= {"%(num)d", "%(num)s"})):
            return True
    return False


@every_catalogue
def test_a_translation_asks_for_the_same_values(path: Path) -> None:
    catalogue = read(path)
    lone = lone_forms(catalogue)
    assert [message.id for message in catalogue if message.id and differs(message, lone)] == []


@every_catalogue
def test_every_translation_can_be_filled(path: Path) -> None:
    values = defaultdict(int)
    for english, translated in pairs(read(path)):
        if PLACEHOLDER.search(english):
            assert translated % values
        else:
            assert "%(" not in translated


@every_catalogue
def test_a_translation_has_the_tags_the_spaces_and_the_lines_of_the_english_sentence(path: Path) -> None:
    def shape(text: str) -> tuple[list[str], str, str, int]:
        before, after = text[: -len(text.lstrip())], text[len(text.rstrip()) :]
        return sorted(TAG.findall(text)), before, after, text.count("\n")

    assert [pair for pair in pairs(read(path)) if shape(pair[0]) != shape(pair[1])] == []


@every_catalogue
def test_a_translation_ends_as_the_english_sentence_does(path: Path) -> None:
    def is_other(english: str, translated: str) -> bool:
        last = english.rstrip()[-1:]
        return last in ENDS and translated.rstrip()[-1:] not in ENDS[last]

    assert [pair for pair in pairs(read(path)) if is_other(*pair)] == []


@every_catalogue
def test_a_catalogue_names_its_language_and_has_as_many_plural_forms_as_it(path: Path) -> None:
    head, catalogue = read_head(path), read(path)
    count = catalogue.num_plurals
    assert head["Language"] == language_of(path)
    assert head["Plural-Forms"].replace(" ", "") == plural_forms(language_of(path)).replace(" ", "")
    odd = [one.id for one in catalogue if isinstance(one.id, tuple) and len(one.string) not in (0, count)]
    assert odd == []


NO_SPACE_BEFORE = re.compile(r"(?<![\u00a0\u202f])[;!?»]|«(?![\u00a0\u202f])|(?<![\u00a0\u202f]):(?![/\d])|'")
OPEN_ALONE = {"?": "¿", "!": "¡"}


def test_french_keeps_its_signs_with_their_words() -> None:
    found = [words for path in FILES if language_of(path) == "fr" for _english, words in pairs(read(path))]
    assert [words for words in found if NO_SPACE_BEFORE.search(PLACEHOLDER.sub("x", words))] == []


def test_spanish_opens_what_it_asks() -> None:
    found = [words for path in FILES if language_of(path) == "es" for _english, words in pairs(read(path))]
    assert [
        words
        for words in found
        for sign, first in OPEN_ALONE.items()
        if words.count(sign) != words.count(first)
    ] == []


@pytest.mark.parametrize(
    ("english", "translated", "wrong"),
    [
        ("By %(name)s", "Par %(name)s", False),
        ("By %(name)s", "Par %(nom)s", True),
        ("By %(name)s", "Par personne", True),
        ("%(a)s by %(b)s", "%(b)s, %(a)s", False),
        (("%(num)d section", "%(num)d sections"), ("une section", "%(num)d sections"), False),
        (("%(num)d section", "%(num)d sections"), ("%(num)d section", "des sections"), True),
        (("%(num)d of %(day)s", "%(num)d of %(day)s"), ("une", "%(num)d, %(day)s"), True),
    ],
)
def test_a_value_that_is_lost_or_invented_is_found(
    english: str | tuple[str, str], translated: str | tuple[str, str], wrong: bool
) -> None:
    assert differs(Message(english, translated), lone={0}) is wrong


def test_every_sentence_of_the_site_is_translated_and_no_other() -> None:
    said = {(message.id, message.context) for message in collected_words() if message.id}
    for path in FILES:
        catalogue = read(path)
        known = {(message.id, message.context) for message in catalogue if message.id}
        missing = {message.id for message in catalogue if message.id and not is_translated(message)}
        missing |= {words for words, _context in said - known}
        fuzzy = [message.id for message in catalogue if message.id and message.fuzzy]
        stale = {words for words, _context in known - said}
        found = {"missing": missing, "fuzzy": fuzzy, "stale": stale, "obsolete": list(catalogue.obsolete)}
        assert not any(found.values()), f"{language_of(path)}: {found}. make catalogues brings it up to date."


def is_translated(message: Message) -> bool:
    """Say whether an entry has words in each of its forms."""
    string = message.string or ""
    return all([string] if isinstance(string, str) else string)


def test_what_people_wrote_keeps_its_own_direction_within_an_arabic_sentence() -> None:
    """Names and headings may be Latin: isolated by two signs that nobody sees, they do not turn what is around them."""
    names = (
        "section title name network organisation author heading text words after label parent found form term"
    )
    bare = re.compile(
        rf"(?<!\u2068)%\((?:{'|'.join(names.split())})\)s|%\((?:{'|'.join(names.split())})\)s(?!\u2069)"
    )
    arabic = read(next(path for path in FILES if language_of(path) == "ar"))
    assert [translated for _english, translated in pairs(arabic) if bare.search(translated)] == []
