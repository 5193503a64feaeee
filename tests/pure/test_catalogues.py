"""Words go from code and templates into the catalogues, and from these to the pages."""

from __future__ import annotations

import gettext
import os
import shutil
from pathlib import Path

import pytest

from consult.catalogues import (
    ROOT,
    catalogue_files,
    collect_words,
    compile_catalogues,
    plural_forms,
    read_catalogue,
    read_head,
    untranslated,
)

CODE = """
from flask_babel import gettext as _, lazy_gettext, ngettext, pgettext
from flask_babel import lazy_gettext as _l
title = _("Narrative")
label = _l("Your name")
hint = lazy_gettext("Say why")
count = ngettext("%(num)s comment", "%(num)s comments", 2)
state = pgettext("of a question", "open")
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one module, one template and this project's settings."""
    (tmp_path / "consult").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "consult" / "words.py").write_text(CODE)
    (tmp_path / "templates" / "page.html").write_text("<h1>{{ _('Sections') }}</h1>")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def translate(path: Path, words: str, translation: str) -> None:
    """Translate `words` in a catalogue as a translator does, in its file."""
    text = path.read_text(encoding="utf-8")
    assert f'msgid "{words}"\nmsgstr ""' in text
    path.write_text(text.replace(f'msgid "{words}"\nmsgstr ""', f'msgid "{words}"\nmsgstr "{translation}"'))


def spoken(project: Path, words: str) -> str:
    """Return what a page in French says for `words`."""
    folder = str(project / "consult" / "locale")
    return gettext.translation("messages", folder, languages=["fr"]).gettext(words)


def test_words_of_code_and_templates_are_collected(project: Path) -> None:
    collect_words(project, ["fr"])
    [french] = catalogue_files(project)
    text = french.read_text(encoding="utf-8")
    for words in ("Narrative", "Your name", "Say why", "%(num)s comment", "Sections"):
        assert f'msgid "{words}"' in text
    assert 'msgctxt "of a question"\nmsgid "open"' in text


def test_a_translated_word_is_spoken_once_compiled(project: Path) -> None:
    collect_words(project, ["fr"])
    [french] = catalogue_files(project)
    translate(french, "Sections", "Parties")
    assert compile_catalogues(project) == [french]
    assert spoken(project, "Sections") == "Parties"
    assert spoken(project, "Narrative") == "Narrative"


def test_collecting_again_keeps_what_was_translated_and_changes_nothing_else(project: Path) -> None:
    collect_words(project, ["fr"])
    [french] = catalogue_files(project)
    translate(french, "Sections", "Parties")
    collect_words(project)
    before = french.read_bytes()
    collect_words(project)
    assert french.read_bytes() == before
    assert b'msgstr "Parties"' in before


def test_a_new_word_is_never_guessed_from_one_that_looks_alike(project: Path) -> None:
    collect_words(project, ["fr"])
    [french] = catalogue_files(project)
    translate(french, "Sections", "Parties")
    (project / "templates" / "page.html").write_text("<h1>{{ _('Selections') }}</h1>")
    collect_words(project)
    text = french.read_text(encoding="utf-8")
    assert 'msgid "Selections"\nmsgstr ""' in text
    assert "fuzzy" not in text


def test_only_a_changed_catalogue_is_compiled_again(project: Path) -> None:
    collect_words(project, ["fr", "ar"])
    arabic, french = catalogue_files(project)
    for path in (arabic, french):
        os.utime(path, (1_000_000, 1_000_000))
    assert compile_catalogues(project) == [arabic, french]
    assert compile_catalogues(project) == []
    translate(french, "Sections", "Parties")
    future = french.with_suffix(".mo").stat().st_mtime + 5
    os.utime(french, (future, future))
    assert compile_catalogues(project) == [french]
    assert spoken(project, "Sections") == "Parties"


def test_compiling_leaves_no_unfinished_file(project: Path) -> None:
    collect_words(project, ["fr"])
    compile_catalogues(project)
    [french] = catalogue_files(project)
    assert sorted(path.name for path in french.parent.iterdir()) == ["messages.mo", "messages.po"]


def test_a_project_without_a_translation_compiles_nothing(project: Path) -> None:
    collect_words(project)
    assert compile_catalogues(project) == []
    assert (project / "consult" / "locale" / "messages.pot").is_file()


def test_who_translated_and_who_reviewed_stays_in_the_head(project: Path) -> None:
    collect_words(project, ["ar"])
    [arabic] = catalogue_files(project)
    assert read_head(arabic)["X-Reviewed-By"] == ""
    text = arabic.read_text(encoding="utf-8").replace("X-Translators: ", "X-Translators: Amina Kazimi; Jo")
    arabic.write_text(text.replace('X-Reviewed-By: \\n"', 'X-Reviewed-By: Noor"\n" Callowell\\n"'))
    collect_words(project)
    head = read_head(arabic)
    assert (head["X-Translators"], head["X-Reviewed-By"]) == ("Amina Kazimi; Jo", "Noor Callowell")


def test_a_sentence_that_nobody_says_any_more_goes(project: Path) -> None:
    collect_words(project, ["fr"])
    (project / "templates" / "page.html").unlink()
    collect_words(project)
    assert "Sections" not in catalogue_files(project)[0].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "of_numbers"),
    [
        ("fr", {0: 0, 1: 0, 2: 1, 100: 1}),
        ("es", {0: 1, 1: 0, 2: 1}),
        ("ar", {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 4, 99: 4, 100: 5, 102: 5, 103: 3}),
        ("pt", {0: 1, 1: 0, 2: 1}),
        ("sw", {0: 1, 1: 0}),
        ("ja", {0: 0, 7: 0}),
    ],
)
def test_each_language_counts_in_its_own_forms(language: str, of_numbers: dict[int, int]) -> None:
    form = gettext.c2py(plural_forms(language).partition("plural=")[2].rstrip(";"))
    assert {number: form(number) for number in of_numbers} == of_numbers


def test_what_is_left_to_translate_is_counted(project: Path) -> None:
    collect_words(project, ["fr"])
    [french] = catalogue_files(project)
    assert untranslated(read_catalogue(french)) == 6
    translate(french, "Sections", "Parties")
    assert untranslated(read_catalogue(french)) == 5
