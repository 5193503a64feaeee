"""Every kind of page that a person can reach by links: in English and in Arabic, on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import Seen
from tests.browser.site import Served
from tests.browser.visitor import PHONE, Visitor
from tests.browser.walking import NOBODY, PEOPLE, Met, open_desk, walk

pytestmark = pytest.mark.browser

IS_RTL = "() => document.documentElement.dir === 'rtl' && getComputedStyle(document.body).direction === 'rtl'"


@pytest.fixture
def visitor(browser: Browser, served: Served, seen: Seen) -> Iterator[Visitor]:
    visitor = Visitor(browser.new_context(base_url=served.url, viewport=PHONE), seen=seen)
    yield visitor
    visitor.leave()


@pytest.fixture(scope="package")
def met() -> Met:
    """Return what stood on the pages that somebody has looked at."""
    return Met()


def look_in_arabic(visitor: Visitor, addresses: list[str]) -> None:
    for address in addresses:
        arabic = address.replace("/en/", "/ar/", 1)
        visitor.show(arabic)
        assert visitor.page.evaluate(IS_RTL), arabic


@pytest.mark.parametrize("name", PEOPLE)
def test_each_page_fits_a_phone_and_bars_nobody(
    visitor: Visitor, served: Served, met: Met, name: str
) -> None:
    open_desk(served, "Valentina Osornal")
    if name != NOBODY:
        visitor.be(name)
    found = walk(visitor, served, met)
    assert PEOPLE[name] <= {kind.split()[0] for kind in found.kinds}
    look_in_arabic(visitor, found.new)
