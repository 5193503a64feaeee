"""Who walks through the demonstration, and how they come to one page of each kind by its links."""

from urllib.parse import parse_qs, urlsplit

import sqlalchemy as sa
from werkzeug.exceptions import HTTPException

from consult.consolidation.services import free_consultations, start_consolidation
from consult.core.clock import now
from consult.core.database import db
from consult.narratives.models import Narrative
from consult.people.models import Person
from tests.browser.site import Served
from tests.browser.visitor import Visitor

NOBODY = "nobody"
PEOPLE = {
    NOBODY: {"reading.narrative", "reading.consultation_text", "people.sign_in", "consultations.show"},
    "Aoife Brannock": {"contributions.new_amendment", "contributions.answer", "people.profile"},
    "Valentina Osornal": {"consolidation.section", "consolidation.publish", "reading.history"},
    "Noor Callowell": {"narratives.import_form", "consultations.new", "people.person"},
}
"""Who walks, and some of the pages that they must meet on their way."""
LINKS = "() => [...document.querySelectorAll('a[href]')].map((one) => one.href)"


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


def walk(visitor: Visitor, served: Served) -> dict[str, str]:
    """Follow links, to one page of each kind; return where each was found."""
    found: dict[str, str] = {}
    waiting = [(served.url + "/en/", "the start")]
    while waiting:
        address, origin = waiting.pop(0)
        kind = kind_of(served, address)
        if kind is None or kind in found:
            continue
        found[kind] = address
        assert visitor.goto(address) == 200, f"{address}, linked from {origin}"
        waiting += [(link.split("#")[0], address) for link in visitor.page.evaluate(LINKS)]
    return found
