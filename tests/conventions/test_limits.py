"""The page of limits gives the figures that stand in the code."""

import importlib
import re
from datetime import timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = re.findall(
    r"^\| (.+?) \| (.+?) \| `([\w.]+):(\w+)` \|$",
    (ROOT / "docs" / "limits.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"))


def in_words(value: object) -> str:
    """Return a value of the code as the page writes it."""
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        size, unit = next((size, unit) for size, unit in UNITS if seconds % size == 0 and seconds >= size)
        number = seconds // size
        return f"{number} {unit}{'' if number == 1 else 's'}"
    return f"{value:,}"


def test_the_page_names_many_limits() -> None:
    assert len(ROWS) >= 35


@pytest.mark.parametrize(
    ("what", "figure", "module", "name"), ROWS, ids=[f"{one[2]}:{one[3]}" for one in ROWS]
)
def test_each_figure_of_the_page_is_that_of_the_code(what: str, figure: str, module: str, name: str) -> None:
    assert in_words(getattr(importlib.import_module(module), name)) == figure, what
