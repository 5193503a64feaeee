"""The script that sets everything up works before anything is installed, and says plainly what is missing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from consult import bootstrap

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "consult" / "bootstrap.py"
LOCK = "flask==3.1.3 \\\n    --hash=sha256:aa\nuv==0.13.9 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"


class Recorder:
    """Stands in for the runner of other programs: keeps the commands, and makes what venv would make."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.broken = ""

    def __call__(self, command: list[str | Path]) -> str:
        words = [str(word) for word in command]
        self.commands.append(words)
        if self.broken and self.broken in words:
            raise bootstrap.SetupError("no network")
        if "venv" in words:
            python = Path(words[-1]) / "bin" / "python"
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        return ""

    def verbs(self) -> list[str]:
        """Return what was done since the last question, in one word each."""
        known = ("venv", "install", "sync")
        done = [next(word for word in known if word in command) for command in self.commands]
        self.commands.clear()
        return done


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setattr(bootstrap, "quietly", recorder)
    return recorder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "requirements.txt").write_text("flask==3.1.3 \\\n    --hash=sha256:aa\n")
    (tmp_path / "requirements-dev.txt").write_text(LOCK)
    return tmp_path


def start(*words: str, python: str = "") -> subprocess.CompletedProcess[str]:
    """Run the script in a Python without any installed package; `python` runs first in it."""
    code = f"import runpy, sys\nsys.argv = {['bootstrap', *words]}\n{python}\n"
    code += f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, timeout=60
    )


# -- what it stands on -----------------------------------------------------------------------------


def test_it_imports_the_standard_library_alone() -> None:
    imported = set()
    for node in ast.walk(ast.parse(SCRIPT.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or ".").split(".")[0])
    assert len(imported) > 5
    assert imported - set(sys.stdlib_module_names) == set()


def test_an_old_python_can_read_it_so_that_it_can_say_so() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_no_module_beside_it_hides_one_of_the_standard_library() -> None:
    """Python looks in the script's own folder first: consult/signal.py would break every target."""
    modules = {path.stem for path in SCRIPT.parent.glob("*.py")}
    modules |= {path.parent.name for path in SCRIPT.parent.glob("*/__init__.py")}
    assert "bootstrap" in modules
    assert modules & set(sys.stdlib_module_names) == set()


def test_it_starts_in_a_bare_python_and_names_its_targets() -> None:
    done = start()
    assert done.returncode == 2
    assert "run, test, lint, format, types, fuzz, benchmarks, screenshots, catalogues, lock" in done.stdout
    assert done.stderr == ""


# -- what it says where something is missing -------------------------------------------------------


def test_an_old_python_is_told_which_is_needed() -> None:
    done = start("run", python="sys.version_info = (3, 9, 2, 'final', 0)")
    assert done.returncode == 1
    assert "Consult needs Python 3.11 or newer, and this is 3.9." in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_an_old_python_is_told_of_a_newer_one_beside_it_that_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, code in (("python3.13", 127), ("python3.12", 0)):
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {code}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(bootstrap.SetupError, match=r"make run PYTHON=python3\.12"):
        bootstrap.refuse_old_python((3, 10))


def test_an_old_python_without_a_newer_one_is_asked_to_install_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(bootstrap.SetupError, match=r"Please install a newer Python\.$"):
        bootstrap.refuse_old_python((3, 10))


