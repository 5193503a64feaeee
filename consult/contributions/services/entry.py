"""What a facilitator enters for somebody who cannot: from paper, a call, a voice message. With channel and consent."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from consult.consultations.at_hand import AnyConsultation
from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from consult.core.logs import log_audit, log_event
from consult.narratives.kept_texts import AnySection
from consult.people.guests import GuestFacts, add_guest, find_guest
from consult.people.models import Person
from consult.rules.states import CHANNELS

from ..models import Contribution
from .comments import submit_comment
from .sending import Sending
from .wordings import required_text


@dataclass(frozen=True)
class Entry:
    """What was said, how it came, and how its author agreed that it is entered. The code is of an earlier print-out."""

    body: str
    comment_kind: str
    sending: Sending
    channel: str
    consent: str
    guest: GuestFacts
    code: str = ""


def enter_on_behalf(
    consultation: AnyConsultation, section: AnySection | None, actor: Person, at: datetime, entry: Entry
) -> tuple[Contribution, str]:
    """Send a comment for somebody, on a section or on the text as a whole. Return it and their new code.

    The code is "" where they had one. The contribution is theirs: with the code they come in, change, withdraw and
    claim it. Raises InvalidInput for an unknown channel or code, or without consent; else as `submit_comment` does.
    """
    if entry.channel not in CHANNELS:
        raise InvalidInput(_l("Say how it came."), field="channel")
    consent = required_text(entry.consent, field="consent", message=_l("Say how the person agreed."))
    author, code = _author(entry, actor, at)
    row = submit_comment(
        consultation,
        section,
        author,
        at,
        body=entry.body,
        comment_kind=entry.comment_kind,
        sending=entry.sending,
    )
    row.entered_by_id, row.channel, row.consent = actor.id, entry.channel, consent
    db.session.flush()
    log_event("contribution-entered", row, actor_id=actor.id, after=entry.channel)
    log_audit("entered-on-behalf", actor_id=actor.id, subject="contributions", subject_id=row.id)
    return row, code


def _author(entry: Entry, actor: Person, at: datetime) -> tuple[Person, str]:
    if not entry.code:
        if not entry.guest.name:
            raise InvalidInput(_l("Give a name, or any other by which to call the person."), field="name")
        return add_guest(entry.guest, at, entered_by=actor)
    account = find_guest(entry.code)
    if account is None or account.person is None:
        raise InvalidInput(_l("This code does not fit. It has twelve letters and digits."), field="code")
    if account.person.id == actor.id:
        raise WrongState(_l("This is your own code. Write your contribution yourself."))
    return account.person, ""
