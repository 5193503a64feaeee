"""From a document to a published version, in a browser: once with the script, once without any."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from consult.core.clock import now
from tests.browser.axe import Seen
from tests.browser.site import Served
from tests.browser.visitor import DESK, Visitor

pytestmark = pytest.mark.browser

TITLE = "Care for one another"
QUESTION = "What would you add?"
WATER = "Water is for everyone. It is not for sale."
DOCUMENT = f"""# 1. Water

{WATER}

Whoever pollutes it pays for it.

# 2. Health

Care is free where it is needed.
"""
COMMENT = "Say who decides about the wells."
REASON = "The words of the members are stronger."


@pytest.fixture(params=["with the script", "without a script"])
def visitor(
    request: pytest.FixtureRequest, browser: Browser, served: Served, seen: Seen
) -> Iterator[Visitor]:
    has_script = request.param == "with the script"
    context = browser.new_context(
        base_url=served.url, java_script_enabled=has_script, viewport=DESK, locale="en-GB"
    )
    visitor = Visitor(context, has_script=has_script, seen=seen)
    yield visitor
    visitor.leave()


def open_until_tomorrow(visitor: Visitor) -> None:
    """Fill in when the consultation is open: since yesterday, until the day after tomorrow."""
    for name, shift in (("opens", -1), ("closes", 2)):
        day = now() + timedelta(days=shift)
        visitor.page.fill(f"[name={name}_day]", day.strftime("%Y-%m-%d"))
        visitor.page.fill(f"[name={name}_time]", "12:00")


def import_document(visitor: Visitor) -> None:
    visitor.be("Noor Callowell")
    visitor.goto("/en/")
    visitor.follow("Import another document")
    visitor.page.fill("[name=title]", TITLE)
    visitor.page.check("[name=read_audience][value=public]")
    visitor.page.fill("[name=text]", DOCUMENT)
    visitor.press("Preview")
    expect(visitor.page.locator("main")).to_contain_text("2 sections")
    visitor.press("Store this narrative")
    expect(visitor.page.locator("h1")).to_have_text(TITLE)


def open_consultation(visitor: Visitor) -> None:
    visitor.follow("Open a consultation")
    visitor.page.fill("[name=title]", "The wells")
    visitor.page.check("[name=read_audience][value=public]")
    visitor.page.check("[name=contribute_audience][value=members]")
    visitor.page.check("[name=languages][value=en]")
    visitor.page.select_option("[name=zone]", "UTC")
    open_until_tomorrow(visitor)
    visitor.page.fill("[name=questions]", QUESTION)
    visitor.press("Set up the consultation")
    expect(visitor.page.locator("h1")).to_have_text("The wells")


def appoint_facilitator(visitor: Visitor, name: str) -> None:
    """Let a person facilitate the new consultation, by the secretariat's page of that person."""
    visitor.goto("/en/network/people")
    visitor.page.fill("[name=q]", name)
    visitor.press("Find")
    visitor.follow(name)
    visitor.page.select_option("select[name=role]", "facilitator")
    scope = visitor.page.locator("select[name=scope]")
    scope.select_option(label=scope.locator("option", has_text="The wells").inner_text())
    visitor.press("Give this role")
    expect(visitor.page.locator("main")).to_contain_text("The wells")


def go_to_section(visitor: Visitor) -> None:
    visitor.goto("/en/")
    visitor.follow("The wells")
    visitor.follow("Read the text")
    visitor.follow("Water")
    expect(visitor.page.locator("h1")).to_have_text("Water")


def comment_on_passage(visitor: Visitor) -> None:
    page = visitor.page
    if visitor.has_script:
        page.locator("[data-start]").first.click(click_count=3)
        page.locator(".quote-button").click()
        expect(page.locator("[data-quote-shown]")).to_have_text(WATER)
    else:
        visitor.follow("choose a paragraph")
        page.fill("[name=quote]", "It is not for sale.")
    page.fill("[name=body]", COMMENT)
    visitor.press("Send the comment")
    expect(page.locator("main")).to_contain_text("Say how this may be shown. Nothing is chosen for you.")
    expect(page.locator("[name=body]")).to_have_value(COMMENT)
    page.check("[name=visibility][value=name]")
    visitor.press("Send the comment")
    card = page.locator("article.card", has_text=COMMENT)
    expect(card).to_contain_text("It is not for sale.")


