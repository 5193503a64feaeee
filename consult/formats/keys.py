"""Stable keys of sections: short, readable in an address, made once and then kept for ever."""

import re
import unicodedata

_LONGEST = 60
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
    }
)


def section_key(heading: str, place: int, taken: dict[str, int]) -> str:
    """Return a new key for a heading and enter it in `taken`, which counts how often a key was wanted.

    A heading in Latin letters gives its words in ASCII; any other gives `section-<place>`, since letters
    turned into sounds by a machine are words that nobody wrote.
    """
    stem = slug_of(heading) or f"section-{place}"
    key = stem
    while key in taken:
        taken[stem] += 1
        key = f"{stem}-{taken[stem]}"
    taken[key] = 1
    return key


def slug_of(heading: str) -> str:
    """Return the words of a heading as they stand in an address, or "" where its letters are not Latin."""
    bare = unicodedata.normalize("NFKD", heading.casefold().translate(_LETTERS))
    kept = [mark for mark in bare if not unicodedata.combining(mark)]
    letters = [mark for mark in kept if mark.isalnum()]
    if sum(mark.isascii() for mark in letters) * 2 <= len(letters):
        return ""
    words = re.findall("[a-z0-9]+", re.sub("['’ʼ]", "", "".join(kept)))
    slug = "-".join(words)
    return slug if len(slug) <= _LONGEST else slug[: _LONGEST + 1].rpartition("-")[0] or slug[:_LONGEST]
