"""Starting and stopping, step by step: what is prepared when, what is said of a port, and that nothing stays open."""

import errno
import signal
import socket
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from config import Settings
from consult import cli, running
from consult.core.database import db
from consult.notices.worker import Worker
from tests.factories import keep, make_network, make_person


def settings(**values: Any) -> Settings:
    return Settings(**{"mode": "test", "secret_key": "x", "host": "127.0.0.1", **values})


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def can_open(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


WHY_NOT = [
    # fault, what is said, what to do
    (OSError(errno.EADDRINUSE, "in use"), "Port 8000 on 127.0.0.1 is in use", "make run PORT=8001"),
    (OSError(errno.EACCES, "not allowed"), "This user may not open port 8000", "Take one above 1023"),
    (OSError(errno.EADDRNOTAVAIL, "not here"), "cannot be opened on 127.0.0.1, port 8000", "not here"),
    (ValueError("no number"), "cannot be opened on 127.0.0.1, port 8000", "no number"),
]


@pytest.mark.parametrize(("fault", "says", "advice"), WHY_NOT)
def test_each_fault_of_a_port_is_said_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, fault: Exception, says: str, advice: str
) -> None:
    def refuse(*_values: object, **_named: object) -> None:
        raise fault

    monkeypatch.setattr(running.socket, "create_server", refuse)
    if isinstance(fault, OSError):
        with pytest.raises(running.CannotStart) as caught:
            running.run_site(settings(port=8000))
        said = str(caught.value)
    else:
        said = running._why_no_port("127.0.0.1", 8000, fault)
    assert says in said
    assert advice in said


@pytest.mark.parametrize("port", [-1, 0, 65_536])
def test_a_number_that_is_no_port_is_refused_before_anything_is_prepared(
    monkeypatch: pytest.MonkeyPatch, port: int
) -> None:
    monkeypatch.setattr(running, "prepare", lambda _settings: pytest.fail("prepared"))
    with pytest.raises(running.CannotStart, match="from 1 to 65535"):
        running.run_site(settings(port=port))


STEPS = [
    # mode, is there a network, what happens
    ("development", False, ["database", "catalogues", "demonstration"]),
    ("development", True, ["database", "catalogues"]),
    # invented people never come into a real site, not even into an empty one
    ("production", False, ["database", "catalogues"]),
    ("production", True, ["database", "catalogues"]),
    ("test", False, ["database", "catalogues"]),
]


@pytest.mark.parametrize(("mode", "is_there", "steps"), STEPS)
def test_a_demonstration_is_loaded_into_an_empty_development_site_alone(
    app: Flask, monkeypatch: pytest.MonkeyPatch, mode: str, is_there: bool, steps: list[str]
) -> None:
    done: list[str] = []
    if is_there:
        make_network()
        db.session.commit()
    monkeypatch.setattr(running, "create_app", lambda _settings: app)
    monkeypatch.setattr(running, "upgrade_database", lambda _app: done.append("database"))
    monkeypatch.setattr(running, "compile_catalogues", lambda: done.append("catalogues"))
    monkeypatch.setattr(running, "_load_demonstration", lambda: done.append("demonstration"))
    assert running.prepare(settings(mode=mode)) is app
    assert done == steps


