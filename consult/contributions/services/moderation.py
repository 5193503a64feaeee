"""What facilitators do with others' contributions: hide, show again, admit a late one. Each with a reason."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from consult.core.errors import WrongState
from consult.core.logs import log_audit, log_event
from consult.people.models import Person

from ..models import Contribution
from .wordings import kept_text, required_text


def hide(row: Contribution, actor: Person, at: datetime, *, reason: str, note: str = "") -> None:
    """Hide a contribution. Everybody reads that it is hidden and the reason; the note is for moderators only.

    Raises WrongState when it is a draft, withdrawn or hidden already; InvalidInput without a reason.
    """
    check_can_be_hidden(row)
    row.hidden_reason = required_text(
        reason, field="reason", message=_l("Give the reason that everybody will read.")
    )
    row.hidden_note = kept_text(note, field="note") or None
    row.hidden_at = at
    log_event("contribution-hidden", row, actor_id=actor.id, after="hidden")


def show_again(row: Contribution, actor: Person, at: datetime) -> None:
    """Take back that a contribution was hidden; the reasons go, the event log keeps that it was."""
    if row.hidden_at is None:
        raise WrongState(_l("This is not hidden."))
    row.hidden_at = row.hidden_reason = row.hidden_note = None
    log_event("contribution-shown-again", row, actor_id=actor.id, before="hidden")


def admit_late(row: Contribution, actor: Person, at: datetime, *, reason: str) -> None:
    """Let a late contribution count like the others, with a reason. Raises WrongState unless it waits for that."""
    check_waits(row)
    row.admitted_reason = required_text(reason, field="reason", message=_l("Say why it is admitted."))
    row.admitted_at, row.admitted_by_id = at, actor.id
    log_event("contribution-admitted", row, actor_id=actor.id, before="late", after="admitted")


def look_behind(row: Contribution, actor: Person, at: datetime, *, reason: str) -> Person:
    """Return the person behind a contribution, for a reason that concerns them; the look is logged by ids alone.

    Raises InvalidInput without a reason, WrongState where nobody stands behind it any more.
    """
    required_text(reason, field="reason", message=_l("Say why you need to know."))
    if row.person is None or row.person.is_stand_in:
        raise WrongState(_l("Nobody can be found behind this any more."))
    log_audit("identity-looked-at", actor_id=actor.id, subject="persons", subject_id=row.person.id)
    return row.person


def check_can_be_hidden(row: Contribution) -> None:
    """Raise WrongState when a contribution is a draft, withdrawn or hidden already."""
    if row.status != "submitted" or row.hidden_at is not None:
        raise WrongState(_l("This is hidden or withdrawn already."))


def check_waits(row: Contribution) -> None:
    """Raise WrongState unless a contribution is late and waits to be admitted."""
    if row.status != "submitted" or not row.is_late or row.admitted_at is not None:
        raise WrongState(_l("This does not wait to be admitted."))
