"""From rows of a file to answers: what each cell means, and why a row is not taken. Knows no database.

Rows are read some thousands at once and column by column: what the cells of a column mean is looked up once for all
that are the same.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from hashlib import blake2b
from struct import unpack
from typing import Any, NamedTuple
from unicodedata import is_normalized

from consult.formats.outside_dates import read_day
from consult.formats.outside_file import LONGEST_CELL
from consult.people.bulk_words import YES, plain
from consult.text.ingest import normalise

from .asked import Asked
from .batches import Batch, Fault, Known, Row
from .mapping import Columns, closed_reader

KEPT = 20_000
"""How many different cells of a column are remembered with what they mean."""
PARTING = "\x1f"
"""Stands between the words to several questions, and in none of them."""


class RowReader:
    """Reads rows, batch after batch. `seen` holds the digests of the ids elsewhere of rows that were taken before."""

    def __init__(
        self,
        header: Sequence[str],
        columns: Columns,
        asked: Sequence[Asked],
        known: Known,
        *,
        survey: int = 0,
        key: bytes = b"",
        seen: set[int] | None = None,
    ) -> None:
        self.header, self.columns, self.known = list(header), columns, known
        self.survey = survey
        self.width, self.key, self.seen = len(header), key, seen if seen is not None else set()
        self.closed = [closed_reader(columns, one) for one in asked if one.kind != "open"]
        self.open = [columns.questions[one.key] for one in asked if one.kind == "open"]
        self._chosen = _Meanings(self._read_chosen)
        self._origins = _Meanings(self._read_origin)
        self._days = _Meanings(self._read_day)

    def read(self, rows: Iterable[list[str]], first: int) -> Batch:
        """Read rows, the first of which has the number `first` in the file."""
        batch = Batch(first - 1)
        numbers, even = self._evened(batch, rows, first)
        if not even:
            return batch
        meanings = self._meanings(list(zip(*even, strict=True)), ("",) * len(even))
        if self._are_all_taken(*meanings):
            batch.rows = self._stored(numbers, *meanings)
            batch.days = set(meanings[3]) - {None}
        else:
            for row, *one in zip(even, numbers, *meanings, strict=True):
                self._take(batch, row, *one)
        return batch

    def _meanings(self, columns: list[tuple[str, ...]], blank: tuple[str, ...]) -> tuple[Any, ...]:
        """Return what the cells mean, column by column: origins, choices, words, days, ids elsewhere."""
        parts, nothing = self.columns, (None,) * len(blank)
        places = (parts.region, parts.organisation, parts.named, parts.language)
        origins = (blank if place is None else columns[place] for place in places)
        closed = [columns[place] for places, _read in self.closed for place in places]
        return (
            self._origins.of(zip(*origins, strict=True)),
            self._chosen.of(zip(*closed, strict=True)) if closed else blank,
            self._words([columns[place] for place in self.open], len(blank)),
            nothing if parts.day is None else self._days.of(columns[parts.day]),
            nothing if parts.external is None else self._externals(columns[parts.external]),
        )

    def _stored(
        self, numbers: Sequence[int], origins: Any, chosen: Any, words: Any, _days: Any, externals: Any
    ) -> list[Row]:
        survey = self.survey
        flags = (
            ["+;" if said else "-;" for said in words]
            if len(self.open) == 1
            else list(map(self._flags, words))
        )
        return [
            (survey, number, region, organisation, named, language, external, options + flag, said)
            for number, (region, organisation, named, language), options, said, external, flag in zip(
                numbers, origins, chosen, words, externals, flags, strict=True
            )
        ]

    def _are_all_taken(
        self, origins: Any, chosen: Any, words: Any, days: Any, externals: Sequence[int | None]
    ) -> bool:
        """Say whether nothing stands against any of the rows, and note their ids elsewhere if so."""
        refusing = (
            (self._origins.refuses, origins),
            (self._chosen.refuses, chosen),
            (self._days.refuses, days),
        )
        if any(refuses and Refused in set(map(type, one)) for refuses, one in (*refusing, (True, words))):
            return False
        if not all(words) and not all(one.strip(";") for one in set(chosen)):
            return False
        ids = set(externals)
        if ids == {None}:
            return True
        if len(ids) != len(externals) or None in ids or not self.seen.isdisjoint(ids):
            return False
        self.seen.update(ids)  # type: ignore[arg-type]
        return True

    def _evened(
        self, batch: Batch, rows: Iterable[list[str]], first: int
    ) -> tuple[Sequence[int], list[list[str]]]:
        """Return rows with as many cells as there are headings, and their numbers; the headings again are left out."""
        given = list(rows)
        batch.position = first + len(given) - 1
        if set(map(len, given)) == {self.width} and self.header not in given:
            return range(first, first + len(given)), given
        numbers, even = [], []
        for number, row in enumerate(given, first):
            if any(map(str.strip, row[self.width :])):
                batch.faults.append(Fault(number, None, "", "too-many-cells"))
                continue
            whole = [*row[: self.width], *[""] * (self.width - len(row))]
            if whole == self.header:
                batch.headings += 1
                continue
            numbers.append(number)
            even.append(whole)
        return numbers, even

    def _take(
        self,
        batch: Batch,
        row: list[str],
        number: int,
        origin: Any,
        chosen: Any,
        words: Any,
        day: Any,
        external: int | None,
    ) -> None:
        for meaning in (origin, chosen, words, day):
            if meaning.__class__ is Refused:
                batch.faults.append(_fault(number, row, meaning))
                return
        if not words and not chosen.strip(";"):
            if any(map(str.strip, row)):
                batch.faults.append(Fault(number, None, "", "no-answer"))
            return
        if external is not None:
            if external in self.seen:
                batch.known += 1
                return
            self.seen.add(external)
        if day is not None:
            batch.days.add(day)
        batch.rows.append((self.survey, number, *origin, external, chosen + self._flags(words), words))

    def _read_chosen(self, cells: tuple[str, ...]) -> "str | Refused":
        found, at = [], 0
        for places, read in self.closed:
            code = read(cells[at : at + len(places)])
            if isinstance(code, int):
                return Refused(places[code], "no-option")
            found.append(code + ";")
            at += len(places)
        return "".join(found)

    def _words(self, columns: list[tuple[str, ...]], length: int) -> "Sequence[str | Refused]":
        """Return for each row its words to the open questions, "" where there are none."""
        if not columns:
            return ("",) * length
        tidy = [_tidied(column, place) for column, place in zip(columns, self.open, strict=True)]
        return tidy[0] if len(tidy) == 1 else [_together(cells) for cells in zip(*tidy, strict=True)]

    def _flags(self, words: str) -> str:
        """Return which of the open questions a row answers, so that the database can count them."""
        if len(self.open) < 2:
            return ("+;" if words else "-;") if self.open else ""
        parts = words.split(PARTING) if words else [""] * len(self.open)
        return "".join("+;" if part else "-;" for part in parts)

    def _read_origin(self, cells: tuple[str, ...]) -> "tuple[int | None, int | None, int, str] | Refused":
        region_cell, organisation, named, language_cell = cells
        region, language = self.known.all_from, self.columns.all_in
        if region_cell.strip():
            region = self.known.regions.get(plain(region_cell))
            if region is None:
                return Refused(self.columns.region, "no-region")
        if language_cell.strip():
            language = self._language(language_cell)
            if not language:
                return Refused(self.columns.language, "no-language")
        of = self.known.organisations.get(plain(organisation)) if organisation else None
        return region, of, int(of is not None and plain(named) in YES), language

    def _language(self, cell: str) -> str:
        known = self.known.languages
        return known.get(plain(cell)) or known.get(plain(cell.replace("_", "-").partition("-")[0])) or ""

    def _read_day(self, cell: str) -> "date | Refused | None":
        if not cell.strip():
            return None
        return read_day(cell, self.columns.day_order) or Refused(self.columns.day, "no-day")

    def _externals(self, cells: Sequence[str]) -> list[int | None]:
        """Return digests of the rows' ids elsewhere: they are compared, and the ids themselves kept nowhere."""
        begun = blake2b(self.key, digest_size=8)
        tidy = list(map(str.strip, cells))
        digests = []
        for cell in map(str.encode, tidy):
            digest = begun.copy()
            digest.update(cell)
            digests.append(digest.digest())
        numbers = unpack(f">{len(digests)}q", b"".join(digests))
        if all(tidy):
            return list(numbers)
        return [number if cell else None for number, cell in zip(numbers, tidy, strict=True)]


