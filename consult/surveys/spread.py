"""A question over several columns, one for each option or statement: which columns they are, and what their cells mean.

Survey programs write such a family as "Q5_1", "Q5: Water" or "Q5 [Water]", with 0 and 1, yes and nothing, or the
option's words in the cells of a choice, a number in those of a ranking, an option in those of a matrix.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz.fuzz import ratio, token_sort_ratio

from consult.people.bulk_words import YES, plain

from .asked import Asked

NO = frozenset(
    {"0", "no", "n", "false", "non", "nao", "لا", "notselected", "unchecked", "notchecked", "none"}
)
CHOSEN = YES | {"selected", "checked", "ticked"}
SPREAD_KINDS = ("multiple", "ranking", "matrix", "matrix-scale")
MATRICES = ("matrix", "matrix-scale")
ALIKE, MOSTLY = 82, 0.8
_LABELLED = re.compile(
    r"^(?P<stem>.*?)\s*(?:\[(?P<inner>[^\[\]]+)\]|(?::|\s[-–—/|>]+\s|[/|])\s*(?P<after>[^:]+))$"
)
_NUMBERED = re.compile(r"^(?P<stem>.*?)[\s_.\-:\[(]+[A-Za-z]{0,3}(?P<number>\d{1,3})[\])]?$")
Read = Callable[[Sequence[str]], "str | int"]
"""What reads the cells of a question: places of options, "" for no answer; or which of the cells means nothing."""


_plain = lru_cache(maxsize=10_000)(plain)


def parts_of(question: Asked) -> tuple[str, ...]:
    """Return what has a column of its own: the statements of a matrix, else the options."""
    return question.statements if question.kind in MATRICES else question.options


def step_of(cell: str, places: Mapping[str, int], options: Sequence[str]) -> str | None:
    """Read a step from 1 to 5, alone or before its words; or its words, where the steps have them."""
    text = cell.strip()
    if not text:
        return ""
    digits = text.partition(" ")[0].rstrip(":.-–)")
    if digits.isdecimal() and 1 <= int(digits) <= 5:
        return str(int(digits) - 1)
    if digits.endswith(".0") and digits[:-2] in ("1", "2", "3", "4", "5"):
        return str(int(digits[:-2]) - 1)
    place = places.get(plain(text))
    if place is None:
        return None
    return str(4 if len(options) == 2 and place == 1 else place)


def spread_reader(question: Asked, parts: Sequence[int]) -> Read:
    """Return what reads the cells of columns that stand for these options or statements."""
    if question.kind == "multiple":
        names = [plain(option) for option in question.options]
        return lambda cells: _ticked(cells, parts, names)
    if question.kind == "ranking":
        return lambda cells: _ranked(cells, parts, len(question.options))
    places = {plain(option): place for place, option in enumerate(question.options)}
    most = len(question.options)
    of_scale = question.kind == "matrix-scale"

    def one(cell: str) -> str | None:
        return step_of(cell, places, question.options) if of_scale else _option(cell, places, most)

    return lambda cells: _each(cells, parts, len(question.statements), one)


def _ticked(cells: Sequence[str], parts: Sequence[int], names: Sequence[str]) -> str | int:
    found = []
    for place, (cell, part) in enumerate(zip(cells, parts, strict=True)):
        said = plain(_whole(cell))
        if said in CHOSEN or (said and said in (names[part], str(part + 1))):
            found.append(part)
        elif cell.strip() and said not in NO:
            return place
    return ",".join(map(str, sorted(found)))


def _ranked(cells: Sequence[str], parts: Sequence[int], options: int) -> str | int:
    ranks: dict[int, int] = {}
    for place, (cell, part) in enumerate(zip(cells, parts, strict=True)):
        said = _whole(cell)
        if not said or said in ("0", "-"):
            continue
        if not said.isdecimal() or not 1 <= int(said) <= options or int(said) in ranks:
            return place
        ranks[int(said)] = part
    return ",".join(str(ranks[rank]) for rank in sorted(ranks))


def _each(
    cells: Sequence[str], parts: Sequence[int], statements: int, one: Callable[[str], str | None]
) -> str | int:
    found = [""] * statements
    for place, (cell, part) in enumerate(zip(cells, parts, strict=True)):
        read = one(cell)
        if read is None:
            return place
        found[part] = read
    return ",".join(found) if any(found) else ""


def _option(cell: str, places: Mapping[str, int], options: int) -> str | None:
    """Read an option's words, or its number from 1."""
    said = _whole(cell)
    if not said:
        return ""
    place = places.get(plain(said))
    if place is None and said.isdecimal() and 1 <= int(said) <= options:
        place = int(said) - 1
    return None if place is None else str(place)


