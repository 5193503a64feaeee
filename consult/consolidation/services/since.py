"""What was saved at a desk since a page was shown: publication asks again rather than publish what nobody has seen."""

from typing import Any, NamedTuple

import sqlalchemy as sa

from consult.core.database import db

from ..desk_models import ObjectionAnswer
from ..models import Consolidation, DecisionChange, DispositionChange

_SAVED: tuple[Any, ...] = (DecisionChange, DispositionChange, ObjectionAnswer)


class Since(NamedTuple):
    """The decisions that were saved since, the oldest first, and how many answers, those to objections with them."""

    decisions: list[DecisionChange]
    answers: int


def newest_saved(consolidation: Consolidation) -> str:
    """Return what names all that is saved at a desk now, for a form to carry."""
    return "-".join(
        str(db.session.scalar(sa.select(sa.func.max(kind.id)).where(*_of(kind, consolidation))) or 0)
        for kind in _SAVED
    )


def saved_since(consolidation: Consolidation, seen: str) -> Since:
    """Return what was saved since `newest_saved` said this; all of it where a form came back damaged."""
    parts = seen.split("-")
    known = [int(part) if part.isdecimal() and len(part) < 19 else 0 for part in (*parts, "", "", "")]
    decisions, *answers = (
        db.session.scalars(
            sa.select(kind).where(*_of(kind, consolidation), kind.id > newest).order_by(kind.id)
        ).all()
        for kind, newest in zip(_SAVED, known, strict=False)
    )
    return Since(list(decisions), sum(map(len, answers)))


def _of(kind: Any, consolidation: Consolidation) -> list[sa.ColumnElement[bool]]:
    return [kind.consolidation_id == consolidation.id]
