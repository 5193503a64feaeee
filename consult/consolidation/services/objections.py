"""Answers to reasoned objections to a section: they stand on no contribution, so they are answered by themselves."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from consult.contributions.models import Stance
from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound, StaleBase
from consult.core.logs import log_event
from consult.people.models import Person

from ..desk_models import ObjectionAnswer
from ..models import Consolidation
from ..objections import load_objection_answers, load_objections
from .desk import lock_open


def answer_objection(
    consolidation: Consolidation,
    stance: Stance,
    text: str,
    *,
    facilitator: Person,
    seen: int,
    at: datetime,
) -> ObjectionAnswer:
    """Answer a reasoned objection to a section; an empty text takes the answer back. Return what was written.

    `seen`: id of the answer that the form was made from, 0 for none. NotFound: the objection is not this desk's, or
    was withdrawn. StaleBase: somebody answered it meanwhile. InvalidInput: there is nothing to take back.
    """
    lock_open(consolidation)
    db.session.refresh(stance, with_for_update=True)
    if stance not in load_objections(consolidation):
        raise NotFound(_l("This objection is no longer there: whoever made it has withdrawn it."))
    current = load_objection_answers(consolidation).get(stance.id)
    if seen != (current.id if current else 0):
        raise StaleBase(
            _l("Somebody answered this meanwhile. Look at it, then send yours again."), current=current
        )
    if not text.strip() and current is None:
        raise InvalidInput(_l("Write what you say to it: the author will read it."), field="text")
    row = ObjectionAnswer(
        narrative_id=consolidation.narrative_id,
        consolidation_id=consolidation.id,
        stance_id=stance.id,
        text=text.strip(),
        by_id=facilitator.id,
        at=at,
    )
    db.session.add(row)
    db.session.flush()
    log_event("objection-answered", stance, actor_id=facilitator.id)
    return row
