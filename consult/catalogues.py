"""The catalogues of interface words: collected from code and templates, compiled for the pages.

`make catalogues` runs this. A language starts with `make catalogues ARGS=fr`; after that its file
`consult/locale/fr/LC_MESSAGES/messages.po` is brought up to date each time, and what is translated stays.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = ("-k", "lazy_gettext", "-k", "lazy_ngettext:1,2")


def locale_folder(root: Path) -> Path:
    """Return the folder that holds one folder for each language."""
    return root / "consult" / "locale"


def catalogue_files(root: Path = ROOT) -> list[Path]:
    """Return the catalogues as translators edit them, in the order of their language codes."""
    return sorted(locale_folder(root).glob("*/LC_MESSAGES/*.po"))


def compile_catalogues(root: Path = ROOT) -> list[Path]:
    """Compile the catalogues that changed since they were compiled, and return these."""
    changed = [path for path in catalogue_files(root) if is_newer(path, path.with_suffix(".mo"))]
    for path in changed:
        with path.open("rb") as source:
            catalogue = read_po(source)
        # A page that is loading the old file in another process must never see half of the new one.
        unfinished = path.with_suffix(f".{os.getpid()}.tmp")
        with unfinished.open("wb") as target:
            write_mo(target, catalogue)
        unfinished.replace(path.with_suffix(".mo"))
    return changed


def is_newer(source: Path, made: Path) -> bool:
    """Say whether `made` is missing or older than its `source`."""
    return not made.exists() or made.stat().st_mtime <= source.stat().st_mtime


def collect_words(root: Path = ROOT, new_languages: Sequence[str] = ()) -> None:
    """Collect every word of the screens into each catalogue, and start `new_languages` (codes like "fr").

    Babel finds out from the project's settings where to look, so it works in the folder `root`.
    """
    folder = locale_folder(root)
    folder.mkdir(parents=True, exist_ok=True)
    template = str(folder / "messages.pot")
    babel = CommandLineInterface()
    mapping = str(root / "pyproject.toml")
    options = ("--add-location", "file", "--project", "Consult")
    babel.run(["pybabel", "-q", "extract", "-F", mapping, *KEYWORDS, *options, "-o", template, str(root)])
    for language in new_languages:
        babel.run(["pybabel", "-q", "init", "-i", template, "-d", str(folder), "-l", language])
    if catalogue_files(root):
        update = ("--no-fuzzy-matching", "--ignore-pot-creation-date")
        babel.run(["pybabel", "-q", "update", "-i", template, "-d", str(folder), *update])


def main(arguments: Sequence[str]) -> None:
    """Compile; after the word "collect", collect first, and start the languages that follow it."""
    if arguments[:1] == ["collect"]:
        collect_words(new_languages=arguments[1:])
    compile_catalogues()


if __name__ == "__main__":
    main(sys.argv[1:])
