"""Choices of the queue that somebody keeps for themselves under a name."""

from datetime import datetime
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound
from consult.people.models import Person

from ..desk_models import SavedFilter
from ..models import Consolidation
from ..queue import QUERY_NAMES
from .desk import lock_open

MOST = 20
"""So many choices one person keeps at one desk."""


def keep_filter(
    consolidation: Consolidation, name: str, query: str, *, person: Person, at: datetime
) -> SavedFilter:
    """Keep a query of the queue for somebody under a name, in place of an older one of that name; return it.

    InvalidInput: no name, nothing chosen, or too many kept already.
    """
    lock_open(consolidation)
    name, chosen = " ".join(name.split()), tidied_query(query)
    if not name:
        raise InvalidInput(_l("Please fill this in."), field="name")
    if not chosen:
        raise InvalidInput(_l("Choose something first: nothing is filtered or ordered here."), field="name")
    kept = filters_of(consolidation, person)
    row = next((one for one in kept if one.name == name), None)
    if row is None:
        if len(kept) >= MOST:
            raise InvalidInput(_l("You keep many already. Take one away first."), field="name")
        row = SavedFilter(consolidation_id=consolidation.id, person_id=person.id, name=name)
        db.session.add(row)
    row.query, row.at = chosen, at
    db.session.flush()
    return row


def drop_filter(consolidation: Consolidation, public_id: str, *, person: Person) -> None:
    """Take one's own filter away. NotFound: there is none such, or it is somebody else's."""
    lock_open(consolidation)
    mine = {one.public_id: one for one in filters_of(consolidation, person)}
    if public_id not in mine:
        raise NotFound
    db.session.delete(mine[public_id])
    db.session.flush()


def filters_of(consolidation: Consolidation, person: Person) -> list[SavedFilter]:
    """Return what somebody keeps at a desk, by name."""
    rows = db.session.scalars(
        sa.select(SavedFilter)
        .where(SavedFilter.consolidation_id == consolidation.id, SavedFilter.person_id == person.id)
        .order_by(SavedFilter.name)
    )
    return list(rows)


def tidied_query(query: str) -> str:
    """Return a query with the known names alone, each once, in their order, and without what chooses nothing."""
    given = dict(parse_qsl(query[:2000]))
    nothing = {"order": "left", "supporters": "0"}
    chosen = {
        name: given[name] for name in QUERY_NAMES if given.get(name, nothing.get(name)) != nothing.get(name)
    }
    return urlencode(chosen)