@pytest.fixture
def stage(app: Flask, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A site whose parts note what happens to them."""
    stage = SimpleNamespace(port=free_port(), done=[], serve=lambda: None)
    thread = SimpleNamespace(start=lambda: stage.done.append("worker"))
    worker = SimpleNamespace(thread=thread, stop=lambda: stage.done.append("worker stopped"))

    def serve(_app: Flask, listening: socket.socket) -> None:
        assert listening.getsockname()[1] == stage.port
        stage.done.append("serving")
        stage.serve()

    monkeypatch.setattr(running, "prepare", lambda _settings: app)
    monkeypatch.setattr(running, "Worker", lambda _app, _say: worker)
    monkeypatch.setattr(running.signal, "signal", lambda number, _act: stage.done.append(number))
    monkeypatch.setattr(running, "_serve", serve)
    return stage


def test_a_site_that_is_stopped_stops_its_letters_and_gives_its_port_back(
    stage: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    running.run_site(settings(port=stage.port))
    ignored = [signal.SIGINT, signal.SIGTERM]  # whoever presses Ctrl-C again waits, too
    assert stage.done == ["worker", signal.SIGTERM, "serving", *ignored, "worker stopped"]
    said = capsys.readouterr().out
    assert said.index("Consult is ready") < said.index("Stopped.")
    assert can_open(stage.port)


@pytest.mark.parametrize("fault", [KeyboardInterrupt, RuntimeError])
def test_whatever_ends_the_serving_leaves_nothing_running(
    stage: SimpleNamespace, capsys: pytest.CaptureFixture[str], fault: type[BaseException]
) -> None:
    def fail() -> None:
        raise fault

    stage.serve = fail
    with pytest.raises(fault):
        running.run_site(settings(port=stage.port))
    assert stage.done[-1] == "worker stopped"
    assert "Stopped." not in capsys.readouterr().out
    assert can_open(stage.port)


def test_a_signal_to_end_is_like_ctrl_c() -> None:
    with pytest.raises(KeyboardInterrupt):
        running._stop(signal.SIGTERM, None)


def test_the_folder_of_the_database_is_made_before_its_tables(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    path = tmp_path / "a" / "b" / "site.sqlite"
    seen: list[bool] = []
    engine = SimpleNamespace(url=SimpleNamespace(database=str(path)), dialect=db.engine.dialect)
    monkeypatch.setattr(running, "db", SimpleNamespace(engine=engine))
    monkeypatch.setattr(running, "upgrade", lambda: seen.append(path.parent.is_dir()))
    engine.dialect = SimpleNamespace(name="sqlite")
    running.upgrade_database(app)
    assert seen == [True]


def test_an_empty_site_says_how_to_begin(app: Flask) -> None:
    said = running.welcome(app)
    assert "There is no network yet" in said
    assert "sign-in" not in said
    assert said.endswith("Ctrl-C stops it.")


def test_the_people_of_a_demonstration_stand_in_columns(app: Flask) -> None:
    make_network(is_demonstration=True)
    for name, note in (("Amal", "Facilitates."), ("Marta Ferreira", "Takes part."), ("ليلى", "Reads.")):
        make_person(display_name=name, persona_note=note)
    db.session.commit()
    lines = running.welcome(app).splitlines()
    starts = {
        line.index(note)
        for line in lines
        for note in ("Facilitates.", "Takes part.", "Reads.")
        if note in line
    }
    assert starts == {2 + len("Marta Ferreira") + 2}


def test_letters_that_reach_nobody_are_said_to_with_their_folder(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_network()
    db.session.commit()
    monkeypatch.setitem(app.config, "MODE", "production")
    monkeypatch.setitem(app.config, "SMTP_URL", "")
    monkeypatch.setitem(app.config, "LETTERS_FOLDER", "/srv/letters")
    assert "letters go to /srv/letters and reach nobody" in running.welcome(app)


@pytest.fixture
def terminal(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run commands on the application of the tests."""
    monkeypatch.setattr(cli, "_site", lambda: nullcontext(app))

    def run(*words: str) -> Result:
        db.session.commit()
        return CliRunner().invoke(cli.main, words)

    return run


ENDS = [
    # how the serving ends, exit code, what is said
    (None, 0, ""),
    (KeyboardInterrupt(), 0, "Stopped."),
    (running.CannotStart("Port 80 is not yours."), 1, "Error: Port 80 is not yours."),
]


@pytest.mark.parametrize(("end", "code", "says"), ENDS)
def test_the_command_ends_plainly_however_the_site_ends(
    monkeypatch: pytest.MonkeyPatch, end: BaseException | None, code: int, says: str
) -> None:
    def serve(_settings: Settings) -> None:
        if end is not None:
            raise end

    monkeypatch.setattr(running, "run_site", serve)
    monkeypatch.setattr(cli, "_settings", settings)
    result = CliRunner().invoke(cli.main, ["run"])
    assert (result.exit_code, says in result.output) == (code, True)
    assert "Traceback" not in result.output


def test_a_setting_that_is_no_number_stops_the_command_before_the_site(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PORT", "eighty")
    monkeypatch.setattr(running, "run_site", lambda _settings: pytest.fail("started"))
    result = CliRunner().invoke(cli.main, ["run"])
    assert result.exit_code == 1
    assert "A setting is not a number" in result.output


def test_the_sending_of_letters_stops_at_ctrl_c(terminal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_worker: Worker) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Worker, "loop", interrupted)
    result = terminal("worker")
    assert (result.exit_code, result.output) == (0, "\nStopped.\n")


def test_the_sending_of_letters_once_says_that_none_was_due(terminal: Any) -> None:
    assert terminal("worker", "--once").output == "Letters sent: 0\n"


REFUSED_LINKS = [
    # address, what is said
    ("stranger@nowhere.example", "Nobody in this network"),
    # an account from which the person was taken away
    ("left@members.example", "Nobody in this network"),
]


@pytest.mark.parametrize(("address", "says"), REFUSED_LINKS)
def test_no_link_is_made_without_a_person(terminal: Any, address: str, says: str) -> None:
    from consult.people.models import Account

    keep(Account(email="left@members.example"))
    result = terminal("sign-in-link", address)
    assert result.exit_code == 1
    assert says in result.output
    assert "http" not in result.output


@pytest.mark.parametrize("typed", ["lea@members.example", "  Lea@Members.Example "])
def test_a_link_is_found_however_the_address_is_typed(terminal: Any, typed: str) -> None:
    from consult.people.models import Account

    make_network()
    make_person(display_name="Léa", account=keep(Account(email="lea@members.example")))
    result = terminal("sign-in-link", typed)
    assert result.exit_code == 0, result.output
    assert "Sign in as Léa" in result.output


def test_a_network_is_not_founded_over_another(terminal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "upgrade_database", lambda _app: None)
    make_network()
    result = terminal("init", "--name", "Another")
    assert result.exit_code == 1
    assert "Nothing was changed" in result.output
