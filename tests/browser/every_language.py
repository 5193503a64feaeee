"""Look at every page in every language: `make screenshots ARGS=every`, or `ARGS="every fr"` for French alone.

Each kind of page that a person can reach is opened in each language at two widths. What scrolls sideways, what bars
somebody and what fails is listed, and the pictures are left in `tests/artifacts/pages` to be looked at.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from config import ROOT
from consult.catalogues import compile_catalogues
from consult.web.locale import languages
from tests import browser_path
from tests.browser.axe import Seen
from tests.browser.site import REAL_WORDS, Served, serve_copy, write_demonstration
from tests.browser.visitor import DESK, PHONE, WIDER, Visitor
from tests.browser.walking import NOBODY, PEOPLE, open_desk, walk

PICTURES = ROOT / "tests" / "artifacts" / "pages"


def look_at_all(asked: Sequence[str]) -> list[str]:
    """Look at every page in the languages asked for, or in all; return what is wrong."""
    compile_catalogues()
    faults: list[str] = []
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        original = Path(folder) / "original.sqlite"
        write_demonstration(original)
        browser = playwright.chromium.launch(executable_path=browser_path.find(), args=["--no-sandbox"])
        with serve_copy(original, Path(folder), **REAL_WORDS) as served:
            open_desk(served, "Valentina Osornal")
            spoken = [code for code in languages(served.app) if not asked or code in asked]
            for name in PEOPLE:
                faults += look_as(name, browser, served, spoken)
        browser.close()
    return faults


def look_as(name: str, browser: Browser, served: Served, spoken: Sequence[str]) -> list[str]:
    """Find the pages that a person can reach, and look at each in each language and width."""
    visitor = Visitor(browser.new_context(base_url=served.url, viewport=PHONE))
    if name != NOBODY:
        visitor.be(name)
    found = walk(visitor, served).kinds
    for language in spoken:
        visitor.seen = Seen()  # axe reads words, too
        for size in (PHONE, DESK):
            visitor.page.set_viewport_size(size)
            for kind, address in found.items():
                look_at(visitor, address.replace("/en/", f"/{language}/", 1), size)
                keep_picture(visitor, f"{language}-{size['width']}", f"{name.split()[0]}-{kind}")
        sys.stdout.write(f"{name}: {len(found)} pages in {language}, {len(visitor.faults)} faults so far\n")
    visitor.page.context.close()
    return list(dict.fromkeys(visitor.faults))


def look_at(visitor: Visitor, address: str, size: ViewportSize) -> None:
    """Open a page, and note what it answers, what makes it scroll sideways and whom it bars."""
    answer = visitor.page.goto(address)
    if answer is None or answer.status != 200:
        visitor.faults.append(f"{address}: {answer and answer.status}")
    wide = visitor.page.evaluate("document.documentElement.scrollWidth")
    if wide > size["width"]:
        visitor.faults.append(f"{address}: {wide} px wide, by {visitor.page.evaluate(WIDER)}")
    visitor.look_with_axe()


def keep_picture(visitor: Visitor, folder: str, name: str) -> None:
    """Leave a picture of the whole page."""
    path = PICTURES / folder / (re.sub(r"[^A-Za-z_.-]+", "-", name) + ".png")
    visitor.page.screenshot(path=path, full_page=True)


def main(asked: Sequence[str]) -> None:
    """Look, and end with what is wrong."""
    faults = look_at_all(asked)
    if faults:
        raise SystemExit("\n".join(faults))
    sys.stdout.write(f"Nothing is wrong. The pictures are in {PICTURES.relative_to(ROOT)}.\n")
