"""The rules of axe on a page, each only where it can find something new.

A page is tried when an element stands in it that was not seen before: of another kind, with other attributes, or in
another kind of element. Contrast takes most of the time and follows from how words look, so it is tried once for
words that look alike: in their colour, size, weight and grounds.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

KINDS = """() => {
  const hasWords = (one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const kind = (one) => [one.localName, one.type, one.className, one.getAttributeNames().sort(),
    one.getAttribute('role'), one.checkVisibility(), hasWords(one)].join(' ');
  return [...new Set([...document.querySelectorAll('body, body *')].map(
    (one) => kind(one.parentElement) + ' > ' + kind(one)))];
}"""
LOOKS = """() => {
  const known = new Map([[null, '']]);
  const ground = (one) => {
    if (!known.has(one)) {
      const {backgroundColor: colour, backgroundImage: image, opacity} = getComputedStyle(one);
      const isOpaque = colour.startsWith('rgb(') && opacity === '1';
      known.set(one, [colour, image, opacity].join(' ') + (isOpaque ? '' : '; ' + ground(one.parentElement)));
    }
    return known.get(one);
  };
  const look = (one) => {
    const style = getComputedStyle(one);
    return [one.localName, one.className, style.color, style.fontSize, style.fontWeight, ground(one)].join(' ');
  };
  const hasWords = (one) => one.checkVisibility() && (one.matches('input, select, textarea') ||
    [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
  return [...document.querySelectorAll('body *')].map((one) => hasWords(one) ? look(one) : '');
}"""
STRUCTURE = "() => axe.run({resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}})"
CONTRAST = """(places) => {
  const all = document.querySelectorAll('body *');
  const rules = {runOnly: {type: 'rule', values: ['color-contrast']}, resultTypes: ['violations']};
  return axe.run({include: places.map((place) => all[place])}, rules);
}"""


@dataclass
class Seen:
    """What axe has looked at: kinds of elements in their places, and how words look. Visitors may share it."""

    kinds: set[str] = field(default_factory=set)
    looks: set[str] = field(default_factory=set)

    @property
    def much(self) -> int:
        """Return how much was seen: more, if the last page showed something new."""
        return len(self.kinds) + len(self.looks)

    def has_new_kinds(self, page: Page) -> bool:
        """Say whether an element stands in the page that was not seen before; remember all."""
        found = set(page.evaluate(KINDS))
        is_new = not found <= self.kinds
        self.kinds |= found
        return is_new

    def new_looks(self, page: Page) -> list[int]:
        """Return the places of elements whose words look like none before, one for each look; remember them."""
        places = {look: place for place, look in enumerate(page.evaluate(LOOKS)) if look not in self.looks}
        places.pop("", None)
        self.looks.update(places)
        return list(places.values())


def faults(page: Page, seen: Seen, scripted: Callable[[], Page]) -> list[str]:
    """Return each serious or critical finding of axe that is not known of elements and words seen before.

    `scripted` returns the same page where a script can run, as axe is one.
    """
    is_new, places = seen.has_new_kinds(page), seen.new_looks(page)
    found: list[dict[str, Any]] = []
    if is_new or places:
        page = scripted()
        page.evaluate(AXE_SCRIPT)
    if is_new:
        found += page.evaluate(STRUCTURE)["violations"]
    if places:
        found += page.evaluate(CONTRAST, places)["violations"]
    return [f"{one['id']} {_where(one)}" for one in found if one["impact"] in ("serious", "critical")]


def _where(found: dict[str, Any]) -> str:
    return "; ".join(f"{node['target']} {node['failureSummary']}" for node in found["nodes"][:3])
