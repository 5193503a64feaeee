"""Somebody at a browser, who notices what is wrong with a page."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response, ViewportSize

from tests.browser import axe

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}
REFUSED = (
    "Failed to load resource"  # The browser says so of each answer above 399; tests look at these themselves.
)

WIDER = """() => [...document.querySelectorAll('body *')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)
  .filter((one) => !one.closest('.visually-hidden, .skip-link, .table-scroll'))
  .slice(0, 3).map((one) => one.outerHTML.slice(0, 160))"""
IS_DONE = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, form[data-sending]')"


class Visitor:
    """A person of the demonstration, or nobody, in one browser. `faults` are collected until `leave`.

    `seen`: what axe has looked at; visitors may share it.
    """

    def __init__(
        self, context: BrowserContext, *, has_script: bool = True, seen: axe.Seen | None = None
    ) -> None:
        context.set_default_timeout(10_000)
        self.page = context.new_page()
        self.has_script = has_script
        self.faults: list[str] = []
        self.seen = axe.Seen() if seen is None else seen
        self._glass: Page | None = None
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._hear)
        self.page.on("response", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(REFUSED):
            self.faults.append(f"{self.page.url}: {message.text}")

    def _see(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.url}: {response.status}")

    def goto(self, path: str) -> int:
        """Open a page of the site and look at it; return the status of the answer."""
        answer = self.page.goto(path)
        assert answer is not None
        self.look()
        return answer.status

    def fetch(self, path: str, words: str = "") -> str:
        """Return a page as the site sends it to this person, without opening it; fail with `words` if it does not."""
        answer = self.page.request.get(path)
        assert answer.status == 200, f"{path}: {answer.status} {words}"
        return answer.text()

    def show(self, path: str, html: str = "") -> None:
        """Put a page in the place of the open one, which takes a fifth of opening it, and look at it.

        `html`: the page as it was fetched before, where it was.
        """
        known = len(self.faults)
        self.page.set_content(html or self.fetch(path))
        self.look()
        self.faults[known:] = [f"{path} within {fault}" for fault in self.faults[known:]]

    def press(self, name: str) -> None:
        """Press the one button with this name, and look at what comes."""
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str, *, within: str = "main") -> None:
        """Follow the first link with this name, and look at what comes."""
        self.click(self.page.locator(within).get_by_role("link", name=name, exact=True).first)

    def click(self, what: Locator) -> None:
        """Click on something that leads on, wait for it, and look at it."""
        if self.has_script:
            what.click()
        else:
            with self.page.expect_navigation():
                what.click()
        self.settle()
        self.look()

    def settle(self) -> None:
        """Wait until the browser has the page, and htmx its part."""
        self.page.wait_for_load_state("load")
        if self.has_script:
            self.page.wait_for_function(IS_DONE)

    def be(self, name: str) -> None:
        """Become a person of the demonstration, by the page that lists them."""
        self.page.goto("/en/personas")
        self.page.get_by_role("button", name=f"Be {name}", exact=True).click()
        self.settle()
        assert name in self.page.locator("header").first.inner_text()

    def look(self) -> None:
        """Note what is wrong with this page: barring somebody from it, or too wide for a phone.

        In a window that is wider than a phone, only a page with something new is tried in a narrow one.
        """
        known = self.seen.much
        self.look_with_axe()
        if self.page.viewport_size == PHONE or self.seen.much > known:
            self.look_at_width()

    def look_at_width(self) -> None:
        """Note what makes the page scroll sideways on a phone."""
        before = self.page.viewport_size or DESK
        if before != PHONE:
            self.page.set_viewport_size(PHONE)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > PHONE["width"]:
            self.faults.append(f"{self.page.url}: {wide} px wide, by {self.page.evaluate(WIDER)}")
        if before != PHONE:
            self.page.set_viewport_size(before)

    def look_with_axe(self) -> None:
        """Note each serious or critical finding of axe, once for pages of the same elements."""
        found = axe.faults(self.page, self.seen, self._scripted)
        self.faults += [f"{self.page.url}: {fault}" for fault in found]

    def _scripted(self) -> Page:
        return self.page if self.has_script else self._under_glass()

    def _under_glass(self) -> Page:
        """Return the present page in a browser that runs scripts, but none of the site's: axe is a script itself."""
        if self._glass is None:
            browser = self.page.context.browser
            assert browser is not None
            self._glass = browser.new_context().new_page()
        url, html = self.page.url, self.page.content()
        self._glass.unroute_all()
        self._glass.route("**/*.js*", lambda route: route.abort())
        self._glass.route(
            url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")
        )
        self._glass.goto(url)
        return self._glass

    def leave(self) -> None:
        """Close the browser; fail with every fault that was noticed."""
        self.page.context.close()
        if self._glass is not None:
            self._glass.context.close()
        assert not self.faults, "\n".join(dict.fromkeys(self.faults))
