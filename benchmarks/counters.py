"""The tables of summaries at the size of the world against DuckDB: `python -m benchmarks.counters` prints one table.

Six tables: contributions by section, region and what became of them; by day and region; people and organisations by
section and region; who takes part by region; how regions stand to proposed changes by section, with their correlation;
the twenty changes that are accepted most over the regions. They are made from our columns, by questions to our
tables, and by DuckDB from a file of its own with the same rows, and must be the same. Each time is the best of several
turns, taken in turn with DuckDB's. `--size 0.02` writes fewer rows, `--postgresql` uses the embedded server instead of
SQLite, `--tenfold` lets there be ten times as many at the end. `python -m benchmarks counters` does all of it.

On SQLite the time is that for which this process worked, since nothing else does. DuckDB is in a lock file of its
own: `pip install --require-hashes -r benchmarks/requirements-peers.txt`.
"""

import argparse
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from random import Random
from time import perf_counter, process_time, sleep
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from benchmarks.crowd import DAYS, STANCES, Crowd, add_contributions, add_stances, write_crowd
from benchmarks.crowd_tables import from_columns, from_tables
from benchmarks.crowd_tenfold import multiply
from benchmarks.engine import Row, at_most
from benchmarks.peak import forget_peak, peak
from benchmarks.reading import KILOBYTE
from benchmarks.site import empty_database, print_table
from config import Settings
from consult import create_app
from consult.consultations.models import Consultation
from consult.core.clock import now
from consult.core.database import db
from consult.core.transaction import unit_of_work
from consult.summaries.column_store import rebuild_columns, refresh_columns

TURNS = 7
NEW_CONTRIBUTIONS, NEW_STANCES = 500, 2_000
OLD_ENOUGH = 65.0


