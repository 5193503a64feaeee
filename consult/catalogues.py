"""The catalogues of interface words: collected from code and templates, compiled for the pages.

`make catalogues` runs this. A language starts with `make catalogues ARGS=fr`; after that its file
`consult/locale/fr/LC_MESSAGES/messages.po` is brought up to date each time, and what is translated stays.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
}
WIDTH = 110
FIRST_HEAD = {
    "Project-Id-Version": "Consult",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "X-Translators": "",
    "X-Reviewed-By": "",
}
"""The head of a new catalogue, besides its language. The last two name people, with semicolons between them; who
reviewed it is a native speaker of the language who read all of it on the pages."""


def locale_folder(root: Path) -> Path:
    """Return the folder that holds one folder for each language."""
    return root / "consult" / "locale"


def catalogue_files(root: Path = ROOT) -> list[Path]:
    """Return the catalogues as translators edit them, in the order of their language codes."""
    return sorted(locale_folder(root).glob("*/LC_MESSAGES/*.po"))


def language_of(path: Path) -> str:
    """Return the code of a catalogue's language, such as pt_BR: the name of its folder."""
    return path.parent.parent.name


def read_catalogue(path: Path) -> Catalog:
    """Return a catalogue as it stands in its file."""
    with path.open("rb") as source:
        return read_po(source, locale=language_of(path))


def compile_catalogues(root: Path = ROOT) -> list[Path]:
    """Compile the catalogues that changed since they were compiled, and return these."""
    changed = [path for path in catalogue_files(root) if is_newer(path, path.with_suffix(".mo"))]
    for path in changed:
        # A page that is loading the old file in another process must never see half of the new one.
        unfinished = path.with_suffix(f".{os.getpid()}.tmp")
        with unfinished.open("wb") as target:
            write_mo(target, read_catalogue(path))
        unfinished.replace(path.with_suffix(".mo"))
    return changed


def is_newer(source: Path, made: Path) -> bool:
    """Say whether `made` is missing or older than its `source`."""
    return not made.exists() or made.stat().st_mtime <= source.stat().st_mtime


def collected_words(root: Path = ROOT) -> Catalog:
    """Return every word of the screens and letters; the project's settings say where to look below `root`."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    methods = [(one["pattern"], one["method"]) for one in settings["tool"]["babel"]["mappings"]]
    words = Catalog(project="Consult")
    for file, line, message, _notes, context in extract_from_dir(root, methods, keywords=KEYWORDS):
        words.add(message, None, [(file, line)], context=context)
    return words


def collect_words(root: Path = ROOT, new_languages: Sequence[str] = ()) -> None:
    """Bring each catalogue up to date with the words of the screens, and start `new_languages` (codes like "fr").

    What is translated stays. A new sentence is left empty and never guessed; one that nobody says any more goes.
    """
    words = collected_words(root)
    folder = locale_folder(root)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "messages.pot").write_bytes(_po_text(words, {**FIRST_HEAD, "Language": ""}))
    for language in new_languages:
        _start(folder / language / "LC_MESSAGES" / "messages.po", words)
    for path in catalogue_files(root):
        catalogue = read_catalogue(path)
        catalogue.update(words, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path.write_bytes(_po_text(catalogue, read_head(path)))


def _start(path: Path, words: Catalog) -> None:
    if path.exists():
        return
    language = language_of(path)
    head = {**FIRST_HEAD, "Language": language, "Plural-Forms": plural_forms(language)}
    path.parent.mkdir(parents=True)
    path.write_bytes(_po_text(Catalog(locale=language), head))


def plural_forms(language: str) -> str:
    """Return the rule for a language's plurals, in the order of its forms that translators' programs use."""
    usual = get_plural(language)
    # For languages of many forms (Arabic has six) Babel's table has an order of its own; CLDR has the usual one.
    complete = to_gettext(Locale.parse(language).plural_form)
    same = complete.startswith(f"nplurals={usual.num_plurals};")
    return complete if same and usual.num_plurals > 2 else usual.plural_forms


def read_head(path: Path) -> dict[str, str]:
    """Return the head of a catalogue: its names and values, as translators and their programs wrote them.

    Babel keeps those of its own list only, and would lose who translated and who reviewed.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next((place for place, line in enumerate(lines) if line.startswith("msgstr")), len(lines))
    said = ""
    for line in lines[start:]:
        quoted = line.removeprefix("msgstr").strip()
        if not quoted.startswith('"'):
            break
        said += quoted[1:-1]
    fields = (field.partition(":") for field in said.split("\\n") if field)
    return {name.strip(): value.strip() for name, _colon, value in fields}


def _po_text(catalogue: Catalog, head: dict[str, str]) -> bytes:
    """Return a catalogue's file, its entries in the order of the words of `collected_words`."""
    body = BytesIO()
    write_po(body, catalogue, width=WIDTH, omit_header=True, ignore_obsolete=True, include_lineno=False)
    fields = "".join(f'"{name}: {value}\\n"\n' for name, value in head.items())
    return f'msgid ""\nmsgstr ""\n{fields}\n'.encode() + body.getvalue().strip() + b"\n"


def untranslated(catalogue: Catalog) -> int:
    """Return how many sentences of a catalogue have no translation, or in some plural form none."""
    return sum(not all(_forms(message)) for message in catalogue if message.id)


def _forms(message: Message) -> Sequence[str]:
    string = message.string or ""
    return [string] if isinstance(string, str) else string


def main(arguments: Sequence[str]) -> None:
    """Compile; after the word "collect", collect first, start the languages that follow it, and say what is left."""
    if arguments[:1] == ["collect"]:
        collect_words(new_languages=arguments[1:])
        for path in catalogue_files():
            catalogue = read_catalogue(path)
            left = untranslated(catalogue)
            sys.stdout.write(f"{language_of(path)}: {len(catalogue)} sentences, {left} not translated\n")
    compile_catalogues()


if __name__ == "__main__":
    main(sys.argv[1:])
