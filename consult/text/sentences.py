"""Sentences: where they begin and end, for Latin and Arabic script."""

from bisect import bisect_right
from dataclasses import dataclass

import regex

_ABBREVIATIONS = frozenset(
    (
        *("art", "arts", "etc", "dr", "m", "mr", "mrs", "ms", "mme", "mlle", "st", "ste", "no", "nos", "vol"),
        *("p", "pp", "cf", "e.g", "i.e", "ex", "al", "fig", "sec", "ch", "para", "paras", "ed", "eds", "vs"),
        *("sr", "sra", "srta", "ud", "uds", "núm", "pág", "págs", "ej", "av", "prof", "rev", "gen", "gov"),
        *("inc", "ltd", "co", "approx", "dept", "est", "د", "أ", "م", "ص", "ج", "هـ"),
    )
)
_END = regex.compile(
    # Runs are matched from their beginning and given up whole: else a million stops take hours.
    r"(?<![.!?…؟۔])[.!?…؟۔]++"
    r"(?:[\"'”’)\]]|[ \u00a0\u202f]?»)*+"
    r"[*_`]*+"
    r"(?P<space>\s++)(?=\S)"
    r"|(?<!\s)(?P<line>[^\S\n]*+\n\s*+)(?=\S)"
)
_WORD_BEFORE = regex.compile(r"[\p{L}\p{M}.]+$")
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text: its offsets in code points, white space after it included."""

    start: int
    end: int


def sentences(text: str) -> list[Sentence]:
    """Cut a text into sentences; they lie side by side and cover it. A line is never in two sentences."""
    found = []
    start = 0
    for match in _END.finditer(text):
        if match["line"] is None and not _ends_sentence(text, match):
            continue
        found.append(Sentence(start, match.end()))
        start = match.end()
    if start < len(text):
        found.append(Sentence(start, len(text)))
    return found


def _ends_sentence(text: str, match: "regex.Match[str]") -> bool:
    """Say whether a stop ends a sentence: no abbreviation before it, no small letter after it."""
    if "\n" in match["space"]:
        return True
    if text[match.end()].islower():
        return False
    if not match.group().startswith(".") or match.group().startswith(".."):
        return True
    before = _WORD_BEFORE.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
    if before is None:
        return not _is_item_number(text, match.start())
    word = before.group().casefold()
    return word not in _ABBREVIATIONS and not (len(word) == 1 and word.isascii())


def _is_item_number(text: str, stop: int) -> bool:
    """Say whether the stop stands behind the number of a list item, which opens its line."""
    first = max(stop - _LONGEST_WORD, 0)  # a far longer line need not be looked through for each of its stops
    opening = text.rfind("\n", first, stop) + 1
    return (opening > 0 or first == 0) and text[opening:stop].strip().isdigit()


def places_in(starts: list[int], start: int, end: int) -> tuple[int, int]:
    """Return the numbers of the first and the last of the sentences with these starts that a span touches."""
    first = max(bisect_right(starts, start) - 1, 0)
    last = max(bisect_right(starts, max(start, end - 1)) - 1, 0)
    return first, last
