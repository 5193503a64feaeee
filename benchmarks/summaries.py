"""The drawings of summaries against their bars: `python -m benchmarks.summaries` prints one table.

A heat map of 40 sections and 6 regions, a chart of bars and one of 120 days, from plain numbers to the words of a page;
then a whole summary of the demonstration as a browser fetches it. Times are CPU times of this process.
"""

import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import process_time

from flask import Flask

from benchmarks.engine import Row, at_most
from benchmarks.reading import KILOBYTE, weight
from benchmarks.site import filled_site, print_table
from consult.demonstration.loader import load_demonstration
from consult.summaries.drawn import with_bars, with_line
from consult.summaries.shown_table import ShownTable

ROUNDS = 200
SECTIONS, REGIONS, DAYS = 40, 6, 120


def main() -> int:
    """Print the table; the exit code says whether every bar holds."""
    with tempfile.TemporaryDirectory() as folder:
        app = filled_site(Path(folder), _filled)
        return print_table(app, rows(app), width=66)


def _filled(app: Flask, _url: str) -> Flask:
    load_demonstration()
    return app


def rows(app: Flask) -> Iterator[Row]:
    """Measure each bar in turn."""
    for language in ("en", "ar"):
        with app.test_request_context(f"/{language}/"):
            app.preprocess_request()
            drawn = drawings(app)
            what = f"heat map and two charts, {language}"
            yield at_most(f"{what}: ms", 5, 1000 * _cpu(lambda: drawings(app)))
            yield at_most(f"{what}: kB compressed", 6, len(zlib.compress(drawn.encode())) / KILOBYTE)
    size, _requests = weight(app.test_client(), "/en/narratives/held-in-common/1.0/summary")
    yield at_most("summary of a version, the demonstration: kB compressed", 60, size / KILOBYTE)


def drawings(app: Flask) -> str:
    """Return the heat map, the bars and the line as they stand in a page."""
    cells = tuple(
        (f"{row}. Section {row}", *((row * 37 + place * 91) % 2_000 for place in range(REGIONS)))
        for row in range(1, SECTIONS + 1)
    )
    heat = ShownTable(
        "heat",
        "Where each region spoke",
        ("Section", *(f"Region {number}" for number in range(REGIONS))),
        cells,
        "",
        shades=tuple(tuple(-(-value * 5 // 2_000) for value in row[1:]) for row in cells),  # type: ignore[operator]
    )
    regions = tuple((f"Region {number}", 40_000 - number * 5_003) for number in range(REGIONS))
    bars = with_bars(ShownTable("regions", "By region", ("Region", "Contributions"), regions, ""), [1])
    days = tuple((f"2026-{1 + day // 28:02}-{1 + day % 28:02}", (day * 37) % 4_001) for day in range(DAYS))
    line = with_line(ShownTable("days", "By day", ("Day", "All"), days, ""))
    table = app.jinja_env.get_template("ui/figures.html").module.data_table  # type: ignore[attr-defined]
    return str(table(heat.caption, heat.header, heat.linked, heat.numeric)) + bars.chart + line.chart


def _cpu(act: Callable[[], object]) -> float:
    """Return the median CPU time of many rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        before = process_time()
        act()
        times.append(process_time() - before)
    return median(times)


if __name__ == "__main__":
    sys.exit(main())
