"""The site starts with one command, says where it is and how to sign in, and stops without a trace."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from consult import running
from consult.core.database import db
from consult.people.models import Network
from tests.factories import make_network, make_person

ROOT = Path(__file__).parent.parent


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def start(folder: Path, port: int) -> subprocess.Popen[str]:
    """Start the site in production, so that it is empty, on a database of its own."""
    environment = {
        **os.environ,
        "CONSULT_MODE": "production",
        "CONSULT_SECRET_KEY": "a secret of the tests",
        "CONSULT_DATABASE_URL": f"sqlite:///{folder}/site.sqlite",
        "CONSULT_LETTERS_FOLDER": str(folder / "letters"),
        "PORT": str(port),
    }
    command = [sys.executable, "-m", "consult", "run"]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """Return what a program printed up to a line with these words; kill it after a minute."""
    alarm = threading.Timer(60, process.kill)
    alarm.start()
    lines: list[str] = []
    try:
        for line in process.stdout:  # type: ignore[union-attr]
            lines.append(line)
            if words in line:
                break
    finally:
        alarm.cancel()
    return "".join(lines)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_an_empty_machine_serves_pages_and_stops_cleanly(tmp_path: Path, stop: signal.Signals) -> None:
    port = free_port()
    process = start(tmp_path, port)
    said = read_until(process, "Ctrl-C stops it.")
    assert f"http://127.0.0.1:{port}/" in said
    assert "python -m consult init" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/en/sign-in", timeout=20) as answer:
        assert answer.status == 200
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(b"POST /en/me HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000000\r\n\r\n")
        assert b" 413 " in line.recv(100), "before a byte of it was sent"
    started = time.monotonic()
    process.send_signal(stop)
    impatient = read_until(process, "Stopped.")
    for again in (signal.SIGINT, signal.SIGTERM):
        process.send_signal(again)
    rest = impatient + process.communicate(timeout=20)[0]
    assert time.monotonic() - started < 10
    assert (process.returncode, rest.strip()) == (0, "Stopped.")


def test_a_taken_port_is_said_plainly_before_anything_is_touched(tmp_path: Path, taken_port: int) -> None:
    process = start(tmp_path, taken_port)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"Port {taken_port} on 127.0.0.1 is in use by another program" in said
    assert f"make run PORT={taken_port + 1}" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("host", "port"), [("192.0.2.1", 8000), ("no host at all", 8000), ("127.0.0.1", 99999)]
)
def test_a_place_that_is_not_ours_is_said_plainly(host: str, port: int) -> None:
    settings = Settings(mode="test", host=host, port=port, secret_key="x")
    with pytest.raises(running.CannotStart, match=f"on {host}, port {port}"):
        running.run_site(settings)


def test_a_port_that_is_no_number_is_said_plainly() -> None:
    command = [sys.executable, "-m", "consult", "run"]
    environment = {**os.environ, "PORT": "eighty"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "not a number" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_people_of_a_demonstration_are_named_with_what_to_try(app: Flask) -> None:
    make_network(is_demonstration=True)
    make_person(display_name="Marta", persona_note="Facilitator of Europe.")
    make_person(display_name="Nameless")
    db.session.commit()
    said = running.welcome(app)
    assert "  Marta  Facilitator of Europe." in said
    assert "http://127.0.0.1:8000/en/personas" in said
    assert "Nameless" not in said


@pytest.mark.parametrize(
    ("mode", "smtp", "says"),
    [
        ("development", "", "Letters are printed here"),
        ("production", "", "reach nobody"),
        ("production", "smtps://mail.example.org", "leave by the mail server"),
    ],
)
def test_a_real_network_is_told_where_its_letters_go(
    app: Flask, monkeypatch: pytest.MonkeyPatch, mode: str, smtp: str, says: str
) -> None:
    make_network()
    db.session.commit()
    monkeypatch.setitem(app.config, "MODE", mode)
    monkeypatch.setitem(app.config, "SMTP_URL", smtp)
    said = running.welcome(app)
    assert says in said
    assert "/en/sign-in" in said


def test_an_empty_database_is_known_from_one_with_a_network(app: Flask) -> None:
    assert not running.has_network(app)
    make_network()
    db.session.commit()
    assert running.has_network(app)
    assert db.session.query(Network).count() == 1
