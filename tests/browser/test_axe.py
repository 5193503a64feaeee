"""What the look at a page notices, and that it looks again only where something is new."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import axe
from tests.browser.walking import Met, Shape

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><title>Sample</title><style>body { color: #222; background: #fff }
.pale { color: #ccc } .dark { background: #333 } .dark b { color: #444 }</style><main><h1>Sample</h1>%s</main>"""
ROWS = [
    ("<p>Plain words.</p>", []),
    ("<p class=pale>Words that few can read.</p>", ["color-contrast"]),
    ("<p class=pale>Others that look alike are known.</p>", []),
    ("<p class=dark>On another <b>ground</b>.</p>", ["color-contrast", "color-contrast"]),
    ("<p><button>Send</button></p>", []),
    ("<p><button></button></p>", ["button-name"]),
    ("<p><button>Send</button></p><p><img src='data:,'></p>", ["image-alt"]),
    ("<ul><li><input type=text aria-label=Name></li></ul>", []),
    ("<ul><li><input type=text></li></ul>", ["label"]),
]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def test_what_is_new_and_bars_somebody_is_found(page: Page) -> None:
    seen = axe.Seen()
    for body, expected in ROWS:
        page.set_content(PAGE % body)
        found = axe.faults(page, seen, lambda: page)
        assert [fault.split()[0] for fault in found for _ in fault.split("; ")] == expected, body


MEETINGS = [
    ("home", "<p>Words.</p>", True),
    ("home", "<p>Other words, and the same kinds of elements.</p>", False),
    ("home", "<p>Words<br/>and more.</p><ul><li><a href='/b'>b</a></ul>", True),
    ("home", "<p>The same again<br>in fewer words.</p>", False),
    ("home", "<p class=pale>Pale.</p>", True),
    ("list", "<p>On a page of another kind.</p>", True),
]


def test_a_page_is_looked_at_again_where_an_element_is_new_to_its_kind() -> None:
    met = Met()
    for kind, body, expected in MEETINGS:
        shape = Shape(PAGE % body)
        assert met.has_new(kind, shape) is expected, body
        assert shape.links == (["/b"] if "href" in body else [])
    signed_in = "<html lang=en><header><a href=/me>Me</a></header><main><h1>List</h1></main></html>"
    assert met.has_new("list", Shape(signed_in))
    assert not met.has_new("home", Shape(signed_in))  # the frame is the same everywhere


def test_a_page_without_a_script_is_tried_where_one_runs(browser: Browser, page: Page) -> None:
    silent = browser.new_page(java_script_enabled=False)
    body = "<p class=pale>Pale.</p><noscript><button></button></noscript>"
    silent.set_content(PAGE % body)
    page.set_content(PAGE % body.replace("noscript", "div"))
    found = axe.faults(silent, axe.Seen(), lambda: page)
    assert {fault.split()[0] for fault in found} == {"color-contrast", "button-name"}
    silent.close()
