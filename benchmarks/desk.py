"""The merge desk against its bars: `python -m benchmarks desk` prints one table.

Times are CPU times of this process, ours against the floor's (benchmarks/floor.py) in the same run, taken in turns
through the test client, as in benchmarks/reading.py. Publishing is timed by the clock, once.
"""

import gc
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.desk_site import DeskSite, open_site
from benchmarks.engine import Row, at_most
from benchmarks.floor import create_floor, floor
from benchmarks.reading import _cpu, _got, _posted, ratio
from benchmarks.site import print_table
from consult.consolidation.models import DeskSection
from consult.core.database import db

TURNS = 12
WARM_UP = 2


def main() -> int:
    """Print the table; the exit code says whether every bar holds."""
    with tempfile.TemporaryDirectory() as folder:
        site = open_site(Path(folder))
        # What has filled the site stays in memory; the collector would look through it while a page is measured,
        # mostly the floor's, which makes more objects at once.
        gc.collect()
        gc.freeze()
        return print_table(site.app, rows(site), width=72)


def rows(site: DeskSite) -> Iterator[Row]:
    """Measure each bar in turn."""
    bare = create_floor(site.database_url)
    with bare.app_context():
        floor.metadata.tables["floor_lines"].create(floor.engine)
    yield at_most("section of 300 amendments, 1,000 comments: CPU time / floor", 4, _page(site, bare))
    few, base = _deciding(site, bare, "part-2")
    many, _base = _deciding(site, bare, "part-3")
    yield at_most("one decision, 100 amendments: CPU time / one bare row", 3, few / base)
    yield at_most("one decision, 1,000 amendments / the same with 100", 2, many / few)
    yield at_most("publishing 40 sections, 1,000 amendments: seconds", 5, _publishing(site))


def _client(site: DeskSite) -> FlaskClient:
    client = site.app.test_client()
    with client.session_transaction() as session:
        session["account"], session["epoch"], session["session"] = site.account
    return client


def _page(site: DeskSite, bare: Flask) -> float:
    ours, base = _client(site), bare.test_client()
    address = f"/en/consolidations/{site.desk}/sections/part-1"
    size = len(_got(ours, address))
    plain = f"{site.floor_page}?size={size}"
    assert abs(len(_got(base, plain)) - size) < size // 100, "the floor's page is of another size"
    return ratio(lambda: _got(ours, address), lambda: _got(base, plain), rounds=TURNS)


def _deciding(site: DeskSite, bare: Flask, key: str) -> tuple[float, float]:
    """Return the median CPU times of accepting a change, and of writing a bare row."""
    ours, base = _client(site), bare.test_client()
    token = re.search(rb'name="csrf_token" value="([^"]+)"', _got(ours, f"/en/consolidations/{site.desk}"))
    assert token, "no form on the page"
    group, section_id = site.groups[key]
    address = f"/en/consolidations/{site.desk}/sections/{key}/groups/{group}"
    times = []
    for _ in range(WARM_UP + TURNS):
        data = {"csrf_token": token[1].decode(), "outcome": "accept", "counter": _counter(site, section_id)}
        mine = _cpu(lambda data=data: _posted(ours, address, data, 303))  # type: ignore[misc]
        times.append((mine, _cpu(lambda: _posted(base, "/lines", {"body": "accept"}, 204))))
    kept = times[WARM_UP:]
    return median(one for one, _other in kept), median(other for _one, other in kept)


def _counter(site: DeskSite, section_id: int) -> str:
    with site.app.app_context():
        rows = db.session.query(DeskSection).filter_by(section_id=section_id)
        return str(rows.order_by(DeskSection.consolidation_id.desc()).first().counter)


def _publishing(site: DeskSite) -> float:
    """Return how many seconds the whole request to publish takes."""
    ours = _client(site)
    address = f"/en/consolidations/{site.whole}/publish"
    page = _got(ours, address).decode()
    fields = {
        name: re.search(rf'name="{name}" value="([^"]+)"', page)[1]  # type: ignore[index]
        for name in ("csrf_token", "counter")
    }
    data = {**fields, "kind": "minor", "change_note": "All of it."}
    started = perf_counter()
    _posted(ours, address, data, 303)
    return perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
