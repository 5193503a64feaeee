"""The merge desk in a browser: a section by its keys alone, and two people at one section."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, expect

from consult.consolidation.material import load_material
from consult.consolidation.models import Consolidation, Decision
from consult.consolidation.overview import desk_work
from consult.consolidation.services import answer, decide, decide_structure
from consult.core.clock import now
from consult.core.database import db
from consult.people.models import Person, RoleGrant
from tests.browser.site import Served
from tests.browser.test_keyboard import SHOWS_FOCUS, leave_by_enter, tab_to
from tests.browser.visitor import DESK, Visitor
from tests.browser.walking import open_desk

pytestmark = pytest.mark.browser

FIRST, SECOND = "Valentina Osornal", "Marta Wilczak"
REASON = "Our members want the plain word."
AT = """() => {
  const item = document.activeElement.closest('[data-desk-item], #at-confirm');
  if (!item) return document.activeElement.closest('.next-step') ? 'the way on' : 'nowhere';
  if (item.id === 'at-confirm') return 'answers as decided';
  return item.querySelector('button[name=outcome][value=accept]') ? 'change' : 'contribution';
}"""


@pytest.fixture
def desk(served: Served) -> str:
    """Open the desk for two facilitators; return where it is found."""
    open_desk(served, FIRST)
    with served.app.app_context():
        row = db.session.scalars(sa.select(Consolidation).where(Consolidation.state == "open")).one()
        person = db.session.scalars(sa.select(Person).where(Person.display_name == SECOND)).one()
        given = {"role": "facilitator", "scope": "consultation", "scope_id": row.consultations[0].id}
        db.session.add(RoleGrant(person_id=person.id, **given))
        address = f"/en/consolidations/{row.public_id}"
        db.session.commit()
        db.session.remove()
    return address


def visit(browser: Browser, served: Served, name: str, desk: str) -> Visitor:
    visitor = Visitor(browser.new_context(base_url=served.url, viewport=DESK, locale="en-GB"))
    visitor.be(name)
    visitor.page.goto(desk)
    visitor.settle()
    return visitor


@pytest.fixture
def first(browser: Browser, served: Served, desk: str) -> Iterator[Visitor]:
    visitor = visit(browser, served, FIRST, desk)
    yield visitor
    visitor.leave()


@pytest.fixture
def second(browser: Browser, served: Served, desk: str) -> Iterator[Visitor]:
    visitor = visit(browser, served, SECOND, desk)
    yield visitor
    visitor.leave()


def press(visitor: Visitor, *keys: str) -> None:
    """Press keys one after the other, and wait for what comes."""
    for key in keys:
        visitor.page.keyboard.press(key)
    visitor.page.wait_for_timeout(50)
    visitor.settle()


def onwards(visitor: Visitor) -> str:
    """Press the key for the next thing that waits; return what that is, whose focus shows."""
    press(visitor, "n")
    assert visitor.page.evaluate(SHOWS_FOCUS)
    return str(visitor.page.evaluate(AT))


def work(visitor: Visitor, at: str) -> None:
    """Do by keys what waits: the first change is not accepted, each other is; contributions are noted."""
    if at == "contribution":
        press(visitor, "e", "n", "Tab")  # the list of answers: n for noted
        visitor.page.keyboard.type("We thank you and keep it.")
        press(visitor, "Enter")
    elif at == "change" and not visitor.page.locator(".desk-changes", has_text=REASON).count():
        press(visitor, "d")
        visitor.page.keyboard.type(REASON)
        press(visitor, "Enter")
    else:
        press(visitor, "a")


def decisions(served: Served) -> list[tuple[str, str]]:
    with served.app.app_context():
        mine = sa.select(Decision).join(Consolidation).where(Consolidation.state == "open")
        rows = db.session.scalars(mine.order_by(Decision.id))
        return [(row.outcome, row.reason or "") for row in rows]


def finish(served: Served) -> None:
    """Decide and answer by the verbs whatever the keys have not come to."""
    with served.app.app_context():
        row = db.session.scalars(sa.select(Consolidation).where(Consolidation.state == "open")).one()
        person = db.session.scalars(sa.select(Person).where(Person.display_name == FIRST)).one()
        given = {"facilitator": person, "at": now()}
        desk = desk_work(load_material(row))
        for work in desk.sections:
            for counter, group in enumerate(work.undecided, work.counter):
                decide(row, work.section, group.key, "decline", reason=REASON, counter=counter, **given)
        for group in desk.structure.undecided:
            counter = desk.material.counter(group.section_id)
            decide_structure(row, group.key, "decline", reason=REASON, counter=counter, **given)
        for contribution in desk.material.unanswered():
            answer(row, contribution, "noted", "Thank you.", **given)
        db.session.commit()
        db.session.remove()


def test_a_desk_is_worked_at_and_published_by_keys_alone(first: Visitor, served: Served) -> None:
    press(first, "n", "Enter")
    expect(first.page.locator("h1")).to_have_text("What we mean by public services")
    press(first, "?")
    expect(first.page.get_by_role("dialog")).to_contain_text("the next one that waits for you")
    press(first, "Escape")
    met = []
    while (at := onwards(first)) != "the way on":
        met.append(at)
        assert len(met) < 20
        work(first, at)
    assert met == ["change", "change", "change", "answers as decided", "contribution"]
    assert [one[0] for one in decisions(served)] == ["decline", "accept", "accept"]
    assert decisions(served)[0][1] == REASON, "Enter after the reason does not accept"
    first.look()
    press(first, "k", "n", "Enter")
    expect(first.page.locator("h1")).to_have_text("Services are how rights arrive")
    finish(served)
    first.page.reload()
    press(first, "n")
    leave_by_enter(first)
    expect(first.page.locator("h1")).to_have_text("Publish the next version")
    tab_to(first, "main form [type=submit].primary")
    leave_by_enter(first)
    expect(first.page.locator("h1")).to_have_text("Version 2.0 is published")
    assert decisions(served) == [], "no desk is open any more"


def test_two_at_one_section_see_each_other_and_lose_nothing(
    first: Visitor, second: Visitor, served: Served
) -> None:
    for visitor in (first, second):
        visitor.page.get_by_role("link", name="Open the section").click()
        visitor.settle()
    expect(second.page.locator("#presence")).to_contain_text(FIRST)
    press(second, "n", "d")
    second.page.keyboard.type(REASON)
    second.page.reload()
    second.settle()
    reason = second.page.locator("[data-desk-item] details[open] input[name^=f-][name$=-reason]").filter(
        visible=True
    )
    expect(reason).to_have_value(REASON)
    press(second, "n", "d")
    assert second.page.evaluate("document.activeElement.value") == REASON
    first.page.locator(".alternative button[value=accept]").filter(visible=True).last.click()
    first.settle()
    press(second, "Enter")
    expect(second.page.locator("main")).to_contain_text(f"{FIRST} accepted a change.")
    expect(second.page.locator("main")).to_contain_text("Nothing you typed is lost.")
    expect(reason).to_have_value(REASON)
    assert decisions(served) == [("accept", "")]
    reason.press("Enter")
    second.settle()
    assert decisions(served) == [("accept", ""), ("decline", REASON)]
