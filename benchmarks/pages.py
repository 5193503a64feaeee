"""Every page and file of summaries at the size of the world: `python -m benchmarks.pages` prints one table.

For each the CPU time of the process that makes it, the second time that it is asked for, and how far its memory rises
above what it is with everything imported: each in a process of its own. Then a file of all rows, which is sent while it
is made and may take as long as it takes, and what the worker counts of words. `--size 0.02` writes fewer rows,
`--postgresql` uses the embedded server instead of SQLite: then the time is that which passed, and not only the CPU's.
`python -m benchmarks pages` does it at full size on SQLite.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from time import perf_counter, process_time

from flask_migrate import upgrade

from benchmarks.counters import site
from benchmarks.crowd import write_crowd
from benchmarks.engine import Row, at_most
from benchmarks.peak import forget_peak, peak
from benchmarks.site import empty_database, print_table
from consult.consultations.models import Consultation
from consult.core.clock import now
from consult.core.database import db
from consult.core.transaction import unit_of_work
from consult.narratives.models import Narrative
from consult.people.models import WorkingGroup
from consult.summaries.column_store import rebuild_columns
from consult.summaries.word_keeping import rebuild_words

MILLISECONDS, MEGABYTES = 1000, 60
OF_A_CONSULTATION = (
    "summary",
    "summary?region=africa",
    "summary?section=part-1",
    "summary?kind=comment",
    "summary/days.csv",
    "summary/contributions?region=africa",
    "summary/contributions?region=africa&page=900",
    "summary/answering",
    "summary/answers",
    "summary/words",
    "summary/words/repeated.csv",
    "summary/sections/part-1",
    "summary/sections/part-40",
    "summary/sections/part-1/changes.csv",
    "report",
    "report.html",
    "report.xlsx",
)
OF_ALL = (
    "narratives/crowd/1.0/summary",
    "narratives/crowd/1.0/summary/answering",
    "narratives/crowd/1.0/summary/words",
    "narratives/crowd/1.0/summary/sections/part-1",
    "narratives/crowd/1.0/report",
    "narratives/crowd/summary",
    "narratives/crowd/summary/regions.csv",
    "regions/africa/summary",
)
A_FILE = "summary/contributions.csv?region=mena"
"""Of some 20,000 rows: its memory is that of any number."""


def main(arguments: list[str] | None = None) -> int:
    """Print the table; the exit code says whether every bar holds."""
    options = argparse.ArgumentParser(description="Every page of summaries at full size.")
    options.add_argument("--size", type=float, default=1.0)
    options.add_argument("--postgresql", action="store_true")
    options.add_argument("--page", nargs=2, help=argparse.SUPPRESS)
    chosen = options.parse_args(arguments)
    if chosen.page:
        print(*of_one_page(*chosen.page))
        return 0
    return measure(chosen.size, is_postgresql=chosen.postgresql)


def everything() -> int:
    """Measure at full size on SQLite."""
    return measure(1.0)


def measure(size: float, *, is_postgresql: bool = False) -> int:
    """Print the table of one database; the exit code says whether every bar holds."""
    with empty_database(is_postgresql=is_postgresql) as (_folder, url):
        return print_table(site(url), rows(url, size), width=72)


def rows(url: str, size: float) -> Iterator[Row]:
    """Measure each page in turn."""
    with site(url).app_context():
        upgrade()
        home, group = _write(size)
        db.session.remove()
        db.engine.dispose()
    paths = [f"{home}/{path}" for path in OF_A_CONSULTATION]
    paths += [f"/en/{path}" for path in (*OF_ALL, f"working-groups/{group}/summary")]
    for path in paths:
        milliseconds, megabytes = _asked(path, url)
        what = path.removeprefix(f"{home}/").removeprefix("/en/")
        yield at_most(f"{what}: ms", MILLISECONDS, milliseconds)
        yield at_most(f"{what}: MB", MEGABYTES, megabytes)
    milliseconds, megabytes = _asked(f"{home}/{A_FILE}", url)
    print(f"  {A_FILE}: {milliseconds / 1000:.1f} s")
    yield at_most(f"{A_FILE}: MB", MEGABYTES, megabytes)


def _write(size: float) -> tuple[str, str]:
    """Write everything, and let the worker's part be done; return an address and the id of a working group."""
    with unit_of_work():
        crowd = write_crowd(size)
        group = WorkingGroup(name="Everybody")
        db.session.add(group)
        db.session.flush()
        db.session.get_one(Narrative, crowd.narrative_id).working_group_id = group.id
    with unit_of_work():
        rebuild_columns(now())
        if db.engine.dialect.name == "sqlite":
            db.session.connection().exec_driver_sql("ANALYZE")
    if db.engine.dialect.name != "sqlite":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    began = process_time()
    with unit_of_work():
        rebuild_words(now())
    print(f"  words counted: {process_time() - began:.1f} s of CPU")
    public_id = db.session.get_one(Consultation, crowd.consultation_id).public_id
    return f"/en/consultations/{public_id}", group.public_id


def _asked(path: str, url: str) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.pages", "--page", url, path]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    milliseconds, megabytes = answer.stdout.split()
    return float(milliseconds), float(megabytes)


def of_one_page(url: str, path: str) -> tuple[float, float]:
    """Return the milliseconds of a page, the best of two, and by how many MB the memory of this process grows."""
    import openpyxl  # noqa: F401 - what a page imports is not what it takes
    import pandas as pd

    pd.DataFrame({"a": [1], "b": ["x"]}).groupby("b")["a"].sum()
    client = site(url).test_client()
    assert client.get("/en/").status_code == 200
    before = forget_peak()
    first = _time(client, path, url)
    megabytes = peak() - before
    best = first if first > 10 * MILLISECONDS else min(first, _time(client, path, url))
    return best, megabytes


def _time(client: object, path: str, url: str) -> float:
    clock = process_time if url.startswith("sqlite") else perf_counter
    before = clock()
    answer = client.get(path)  # type: ignore[attr-defined]
    assert answer.status_code == 200, path
    for _piece in answer.response:  # and none of it is held
        pass
    return 1000 * (clock() - before)


if __name__ == "__main__":
    sys.exit(main())