def test_the_oldest_python_that_is_allowed_is_the_one_that_the_project_declares() -> None:
    declared = re.search(r'requires-python = ">=(\d+)\.(\d+)"', (ROOT / "pyproject.toml").read_text())
    assert declared
    assert tuple(int(number) for number in declared.groups()) == bootstrap.OLDEST_PYTHON
    bootstrap.refuse_old_python(bootstrap.OLDEST_PYTHON)


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_which_package_to_install(
    missing: str, project: Path, runner: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(bootstrap.SetupError, match="sudo apt install python3-venv"):
        bootstrap.Environment(project).prepare("run")
    assert runner.commands == []
    assert not (project / ".venv").exists()


def test_a_failed_step_shows_what_the_program_said() -> None:
    with pytest.raises(bootstrap.SetupError, match=r"(?s)the disk is full.*This failed: .*python"):
        bootstrap.quietly([sys.executable, "-c", "import sys; sys.exit('the disk is full')"])


def test_ctrl_c_while_setting_up_ends_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(arguments: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(bootstrap.TARGETS, "run", interrupted)
    assert bootstrap.main(["run"]) == 130
    assert capsys.readouterr().out == "\nStopped.\n"


# -- the environment -------------------------------------------------------------------------------


def test_the_first_start_makes_and_fills_and_the_second_does_nothing(project: Path, runner: Recorder) -> None:
    bootstrap.Environment(project).prepare("run")
    assert runner.verbs() == ["venv", "install", "sync"]
    bootstrap.Environment(project).prepare("run")
    assert runner.verbs() == []


def test_packages_are_installed_only_with_their_hashes(project: Path, runner: Recorder) -> None:
    bootstrap.Environment(project).prepare("run")
    installs = [command for command in runner.commands if "venv" not in command]
    assert len(installs) == 2
    assert all("--require-hashes" in command for command in installs)
    assert installs[-1][-1] == str(project / "requirements.txt")


def test_a_changed_lock_fills_the_environment_again_without_making_it(
    project: Path, runner: Recorder
) -> None:
    bootstrap.Environment(project).prepare("run")
    runner.verbs()
    (project / "requirements.txt").write_text("flask==3.1.4 \\\n    --hash=sha256:dd\n")
    bootstrap.Environment(project).prepare("run")
    assert runner.verbs() == ["sync"]


def test_tests_add_their_tools_and_starting_the_site_keeps_them(project: Path, runner: Recorder) -> None:
    bootstrap.Environment(project).prepare("run")
    runner.verbs()
    bootstrap.Environment(project).prepare("test")
    assert runner.commands[-1][-1] == str(project / "requirements-dev.txt")
    assert runner.verbs() == ["sync"]
    bootstrap.Environment(project).prepare("run")
    assert runner.verbs() == []


def test_an_interrupted_filling_is_done_again(project: Path, runner: Recorder) -> None:
    runner.broken = "sync"
    with pytest.raises(bootstrap.SetupError, match="is this machine online"):
        bootstrap.Environment(project).prepare("run")
    runner.broken = ""
    runner.verbs()
    bootstrap.Environment(project).prepare("run")
    assert runner.verbs() == ["sync"]


def test_an_interrupted_change_of_packages_is_not_taken_for_the_old_state(
    project: Path, runner: Recorder
) -> None:
    bootstrap.Environment(project).prepare("run")
    old = (project / "requirements.txt").read_text()
    (project / "requirements.txt").write_text("flask==3.1.4 \\\n    --hash=sha256:dd\n")
    runner.broken = "sync"
    with pytest.raises(bootstrap.SetupError):
        bootstrap.Environment(project).prepare("run")
    runner.broken = ""
    runner.verbs()
    (project / "requirements.txt").write_text(old)
    bootstrap.Environment(project).prepare("run")
    assert runner.verbs() == ["sync"]


def test_another_python_makes_the_environment_anew(
    project: Path, runner: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.Environment(project).prepare("run")
    runner.verbs()
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 99))
    bootstrap.Environment(project).prepare("run")
    assert runner.verbs() == ["venv", "install", "sync"]


def test_an_environment_whose_python_was_removed_is_made_anew(project: Path, runner: Recorder) -> None:
    bootstrap.Environment(project).prepare("run")
    runner.verbs()
    (project / ".venv" / "bin" / "python").unlink()
    bootstrap.Environment(project).prepare("run")
    assert runner.verbs() == ["venv", "install", "sync"]


def test_an_environment_that_is_a_link_is_left_alone(
    project: Path, runner: Recorder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (project / ".venv").symlink_to(tmp_path_factory.mktemp("shared"))
    bootstrap.Environment(project).prepare("test")
    assert runner.commands == []


def test_uv_itself_is_taken_from_the_lock_with_its_hashes() -> None:
    assert bootstrap.locked_block("uv", LOCK) == LOCK[LOCK.index("uv==") :]
    real = bootstrap.locked_block("uv", (ROOT / "requirements-dev.txt").read_text())
    assert real.count("--hash=sha256:") > 5
    with pytest.raises(bootstrap.SetupError, match="make lock"):
        bootstrap.locked_block("uv", "uvloop==1.0 \\\n    --hash=sha256:aa\n")
