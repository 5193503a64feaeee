"""What the benchmarks of pages share: an empty site, a narrative written by chance, and the printing of the table."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from flask import Flask
from flask_migrate import upgrade

from benchmarks.engine import Row
from benchmarks.engine_texts import SEED, Writer
from config import Settings
from consult import create_app
from consult.consultations.models import Consultation
from consult.core.clock import now
from consult.core.database import db
from consult.core.transaction import unit_of_work
from consult.narratives.models import Narrative, Revision
from consult.narratives.services import Place, add_revision
from consult.people.models import Account
from consult.people.sessions import open_session

Filled = TypeVar("Filled")


@contextmanager
def empty_database(*, is_postgresql: bool = False) -> Iterator[tuple[Path, str]]:
    """Give a folder that goes afterwards, and the address of a database in it or of the embedded server."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if not is_postgresql:
            yield folder, f"sqlite:///{folder / 'crowd.sqlite'}"
            return
        from tests.postgresql import running_server

        yield folder, stack.enter_context(running_server())


def filled_site(folder: Path, fill: Callable[[Flask, str], Filled]) -> Filled:
    """Migrate a database in the folder, let it be filled in one transaction, and return what that returns."""
    url = f"sqlite:///{folder / 'benchmark.sqlite'}"
    app = create_app(
        Settings(database_url=url, secret_key="a secret of the benchmarks", letters_folder=str(folder))
    )
    with app.app_context():
        upgrade()
        with unit_of_work():
            return fill(app, url)


def session_of(account: Account | None) -> tuple[str, str, str]:
    """Return what a browser's cookie holds when this account is signed in: account, epoch, session."""
    assert account is not None
    return account.public_id, account.session_epoch, open_session(account, now()).public_id


def written_revision(slug: str, title: str, sections: int, words: int, seed: int = SEED) -> Revision:
    """Write the first revision of a narrative: so many sections of so many words."""
    narrative = Narrative(slug=slug, title=title)
    db.session.add(narrative)
    db.session.flush()
    writer = Writer(seed)
    places = [
        Place(f"part-{number}", 1, f"{number}.", f"Part {number}", writer.section(words))
        for number in range(1, sections + 1)
    ]
    return add_revision(narrative, places, number=(1, 0), parent=None, change_note="", actor=None, at=now())


def add_consultation(
    revision: Revision,
    title: str = "A consultation",
    *,
    opens: datetime | None = None,
    closes: datetime | None = None,
    zone: str = "UTC",
    languages: Sequence[str] = ("en",),
) -> Consultation:
    """Open a consultation on a revision to everybody: from yesterday for three weeks, if nothing else is said."""
    opens, closes = opens or now() - timedelta(days=1), closes or now() + timedelta(days=20)
    walls = [moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") for moment in (opens, closes)]
    row = Consultation(
        narrative=revision.narrative,
        base_revision=revision,
        title=title,
        read_audience="public",
        contribute_audience="public",
        opens_at=opens,
        closes_at=closes,
        opens_wall=walls[0],
        closes_wall=walls[1],
        zone=zone,
        languages=list(languages),
    )
    db.session.add(row)
    db.session.flush()
    return row


def print_table(app: Flask, rows: Iterable[Row], width: int) -> int:
    """Print each bar as it is measured, its words in a column of this width; the exit code says whether all hold."""
    failed = 0
    print(f"{'what':<{width}} {'bar':>8} {'measured':>10}")
    for row in rows:
        failed += not row.holds
        verdict = "holds" if row.holds else "MISSED"
        print(f"{row.what:<{width}} {row.bar:>8} {row.measured:>10}  {verdict}", flush=True)
    with app.app_context():
        db.engine.dispose()
    return 1 if failed else 0
