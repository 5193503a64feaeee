"""Agreed terms of a narrative in a language: kept, taken away, brought in from a table."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.core.logs import log_event
from consult.narratives.agreed_terms import AgreedTerm
from consult.narratives.models import Narrative
from consult.people.models import Person
from consult.text.terms import Term
from consult.text.units import one_line

MOST_TERMS = 2_000
LONGEST_TERM = 300
LONGEST_MEANING = 2_000
MOST_FORMS = 20


def keep_term(narrative: Narrative, language: str, given: Term, *, actor: Person, at: datetime) -> AgreedTerm:
    """Agree on a term; one with the same words gets the new meaning and forms to avoid.

    Raises InvalidInput where there is no term, or where there are too many.
    """
    term = _tidied(given)
    if not term.term:
        raise InvalidInput(_l("Please fill this in."), field="term")
    same = (AgreedTerm.narrative_id == narrative.id, AgreedTerm.language == language)
    row = db.session.scalars(
        sa.select(AgreedTerm).where(*same, AgreedTerm.source == term.source, AgreedTerm.term == term.term)
    ).first()
    if row is None:
        if (db.session.scalar(sa.select(sa.func.count(AgreedTerm.id)).where(*same)) or 0) >= MOST_TERMS:
            raise InvalidInput(_l("There are too many terms already."), field="term")
        row = AgreedTerm(narrative_id=narrative.id, language=language, source=term.source, term=term.term)
        db.session.add(row)
    row.meaning, row.avoid, row.changed_by_id, row.changed_at = term.meaning, list(term.avoid), actor.id, at
    db.session.flush()
    log_event("term-agreed", row, actor_id=actor.id)
    return row


def keep_terms(
    narrative: Narrative, language: str, given: Iterable[Term], *, actor: Person, at: datetime
) -> int:
    """Agree on many terms; return how many there were."""
    return sum(bool(keep_term(narrative, language, term, actor=actor, at=at)) for term in given)


def remove_term(row: AgreedTerm, *, actor: Person) -> None:
    """Take a term away."""
    log_event("term-removed", row, actor_id=actor.id)
    db.session.delete(row)
    db.session.flush()


def _tidied(given: Term) -> Term:
    forms = tuple(form for one in given.avoid if (form := one_line(one)[:LONGEST_TERM]))
    return Term(
        one_line(given.source)[:LONGEST_TERM],
        one_line(given.term)[:LONGEST_TERM],
        forms[:MOST_FORMS],
        one_line(given.meaning)[:LONGEST_MEANING],
    )
