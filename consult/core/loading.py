"""From the public id of an address to the row that it names."""

from typing import Any, TypeVar

import sqlalchemy as sa

from .database import db
from .errors import NotFound

Row = TypeVar("Row")


def by_public_id(model: type[Row], public_id: str, *conditions: sa.ColumnElement[bool]) -> Row:
    """Return the row of a model with this public id, of those that fulfil the conditions; raises NotFound."""
    named: Any = model
    found = db.session.scalar(sa.select(named).where(named.public_id == public_id, *conditions))
    if found is None:
        raise NotFound
    return found
