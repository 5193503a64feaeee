"""Which column of a table says what: guessed from headings and first rows, corrected by people, kept as values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rapidfuzz.fuzz import token_sort_ratio

from consult.formats.outside_dates import fitting_orders
from consult.people.bulk_words import COLUMNS, plain

from .asked import Asked
from .spread import ALIKE, MATRICES, MOSTLY, Read, families, read_order, spread_reader, step_of

PARTS = ("region", "organisation", "named", "language", "day", "external")
"""What a column can say of a row, beside answering a question."""
HEADINGS: dict[str, tuple[str, ...]] = {
    "region": (*COLUMNS["region"], "regions", "continent", "continente"),
    "organisation": (*COLUMNS["organisation"], "organización", "organisationname", "association", "المنظمة"),
    "named": ("consent", "consentement", "consentimiento", "consentimento", "maybenamed", "الموافقة"),
    "language": (*COLUMNS["languages"], "langue", "idioma", "língua", "lang", "locale", "startlanguage", "اللغة"),
    "day": ("date", "day", "datesubmitted", "submitdate", "submitted", "enddate", "timestamp", "datestamp",
            "horodateur", "fecha", "marcatemporal", "data", "التاريخ"),
    "external": ("id", "responseid", "respondentid", "uuid", "token", "réponseid", "idrespuesta", "seed", "الرقم"),
}  # fmt: skip
"""The headings under which survey programs and people write them, as `plain` compares them."""
LOOKED_AT = 50
"""So many filled cells of a column say whether they are options of a question."""


@dataclass(frozen=True)
class Columns:
    """Which column (by its place from 0) says what. `questions`: the column that answers each question, by its key.

    `spread`: of a question that has a column for each option or statement, these columns with the part of each.
    """

    region: int | None = None
    organisation: int | None = None
    named: int | None = None
    language: int | None = None
    day: int | None = None
    external: int | None = None
    questions: dict[str, int] = field(default_factory=dict)
    day_order: str = ""  # empty: not known which
    all_from: str = ""  # the code of the region of rows that name none
    all_in: str = "en"  # the language of rows that name none
    spread: dict[str, list[list[int]]] = field(default_factory=dict)  # pairs of column and part

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys of the questions that are answered."""
        return frozenset(self.questions) | frozenset(self.spread)

    def plain(self) -> dict[str, Any]:
        """Return the same as values for JSON."""
        return dict(vars(self))

    @classmethod
    def from_plain(cls, values: Mapping[str, Any]) -> "Columns":
        """Return what `plain` gave."""
        return cls(**values)


def guess(
    header: Sequence[str], sample: Sequence[Sequence[str]], asked: Iterable[Asked], regions: Iterable[str]
) -> Columns:
    """Return the most likely mapping. `regions`: the words for regions, as `plain` compares them."""
    columns = [_values(sample, place) for place in range(len(header))]
    names = [plain(heading) for heading in header]
    taken: dict[str, Any] = {}

    def first(part: str, fits: Callable[[int], bool]) -> None:
        """Take for a part the first free column that fits."""
        place = next((one for one in range(len(names)) if one not in taken.values() and fits(one)), None)
        if place is not None:
            taken[part] = place

    known = frozenset(regions)
    for part in PARTS:
        words = frozenset(map(plain, HEADINGS[part]))
        first(part, lambda place, words=words: names[place] in words)  # type: ignore[misc]
    if "region" not in taken:
        first("region", lambda place: _part_of(columns[place], lambda value: plain(value) in known) >= MOSTLY)
    if "day" not in taken or not fitting_orders(columns[taken["day"]]):
        taken.pop("day", None)
        first("day", lambda place: bool(fitting_orders(columns[place])))
    asked, used = list(asked), set(taken.values())
    spread = _spread(header, columns, asked, used)
    used |= {place for family in spread.values() for place, _part in family}
    questions = _questions(header, columns, [one for one in asked if one.key not in spread], used)
    orders = fitting_orders(columns[taken["day"]]) if "day" in taken else ()
    order = orders[0] if len(orders) == 1 else ""
    return Columns(questions=questions, spread=spread, day_order=order, **taken)


