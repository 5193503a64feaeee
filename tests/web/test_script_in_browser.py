"""The script's small helps, and the look itself, in a real browser on the bare site."""

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect, sync_playwright
from werkzeug.serving import make_server

from consult.text.markdown import paragraphs
from tests import browser_path
from tests.web.bare_site import PASSAGES, Site, make_bare_site

pytestmark = pytest.mark.browser
KEPT = "form[data-keep=sample]"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path.find(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Site, str]]:
    bare = make_bare_site()
    server = make_server("127.0.0.1", 0, bare.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield bare, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def site(served: tuple[Site, str]) -> tuple[Site, str]:
    served[0].context.clear()
    served[0].app.config["ARRIVED"] = 0
    return served


def is_fault(message: ConsoleMessage) -> bool:
    """Say whether the browser complains of a page; answers that are refused on purpose do not count."""
    wanted = ("Failed to load resource", "Response Status Error Code 500")
    return message.type == "error" and not message.text.startswith(wanted)


@pytest.fixture(scope="module")
def context(browser: Browser, served: tuple[Site, str]) -> BrowserContext:
    """Return one window for all tests: each has a page of its own in it, and to open a window takes a second."""
    return browser.new_context(viewport={"width": 1280, "height": 900}, base_url=served[1])


@pytest.fixture
def page(context: BrowserContext, site: tuple[Site, str]) -> Iterator[Page]:
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
    page.goto("/components")
    yield page
    page.evaluate("localStorage.clear()")
    page.close()
    assert faults == []


def send_to(page: Page, address: str) -> None:
    """Let the sample form post to an address of the bare site."""
    page.eval_on_selector(KEPT, "(form, address) => { form.action = address; }", address)


@pytest.mark.parametrize(
    ("language", "scheme"), [("en", "light"), ("en", "dark"), ("ar", "light"), ("ar", "dark")]
)
def test_no_component_has_a_serious_fault_of_accessibility(page: Page, language: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"/components?lang={language}")
    found = Axe().run(page).response["violations"]
    assert [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_page_never_scrolls_sideways(page: Page, language: str) -> None:
    page.goto(f"/components?lang={language}")
    for width in (1280, 1024, 700, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_targets_are_large_enough_to_be_hit(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, select, summary, input:not([type=hidden])')]
        .map((one) => [one.outerHTML.slice(0, 60), one.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.height < 22 || box.width < 22)).map(([name]) => name)"""
    )
    assert small == []


def test_arabic_face_is_fetched_for_arabic_words_only(page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("/little", wait_until="networkidle")
    assert [url for url in fetched if "woff2" in url] == []
    page.goto("/components?lang=ar", wait_until="networkidle")
    assert [url for url in fetched if "woff2" in url]


def test_selected_passage_fills_the_form_by_keyboard(page: Page) -> None:
    passage = page.locator("[data-start]").nth(1)
    passage.click(click_count=3)
    page.wait_for_selector(".quote-button")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#sample-comment [name=quote]").input_value().startswith("A service is public")
    assert page.locator("#sample-comment [name=paragraph]").input_value() == "1"
    assert page.locator("#sample-comment [name=paragraph_start]").input_value() == "262"
    assert page.locator("[data-quote-shown]").is_visible()
    assert page.evaluate("document.activeElement.id") == "sample-body"
    assert page.locator(".quote-button").count() == 0


def test_selected_passage_opens_the_page_that_it_names(page: Page) -> None:
    page.eval_on_selector(
        "[data-quotable]",
        "(text) => { delete text.dataset.quoteForm; text.dataset.quoteUrl = '/components'; }",
    )
    page.locator("[data-start]").first.click(click_count=3)
    page.locator(".quote-button").click()
    page.wait_for_url("**/components?quote=Water*paragraph=0*")


@pytest.mark.parametrize("address", ["/passages", "/passages?marked"])
def test_passages_are_counted_as_the_server_counts_them(page: Page, address: str) -> None:
    page.route("**/little*", lambda route: route.fulfill(body="", content_type="text/html"))
    # in a marked text the server says where each begins: a few of them are enough
    for passage in paragraphs(PASSAGES)[:: 4 if "marked" in address else 1]:
        page.goto(address)
        start = passage.start if "marked" in address else ""
        words = passage.text.lstrip("# ").splitlines()[0]
        page.locator(f'//*[text()[normalize-space()="{words}"]]').dblclick(position={"x": 8, "y": 12})
        page.locator(".quote-button").click()
        page.wait_for_url(f"**/little?quote=*paragraph={passage.index}&paragraph_start={start}")


def test_selection_elsewhere_offers_nothing(page: Page) -> None:
    page.locator("h1").click(click_count=3)
    page.wait_for_timeout(400)
    assert page.locator(".quote-button").count() == 0


def test_typed_words_come_back_and_can_be_discarded(page: Page) -> None:
    chosen = page.locator(f"{KEPT} select").first
    offered, other = chosen.input_value(), chosen.locator("option").last.get_attribute("value") or ""
    page.fill(f"{KEPT} textarea", "Half a thought")
    chosen.select_option(other)
    page.goto("/components")
    assert page.input_value(f"{KEPT} textarea") == "Half a thought"
    assert chosen.input_value() == other != offered
    page.click(f"{KEPT} > .hint button")
    assert page.input_value(f"{KEPT} textarea") == ""
    assert chosen.input_value() == offered
    page.goto("/components")
    assert page.input_value(f"{KEPT} textarea") == ""


def test_words_that_arrived_are_not_kept(page: Page) -> None:
    page.fill(f"{KEPT} textarea", "A whole thought")
    send_to(page, "/sent")
    page.click(f"{KEPT} [type=submit]:has-text('Send')")
    page.wait_for_selector("[data-sent]")
    page.wait_for_load_state()  # the script has run
    page.goto("/components")
    assert page.input_value(f"{KEPT} textarea") == ""


def test_words_are_kept_while_nobody_said_that_they_arrived(page: Page) -> None:
    page.fill(f"{KEPT} textarea", "A thought lost on the way")
    send_to(page, "/sent?quietly")
    page.click(f"{KEPT} [type=submit]:has-text('Send')")
    page.wait_for_url("**/sent?quietly")
    page.goto("/components")
    assert page.input_value(f"{KEPT} textarea") == "A thought lost on the way"


def test_nothing_is_kept_on_a_shared_device(page: Page, site: tuple[Site, str]) -> None:
    page.fill(f"{KEPT} textarea", "Not for others")
    site[0].context["shared_device"] = True
    page.goto("/components")
    assert page.input_value(f"{KEPT} textarea") == ""
    page.fill(f"{KEPT} textarea", "Nor this")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_signing_out_forgets_what_was_typed(page: Page) -> None:
    page.fill(f"{KEPT} textarea", "Mine alone")
    page.eval_on_selector("form[data-forget]", "(form) => { form.action = '/sent?quietly'; }")
    page.click(".menu:has(.me) summary")
    page.click("form[data-forget] button")
    page.wait_for_url("**/sent?quietly")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_two_presses_send_once(page: Page, site: tuple[Site, str]) -> None:
    send_to(page, "/sent")
    page.eval_on_selector(f"{KEPT} [type=submit]", "(button) => { button.click(); button.click(); }")
    page.wait_for_selector("[data-sent]")
    assert site[0].app.config["ARRIVED"] == 1


def test_failed_sending_is_told(page: Page) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=500, body="")

    page.route("**/fails", refuse)
    page.evaluate("htmx.ajax('POST', '/fails', '#words').catch(() => 0)")
    expect(page.locator("#live")).to_contain_text("could not be sent")
    assert (page.locator("#live").bounding_box() or {})["height"] > 20, "everybody sees it, until it is sent"
    page.route("**/part", lambda route: route.fulfill(body="<p data-announce>Sent.</p>"))
    page.evaluate("htmx.ajax('GET', '/part', '#words')")
    expect(page.locator("#live")).to_have_class("visually-hidden")


def test_swapped_part_is_told_in_its_own_words(page: Page) -> None:
    page.route("**/part", lambda route: route.fulfill(body="<p data-announce>Two changes shown.</p>"))
    page.evaluate("htmx.ajax('GET', '/part', '#words')")
    expect(page.locator("#live")).to_have_text("Two changes shown.")


def test_menu_closes_on_escape_and_on_a_press_elsewhere(page: Page) -> None:
    for leave in (lambda: page.keyboard.press("Escape"), lambda: page.click("h1")):
        page.click(".menu summary >> nth=0")
        assert page.locator(".menu[open]").count() == 1
        leave()
        assert page.locator(".menu[open]").count() == 0
