"""The worker's part: it reads a survey's file in batches and commits its place with each, so that a stop loses nothing.

A batch and the place behind it are one transaction: who goes on after a stop begins behind the last row that was taken.
Two workers cannot read the same rows: of two that stand at the same place, only one moves it.
"""

import gc
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from consult.contributions.models import Comment
from consult.contributions.services import Sending
from consult.contributions.services.wordings import keep_new
from consult.core.clock import now
from consult.core.database import db
from consult.core.keyed import keyed_digest
from consult.core.logs import log_event
from consult.core.transaction import unit_of_work
from consult.formats.outside_file import MOST_ROWS, Shape, read_rows
from consult.formats.tables_in import TableError
from consult.people.bulk_words import language_codes, plain, regions_by_word
from consult.people.models import Network, Organisation, Region

from .batches import Batch, Known
from .clearing import forget_next, remove_next
from .files import drop_file, path_of
from .findable import index_next
from .mapping import Columns
from .models import Survey, SurveyFault, SurveyRow
from .reading import RowReader
from .services import asked_of

BATCH = 10_000
STATEMENT = 50
"""So many rows are written by one statement."""
LEASE = timedelta(seconds=30)
"""For so long after its last batch nobody else goes on with a survey."""
PAUSE_SECONDS = 1.0
_COLUMNS = (
    "survey_id",
    "number",
    "region_id",
    "organisation_id",
    "is_named",
    "language",
    "external",
    "chosen",
    "words",
)


class Lost(Exception):
    """Another worker goes on with the survey, or it was taken out."""


