"""Set Consult up on a machine that has only Python, then run it, its tests or its checks.

`make` calls this script with the system's Python; without make it is
`python consult/bootstrap.py run`. It uses the standard library alone and imports nothing of Consult,
because it runs before anything is installed. Everything that it installs goes into `.venv`.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Target = Callable[[list[str]], int]

OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")
ROOT = Path(__file__).resolve().parent.parent

CHECKS = {
    "ruff": ("ruff", "check", "."),
    "layout": ("ruff", "format", "--check", "."),
    "templates": ("djlint", "--lint", "--quiet", "templates"),
    "types": ("mypy",),
    "collection": ("pytest", "--collect-only", "-qq"),  # what it compiles is there when the processes start
}
SPREAD = ("--numprocesses=auto", "--dist=worksteal")  # one process of pytest for each processor
KEEP_COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
DRAWN = ("tests/conventions/test_drawn_input.py", "tests/services/test_many_writers.py")
FUZZED = ("tests/pure/merging", "tests/pure/text", *DRAWN)


class SetupError(Exception):
    """A step could not be done; the text says so to the person, in plain words."""


def say(text: str, end: str = "\n") -> None:
    """Write to the terminal at once, so that a slow step is announced before it is done."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


def refuse_old_python(version: tuple[int, int] = sys.version_info[:2]) -> None:
    """Raise SetupError if `version` is too old for Consult; name a newer Python if there is one."""
    if version >= OLDEST_PYTHON:
        return
    newer = next(filter(starts, NEWER_PYTHONS), None)
    remedy = f"Try: make run PYTHON={newer}" if newer else "Please install a newer Python."
    raise SetupError(f"Consult needs Python 3.11 or newer, and this is {version[0]}.{version[1]}. {remedy}")


def starts(python: str) -> bool:
    """Say whether `python` is a Python that starts: version managers leave names behind that do not."""
    found = shutil.which(python)
    return bool(found) and subprocess.run([str(found), "-c", ""], capture_output=True).returncode == 0


