"""Who walks through the demonstration, and how they come to one page of each kind by its links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import sqlalchemy as sa
from werkzeug.exceptions import HTTPException

from consult.consolidation.services import free_consultations, start_consolidation
from consult.core.clock import now
from consult.core.database import db
from consult.narratives.models import Narrative
from consult.people.models import Person
from tests.browser.site import Served
from tests.browser.visitor import Visitor
from tests.page import VOID

NOBODY = "nobody"
PEOPLE = {
    "Noor Callowell": {"narratives.import_form", "consultations.new", "people.person"},
    "Valentina Osornal": {"consolidation.section", "consolidation.publish", "reading.history"},
    "Aoife Brannock": {"contributions.new_amendment", "contributions.answer", "people.profile"},
    NOBODY: {"reading.narrative", "reading.consultation_text", "people.sign_in", "consultations.show"},
}
"""Who walks, and some of the pages that they must meet on their way. Who meets most comes first."""


class Shape(HTMLParser):
    """The links of a page, and the kinds of its elements, each within the kind of element that holds it.

    Elements of the frame around the page's own words are told from those within.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.frame: set[str] = set()
        self.own: set[str] = set()
        self._open: list[str] = [""]
        self._is_own = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")
        self._is_own = self._is_own or tag == "main"
        telling = [values.get(name) or "" for name in ("type", "class", "role")]
        kind = " ".join([tag, *telling, *sorted(values)])
        (self.own if self._is_own else self.frame).add(f"{self._open[-1]} > {kind}")
        if tag not in VOID:
            self._open.append(kind)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._open.pop()
        self._is_own = self._is_own and tag != "main"


class Met:
    """What stood on the pages that were looked at. Walkers may share it: then each looks at what is new to all."""

    def __init__(self) -> None:
        self.frame: set[str] = set()
        self.own: dict[str, set[str]] = {}
        self.endpoints: set[str] = set()

    def has_new(self, kind: str, shape: Shape) -> bool:
        """Say whether an element stands on a page of a kind that stood on none of this kind; remember all."""
        own = self.own.setdefault(kind, set())
        is_new = not (shape.own <= own and shape.frame <= self.frame)
        self.endpoints.add(kind.split()[0])
        own |= shape.own
        self.frame |= shape.frame
        return is_new


def open_desk(served: Served, name: str) -> None:
    """Let a facilitator begin to consolidate what has closed, so that there is a merge desk to look at."""
    with served.app.app_context():
        narrative = db.session.scalars(sa.select(Narrative)).one()
        person = db.session.scalars(sa.select(Person).where(Person.display_name == name)).one()
        start_consolidation(narrative, free_consultations(narrative, now()), person, now())
        db.session.commit()
        db.session.remove()


def kind_of(served: Served, address: str) -> str | None:
    """Return what kind of page stands at an address: its endpoint and what is asked; None if it is no page."""
    parts = urlsplit(address)
    if not address.startswith(served.url + "/en/") or parts.path.endswith(
        (".csv", ".html", ".md", ".po", ".xlsx")
    ):
        return None
    try:
        endpoint, _values = served.app.url_map.bind("").match(parts.path)
    except HTTPException:
        return f"nothing at {parts.path}"
    return " ".join([endpoint, *sorted(parse_qs(parts.query))])


@dataclass
class Found:
    """Where a person found each kind of page, and which of them somebody should look at."""

    kinds: dict[str, str] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)


def walk(visitor: Visitor, served: Served, met: Met | None = None) -> Found:
    """Follow links, to one page of each kind, and look at those with something that was not `met` before."""
    found, met = Found(), met or Met()
    waiting = [(served.url + "/en/", "the start")]
    while waiting:
        address, origin = waiting.pop(0)
        kind = kind_of(served, address)
        if kind is None or kind in found.kinds:
            continue
        found.kinds[kind] = address
        html = visitor.fetch(address, f"linked from {origin}")
        shape = Shape(html)
        is_first = kind.split()[0] not in met.endpoints or not found.new
        if met.has_new(kind, shape):
            found.new.append(address)
            if is_first:
                assert visitor.goto(address) == 200, address
            else:
                visitor.show(address, html)  # the same page, asked something else
        waiting += [(urldefrag(urljoin(address, link)).url, address) for link in shape.links]
    return found
