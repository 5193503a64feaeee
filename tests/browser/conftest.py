"""One Chromium for all browser tests, and one demonstration, of which each test gets a copy."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import browser_path
from tests.browser.axe import Seen
from tests.browser.site import Served, serve_copy, write_demonstration


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path.find(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def seen() -> Seen:
    """Return what axe has looked at, whoever walked."""
    return Seen()


@pytest.fixture(scope="package")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demonstration") / "original.sqlite"
    write_demonstration(path)
    return path


@pytest.fixture
def served(demonstration: Path, tmp_path: Path) -> Iterator[Served]:
    with serve_copy(demonstration, tmp_path) as served:
        yield served
