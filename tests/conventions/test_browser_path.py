"""The browser tests find a Chromium or fail loudly: they are never left out in silence."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import browser_path

Program = Callable[..., str]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Make small programs in the only folder that is searched; without a browser named or unpacked."""
    monkeypatch.delenv("CONSULT_BROWSER", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser_path, "PLACES", ())
    monkeypatch.setattr(browser_path, "LAUNCHER", tmp_path / "none")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    def make(name: str, says: str = "Chromium 156.0", code: int = 0) -> str:
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
        path.chmod(0o755)
        return str(path)

    return make


@pytest.fixture
def installing(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Record what would be installed, and let every attempt fail as it does without a network."""
    tried: list[tuple[str, ...]] = []

    def fail(*command: str, cwd: Path = browser_path.ROOT, **environment: str) -> None:
        tried.append(command)
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(browser_path, "install", fail)
    return tried


def test_the_browser_that_is_named_goes_before_one_of_the_system(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("chromium")
    mine = program("my-browser")
    monkeypatch.setenv("CONSULT_BROWSER", mine)
    assert browser_path.find() == mine


@pytest.mark.parametrize("code", [1, None])
def test_a_named_browser_that_does_not_start_is_an_error_even_beside_a_good_one(
    code: int | None, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("chromium")
    monkeypatch.setenv("CONSULT_BROWSER", "/nowhere" if code is None else program("broken", code=code))
    with pytest.raises(browser_path.NoBrowser, match="CONSULT_BROWSER names"):
        browser_path.find()


def test_a_stand_in_that_only_tells_how_to_install_is_passed_over(program: Program) -> None:
    program("chromium", says="Please run: snap install chromium", code=1)
    program("chromium-browser", says="Use the snap instead")
    chrome = program("google-chrome", says="Google Chrome 150.0")
    assert browser_path.find() == chrome


def test_nothing_is_installed_where_a_browser_is_there(
    program: Program, installing: list[tuple[str, ...]]
) -> None:
    program("chromium")
    browser_path.find()
    assert installing == []


def test_root_on_debian_installs_its_package(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program("apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    done: list[tuple[str, ...]] = []

    def install(*command: str, cwd: Path = browser_path.ROOT, **environment: str) -> None:
        done.append(command)
        if "install" in command:
            program("chromium")

    monkeypatch.setattr(browser_path, "install", install)
    assert browser_path.find().endswith("/chromium")
    assert [command[:2] for command in done] == [("apt-get", "update"), ("apt-get", "install")]


def test_every_way_is_tried_and_then_the_failure_tells_them_all(
    program: Program, installing: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program("apt-get")
    program("npm")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(browser_path.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(browser_path, "NPM_FOLDER", tmp_path / "browser")
    with pytest.raises(browser_path.NoBrowser) as raised:
        browser_path.find()
    assert [command[0] for command in installing] == ["apt-get", "npm", sys.executable]
    for way in ("from_debian", "from_npm", "from_playwright", "CONSULT_BROWSER=/path/to/chromium make test"):
        assert way in str(raised.value)


def test_an_ordinary_person_is_not_asked_for_the_root_password(
    program: Program, installing: list[tuple[str, ...]]
) -> None:
    program("apt-get")
    with pytest.raises(browser_path.NoBrowser):
        browser_path.find()
    assert [command[0] for command in installing] == [sys.executable]


def test_the_path_alone_goes_to_standard_output(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    path = program("chromium")
    monkeypatch.setenv("CONSULT_BROWSER", path)
    command = [sys.executable, "-m", "tests.browser_path"]
    assert (
        subprocess.run(command, cwd=browser_path.ROOT, capture_output=True, text=True).stdout == path + "\n"
    )
