"""Every kind of page that a person can reach by links: in English and in Arabic, on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import Seen
from tests.browser.site import Served
from tests.browser.visitor import PHONE, Visitor
from tests.browser.walking import NOBODY, PEOPLE, open_desk, walk

pytestmark = pytest.mark.browser

IS_RTL = "() => document.documentElement.dir === 'rtl' && getComputedStyle(document.body).direction === 'rtl'"


@pytest.fixture
def visitor(browser: Browser, served: Served, seen: Seen) -> Iterator[Visitor]:
    visitor = Visitor(browser.new_context(base_url=served.url, viewport=PHONE), seen=seen)
    yield visitor
    visitor.leave()


def look_in_arabic(visitor: Visitor, addresses: list[str]) -> None:
    for address in addresses:
        assert visitor.goto(address.replace("/en/", "/ar/", 1)) == 200, address
        assert visitor.page.evaluate(IS_RTL), address


@pytest.mark.parametrize("name", PEOPLE)
def test_each_page_fits_a_phone_and_bars_nobody(visitor: Visitor, served: Served, name: str) -> None:
    open_desk(served, "Valentina Osornal")
    if name != NOBODY:
        visitor.be(name)
    found = walk(visitor, served)
    assert PEOPLE[name] <= {kind.split()[0] for kind in found}
    look_in_arabic(visitor, list(found.values()))
