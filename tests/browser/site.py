"""The demonstration served to a browser: each test may have its own copy of one database that is made once."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import waitress.server
from flask import Flask

from config import ROOT, Settings
from consult import create_app
from consult.core.database import db
from consult.demonstration.loader import load_demonstration
from tests.databases import migrate


@dataclass
class Served:
    """A running site: the application behind it, and its address."""

    app: Flask
    url: str


REAL_WORDS = {"locale_folder": str(ROOT / "consult" / "locale"), "extra_languages": ""}
"""Settings for a site that speaks the languages of its catalogues."""


def make_app(path: Path, **settings: str) -> Flask:
    """Return the application on a database file, as an installation runs it.

    Its words are English in every language and Arabic is among these, unless other `settings` are given.
    """
    english = {"locale_folder": str(path.parent / "locale"), "extra_languages": "ar"}
    return create_app(
        Settings(
            mode="development",
            database_url=f"sqlite:///{path}",
            secret_key="a secret of the tests",
            letters_folder=str(path.parent / "letters"),
            **{**english, **settings},
        )
    )


def write_demonstration(path: Path) -> None:
    """Write the demonstration into a new database file."""
    app = make_app(path)
    migrate(app)
    with app.app_context():
        load_demonstration()
        db.session.remove()
        db.engine.dispose()


@contextmanager
def serve_copy(original: Path, folder: Path, **settings: str) -> Iterator[Served]:
    """Serve a copy of a database file on a free port, by the server of an installation."""
    path = folder / "site.sqlite"
    shutil.copy(original, path)
    app = make_app(path, **settings)
    server = waitress.server.create_server(
        app, host="127.0.0.1", port=0, threads=4, clear_untrusted_proxy_headers=True
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield Served(app, f"http://127.0.0.1:{server.effective_port}")
    finally:
        server.trigger.pull_trigger(server.close)  # within the server's own loop
        thread.join()
        with app.app_context():
            db.engine.dispose()
