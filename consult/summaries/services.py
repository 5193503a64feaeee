"""Verbs: an author agrees to be quoted in reports, or takes that back."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.contributions.models import Contribution
from consult.contributions.queries import counts_for_everybody
from consult.core.database import db
from consult.core.errors import WrongState
from consult.core.logs import log_event
from consult.people.models import Person
from consult.rules.disclosure import counts_for_all

from .models import QuoteConsent


def allow_quoting(row: Contribution, actor: Person, at: datetime) -> QuoteConsent:
    """Let the present wording of one's own contribution be quoted in reports; the author as they are shown.

    Raises WrongState where not everybody who reads the consultation may read it.
    """
    if not can_be_quoted(row):
        raise WrongState(_l("Only what the other participants may read can be quoted."))
    consent = db.session.get(QuoteConsent, row.id)
    if consent is None:
        consent = QuoteConsent(contribution_id=row.id, text_number=row.text_number, given_at=at)
        db.session.add(consent)
    consent.text_number, consent.given_at = row.text_number, at
    log_event("quoting-allowed", row, actor_id=actor.id, after=str(row.text_number))
    return consent


def can_be_quoted(row: Contribution) -> bool:
    """Say whether everybody who reads the consultation may read it."""
    waits = row.is_late and row.admitted_at is None
    return counts_for_all(row.visibility, row.status, is_hidden=row.hidden_at is not None, waits=waits)


def refuse_quoting(row: Contribution, actor: Person, at: datetime) -> None:
    """Take the consent back, at any time; without consent nothing happens."""
    consent = db.session.get(QuoteConsent, row.id)
    if consent is not None:
        db.session.delete(consent)
        log_event("quoting-refused", row, actor_id=actor.id, before=str(consent.text_number))


def is_quotable(row: Contribution) -> bool:
    """Say whether the author agreed that the present wording is quoted."""
    consent = db.session.get(QuoteConsent, row.id)
    return consent is not None and consent.text_number == row.text_number


def quotable(consultation_ids: list[int]) -> list[Contribution]:
    """Return what may be quoted, in order of arrival: agreed to by an author who is still there, for these words."""
    rows = db.session.scalars(
        sa.select(Contribution)
        .join(QuoteConsent, QuoteConsent.contribution_id == Contribution.id)
        .where(
            Contribution.id.in_(sa.select(QuoteConsent.contribution_id)),
            Contribution.consultation_id.in_(consultation_ids),
            Contribution.person_id.is_not(None),
            QuoteConsent.text_number == Contribution.text_number,
            *counts_for_everybody(),
        )
        .order_by(Contribution.submitted_at, Contribution.id)
    )
    return list(rows)
