"""Which column of a table says what: guessed from headings and first rows, corrected by people, kept as values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.fuzz import token_sort_ratio

from consult.formats.outside_dates import fitting_orders
from consult.people.bulk_words import COLUMNS, plain

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
ALIKE, MOSTLY = 82, 0.8


@dataclass(frozen=True)
class Asked:
    """A question as far as guessing and reading need it. An open one has no options."""

    key: str  # its public id
    wording: str
    kind: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Columns:
    """Which column (by its place from 0) says what. `questions`: the column that answers each question, by its key."""

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
    questions = _questions(header, columns, list(asked), set(taken.values()))
    orders = fitting_orders(columns[taken["day"]]) if "day" in taken else ()
    order = orders[0] if len(orders) == 1 else ""
    return Columns(questions=questions, day_order=order, **taken)


def _questions(
    header: Sequence[str], columns: list[list[str]], asked: list[Asked], taken: set[int]
) -> dict[str, int]:
    """Give each question the free column that is most like it, the likest pairs first."""
    pairs = sorted(
        (
            (_likeness(heading, columns[place], question), -place, question.key)
            for place, heading in enumerate(header)
            if place not in taken
            for question in asked
        ),
        reverse=True,
    )
    found: dict[str, int] = {}
    for score, place, key in pairs:
        if score >= ALIKE and key not in found and -place not in found.values():
            found[key] = -place
    return found


def _likeness(heading: str, values: list[str], question: Asked) -> float:
    """Return how well a column fits a question, from 0: its heading the wording, or its cells the options."""
    score = token_sort_ratio(heading.casefold(), question.wording.casefold())
    if question.kind not in ("single", "multiple"):
        return score
    read = option_reader(question)
    fitting = _part_of(values, lambda value: bool(read(value)))
    return max(score, 90 * fitting) if fitting >= MOSTLY else min(score, ALIKE - 1.0) if values else score


def _values(sample: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] for row in sample if place < len(row) and row[place].strip()]


def _part_of(values: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, values)) / len(values) if values else 0.0


def option_reader(question: Asked) -> Callable[[str], str | None]:
    """Return what reads a cell of a closed question: places of options ("0,2"), "" for none, None for a fault."""
    places = {plain(option): place for place, option in enumerate(question.options)}
    if question.kind == "scale":
        return lambda cell: _step(cell, places, question.options)
    if question.kind == "multiple":
        return lambda cell: _several(cell, places)
    return lambda cell: "" if not cell.strip() else _written(places.get(plain(cell)))


def _written(place: int | None) -> str | None:
    return None if place is None else str(place)


def _step(cell: str, places: Mapping[str, int], options: Sequence[str]) -> str | None:
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


def _several(cell: str, places: Mapping[str, int]) -> str | None:
    """Read one option, or several with a sign between them, whichever sign leaves known options only."""
    if not cell.strip():
        return ""
    for sign in ("\x00", ";", "|", "\n", ","):
        parts = [plain(part) for part in cell.split(sign) if part.strip()]
        if parts and all(part in places for part in parts):
            return ",".join(str(place) for place in sorted({places[part] for part in parts}))
    return None