def _spread(
    header: Sequence[str], columns: list[list[str]], asked: list[Asked], taken: set[int]
) -> dict[str, list[list[int]]]:
    """Give each question the columns that stand for its options or statements, where only one family of them fits it.

    A family that fits two questions is left to people.
    """
    free = [place for place in range(len(header)) if place not in taken]
    found = {one.key: families(header, columns, one, free) for one in asked}
    sole = {key: several[0] for key, several in found.items() if len(several) == 1}
    return {
        key: [[place, part] for place, part in sorted(family.items())]
        for key, family in sole.items()
        if not any(family.keys() & other.keys() for name, other in sole.items() if name != key)
    }


def _questions(
    header: Sequence[str], columns: list[list[str]], asked: list[Asked], taken: set[int]
) -> dict[str, int]:
    """Give each question the free column that is most like it, the likest pairs first."""
    readers = {one.key: lru_cache(maxsize=10_000)(option_reader(one)) for one in asked if one.options}
    pairs = sorted(
        (
            (_likeness(heading, columns[place], question, readers.get(question.key)), -place, question.key)
            for place, heading in enumerate(header)
            if place not in taken
            for question in asked
            if question.kind not in MATRICES
        ),
        reverse=True,
    )
    found: dict[str, int] = {}
    for score, place, key in pairs:
        if score >= ALIKE and key not in found and -place not in found.values():
            found[key] = -place
    return found


def _likeness(
    heading: str, values: list[str], question: Asked, read: Callable[[str], str | None] | None
) -> float:
    """Return how well a column fits a question, from 0: its heading the wording, or its cells the options."""
    score = token_sort_ratio(heading.casefold(), question.wording.casefold())
    if read is None or question.kind not in ("single", "multiple", "ranking"):
        return score
    fitting = _mostly(values[:LOOKED_AT], read)
    return max(score, 90 * fitting) if fitting >= MOSTLY else min(score, ALIKE - 1.0) if values else score


def _values(sample: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] for row in sample if place < len(row) and row[place].strip()]


def _mostly(values: Sequence[str], read: Callable[[str], str | None]) -> float:
    """Return which part of the values can be read; 0 as soon as it is clear that most cannot."""
    misses, most = 0, (1 - MOSTLY) * len(values) + 0.001
    for value in values:
        misses += not read(value)
        if misses > most:
            return 0.0
    return 1 - misses / len(values) if values else 0.0


def _part_of(values: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, values)) / len(values) if values else 0.0


def closed_reader(columns: Columns, question: Asked) -> tuple[list[int], Read]:
    """Return the columns that answer a closed question, and what reads their cells together."""
    family = columns.spread.get(question.key)
    if family:
        return [place for place, _part in family], spread_reader(question, [part for _place, part in family])
    one = option_reader(question)

    def read(cells: Sequence[str]) -> str | int:
        code = one(cells[0])
        return 0 if code is None else code

    return [columns.questions[question.key]], read


def option_reader(question: Asked) -> Callable[[str], str | None]:
    """Return what reads a cell of a closed question: places of options ("0,2"), "" for none, None for a fault."""
    places = {plain(option): place for place, option in enumerate(question.options)}
    if question.kind == "scale":
        return lambda cell: step_of(cell, places, question.options)
    if question.kind == "ranking":
        return lambda cell: read_order(cell, question.options)
    if question.kind == "multiple":
        return lambda cell: _several(cell, places)
    return lambda cell: "" if not cell.strip() else _written(places.get(plain(cell)))


def _written(place: int | None) -> str | None:
    return None if place is None else str(place)


def _several(cell: str, places: Mapping[str, int]) -> str | None:
    """Read one option, or several with a sign between them, whichever sign leaves known options only."""
    if not cell.strip():
        return ""
    whole = plain(cell)
    if not any(name in whole for name in places):
        return None
    for sign in ("\x00", ";", "|", "\n", ","):
        parts = [plain(part) for part in cell.split(sign) if part.strip()]
        if parts and all(part in places for part in parts):
            return ",".join(str(place) for place in sorted({places[part] for part in parts}))
    return None
