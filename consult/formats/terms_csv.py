"""Agreed terms as a table for spreadsheet programs, and back: nothing that a program could run, nothing lost."""

from collections.abc import Iterable
from dataclasses import dataclass

from consult.formats.csv_out import safe_text, write_csv
from consult.formats.tables_in import read_table
from consult.text.terms import Term

COLUMNS = ("source", "term", "meaning", "avoid")
BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class TermsRead:
    """What a table held: its terms, and the numbers of the rows in which there was none, from 1."""

    terms: tuple[Term, ...]
    skipped: tuple[int, ...]


def write_terms(terms: Iterable[Term]) -> bytes:
    """Return the terms as CSV, with the names of the columns first."""
    rows = ((one.source, one.term, one.meaning, BETWEEN.join(one.avoid)) for one in terms)
    return write_csv(COLUMNS, (list(map(_guarded, row)) for row in rows))


def read_terms(data: bytes) -> TermsRead:
    """Read a CSV or XLSX file. Its columns are told by their names; without names they stand in the order of `COLUMNS`.

    Raises TableError where the file is no table.
    """
    rows = read_table(data)
    names = [cell.casefold() for cell in rows[0]]
    has_names = "term" in names
    order = names if has_names else list(COLUMNS)
    terms, skipped = [], []
    for number, row in enumerate(rows[has_names:], start=1 + has_names):
        if not any(row):
            continue
        values = dict(zip(order, (_plain(cell) for cell in row), strict=False))
        if values.get("term"):
            terms.append(_term(values))
        else:
            skipped.append(number)
    return TermsRead(tuple(terms), tuple(skipped))


def avoided_forms(typed: str) -> tuple[str, ...]:
    """Return the forms that somebody typed with semicolons between them, each once."""
    return tuple(dict.fromkeys(form for part in typed.split(";") if (form := " ".join(part.split()))))


def _term(values: dict[str, str]) -> Term:
    return Term(
        values.get("source", ""),
        values["term"],
        avoided_forms(values.get("avoid", "")),
        values.get("meaning", ""),
    )


def _guarded(cell: str) -> str:
    """Return a cell that begins with apostrophes before a formula with one more: one is taken off on the way back."""
    return "'" + cell if cell.startswith("'") and _is_formula(cell) else cell


def _plain(cell: str) -> str:
    """Return a cell without the apostrophe that made it harmless."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell) else cell


def _is_formula(cell: str) -> bool:
    bare = cell.lstrip("'")
    return safe_text(bare) != bare