def _whole(cell: str) -> str:
    """Return a cell without space around it; 2.0 as 2, since spreadsheets write whole numbers so."""
    text = cell.strip()
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text


def read_order(cell: str, options: Sequence[str]) -> str | None:
    """Read an order from one cell: "A; B; C", or "1: B, 2: A"; places of options, "" for none, None for a fault."""
    places = {plain(option): place for place, option in enumerate(options)}
    if not cell.strip():
        return ""
    whole = plain(cell)
    if not any(name in whole for name in places):
        return None
    for sign in ("\x00", ";", "|", "\n", ">", ","):
        named = [_numbered(part) for part in cell.split(sign) if part.strip()]
        order = [places.get(plain(said)) for _rank, said in named]
        if None in order:  # a number may be part of an option's own words
            order = [places.get(plain(part)) for part in cell.split(sign) if part.strip()]
            named = [(None, "")] * len(order)
        if order and None not in order and len(set(order)) == len(order):
            ranks = [rank for rank, _said in named]
            if None not in ranks and len(set(ranks)) == len(ranks):
                order = [place for _rank, place in sorted(zip(ranks, order, strict=True))]  # type: ignore[type-var]
            return ",".join(map(str, order))
    return None


def _numbered(part: str) -> tuple[int | None, str]:
    found = re.match(r"\s*(\d{1,2})\s*[:.)=–-]\s*(.+)$", part, re.S)
    return (int(found[1]), found[2]) if found else (None, part)


def families(
    header: Sequence[str], columns: Sequence[Sequence[str]], question: Asked, free: Sequence[int]
) -> list[dict[int, int]]:
    """Return the families of columns that fit a question best: the part that each column stands for, by its place.

    `columns`: the filled cells of the first rows. More than one: people have to say which is meant. Families whose
    headings hold the words of the options or statements go before those that are numbered alone.
    """
    parts = parts_of(question)
    if question.kind not in SPREAD_KINDS or len(parts) < 2:
        return []
    labelled: dict[str, list[tuple[int, int]]] = defaultdict(list)
    numbered: dict[str, list[tuple[int, int]]] = defaultdict(list)
    known = {plain(part): place for place, part in enumerate(parts)}
    for place in free:
        stem, part = _by_words(header[place], columns[place], known, question)
        if part is not None:
            labelled[stem].append((place, part))
        if (found := _NUMBERED.match(header[place].strip())) and 1 <= int(found["number"]) <= len(parts):
            numbered[found["stem"]].append((place, int(found["number"]) - 1))
    for groups, fewest in ((labelled, 2), (numbered, len(parts))):
        fitting = {
            stem: dict(group)
            for stem, group in groups.items()
            if len(group) >= fewest and len({part for _place, part in group}) == len(group)
            and _fits(columns, dict(group), question)
        }  # fmt: skip
        if fitting:
            return _likest(fitting, question.wording)
    return []


def _by_words(
    heading: str, cells: Sequence[str], known: Mapping[str, int], question: Asked
) -> tuple[str, int | None]:
    """Return what a heading begins with, and the part that it names; or that the cells of a choice name."""
    text = heading.strip()
    found = _LABELLED.match(text)
    if found:
        part = _nearest(found["inner"] or found["after"] or "", known)
        if part is not None:
            return found["stem"], part
    if plain(text) in known:
        return "", known[plain(text)]
    if question.kind != "multiple":
        return "", None
    said = {_plain(cell) for cell in set(cells)} - NO
    if len(said) == 1 and (only := said.pop()) in known:
        stem = _NUMBERED.match(text)
        return (stem["stem"] if stem else ""), known[only]
    return "", None


def _nearest(words: str, known: Mapping[str, int]) -> int | None:
    named = plain(words)
    if named in known:
        return known[named]
    close = [place for said, place in known.items() if ratio(said, named, score_cutoff=90)]
    return close[0] if len(close) == 1 else None


def _fits(columns: Sequence[Sequence[str]], family: Mapping[int, int], question: Asked) -> bool:
    """Say whether most cells of the family can be read, and of a choice, not only nothing."""
    for place, part in family.items():
        read, cells = spread_reader(question, [part]), columns[place]
        if cells and sum(isinstance(read([cell]), str) for cell in cells) < MOSTLY * len(cells):
            return False
    return any(columns[place] for place in family)


def _likest(fitting: Mapping[str, dict[int, int]], wording: str) -> list[dict[int, int]]:
    """Return the families whose headings begin with the question, else those of the most columns."""
    like = [
        family
        for stem, family in fitting.items()
        if token_sort_ratio(stem.casefold(), wording.casefold()) >= ALIKE
    ]
    if like:
        return like
    most = max(map(len, fitting.values()))
    return [family for family in fitting.values() if len(family) == most]