class SurveyWorker:
    """Reads what is to be read again and again, in a thread of the site or as a process of its own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.loop, name="surveys", daemon=True)

    def loop(self) -> None:
        """Read until told to stop. A database that is busy or away is asked again."""
        while not self.stopping.is_set():
            if not self.once():
                self.stopping.wait(PAUSE_SECONDS)

    def once(self) -> bool:
        """Read one survey to its end, or remove rows; say whether there was anything to do."""
        with self.app.app_context():
            try:
                return read_next(self.stopping.is_set) or remove_next() or index_next() or forget_next(now())
            except SQLAlchemyError as error:
                self.app.logger.warning("surveys wait for the database: %s", type(error).__name__)
                return False

    def stop(self) -> None:
        """End the thread after the batch in hand."""
        self.stopping.set()
        if self.thread.is_alive():
            self.thread.join(timeout=5)


def read_next(is_stopping: Callable[[], bool] = lambda: False) -> bool:
    """Read the survey that waits longest, to its end or until told to stop; say whether one waited."""
    survey_id = _claim()
    if survey_id is None:
        return False
    try:
        _read(survey_id, is_stopping)
    except Lost:
        pass
    except TableError as error:
        _fail(survey_id, error.reason)
    except FileNotFoundError:
        _fail(survey_id, "gone")
    return True


def _claim() -> int | None:
    with unit_of_work():
        survey = db.session.scalar(
            sa.select(Survey)
            .where(
                Survey.state == "reading",
                sa.or_(Survey.claimed_until.is_(None), Survey.claimed_until < now()),
            )
            .order_by(Survey.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if survey is None:
            return None
        survey.claimed_until = now() + LEASE
        return survey.id


def _read(survey_id: int, is_stopping: Callable[[], bool]) -> None:
    with unit_of_work():
        survey = db.session.get_one(Survey, survey_id)
        reader, position = _reader_of(survey), survey.position
        path = path_of(survey.file_key or "-")
        shape = Shape(survey.kind, survey.encoding, survey.delimiter)
    rows = read_rows(path, shape, skip=1 + position)
    while not is_stopping():
        with _uncollected():
            batch = reader.read(islice(rows, BATCH), position + 2)
            if batch.position <= position + 1:
                break
            if batch.position - 1 > MOST_ROWS:
                raise TableError("too-large")
            _store(survey_id, position, batch)
            position = batch.position - 1
    else:
        _release(survey_id)
        return
    _finish(survey_id)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let Python's collector of cycles wait for a batch: rows hold none, and it would go through all of them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _reader_of(survey: Survey) -> RowReader:
    columns = Columns.from_plain(survey.mapping or {})
    asked = [one for one in asked_of(survey.consultation) if one.key in columns.keys]
    network = db.session.scalar(sa.select(Network).limit(1))
    regions = {
        word: region.id for word, region in regions_by_word(db.session.scalars(sa.select(Region))).items()
    }
    organisations = db.session.execute(
        sa.select(Organisation.name, Organisation.id).where(Organisation.status == "confirmed")
    )
    languages = (*(network.languages if network else ()), *survey.consultation.languages)
    known = Known(
        regions,
        {plain(name): number for name, number in organisations},
        language_codes(tuple(dict.fromkeys(languages))),
        regions.get(plain(columns.all_from)),
    )
    key = keyed_digest("survey", str(survey.consultation_id)).encode()
    return RowReader(survey.header, columns, asked, known, survey=survey.id, key=key, seen=_seen(survey))


def _seen(survey: Survey) -> set[int]:
    """Return the digests of the ids elsewhere of all rows of the consultation that are stored and stand."""
    standing = sa.select(Survey.id).where(
        Survey.consultation_id == survey.consultation_id, Survey.state.in_(("reading", "done"))
    )
    asked = sa.select(SurveyRow.external).where(
        SurveyRow.survey_id.in_(standing), SurveyRow.external.is_not(None)
    )
    return set(db.session.scalars(asked.execution_options(yield_per=BATCH)))  # type: ignore[arg-type]


def _store(survey_id: int, position: int, batch: Batch) -> None:
    """Write a batch and the place behind it. Raises Lost when somebody else moved the place."""
    table = Survey.__table__
    with unit_of_work():
        first = min(batch.days) if batch.days else None
        last = max(batch.days) if batch.days else None
        moved = db.session.execute(
            sa.update(table)  # type: ignore[arg-type]
            .where(table.c.id == survey_id, table.c.state == "reading", table.c.position == position)
            .values(
                position=batch.position - 1,
                taken=table.c.taken + len(batch.rows),
                known=table.c.known + batch.known,
                headings=table.c.headings + batch.headings,
                refused=table.c.refused + len(batch.faults),
                first_day=_outer(table.c.first_day, first, "<"),
                last_day=_outer(table.c.last_day, last, ">"),
                claimed_until=now() + LEASE,
            )
        )
        if moved.rowcount != 1:  # type: ignore[attr-defined]
            raise Lost
        _insert(SurveyRow, _COLUMNS, batch.rows)
        _insert(
            SurveyFault,
            ("survey_id", "number", "place", "value", "fault"),
            [(survey_id, *fault) for fault in batch.faults],
        )


def _outer(column: Any, day: Any, sign: str) -> Any:
    """Return the earlier ("<") or later (">") of a column and a day; the column where no day is given."""
    if day is None:
        return column
    return sa.case((column.is_(None), day), (column.op(sign)(day), column), else_=day)


def _insert(model: Any, columns: Sequence[str], rows: list[Any]) -> None:
    """Write rows straight into a table, in the driver's own way: nothing in them needs to be made fit for it.

    Many go in one statement, since each statement costs more than a row.
    """
    connection = db.session.connection()
    sign = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    one = f"({', '.join([sign] * len(columns))})"
    into = f"INSERT INTO {model.__tablename__} ({', '.join(columns)}) VALUES "  # noqa: S608 - all ours
    together = len(rows) - len(rows) % STATEMENT
    many = [tuple(chain.from_iterable(rows[at : at + STATEMENT])) for at in range(0, together, STATEMENT)]
    if many:
        connection.exec_driver_sql(into + ", ".join([one] * STATEMENT), many)
    if rows[together:]:
        connection.exec_driver_sql(into + one, rows[together:])


def _finish(survey_id: int) -> None:
    """Send the report that stands for the survey; from now on its answers are in the figures."""
    with unit_of_work():
        survey = db.session.scalar(
            sa.select(Survey).where(Survey.id == survey_id, Survey.state == "reading").with_for_update()
        )
        if survey is None:
            raise Lost
        at = now()
        report = Comment(comment_kind="remark", channel="survey", status="submitted", submitted_at=at)
        sending = Sending("name", language=(survey.mapping or {}).get("all_in", "en"))
        keep_new(
            report, survey.consultation, survey.by, at, sending, body=f"{survey.title}\n\n{survey.account}"
        )
        log_event("contribution-submitted", report, actor_id=survey.by_id, after="submitted")
        survey.report_id, survey.expected = report.id, survey.position
        key = _end(survey, "done", at)
    drop_file(key)


def _fail(survey_id: int, reason: str) -> None:
    with unit_of_work():
        survey = db.session.get_one(Survey, survey_id)
        if survey.state == "reading":
            survey.problem = reason
        key = _end(survey, "failed", now()) if survey.state == "reading" else None
    drop_file(key)


def _end(survey: Survey, state: str, at: datetime) -> str | None:
    """Leave a survey as it is from now on; return the key of its file, which is not needed any more."""
    key, survey.file_key, survey.claimed_until = survey.file_key, None, None
    survey.state, survey.finished_at = state, at
    log_event(f"survey-{state}", survey, actor_id=None, before="reading", after=state)
    return key


def _release(survey_id: int) -> None:
    """Let somebody else go on at once."""
    with unit_of_work():
        db.session.execute(sa.update(Survey).where(Survey.id == survey_id).values(claimed_until=None))