def main() -> int:
    """Print the table; the exit code says whether every bar holds."""
    options = argparse.ArgumentParser(description="Tables of summaries against DuckDB.")
    options.add_argument("--size", type=float, default=1.0)
    options.add_argument("--postgresql", action="store_true")
    options.add_argument("--tenfold", action="store_true")
    options.add_argument("--memory-of", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.memory_of:
        print(memory_of_a_request(chosen.memory_of))
        return 0
    return measure(chosen.size, is_postgresql=chosen.postgresql, tenfold=chosen.tenfold)


def everything() -> int:
    """Measure at full size on both databases, on SQLite with ten times as many at the end."""
    if find_spec("duckdb") is None:
        print("not measured: pip install --require-hashes -r benchmarks/requirements-peers.txt")
        return 1
    return max(measure(1.0, tenfold=True), measure(1.0, is_postgresql=True))


def measure(size: float, *, is_postgresql: bool = False, tenfold: bool = False) -> int:
    """Print the table of one database; the exit code says whether every bar holds."""
    with empty_database(is_postgresql=is_postgresql) as (folder, url):
        name = "PostgreSQL" if is_postgresql else "SQLite"
        told = (replace(row, what=f"{name}: {row.what}") for row in rows(folder, url, size, tenfold=tenfold))
        return print_table(site(url), told, width=72)


def site(url: str) -> Flask:
    """Return the application on a database."""
    return create_app(
        Settings(database_url=url, secret_key="a secret of the benchmarks", letters_folder="letters")
    )


def rows(folder: Path, url: str, size: float, *, tenfold: bool = False) -> Iterator[Row]:
    """Measure each bar in turn."""
    from benchmarks.crowd_peer import Peer

    app = site(url)
    is_sqlite = url.startswith("sqlite")
    with app.app_context():
        upgrade()
        began = perf_counter()
        crowd = _told("written, s", lambda: _write(size))
        if not is_sqlite:  # events are taken in there when they are older than a minute
            sleep(max(0.0, OLD_ENOUGH - (perf_counter() - began)))
        _told("columns rebuilt, s", lambda: _in_one(lambda: rebuild_columns(now())))
        _tidy(is_sqlite)
        peer = _told("DuckDB's file written, s", lambda: Peer(folder / "peer.duckdb", crowd))
        asked = [db.session.get_one(Consultation, crowd.consultation_id)]
        same = from_columns(asked) == peer.tables() == from_tables(asked)
        yield at_most("tables that are not the same", 0, 0 if same else 1)
        ours, floor = _against(lambda: from_columns(asked), peer.tables)
        print(f"  DuckDB {floor * 1000:.0f} ms, columns {ours * 1000:.0f} ms")
        yield at_most("six tables from what is kept / DuckDB", 0.6 if is_sqlite else 1.0, ours / floor)
        # What is kept are rows and no sums, so this is their time from rows, too.
        yield at_most("the same from rows, without counters", 1.7 if is_sqlite else 3.0, ours / floor)
        asked_anew = min(_time(lambda: from_tables(asked)) for _ in range(2))
        print(f"  asked of the tables, where nothing is kept: {asked_anew / floor:.1f} of DuckDB's time")
        yield from _refreshing(crowd, floor)
        db.session.remove()
        megabytes = _memory(url, crowd)
        yield at_most("memory of a summary request over import: MB", 60, megabytes)
        client = app.test_client()
        yield from _page(client, crowd)
        if tenfold:
            yield from _tenfold(client, url, crowd, ours)
        db.session.remove()
        db.engine.dispose()


def _tenfold(client: FlaskClient, url: str, crowd: Crowd, once: float) -> Iterator[Row]:
    """Let there be ten times as many, and make the tables again."""
    _told("written ten times, s", lambda: multiply(10))
    _told("columns rebuilt, s", lambda: _in_one(lambda: rebuild_columns(now())))
    _tidy(url.startswith("sqlite"))
    asked = [db.session.get_one(Consultation, crowd.consultation_id)]
    again = min(_time(lambda: from_columns(asked)) for _ in range(3))
    print(f"  once {once * 1000:.0f} ms, ten times {again * 1000:.0f} ms")
    yield at_most("ten times the data / once", 10, again / once)
    db.session.remove()
    yield at_most("memory of a summary request at ten times over import: MB", 250, _memory(url, crowd))
    yield from _page(client, crowd, most=5000)


def _write(size: float) -> Crowd:
    with unit_of_work():
        return write_crowd(size)


def _in_one(act: Callable[[], object]) -> None:
    with unit_of_work():
        act()


def _tidy(is_sqlite: bool) -> None:
    """Let the database count its rows, as a running one has done."""
    db.session.commit()
    if is_sqlite:
        _in_one(lambda: db.session.execute(sa.text("ANALYZE")))
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def _told(what: str, act: Callable[[], Any]) -> Any:
    before = perf_counter()
    found = act()
    print(f"  {what}: {perf_counter() - before:.1f}", flush=True)
    return found


def _against(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Return the best time of each, taken in turn."""
    times = [(_time(ours), _time(theirs)) for _ in range(TURNS)]
    return min(one for one, _ in times), min(other for _, other in times)


def _time(act: Callable[[], object]) -> float:
    """Return the time that this process worked, of all its threads; where a server works too, the time that passed."""
    clock = process_time if db.engine.dialect.name == "sqlite" else perf_counter
    before = clock()
    act()
    db.session.rollback()
    return clock() - before


def _refreshing(crowd: Crowd, floor: float) -> Iterator[Row]:
    """Let more be sent and take it in, several times."""
    draw = Random(1)
    before = max(int(STANCES * len(crowd.amendment_ids) / 20_000), 200) // len(crowd.amendment_ids) + 1
    stance = crowd.first_stance + 2 * STANCES * max(len(crowd.amendment_ids) // 20_000, 1)
    contribution, times = crowd.last_contribution + 1, []
    for turn in range(TURNS):
        with unit_of_work():
            last = contribution + NEW_CONTRIBUTIONS - 1
            add_contributions(crowd, draw, contribution, last, log=True, begins=DAYS * 86_400)
            more = -(-NEW_STANCES // len(crowd.amendment_ids))
            add_stances(crowd, draw, stance, NEW_STANCES, log=True, after=before + turn * more)
        contribution, stance = last + 1, stance + NEW_STANCES
        times.append(_time(lambda: refresh_and_keep()))
    print(f"  refresh {min(times) * 1000:.1f} ms")
    yield at_most("refresh after 500 contributions and 2,000 stances / DuckDB", 0.1, min(times) / floor)


def refresh_and_keep() -> None:
    """Take in what was logged, in a transaction of its own."""
    with unit_of_work():
        assert refresh_columns(now()) >= NEW_CONTRIBUTIONS + NEW_STANCES


def _page(client: FlaskClient, crowd: Crowd, most: int = 500) -> Iterator[Row]:
    """Fetch the whole page of the consultation's summary, which may take `most` milliseconds."""
    path = _address(crowd.consultation_id)
    page = client.get(path)
    assert page.status_code == 200
    yield at_most("the whole page: ms", most, 1000 * min(_time(lambda: client.get(path)) for _ in range(3)))
    yield at_most("the whole page: kB compressed", 60, len(zlib.compress(page.data)) / KILOBYTE)


def _address(consultation_id: int) -> str:
    public_id = db.session.get_one(Consultation, consultation_id).public_id
    return f"/en/consultations/{public_id}/summary"


def _memory(url: str, crowd: Crowd) -> float:
    """Return the memory of a request in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.counters", "--memory-of", f"{crowd.consultation_id} {url}"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(answer.stdout.split()[-1])


def memory_of_a_request(asked: str) -> float:
    """Return by how many MB the memory of this process grows at most for tables and page, pandas being there."""
    import pandas as pd

    number, url = asked.split(" ", 1)
    app = site(url)
    pd.DataFrame({"a": [1], "b": ["x"]}).groupby("b")["a"].sum()
    with app.app_context():
        consultation = db.session.get_one(Consultation, int(number))
        path = _address(consultation.id)
        before = forget_peak()
        from_columns([consultation])
        assert app.test_client().get(path).status_code == 200
        return peak() - before


if __name__ == "__main__":
    sys.exit(main())
