"""The lock files pin every package by hash and tell nothing of the place where they were made."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt")
EVERY_LOCK = (*LOCKS, "benchmarks/requirements-peers.txt")
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==([^ ;]+)", re.MULTILINE)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(name: str) -> dict[str, set[str]]:
    """Return the versions that a lock pins for each package: more than one where systems differ."""
    found: dict[str, set[str]] = {}
    for package, version in PIN.findall(read(name)):
        found.setdefault(package, set()).add(version)
    return found


def normalised(requirement: str) -> str:
    """Return the package name of a requirement as locks write it."""
    return re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower().replace("_", "-")


@pytest.mark.parametrize("name", EVERY_LOCK)
@pytest.mark.parametrize("trace", ["://", "index", "file:", "find-links", "trusted-host", " @ "])
def test_a_lock_names_no_place(name: str, trace: str) -> None:
    assert [line for line in read(name).splitlines() if trace in line] == []


@pytest.mark.parametrize("name", EVERY_LOCK)
def test_a_lock_holds_only_pins_and_hashes(name: str) -> None:
    strange = [
        line
        for line in read(name).splitlines()
        if not PIN.match(line) and not re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line)
    ]
    assert strange == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(name: str) -> None:
    blocks = re.split(r"\n(?=\S)", read(name).strip())
    assert len(blocks) > 30
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_the_test_lock_pins_what_the_site_runs_on_to_the_same_versions() -> None:
    run, test = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {package: test.get(package) for package in run} == run


def test_every_declared_package_is_locked() -> None:
    project = tomllib.loads(read("pyproject.toml"))
    run = {normalised(text) for text in project["project"]["dependencies"]}
    dev = {normalised(text) for text in project["dependency-groups"]["dev"]}
    assert run - set(pins("requirements.txt")) == set()
    assert (run | dev) - set(pins("requirements-dev.txt")) == set()
    assert len(run) > 10


def test_test_tools_stay_out_of_the_lock_that_the_site_runs_on() -> None:
    assert {"pytest", "ruff", "mypy", "playwright", "uv"} & set(pins("requirements.txt")) == set()


def test_the_environment_is_ignored_even_where_it_is_a_link_to_another_folder() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert ".venv" in ignored
    assert ".venv/" not in ignored


def test_no_link_is_committed() -> None:
    """A link leads out of the project, to a folder of one machine: its environment, once."""
    if not (ROOT / ".git").exists():
        return  # Unpacked from an archive: what is committed cannot be asked here.
    command = ["git", "ls-files", "--stage"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(listed) > 10
    assert [line for line in listed if line.startswith("120000")] == []
