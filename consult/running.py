"""Starting the site in one process: database, catalogues, demonstration, letters, and the pages themselves."""

import errno
import logging
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from waitress.server import create_server

from config import Settings
from consult import create_app
from consult.bootstrap import say, step
from consult.catalogues import compile_catalogues
from consult.core.database import db
from consult.notices.worker import Worker
from consult.people.models import Network, Person
from consult.receiving import channel_for, most_bytes
from consult.surveys.work import SurveyWorker

THREADS = 8


class CannotStart(Exception):
    """The site cannot start; the text says why and what to do, in plain words."""


def run_site(settings: Settings) -> None:
    """Prepare what is missing, serve until stopped; raises CannotStart before anything is touched."""
    with _own_port(settings.host, settings.port) as listening:
        app = prepare(settings)
        workers = Worker(app, say), SurveyWorker(app)
        for worker in workers:
            worker.thread.start()
        signal.signal(signal.SIGTERM, _stop)
        say(welcome(app))
        try:
            _serve(app, listening)
        finally:
            _ignore_signals()
            for worker in workers:
                worker.stop()
            with app.app_context():
                db.engine.dispose()
    say("\nStopped.")


def prepare(settings: Settings) -> Flask:
    """Bring the database to its newest form, compile the catalogues, load the demonstration where nothing is yet."""
    with step("Database"):
        app = create_app(settings)
        upgrade_database(app)
    with step("Catalogues"):
        compile_catalogues()
    if settings.mode == "development" and not has_network(app):
        with step("Demonstration"), app.app_context():
            _load_demonstration()
    return app


def _load_demonstration() -> None:
    from consult.demonstration.loader import load_demonstration  # read only where it is needed: it is large

    load_demonstration()


def upgrade_database(app: Flask) -> None:
    """Bring the database to its newest form."""
    with app.app_context():
        path = db.engine.url.database
        if db.engine.dialect.name == "sqlite" and path:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        upgrade()


def has_network(app: Flask) -> bool:
    """Say whether the database holds a network, invented or real."""
    with app.app_context():
        return db.session.scalar(sa.select(Network.id).limit(1)) is not None


def welcome(app: Flask) -> str:
    """Return where the site is and how to sign in, for the terminal."""
    base = app.config["BASE_URL"]
    with app.app_context():
        network = db.session.scalar(sa.select(Network).limit(1))
        if network is None:
            how = ["There is no network yet. Stop with Ctrl-C, then: python -m consult init"]
        elif network.is_demonstration:
            how = _personas(base)
        else:
            how = [f"Sign in with your e-mail address: {base}/en/sign-in", _where_letters_go(app)]
    return "\n".join(["", f"Consult is ready: {base}/", "", *how, "", "Ctrl-C stops it."])


def _personas(base: str) -> list[str]:
    named = sa.select(Person).where(Person.persona_note.is_not(None)).order_by(Person.id)
    people = list(db.session.scalars(named))
    width = max((len(person.display_name) for person in people), default=0)
    lines = [f"  {person.display_name:<{width}}  {person.persona_note}" for person in people]
    return [
        f"Sign in as one of these invented people, on {base}/en/personas",
        "or under “See it as” at the top of each page:",
        *lines,
    ]


def _where_letters_go(app: Flask) -> str:
    if app.config["SMTP_URL"]:
        return "Letters leave by the mail server of CONSULT_SMTP_URL."
    if app.config["MODE"] == "development":
        return "Letters are printed here, because CONSULT_SMTP_URL is not set."
    return f"CONSULT_SMTP_URL is not set: letters go to {app.config['LETTERS_FOLDER']} and reach nobody."


@contextmanager
def _own_port(host: str, port: int) -> Iterator[socket.socket]:
    """Take the port at once, so that nobody waits for a site that then cannot start."""
    if not 0 < port < 65536:
        raise CannotStart(_why_no_port(host, port, ValueError("a port is a number from 1 to 65535")))
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        raise CannotStart(_why_no_port(host, port, error)) from None
    with listening:
        yield listening


def _why_no_port(host: str, port: int, error: Exception) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is in use by another program, perhaps by Consult itself.\n"
            f"Stop that one, or take another port: make run PORT={port + 1}"
        )
    if number == errno.EACCES:
        return f"This user may not open port {port}. Take one above 1023: make run PORT=8000"
    return f"The site cannot be opened on {host}, port {port}: {error}."


def _serve(app: Flask, listening: socket.socket) -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short queue is no news for the terminal
    server = create_server(
        app,
        sockets=[listening],
        threads=THREADS,
        ident=None,
        max_request_body_size=most_bytes(app),
        clear_untrusted_proxy_headers=not app.config["PROXIES"],
    )
    server.channel_class = channel_for(app)
    server.run()  # returns at Ctrl-C


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _ignore_signals() -> None:
    """Let whoever presses Ctrl-C twice see a clean end: it comes within seconds."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
