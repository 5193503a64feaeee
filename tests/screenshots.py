"""Make the pictures of the README's tour from the demonstration: `make screenshots`.

Each picture is a page as a person of the demonstration sees it. Nothing is posed but what a visitor can do: the site
is started on a database of its own, on a fixed day, and a browser walks through it.
"""

from __future__ import annotations

import base64
import logging
import secrets
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from config import ROOT, Settings
from consult import create_app
from consult.core.clock import freeze
from consult.demonstration.loader import load_demonstration
from tests import browser_path
from tests.browser import every_language

FOLDER = ROOT / "docs" / "tour"
DAY = datetime(2026, 11, 2, 11, 30, tzinfo=UTC)
WIDTH, HEIGHT = 1280, 860
QUALITY = 72
ABOVE = 16
"""How much of the page, in pixels, is left above what stands at the top of a picture."""
HEAVIEST = 120_000
"""How many bytes a picture may have: the README is read over slow lines too."""

PROPOSED = (
    ("is a day’s walk away", "is a day’s walk away, or costs a month’s wage"),
    ("they do not end when a contract is signed", "no contract can end them"),
)
"""What a tenant in Europe would change in the section on rights."""


@dataclass(frozen=True)
class Site:
    """The running demonstration: its address, and the ids of its consultations by their keys."""

    address: str
    consultations: dict[str, str]

    def url(self, path: str) -> str:
        """Return the address of a page in English; {europe} and the like stand for consultations."""
        return f"{self.address}/en{path.format(**self.consultations)}"


@dataclass(frozen=True)
class Picture:
    """A picture: its file's name, who looks, where, what they do there, and what stands at its top.

    Without a path it goes on from where the picture before it ended.
    """

    name: str
    person: str = ""
    path: str = ""
    act: Callable[[Page], None] | None = None
    top: str | None = None


def start_desk(page: Page) -> None:
    """Open the merge desk for the consultation that has closed."""
    page.get_by_label("América Latina").check()
    page.get_by_role("button", name="Open the merge desk").click()
    page.wait_for_url(lambda address: "/narratives/" not in address)


def open_contested_section(page: Page) -> None:
    """Go from the desk to a section in which changes clash."""
    page.goto(f"{page.url}/sections/common-hands")


def propose(page: Page) -> None:
    """Change words of the section and ask what changes."""
    body = page.locator("textarea[name=body]")
    words = body.input_value()
    for find, replace in PROPOSED:
        assert find in words, find
        words = words.replace(find, replace)
    body.fill(words)
    page.get_by_role("button", name="Show what changes").click()
    page.get_by_role("heading", name="What changes").wait_for()


PICTURES = (
    Picture("1-consultation", "Aoife Brannock", "/consultations/{europe}"),
    Picture("2-text", "Aoife Brannock", "/consultations/{europe}/text", top="#meaning"),
    Picture(
        "3-section",
        "Aoife Brannock",
        "/consultations/{europe}/sections/common-hands",
        top="h2:has-text('Proposed changes')",
    ),
    Picture(
        "4-propose",
        "Aoife Brannock",
        "/consultations/{europe}/sections/rights/amendments/new",
        propose,
        "#preview",
    ),
    Picture("5-desk", "Valentina Osornal", "/narratives/held-in-common/consolidations/new", start_desk),
    Picture("6-decide", act=open_contested_section, top="#place-4"),
    Picture(
        "7-compare",
        "Elin Sjögarde",
        "/narratives/held-in-common/compare?from=0.9&to=1.0",
        top="h2:has-text('When care becomes')",
    ),
    Picture(
        "8-passages",
        "Elin Sjögarde",
        "/narratives/held-in-common/1.0/sections/common-hands/passages",
        top="main p:has-text('Indigenous peoples have')",
    ),
)


@contextmanager
def running_site() -> Iterator[Site]:
    """Serve the demonstration from a database that is thrown away."""
    with TemporaryDirectory() as folder, freeze(DAY):
        app = create_app(
            Settings(
                mode="development",
                database_url=f"sqlite:///{folder}/consult.sqlite",
                secret_key=secrets.token_urlsafe(32),
                letters_folder=folder,
            )
        )
        with app.app_context():
            stage = load_demonstration()
            ids = {key.replace("-", "_"): row.public_id for key, row in stage.consultations.items()}
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Site(f"http://127.0.0.1:{server.server_port}", ids)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def take(page: Page, site: Site, picture: Picture) -> bytes:
    """Return one picture as WebP."""
    if picture.path:
        page.goto(site.url("/personas"))
        page.get_by_role("button", name=picture.person).first.click()
        answer = page.goto(site.url(picture.path))
        if answer is None or not answer.ok:
            raise SystemExit(f"{picture.name}: {picture.path} was answered with {answer and answer.status}")
    if picture.act:
        picture.act(page)
    if picture.top:
        page.locator(picture.top).first.evaluate(
            """(element, above) => {
                element.scrollIntoView({behavior: "instant"});
                window.scrollBy({top: -above, behavior: "instant"});
            }""",
            ABOVE,
        )
    shot = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": "webp", "quality": QUALITY}
    )
    return base64.b64decode(shot["data"])


def main() -> None:
    """Take all pictures."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # its list of requests would hide what matters
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path.find(), args=["--no-sandbox"])
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB", timezone_id="Europe/Warsaw"
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        for picture in PICTURES:
            store(FOLDER / f"{picture.name}.webp", take(page, site, picture))
        browser.close()


def store(path: Path, data: bytes) -> None:
    """Write a picture; one that is too heavy is an error."""
    if len(data) > HEAVIEST:
        raise SystemExit(f"{path.name} has {len(data)} bytes, more than {HEAVIEST}.")
    path.write_bytes(data)
    print(f"{path.relative_to(ROOT)}  {len(data) // 1000} kB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["every"]:
        every_language.main(sys.argv[2:])
    else:
        main()