def propose(visitor: Visitor, words: str, rationale: str) -> None:
    """Propose other words for the first section, after looking at what changes."""
    page = visitor.page
    visitor.follow("Propose other words")
    page.fill("[name=body]", page.input_value("[name=body]").replace("for sale", words))
    visitor.press("Show what changes")
    expect(page.locator("#preview .user-text ins").first).to_contain_text(words)
    assert page.input_value("[name=body]").count(words) == 1
    page.fill("[name=rationale]", rationale)
    page.check("[name=visibility][value=name]")
    visitor.press("Send the proposed change")
    expect(page.locator("main")).to_contain_text(rationale)


def support(visitor: Visitor, words: str) -> None:
    """Take a stance on the proposal that brings these words."""
    card = visitor.page.locator("article.card", has_text=words).first
    visitor.click(card.get_by_role("link", name="Say where you stand"))
    visitor.page.check("[name=position][value=support]")
    visitor.page.check("form:has([name=position]) [name=visibility][value=organisation]")
    visitor.press("Take this stance")
    expect(visitor.page.locator("main")).to_contain_text("Support")


def answer_question(visitor: Visitor) -> None:
    visitor.goto("/en/")
    visitor.follow("The wells")
    visitor.follow(QUESTION)
    visitor.page.fill("[name=body]", "Schools.")
    visitor.page.check("[name=visibility][value=region]")
    visitor.press("Send the answer")


def close(visitor: Visitor) -> None:
    visitor.goto("/en/")
    visitor.follow("The wells")
    visitor.follow("Extend or close")
    visitor.page.fill("[name=close_reason]", "Everybody has spoken.")
    visitor.press("Close the consultation now")
    expect(visitor.page.locator("main")).to_contain_text("Everybody has spoken.")


def consolidate(visitor: Visitor) -> None:
    page = visitor.page
    visitor.follow("Start the merge")
    page.get_by_label("The wells").check()
    visitor.press("Open the merge desk")
    visitor.follow("Open the section")
    expect(page.locator("main")).to_contain_text("these cannot both stand")
    chosen = page.locator(".alternative", has_text="a thing to be sold")
    visitor.click(chosen.get_by_role("button", name="Accept", exact=True))
    page.locator("#at-confirm [name$=reason]").fill(REASON)
    visitor.press("Save these answers")
    answer_by_hand(visitor, COMMENT)
    visitor.follow("Back to the desk")


def answer_by_hand(visitor: Visitor, words: str) -> None:
    """Answer the one contribution without an answer, which says these words: noted."""
    expect(visitor.page.locator("main")).to_contain_text(words)
    form = visitor.page.locator("form:has([name$=disposition])").filter(visible=True)
    form.locator("[name$=disposition]").select_option("noted")
    form.locator("[name$=reason]").fill("It will be asked again.")
    visitor.click(form.get_by_role("button", name="Save the answer"))


def publish(visitor: Visitor) -> None:
    visitor.follow("Answers and contributions without a section")
    answer_by_hand(visitor, "Schools.")
    visitor.follow("Merge desk")
    visitor.follow("Go to publication")
    visitor.press("Publish this version")
    expect(visitor.page.locator("h1")).to_contain_text("is published")


def read_what_became(visitor: Visitor) -> None:
    visitor.goto("/en/me/contributions")
    expect(visitor.page.locator("main")).to_contain_text(REASON)
    visitor.goto("/en/narratives/care-for-one-another")
    expect(visitor.page.locator("main")).to_contain_text("It is not a thing to be sold.")
    visitor.follow("Versions")
    visitor.follow("Compare")
    expect(visitor.page.locator("#comparison .user-text ins")).to_contain_text("a thing to be sold")
    visitor.follow("Whose words are these?")
    expect(visitor.page.locator("main")).to_contain_text("Hassane Guirdoumo")


def test_document_becomes_a_published_version(visitor: Visitor) -> None:
    import_document(visitor)
    open_consultation(visitor)
    appoint_facilitator(visitor, "Marta Wilczak")
    visitor.be("Aoife Brannock")
    go_to_section(visitor)
    comment_on_passage(visitor)
    go_to_section(visitor)
    propose(visitor, "a commodity", "A commodity can be taken away.")
    visitor.be("Hassane Guirdoumo")
    go_to_section(visitor)
    support(visitor, "a commodity")
    go_to_section(visitor)
    propose(visitor, "a thing to be sold", "Nobody here says commodity.")
    answer_question(visitor)
    visitor.be("Marta Wilczak")
    close(visitor)
    consolidate(visitor)
    publish(visitor)
    visitor.be("Hassane Guirdoumo")
    read_what_became(visitor)
