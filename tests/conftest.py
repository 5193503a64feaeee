"""Fixtures: the application on each database, a client that checks every page, time that stands still."""

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from config import Settings
from consult import create_app
from consult.core.clock import freeze
from consult.core.database import db
from consult.core.kept import forget_kept
from tests.databases import open_database
from tests.page import PageClient

DATABASES = os.environ.get("CONSULT_TEST_DATABASES", "sqlite").split(",")
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
ON_ALL = tuple(
    Path(__file__).parent / name
    for name in (
        "conventions/test_migrations.py",
        "conventions/test_routes.py",
        "core",
        "notices/test_worker.py",
        "services/test_blacking_out.py",
        "services/test_cli_verify.py",
        "services/test_consolidation_killed.py",
        "services/test_consolidation_races.py",
        "services/test_kept_columns.py",
        "services/test_crowd.py",
        "services/test_many_writers.py",
        "services/test_nothing_left_of_a_person.py",
        "services/test_retention.py",
        "services/test_search_findings.py",
        "services/test_search_index.py",
        "services/test_survey_work.py",
        "services/test_wanted_rows.py",
        "services/test_words_counted.py",
    )
)
"""What speaks to each database in its own way: locks, triggers, migrations, searching, counting, removing."""
WALKS_ON_THE_FIRST = (
    "test_what_lies_in_another_consultation_is_answered_like_what_is_nowhere",
    "test_each_role_over_a_part_of_the_work_is_let_in_there_and_nowhere_else",
)
WALKERS_ON_ALL = {  # who reaches most pages; the others walk on the first
    "test_each_actor_is_let_in_where_the_table_says_so": ("facilitator",),
}
WALKS_ON_THE_LAST = ("test_a_text_of_a_megabyte_can_be_kept_and_found",)  # PostgreSQL takes shorter ones


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where two databases are asked for, try on both what could differ, and everything else on the first.

    The second also gets every route of those who reach most pages, so that nearly every query is made there. Each
    database alone runs everything: `CONSULT_TEST_DATABASES=postgresql make test`.
    """
    kept: list[pytest.Item] = []
    repeated: list[pytest.Item] = []
    for item in items:
        (repeated if is_repetition(item) else kept).append(item)
    config.hook.pytest_deselected(items=repeated)
    items[:] = kept


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Spare Python to look through ten thousand tests again and again for what could be thrown away."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@cache
def lies_on_all(path: Path) -> bool:
    """Say whether the tests of a file run on each database."""
    return not {path, *path.parents}.isdisjoint(ON_ALL)


def is_repetition(item: pytest.Item) -> bool:
    """Say whether this test is there once more for another database."""
    call = getattr(item, "callspec", None)
    database = call.params.get("database", DATABASES[0]) if call else DATABASES[0]
    name = item.name.partition("[")[0]
    if database == DATABASES[0]:
        return len(DATABASES) > 1 and name in WALKS_ON_THE_LAST
    walkers = WALKERS_ON_ALL.get(name)
    if walkers and not set(walkers) & set(call.params.values() if call else ()):
        return True
    return name in WALKS_ON_THE_FIRST or not lies_on_all(item.path)


# Templates are compiled once for all applications and processes, not for each application anew.
Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache()}  # type: ignore[assignment]


@pytest.fixture(scope="session", params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """One empty migrated database for the whole run, on each database that is asked for."""
    with open_database(request.param, tmp_path_factory.mktemp(request.param)) as opened:
        yield opened


@pytest.fixture(scope="session")
def site(database: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on that database."""
    settings = Settings(
        mode="test",
        database_url=database.url,  # type: ignore[attr-defined]
        secret_key="a secret of the tests",
        letters_folder=str(tmp_path_factory.mktemp("letters")),
        uploads_folder=str(tmp_path_factory.mktemp("uploads")),
        extra_languages="ar",  # the words stay English whatever the catalogues say: only the direction differs
        locale_folder=str(tmp_path_factory.mktemp("locale")),
        trusted_hosts="localhost",
    )
    site = create_app(settings)
    site.test_client_class = PageClient
    site.config["ROOT"] = Path(__file__).parent.parent
    database.prepare(site)  # type: ignore[attr-defined]
    yield site
    with site.app_context():
        db.engine.dispose()


@pytest.fixture
def app(site: Flask, database: object) -> Iterator[Flask]:
    """The application on a fresh database, within its context, at noon."""
    with site.app_context(), freeze(NOON):
        yield site
        db.session.rollback()
        db.session.remove()
    database.reset()  # type: ignore[attr-defined]
    forget_kept()


@pytest.fixture
def client(app: Flask) -> PageClient:
    """An anonymous reader's browser. Before each request what the test has written is committed."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def now() -> datetime:
    """The moment at which time stands still."""
    return NOON
