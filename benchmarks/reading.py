"""The pages for reading against their bars: `python -m benchmarks.reading` prints one table.

Times are CPU times of this process, ours against the floor's (benchmarks/floor.py) in the same run, taken in turns
through the test client and without compression. A ratio is that of the medians.
"""

import gc
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import process_time

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.engine import Row, at_most
from benchmarks.floor import create_floor, floor
from benchmarks.reading_site import Site, Target, open_site
from benchmarks.site import print_table
from consult.contributions.services import pace

ROUNDS = 40
WARM_UP = 3
KILOBYTE = 1000
ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def main() -> int:
    """Print the table; the exit code says whether every bar holds."""
    with tempfile.TemporaryDirectory() as folder:
        site = open_site(Path(folder))
        return print_table(site.app, rows(site), width=66)


def rows(site: Site) -> Iterator[Row]:
    """Measure each bar in turn."""
    bare = create_floor(site.database_url)
    with bare.app_context():
        floor.metadata.tables["floor_lines"].create(floor.engine)
    pages = [
        ("reading page, the demonstration", site.demonstration),
        ("reading page, 40 sections of 400 words", site.long),
        ("section page with 200 comments", site.many),
    ]
    for what, target in pages:
        yield at_most(f"{what}: CPU time / floor", 2, _pages(site, bare, target, signed_in=False))
        yield at_most(f"{what}, signed in: CPU time / floor", 2, _pages(site, bare, target, signed_in=True))
    yield at_most("posting a comment: CPU time / one bare row", 4, _posting(site, bare))
    for what, target in (
        ("first visit, the demonstration's reading page", site.demonstration),
        ("section page with 50 comments", site.fifty),
    ):
        size, requests = weight(site.app.test_client(), target.ours)
        yield at_most(f"{what}: kB compressed", 60, size / KILOBYTE)
        yield at_most(f"{what}: requests", 5, requests)
    with bare.app_context():
        floor.engine.dispose()


def _pages(site: Site, bare: Flask, target: Target, *, signed_in: bool) -> float:
    """Return our CPU time for a page as a multiple of the floor's for one of the same size."""
    ours, base = _client(site, signed_in=signed_in), bare.test_client()
    size = len(_got(ours, target.ours))
    path = f"{target.floor}?size={size}"
    assert abs(len(_got(base, path)) - size) < size // 100, "the floor's page is of another size"
    return ratio(lambda: _got(ours, target.ours), lambda: _got(base, path))


def _posting(site: Site, bare: Flask) -> float:
    """Return our CPU time for a comment that is sent as a multiple of that for a bare row."""
    ours, base = _client(site, signed_in=True), bare.test_client()
    page = _got(ours, site.fifty.ours).decode()
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token, "no form on the page"
    words = "A remark of some forty words. " * 7
    typed = {
        "csrf_token": token[1],
        "comment_kind": "remark",
        "body": words,
        "language": "en",
        "voice": "self",
        "visibility": "name",
    }
    address = f"{site.fifty.ours}/comments/new"
    pace.MOST_A_MINUTE = 1_000_000  # here one person sends hundreds
    return ratio(
        lambda: _posted(ours, address, typed, 303),
        lambda: _posted(base, "/lines", {"body": words}, 204),
        between=lambda: _read_messages(ours),
    )


def _read_messages(client: FlaskClient) -> None:
    """Take what the last post said out of the session, as the page that a browser shows next does."""
    with client.session_transaction() as session:
        session.pop("_flashes", None)


def ratio(
    ours: Callable[[], object],
    base: Callable[[], object],
    between: Callable[[], object] = lambda: None,
    rounds: int = ROUNDS,
) -> float:
    """Return the ratio of the median CPU times, each taken in turns after a warm-up; `between` is not timed.

    What was there before, such as the rows of filling the site, is put out of the collector's reach: else it would be
    gone through within the turns of either side, now of one and now of the other.
    """
    times = []
    gc.collect()
    gc.freeze()
    for _ in range(WARM_UP + rounds):
        between()
        times.append((_cpu(ours), _cpu(base)))
    gc.unfreeze()
    times = times[WARM_UP:]
    return median(one for one, _other in times) / median(other for _one, other in times)


def _cpu(act: Callable[[], object]) -> float:
    before = process_time()
    act()
    return process_time() - before


def _client(site: Site, *, signed_in: bool) -> FlaskClient:
    client = site.app.test_client()
    if signed_in:
        with client.session_transaction() as session:
            session["account"], session["epoch"], session["session"] = site.account
    return client


def _got(client: FlaskClient, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return answer.data


def _posted(client: FlaskClient, path: str, data: dict[str, str], status: int) -> None:
    answer = client.post(path, data=data)
    assert answer.status_code == status, f"{path}: {answer.status_code}"


def weight(client: FlaskClient, path: str) -> tuple[int, int]:
    """Return what a browser fetches at a first visit of a page: bytes on the wire, and requests."""
    accepts = {"Accept-Encoding": "gzip, deflate, br"}
    page = _got(client, path).decode()
    addresses = [path, *dict.fromkeys(ASSETS.findall(page))]
    return sum(len(client.get(address, headers=accepts).data) for address in addresses), len(addresses)


if __name__ == "__main__":
    sys.exit(main())
