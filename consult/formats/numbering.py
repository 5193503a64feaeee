"""The numbering that a document prints before its headings: kept as it stands, gaps and doubles named."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from consult.formats.imported import Notice, NoticeCode

_END = r"(?:[.):]|\s[–—-])?"
_ROMAN = r"[IVXLCDM]{1,8}|[ivxlcdm]{1,8}"
# A hint for documents with one numbered heading only: a word of any language counts when it is repeated.
_WORDS = (
    r"articles?|art\.|sections?|sec\.|chapters?|chap\.|parts?|annex|appendix|clause|paragraph|principles?|title|"
    r"chapitre|partie|annexe|titre|principe|artículo|sección|capítulo|parte|anexo|título|principio|artigo|"
    r"seção|princípio|المادة|الفصل|القسم|الباب|الملحق|المبدأ"
)
_STRONG = tuple(
    re.compile(pattern + r"(?=\s|$)", re.IGNORECASE if "articles" in pattern else 0)
    for pattern in (
        r"(?P<above>(?:\d{1,3}\.)+)(?P<number>\d{1,3})[.):]",
        r"\(?(?P<number>\d{1,3})[.):]",
        rf"\(?(?P<roman>{_ROMAN})[.)]",
        r"\(?(?P<letter>[^\W\d_])[.)]",
        r"(?P<word>§{1,2})\s?(?P<number>\d{1,4})[a-z]?" + _END,
        rf"(?P<word>{_WORDS})\s(?:(?P<number>\d{{1,3}})[a-z]?|(?P<roman>{_ROMAN})|(?P<letter>[a-z]))" + _END,
    )
)
_WEAK = tuple(
    re.compile(pattern + r"(?=\s|$)")
    for pattern in (
        rf"(?P<word>[^\W\d_]{{2,20}}\.?)\s(?:(?P<number>\d{{1,3}})|(?P<roman>{_ROMAN}))" + _END,
        r"(?P<above>(?:\d{1,3}\.)+)(?P<number>\d{1,3})(?:\s[–—-])?",
        r"(?P<number>\d{1,3})(?:\s[–—-])?",
    )
)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@dataclass(frozen=True, slots=True)
class Label:
    """A printed number: its series (what is counted, below which numbers) and its place in it, if known."""

    text: str
    series: str = ""
    above: tuple[int, ...] = ()
    number: int | None = None
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """A heading with a printed number, and where it stands."""

    line: int
    parent: int | None
    parent_label: Label | None
    label: Label


def read_label(heading: str, source: str) -> Label | None:
    """Return the number that a heading begins with, or None.

    `source` is the heading as written: a number in it that is written with a backslash or an entity
    (`1\\. May`) was meant as words. A weak label is one that other documents use as words ("1.5 degrees",
    "2 steps", "Goal 5"): it counts only as part of a series, see `confirmed`.
    """
    written = " ".join(re.sub("[*_]", "", source).split())
    for patterns, is_weak in ((_STRONG, False), (_WEAK, True)):
        for pattern in patterns:
            found = pattern.match(heading)
            if found and written.startswith(found[0]) and (label := _label(found, is_weak)):
                return label
    return None


def confirmed(labels: Sequence[Label | None]) -> list[Label | None]:
    """Return the labels of a document in order, without the weak ones that belong to no series.

    A weak label is kept if its series has another number too, or if the number above it is printed.
    """
    numbers: dict[str, set[tuple[object, ...]]] = {}
    printed: set[tuple[int, ...]] = set()
    for label in labels:
        if label and label.number is not None:
            numbers.setdefault(label.series, set()).add((*label.above, label.number))
            printed.add((*label.above, label.number))
    return [
        label
        if label and (not label.is_weak or len(numbers[label.series]) > 1 or label.above in printed)
        else None
        for label in labels
    ]


def check_numbering(headings: Iterable[Numbered]) -> list[Notice]:
    """Name gaps, doubles, numbers out of order, and numbers that do not fit the section above."""
    notices: list[Notice] = []
    last_of: dict[object, Label] = {}
    first_line: dict[tuple[object, str], int] = {}
    for given in headings:
        item = _in_its_list(given, last_of)
        group = (item.label.series, item.label.above or item.parent)
        if notice := _misplaced(item):
            notices.append(notice)
        identity = (group, item.label.text.casefold().strip("().:–—- "))
        if identity in first_line:
            params: dict[str, str | int] = {"label": item.label.text, "first_line": first_line[identity]}
            notices.append(Notice(item.line, NoticeCode.NUMBERING_DOUBLE, params))
        elif notice := _out_of_step(item, last_of.get(group), last_of.get(item.label.series)):
            notices.append(notice)
        first_line.setdefault(identity, item.line)
        last_of[group] = last_of[item.label.series] = item.label
    return notices


def _in_its_list(item: Numbered, last_of: dict[object, Label]) -> Numbered:
    """Read the I. between H. and J. as a letter; alone it is a Roman number."""
    letter = _letter(item.label.text, "", item.label.text.strip("().: "), item.label.is_weak)
    last = last_of.get(("letter", item.parent))
    if letter and letter.number and last and last.number == letter.number - 1:
        return replace(item, label=letter)
    return item


def _label(found: re.Match[str], is_weak: bool) -> Label | None:
    groups = {"above": "", "word": "", "roman": None, "letter": None, "number": None, **found.groupdict()}
    above = tuple(int(part) for part in (groups["above"] or "").split(".") if part)
    word = (groups["word"] or "").casefold()
    number: int | None = None
    kind = "number"
    if groups["number"]:
        number = int(groups["number"])
    elif groups["roman"]:
        kind, number = "roman", _roman(groups["roman"].casefold())
        if number is None or (number >= 50 and len(groups["roman"]) == 1):
            # One of L, C, D, M alone is a letter of a list; what is no Roman number at all is a word.
            return _letter(found[0], word, groups["roman"], is_weak)
    else:
        return _letter(found[0], word, groups["letter"] or "", is_weak)
    return Label(found[0], f"{word} {kind} {len(above)}".strip(), above, number, is_weak)


def _letter(text: str, word: str, letter: str, is_weak: bool) -> Label | None:
    if len(letter) != 1:
        return None
    number = ord(letter.casefold()) - ord("a") + 1 if letter.isascii() else None
    return Label(text, f"{word} letter".strip(), (), number, is_weak)


def _roman(numeral: str) -> int | None:
    values = [_ROMAN_VALUES[mark] for mark in numeral]
    total = sum(
        -value if index + 1 < len(values) and value < values[index + 1] else value
        for index, value in enumerate(values)
    )
    return total if to_roman(total) == numeral else None


def to_roman(number: int) -> str:
    """Return a number as a Roman one, in small letters."""
    steps = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
             (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
    written = ""
    for value, mark in steps:
        written += mark * (number // value)
        number %= value
    return written


def _misplaced(item: Numbered) -> Notice | None:
    above = item.parent_label
    if not item.label.above or above is None or above.number is None or "letter" in above.series:
        return None
    if item.label.above == (*above.above, above.number):
        return None
    return Notice(item.line, NoticeCode.NUMBERING_PARENT, {"parent": above.text, "found": item.label.text})


def _out_of_step(item: Numbered, last: Label | None, elsewhere: Label | None) -> Notice | None:
    """Compare a number with the one before it, or, for the first below a section, with 1 and with the
    last one of its series: articles may be counted through all chapters.
    """
    number = item.label.number
    if number is None or (last is None and number <= 1):
        return None
    before = last if last else elsewhere
    expected = (before.number or 0) + 1 if before else 1
    if number == expected:
        return None
    if last is None:
        return Notice(item.line, NoticeCode.NUMBERING_START, {"found": item.label.text})
    code = NoticeCode.NUMBERING_ORDER if number < expected else NoticeCode.NUMBERING_GAP
    return Notice(item.line, code, {"after": last.text, "found": item.label.text})
