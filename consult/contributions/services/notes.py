"""What was said in a meeting or a call, entered from its notes: many contributions at once, or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.consultations.at_hand import AnyConsultation
from consult.core.database import db, hold_name
from consult.core.errors import InvalidInput, NotFound, WrongState
from consult.core.logs import AuditEntry, log_audit, log_event
from consult.narratives.kept_texts import AnySection
from consult.people.models import Person

from ..models import Contribution
from .entry import Entry, enter_on_behalf

MOST_NOTES = 100


@dataclass(frozen=True)
class Said:
    """One thing that was said, and the section that it is about; None for the text as a whole."""

    section: AnySection | None
    entry: Entry


@dataclass(frozen=True)
class Entered:
    """A contribution that was entered, and the new code of its author: "" where they got one with an earlier one."""

    row: Contribution
    name: str
    body: str
    code: str


def enter_notes(
    consultation: AnyConsultation, actor: Person, at: datetime, said: Sequence[Said], once: str
) -> list[Entered]:
    """Enter what was said, each as `enter_on_behalf` does; who said several things is one author with one code.

    `once` is a random word of the page that sends it: a second time with the same word raises WrongState. Raises
    InvalidInput for none or more than a hundred; what one of them is refused for names it: `details["place"]`, from 0.
    """
    _check_first_time(consultation, once)
    if not 0 < len(said) <= MOST_NOTES:
        raise InvalidInput(_l("Take between one and a hundred contributions at once."))
    codes: dict[tuple[str, ...], str] = {}
    found = []
    for place, one in enumerate(said):
        guest = one.entry.guest
        author = (guest.name.casefold(), guest.organisation.casefold(), guest.region_code)
        entry = replace(one.entry, code=codes.get(author, ""))
        try:
            row, code = enter_on_behalf(consultation, one.section, actor, at, entry)
        except InvalidInput as error:
            raise InvalidInput(error.message, **{**error.details, "place": place}) from None
        codes.setdefault(author, code)
        found.append(Entered(row, guest.name, entry.body, code))
    log_audit(
        "notes-entered", actor_id=actor.id, subject="consultations", subject_id=consultation.id, value=once
    )
    return found


def take_notes_back(consultation: AnyConsultation, key: str, actor: Person, at: datetime) -> int:
    """Withdraw what somebody entered in one act; return how much of it others have taken up since, and so stays.

    `key`: the public id of one of them. It stays where its author has claimed or changed it, or where it is answered.
    NotFound: the actor entered nothing of that name. WrongState: all of it was taken back already.
    """
    mine = (
        Contribution.consultation_id == consultation.id,
        Contribution.entered_by_id == actor.id,
        Contribution.channel == "meeting",
    )
    moment = db.session.scalar(
        sa.select(Contribution.submitted_at).where(*mine, Contribution.public_id == key)
    )
    if moment is None:
        raise NotFound
    rows = db.session.scalars(
        sa.select(Contribution)
        .where(*mine, Contribution.submitted_at == moment, Contribution.status == "submitted")
        .order_by(Contribution.id)
        .with_for_update()
    ).all()
    if not rows:
        raise WrongState(_l("This was taken back already."))
    free = [
        row for row in rows if row.claimed_by_id is None and row.disposition is None and row.text_number == 1
    ]
    for row in free:
        log_event("contribution-withdrawn", row, actor_id=actor.id, before=row.status, after="withdrawn")
        row.status, row.withdrawn_at = "withdrawn", at
    db.session.flush()
    return len(rows) - len(free)


def _check_first_time(consultation: AnyConsultation, once: str) -> None:
    """Raise WrongState when this page was sent before. Of two at once, the second waits for the first."""
    hold_name("audit")
    sent = sa.select(AuditEntry.id).where(
        AuditEntry.kind == "notes-entered",
        AuditEntry.subject_id == consultation.id,
        AuditEntry.value == once,
    )
    if db.session.scalar(sent.limit(1)) is not None:
        raise WrongState(_l("These notes were sent already: what they say is with the contributions, once."))
