"""A comment and a proposed change by the keyboard alone: Tab, space, arrows, Enter and letters."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.site import Served
from tests.browser.visitor import DESK, Visitor

pytestmark = pytest.mark.browser

MOST_TABS = 250
IS_FOCUSED = (
    "(selector) => document.activeElement !== document.body && document.activeElement.matches(selector)"
)
SHOWS_FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
}"""


@pytest.fixture
def visitor(browser: Browser, served: Served) -> Iterator[Visitor]:
    visitor = Visitor(browser.new_context(base_url=served.url, viewport=DESK))
    visitor.be("Aoife Brannock")
    visitor.page.goto("/en/")
    tab_to(visitor, "main a[href*='/consultations/']")
    leave_by_enter(visitor)
    tab_to(visitor, "main a[href$='/text']")
    leave_by_enter(visitor)
    tab_to(visitor, "main h2 a[href*='/sections/']")
    leave_by_enter(visitor)
    yield visitor
    visitor.leave()


def tab_to(visitor: Visitor, selector: str) -> None:
    """Press Tab until what the selector names has the focus, and see that this shows."""
    for _ in range(MOST_TABS):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate(IS_FOCUSED, selector):
            assert visitor.page.evaluate(SHOWS_FOCUS), f"the focus does not show on {selector}"
            return
    raise AssertionError(f"Tab never reaches {selector}")


def leave_by_enter(visitor: Visitor) -> None:
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.settle()


def choose_visibility(visitor: Visitor) -> None:
    tab_to(visitor, "[name=visibility]")
    visitor.page.keyboard.press("Space")
    assert visitor.page.is_checked("[name=visibility]:focus")


def test_comment_is_sent_by_keyboard_alone(visitor: Visitor) -> None:
    tab_to(visitor, "#comment-fields [name=body]")
    visitor.page.keyboard.type("Written without a mouse.")
    choose_visibility(visitor)
    tab_to(visitor, "#comment-fields button[type=submit]")
    visitor.page.keyboard.press("Enter")
    visitor.settle()
    expect(visitor.page.locator("article.card", has_text="Written without a mouse.")).to_be_visible()
    expect(visitor.page.locator("#live")).to_contain_text("Your comment was sent.")


def test_change_is_proposed_by_keyboard_alone(visitor: Visitor) -> None:
    tab_to(visitor, "a[href$='/amendments/new']")
    leave_by_enter(visitor)
    tab_to(visitor, "main [name=body]")
    visitor.page.keyboard.press("Control+End")
    visitor.page.keyboard.type(" Nobody is left out.")
    tab_to(visitor, "button[formaction$='/preview']")
    visitor.page.keyboard.press("Enter")
    visitor.settle()
    expect(visitor.page.locator("#preview .user-text ins")).to_contain_text("Nobody is left out.")
    tab_to(visitor, "[name=rationale]")
    visitor.page.keyboard.type("It must be said.")
    choose_visibility(visitor)
    tab_to(visitor, "button[type=submit]:not([formaction])")
    leave_by_enter(visitor)
    expect(visitor.page.locator("main")).to_contain_text("It must be said.")
