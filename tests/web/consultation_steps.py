"""Short ways to the form of a consultation for tests."""

from typing import Any

from consult.consultations.models import Consultation
from consult.core.database import db
from consult.narratives.models import Narrative, Revision
from tests.factories import make_narrative, make_network, make_region, make_revision

NEW = "/en/narratives/ours/consultations/new"


def our_narrative() -> Narrative:
    """Make a network with one region, and a narrative with one version."""
    make_network()
    make_region("africa")
    return make_revision(make_narrative(slug="ours", title="Ours")).narrative


def fields(**values: Any) -> dict[str, Any]:
    """Return the fields of a form that is in order."""
    return {
        "base": db.session.query(Revision).first().public_id,  # type: ignore[union-attr]
        "title": "Africa: water first",
        "region": "africa",
        "theme": "",
        "introduction": "We ask **you**.",
        "read_audience": "public",
        "contribute_audience": "members",
        "languages": ["en", "fr"],
        "zone": "Africa/Nairobi",
        "opens_day": "2026-03-01",
        "opens_time": "09:00",
        "closes_day": "2026-04-01",
        "closes_time": "18:00",
        "questions": "What is missing?\n\n  Who is not heard?  ",
        **values,
    }


def only() -> Consultation:
    """Return the one consultation that there is."""
    return db.session.query(Consultation).one()
