"""What rows of a survey are read into: values that are stored as they are, and faults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

Row = tuple[int, int, int | None, int | None, int, str, int | None, str, str]
"""A row as it is stored, in the order of the columns of `survey_rows`."""


class Fault(NamedTuple):
    """Why a row is not taken: its number, the place of the column (None: the row), what stands there, a word for it."""

    number: int
    place: int | None
    value: str
    fault: str


@dataclass(frozen=True)
class Known:
    """What the network knows by the words for it, as `plain` compares them: ids of regions and organisations, codes."""

    regions: Mapping[str, int]
    organisations: Mapping[str, int]
    languages: Mapping[str, str]
    all_from: int | None = None


@dataclass
class Batch:
    """What came of some rows."""

    position: int = 0
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    known: int = 0
    headings: int = 0
    days: set[date] = field(default_factory=set)
