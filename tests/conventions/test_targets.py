"""The targets of make: they run programs, hand their results on, and stop with them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from consult import bootstrap

ROOT = Path(__file__).resolve().parents[2]


def test_the_exit_code_of_a_program_is_handed_on() -> None:
    assert bootstrap.openly([sys.executable, "-c", "import sys; sys.exit(7)"]) == 7


def test_a_program_sees_the_settings_made_for_it() -> None:
    code = "import os, sys; sys.exit(int(os.environ['CONSULT_TRIAL']))"
    assert bootstrap.openly([sys.executable, "-c", code], CONSULT_TRIAL="3") == 3


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_start_takes_the_site_down_with_it(number: signal.Signals, tmp_path: Path) -> None:
    """As on a terminal: Ctrl-C reaches both, a kill only the script; neither leaves the site running."""
    told = tmp_path / "told"
    site = f"""
import pathlib, signal, sys, time
def stop(number, frame):
    pathlib.Path({str(told)!r}).write_text("stopped")
    sys.exit(0)
signal.signal(signal.SIGINT, stop)
signal.signal(signal.SIGTERM, stop)
print("ready", flush=True)
time.sleep(30)
"""
    start_it = f"bootstrap.openly([sys.executable, '-c', {site!r}])"
    script = f"import sys; sys.path.insert(0, 'consult'); import bootstrap; sys.exit({start_it})"
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    if number == signal.SIGINT:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    started = time.monotonic()
    out, err = process.communicate(timeout=20)
    assert time.monotonic() - started < 10
    assert (process.returncode, out, err) == (0, "", "")
    assert told.read_text() == "stopped"


def test_a_check_that_does_not_pass_is_named_with_its_words_and_the_others_still_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = []

    def quietly(command: list[object], **environment: str) -> str:
        ran.append(command[2])
        if "mypy" in command:
            raise bootstrap.SetupError("no such type")
        return ""

    monkeypatch.setattr(bootstrap, "quietly", quietly)
    assert bootstrap.check(["ruff", "types", "layout"]) == ["types"]
    assert sorted(ran) == ["mypy", "ruff", "ruff"]
    assert re.search(r"types +not passed\nno such type", capsys.readouterr().out)


class Programs:
    """Stands in for all programs: `failing` fail, and pytest ends with `code`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.failing: set[str] = set()
        self.code = 0
        self.opened: list[tuple[list[str], dict[str, str]]] = []
        monkeypatch.setattr(bootstrap, "quietly", self.quietly)
        monkeypatch.setattr(bootstrap, "openly", self.openly)
        monkeypatch.setattr(bootstrap.Environment, "prepare", lambda self, purpose: None)

    def quietly(self, command: list[object], **environment: str) -> str:
        if self.failing & {str(word) for word in command}:
            raise bootstrap.SetupError("this is wrong")
        return "/usr/bin/chromium\n" if "tests.browser_path" in command else ""

    def openly(self, command: list[object], **environment: str) -> int:
        self.opened.append(([str(word) for word in command[2:]], environment))
        return self.code


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> Programs:
    return Programs(monkeypatch)


def test_pytest_gets_the_browser_and_the_words_of_the_person(programs: Programs) -> None:
    assert bootstrap.main(["test", "tests/web", "-x"]) == 0
    [(words, environment)] = programs.opened
    assert words == ["pytest", *bootstrap.SPREAD, "tests/web", "-x"]
    assert environment["CONSULT_BROWSER"] == "/usr/bin/chromium"


@pytest.mark.parametrize(("asked", "used"), [(None, "sqlite,postgresql"), ("sqlite", "sqlite")])
def test_the_tests_run_on_both_databases_unless_one_is_asked_for(
    asked: str | None, used: str, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONSULT_TEST_DATABASES", raising=False)
    if asked:
        monkeypatch.setenv("CONSULT_TEST_DATABASES", asked)
    bootstrap.main(["test"])
    assert programs.opened[0][1]["CONSULT_TEST_DATABASES"] == used


def test_nothing_is_said_after_the_summary_of_pytest(
    programs: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    bootstrap.main(["test"])
    assert capsys.readouterr().out.splitlines()[-1].startswith("collection")


def test_a_check_that_fails_fails_the_whole_even_if_every_test_passes(
    programs: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    programs.failing = {"djlint"}
    assert bootstrap.main(["test"]) != 0
    assert len(programs.opened) == 1
    assert capsys.readouterr().out.endswith("Not passed before the tests: templates. See above.\n")


def test_a_test_that_fails_fails_the_whole(programs: Programs) -> None:
    programs.code = 1
    assert bootstrap.main(["test"]) == 1


def test_without_a_browser_no_test_runs(programs: Programs, capsys: pytest.CaptureFixture[str]) -> None:
    programs.failing = {"tests.browser_path"}
    assert bootstrap.main(["test"]) == 1
    assert programs.opened == []
    assert "this is wrong" in capsys.readouterr().out


@pytest.mark.parametrize("target", ["lint", "types"])
def test_a_check_asked_for_alone_fails_where_it_finds_something(target: str, programs: Programs) -> None:
    assert bootstrap.main([target]) == 0
    programs.failing = {"ruff", "mypy"}
    assert bootstrap.main([target]) != 0


def test_fuzzing_asks_for_many_examples(programs: Programs) -> None:
    bootstrap.main(["fuzz", "-x"])
    [(words, environment)] = programs.opened
    assert words == ["pytest", *bootstrap.SPREAD, *bootstrap.FUZZED, "-x"]
    assert all((ROOT / path).exists() for path in bootstrap.FUZZED)
    assert int(environment["CONSULT_FUZZ_EXAMPLES"]) >= 5000


def test_the_site_is_started_by_its_own_command(programs: Programs) -> None:
    assert bootstrap.main(["run"]) == 0
    assert programs.opened == [(["consult", "run"], {})]


def test_every_target_of_the_makefile_is_one_of_the_script_and_has_a_line_of_help() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^([a-z]+):(.*)$", makefile, re.MULTILINE)
    assert [name for name, _ in targets] == ["help", *bootstrap.TARGETS]
    assert [name for name, rest in targets[1:] if not rest.startswith(" ## ")] == []
    for name in bootstrap.TARGETS:
        assert f"$(BOOTSTRAP) {name}" in makefile


def test_make_alone_prints_one_line_for_each_target() -> None:
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = re.findall(r"^  make (\w+) +\S", done.stdout, re.MULTILINE)
    assert lines == list(bootstrap.TARGETS)


def test_the_checks_before_a_landing_are_the_ones_that_a_developer_types() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "set -euo pipefail" in script
    assert re.findall(r"^ *make (\w+)$", script, re.MULTILINE) == ["test"]
    assert re.findall(r"^ *(CONSULT_\S+) make test", script, re.MULTILINE) == [
        "CONSULT_TEST_DATABASES=postgresql"
    ]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
