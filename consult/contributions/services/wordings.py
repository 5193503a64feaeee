"""The wordings of a contribution: each is a row of its own, so that nothing is overwritten."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.consultations.at_hand import AnyConsultation
from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.core.logs import log_event
from consult.core.search_index import add_to_index, put_into_index
from consult.narratives.kept_texts import AnySection, KeptPlace, KeptText, kept_places
from consult.narratives.models import SectionText
from consult.people.at_hand import AnyPerson
from consult.text import normalise

from ..models import Contribution, ContributionText
from ..searchable import wording as findable
from .sending import Sending, arrives_late, origin_columns


def base_place(consultation: AnyConsultation, section: AnySection) -> KeptPlace:
    """Return where a section stands in the consultation's base revision. Raises InvalidInput when it does not."""
    for place in kept_places(consultation.base_revision):
        if place.section_id == section.id:
            return place
    raise InvalidInput(
        _l("This section is not part of the version that is being discussed."), field="section"
    )


def kept_text(text: str, *, field: str) -> str:
    """Return a text in the form in which it is kept. Raises InvalidInput naming the field when it cannot be."""
    try:
        return normalise(text)
    except ValueError:
        raise InvalidInput(_l("This text holds a sign that cannot be stored."), field=field) from None


def kept_line(text: str, *, field: str) -> str:
    """Return one line in the form in which it is kept: as `kept_text`, and white space collapsed."""
    return " ".join(kept_text(text, field=field).split())


def required_text(text: str, *, field: str, message: object) -> str:
    """Return a text in the form in which it is kept; an empty one is refused with the message."""
    kept = kept_text(text, field=field)
    if not kept:
        raise InvalidInput(message, field=field)
    return kept


def send_new(
    row: Contribution,
    consultation: AnyConsultation,
    actor: AnyPerson,
    at: datetime,
    sending: Sending,
    **wording: Any,
) -> None:
    """Add a contribution as submitted, or as late after closing, with its first wording; log it."""
    row.is_late = arrives_late(consultation, at)
    row.status, row.submitted_at = "submitted", at
    keep_new(row, consultation, actor, at, sending, **wording)
    log_event("contribution-submitted", row, actor_id=actor.id, after="late" if row.is_late else "submitted")


def keep_new(
    row: Contribution,
    consultation: AnyConsultation,
    actor: AnyPerson,
    at: datetime,
    sending: Sending,
    **wording: Any,
) -> None:
    """Add a contribution of any status with its first wording."""
    row.consultation_id, row.narrative_id = consultation.id, consultation.narrative_id
    row.language, row.created_at, row.text_number = sending.language, at, 1
    for column, value in origin_columns(actor, sending, at).items():
        setattr(row, column, value)
    db.session.add(row)
    _store(row, at, consultation.base_revision_id, **wording)


def add_wording(row: Contribution, at: datetime, **wording: Any) -> ContributionText:
    """Append a wording to a contribution, against a base, make it the current one and return it."""
    row.text_number = len(row.texts) + 1
    _store(row, at, row.consultation.base_revision_id, **wording)
    db.session.expire(row, ["text", "texts"])
    return row.text


_WORDING = sa.insert(ContributionText)


def _store(
    row: Contribution,
    at: datetime,
    revision_id: int,
    *,
    base: SectionText | KeptText | None = None,
    body: str = "",
    heading: str = "",
    rationale: str = "",
) -> None:
    """Write a contribution's row, then its wording: straight into the table, since it never changes there."""
    db.session.flush()
    db.session.connection().execute(
        _WORDING,
        {
            "contribution_id": row.id,
            "number": row.text_number,
            "heading": heading,
            "body": body,
            "rationale": rationale,
            "base_text_id": base.id if base else None,
            "revision_id": revision_id,
            "created_at": at,
        },
    )
    found = findable(row, base, heading, body, rationale)
    if row.text_number == 1:
        add_to_index([found])
    else:
        put_into_index(found)