class Refused(NamedTuple):
    """Stands where a meaning would: the place of the column, and a word for why its cell means nothing."""

    place: int | None
    fault: str


class _Meanings:
    """What cells mean, each read once and remembered."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self.read = read
        self.known: dict[Any, Any] = {}
        self.refuses = False

    def of(self, cells: Iterable[Any]) -> list[Any]:
        """Return the meaning of each."""
        given = list(cells)
        try:
            return list(map(self.known.__getitem__, given))
        except KeyError:
            pass
        if len(self.known) > KEPT:
            self.known.clear()
        for cell in set(given) - self.known.keys():
            self.known[cell] = meaning = self.read(cell)
            self.refuses = self.refuses or meaning.__class__ is Refused
        return list(map(self.known.__getitem__, given))


def _fault(number: int, row: list[str], refused: Refused) -> Fault:
    value = "" if refused.place is None else row[refused.place]
    return Fault(number, refused.place, " ".join(value.split())[:100].replace("\x00", ""), refused.fault)


def _together(cells: Sequence[Any]) -> "str | Refused":
    """Return words to several questions as one text, "" where there are none, or why one of them cannot be kept."""
    for cell in cells:
        if cell.__class__ is Refused:
            return cell
    return PARTING.join(cells) if any(cells) else ""


def _tidied(cells: Sequence[str], place: int) -> "list[str | Refused]":
    """Return words in the shape in which text is kept; most cells have it already, and are asked about together."""
    given = list(map(str.strip, cells))
    together = "".join(given)
    if together.isprintable() and max(map(len, given)) <= LONGEST_CELL and is_normalized("NFC", together):
        return given  # type: ignore[return-value]
    return [
        text
        if text.isprintable() and len(text) <= LONGEST_CELL and is_normalized("NFC", text)
        else _tidy(text, place)
        for text in given
    ]


def _tidy(text: str, place: int) -> "str | Refused":
    try:
        kept = normalise(text.replace("\x00", "").replace(PARTING, " "))
    except ValueError:
        return Refused(place, "unreadable")
    return kept if len(kept) <= LONGEST_CELL else Refused(place, "too-long")