def refuse_missing_venv() -> None:
    """Raise SetupError, naming the system package, where Python came without venv or ensurepip."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    raise SetupError(
        "This Python cannot make environments: its venv part is missing.\n"
        "On Debian or Ubuntu: sudo apt install python3-venv\n"
        "On other systems install the package of Python that holds venv and ensurepip. Then try again."
    )


@contextlib.contextmanager
def step(label: str) -> Iterator[None]:
    """Announce a step by `label`, and say when it is done how many seconds it took."""
    say(f"{label:<14}", end="")
    started = time.monotonic()
    yield
    say(f"{time.monotonic() - started:6.1f} s")


def quietly(command: Sequence[str | Path], **environment: str) -> str:
    """Run `command` and return what it printed; raise SetupError with all its words if it fails."""
    words = [str(word) for word in command]
    known = {**os.environ, **environment}
    done = subprocess.run(
        words, cwd=ROOT, env=known, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise SetupError(f"{done.stdout}{done.stderr}\nThis failed: {' '.join(words)}")
    return done.stdout


def fetch(command: Sequence[str | Path]) -> None:
    """Run `command`, which fetches packages; a failure asks first for what is the usual reason."""
    try:
        quietly(command)
    except SetupError as error:
        raise SetupError(
            f"{error}\nPackages come from PyPI: is this machine online? Then try again."
        ) from None


def openly(command: Sequence[str | Path], **environment: str) -> int:
    """Run `command` on this terminal and return its exit code; Ctrl-C and SIGTERM are for it to answer."""
    process = subprocess.Popen([str(word) for word in command], cwd=ROOT, env={**os.environ, **environment})
    signal.signal(signal.SIGTERM, lambda number, frame: process.terminate())
    while True:
        with contextlib.suppress(KeyboardInterrupt):
            code = process.wait()
            return code if code >= 0 else 128 - code


class Environment:
    """The folder `.venv` with exactly the packages of a lock file.

    A stamp in it says for what (run or test), for which Python and from which locks it was filled,
    so that the second start installs nothing.
    """

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.stamp = self.folder / "consult.stamp"
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def prepare(self, purpose: str) -> None:
        """Make and fill the environment for `purpose` ("run" or "test") unless it is so already."""
        if self.folder.is_symlink():
            say("The environment .venv is a link to another folder, and is left as it is.")
            return
        known = self.read_stamp()
        if known.startswith("test"):
            purpose = "test"  # Starting the site must not take the test tools away again.
        wanted = self.stamp_for(purpose)
        if known == wanted:
            return
        if known.split()[1:2] != wanted.split()[1:2]:
            with step("Environment"):
                self.make()
        with step("Packages"):
            self.fill(purpose)
        self.stamp.write_text(wanted)

    def read_stamp(self) -> str:
        """Return what the environment was filled for, or "" if it must be made anew."""
        return self.stamp.read_text() if self.stamp.is_file() and self.python.exists() else ""

    def stamp_for(self, purpose: str) -> str:
        """Return the stamp that an environment filled for `purpose` bears."""
        digest = hashlib.sha256(self.lock("run").read_bytes() + self.lock("test").read_bytes()).hexdigest()
        return f"{purpose} {sys.version_info[0]}.{sys.version_info[1]} {digest}"

    def lock(self, purpose: str) -> Path:
        """Return the lock file for `purpose`."""
        return self.root / ("requirements-dev.txt" if purpose == "test" else "requirements.txt")

    def make(self) -> None:
        """Make an empty environment with uv in it: uv fills it in seconds where pip needs minutes."""
        refuse_missing_venv()
        quietly([sys.executable, "-m", "venv", "--clear", self.folder])
        block = locked_block("uv", self.lock("test").read_text())
        with tempfile.TemporaryDirectory() as folder:
            only_uv = Path(folder) / "uv.txt"
            only_uv.write_text(block)
            pip = (self.python, "-m", "pip", "--quiet", "--disable-pip-version-check")
            fetch([*pip, "install", "--require-hashes", "-r", only_uv])

    def fill(self, purpose: str) -> None:
        """Install exactly what the lock for `purpose` names, each file checked against its hash."""
        self.stamp.write_text(f"unfinished {self.stamp_for(purpose).split()[1]}")
        python = str(self.python)
        sync = (python, "-m", "uv", "pip", "sync", "--python", python, "--require-hashes")
        fetch([*sync, self.lock(purpose)])


def locked_block(package: str, lock: str) -> str:
    """Return the lines of the text of a lock file that pin `package`, with their hashes."""
    found = re.search(rf"^{re.escape(package)}==.*\n(?:[ \t].*\n?)*", lock, re.MULTILINE)
    if not found:
        raise SetupError(f"The lock file does not name {package}: make it anew with make lock.")
    return found.group()


ENVIRONMENT = Environment()


def tool(*words: str) -> list[str | Path]:
    """Return the command that runs a module of the environment with `words` as its arguments."""
    return [ENVIRONMENT.python, "-m", *words]


def run(arguments: list[str]) -> int:
    """Start the site with `consult run`, which migrates, compiles, fills and serves."""
    ENVIRONMENT.prepare("run")
    return openly(tool("consult", "run", *arguments))


def check(names: Sequence[str]) -> list[str]:
    """Run the checks of these `names`, print what they find, and return the names that failed.

    They run side by side, on as many processors as there are; the seconds are those that one was waited for.
    """
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {name: pool.submit(quietly, tool(*CHECKS[name]), **KEEP_COMPILED) for name in names}
        for name in names:
            try:
                with step(name):
                    running[name].result()
            except SetupError as error:
                say(f"not passed\n{error}")
                failed.append(name)
    return failed


def test(arguments: list[str]) -> int:
    """Run every check and every test; pytest's summary is the last line if the checks passed."""
    ENVIRONMENT.prepare("test")
    with step("Catalogues"):
        quietly(tool("consult.catalogues"))
    with step("Browser"):
        browser = quietly(tool("tests.browser_path")).strip().splitlines()[-1]
    failed = check(list(CHECKS))
    asked = os.environ.get("CONSULT_TEST_DATABASES", "sqlite,postgresql")
    settings = {"CONSULT_BROWSER": browser, "CONSULT_TEST_DATABASES": asked, **KEEP_COMPILED}
    result = openly(tool("pytest", *SPREAD, *arguments), **settings)
    if failed:
        say(f"Not passed before the tests: {', '.join(failed)}. See above.")
    return result or len(failed)


def checks(*names: str) -> Target:
    """Return the target that runs the checks of these `names`."""

    def target(arguments: list[str]) -> int:
        ENVIRONMENT.prepare("test")
        return len(check(names))

    return target


def module(*words: str, **environment: str) -> Target:
    """Return the target that runs a module of the environment, and adds the person's own arguments."""

    def target(arguments: list[str]) -> int:
        ENVIRONMENT.prepare("test")
        return openly(tool(*words, *arguments), **environment)

    return target


def format_code(arguments: list[str]) -> int:
    """Sort the imports and lay the code out."""
    ENVIRONMENT.prepare("test")
    return openly(tool("ruff", "check", "--select", "I", "--fix", ".")) or openly(tool("ruff", "format", "."))


TARGETS: dict[str, Target] = {
    "run": run,
    "test": test,
    "lint": checks("ruff", "layout", "templates"),
    "format": format_code,
    "types": checks("types"),
    "fuzz": module("pytest", *SPREAD, *FUZZED, CONSULT_FUZZ_EXAMPLES="5000"),
    "benchmarks": module("benchmarks"),
    "screenshots": module("tests.screenshots"),
    "catalogues": module("consult.catalogues", "collect"),
    "lock": module("tests.locking"),
}


def main(arguments: list[str]) -> int:
    """Run the target named by the first argument with the others, and return the exit code."""
    if not arguments or arguments[0] not in TARGETS:
        say(f"Say what to do: {', '.join(TARGETS)}")
        return 2
    try:
        refuse_old_python()
        return TARGETS[arguments[0]](arguments[1:])
    except SetupError as error:
        say(f"\n{error}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
