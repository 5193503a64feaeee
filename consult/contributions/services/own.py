"""What authors do with their own contributions: edit, send a draft, withdraw, lower how it is shown."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from consult.core.errors import InvalidInput, NotAllowed, WrongState
from consult.core.logs import log_event
from consult.people.at_hand import AnyPerson
from consult.rules.states import STATUS_TRANSITIONS, VISIBILITIES, is_lower, may_follow

from ..hunks import store_hunks
from ..models import Contribution
from .amendments import added_wording, check_changed, check_still_changed, proposed_wording
from .sending import Sending, arrives_late, origin_columns
from .structure import check_reasoned
from .wordings import add_wording, kept_text, required_text


@dataclass(frozen=True)
class Edit:
    """What an edit sets. None leaves a thing as it was."""

    body: str | None = None
    heading: str | None = None
    rationale: str | None = None
    comment_kind: str | None = None
    choices: list[str] | None = None
    language: str | None = None
    sending: Sending | None = None  # drafts only: what was sent can only be shown less


def edit_contribution(row: Contribution, actor: AnyPerson, at: datetime, edit: Edit) -> Contribution:
    """Give a contribution a further wording; the earlier ones stay. Return it.

    Raises NotAllowed for somebody else's, WrongState when it is withdrawn or answered or (unless it is a draft) the
    consultation is no longer open, InvalidInput for what could not have been sent either.
    """
    _check_own(row, actor)
    _check_editable(row, at)
    heading, body, rationale = _next_wording(row, edit)
    if edit.choices is not None and edit.choices != row.choices:
        row.choices = edit.choices
    if edit.sending is not None and row.status == "draft":
        _choose_anew(row, actor, at, edit.sending)
    row.comment_kind = edit.comment_kind or row.comment_kind
    row.language = edit.language or row.language
    base = row.text.base_text
    text = add_wording(row, at, base=base, heading=heading, body=body, rationale=rationale)
    if row.kind == "amendment" and row.operation == "reword" and row.status == "submitted":
        store_hunks(row, text)
    log_event("contribution-edited", row, actor_id=actor.id, after=str(text.number))
    return row


def _next_wording(row: Contribution, edit: Edit) -> tuple[str, str, str]:
    """Return heading, body and rationale of the next wording, checked as a new contribution's would be."""
    now_text = row.text
    heading = now_text.heading if edit.heading is None else edit.heading
    body = now_text.body if edit.body is None else edit.body
    rationale = kept_text(now_text.rationale if edit.rationale is None else edit.rationale, field="rationale")
    if row.kind == "amendment":
        check_reasoned(row.operation, rationale)
        wording = _next_proposal(row, heading, body)
        return wording["heading"], wording["body"], rationale
    if row.kind == "answer" and row.choices:
        return "", kept_text(body, field="body"), ""
    return "", required_text(body, field="body", message=_l("Write something before you send it.")), ""


def _next_proposal(row: Contribution, heading: str, body: str) -> dict[str, str]:
    """Return heading and body that an amendment proposes next; a removal or a move proposes none."""
    if row.operation == "add":
        return added_wording(heading, body)
    base = row.text.base_text
    if row.operation != "reword" or base is None:
        return {"heading": "", "body": ""}
    wording = proposed_wording(base, heading, body)
    if row.status == "submitted":
        check_changed(base, wording)
    return wording


def submit_draft(row: Contribution, actor: AnyPerson, at: datetime) -> Contribution:
    """Send a draft amendment; late after closing. Raises as `submit_amendment` does. Return it."""
    _check_own(row, actor)
    if not may_follow(STATUS_TRANSITIONS, row.status, "submitted"):
        raise WrongState(_l("This has been sent already, or was withdrawn."))
    row.is_late = arrives_late(row.consultation, at)
    check_still_changed(row)
    spoke_for = row.organisation if row.voice == "organisation" else None
    _choose_anew(row, actor, at, Sending(row.visibility, row.voice, row.language, spoke_for))
    row.status, row.submitted_at = "submitted", at
    store_hunks(row, row.text)
    log_event(
        "contribution-submitted",
        row,
        actor_id=actor.id,
        before="draft",
        after="late" if row.is_late else "submitted",
    )
    return row


def withdraw(row: Contribution, actor: AnyPerson, at: datetime) -> None:
    """Withdraw a contribution, at any time. Its name and display go; words that a revision adopted stay."""
    _check_own(row, actor)
    if not may_follow(STATUS_TRANSITIONS, row.status, "withdrawn"):
        raise WrongState(_l("This has been withdrawn already."))
    log_event("contribution-withdrawn", row, actor_id=actor.id, before=row.status, after="withdrawn")
    row.status, row.withdrawn_at = "withdrawn", at


def lower_visibility(row: Contribution, actor: AnyPerson, at: datetime, visibility: str) -> None:
    """Show less of a contribution or its author from now on, at any time. Raises InvalidInput for more or equal."""
    _check_own(row, actor)
    if visibility not in VISIBILITIES or not is_lower(visibility, row.visibility):
        raise InvalidInput(_l("Choose one that shows less than now."), field="visibility")
    log_event(
        "contribution-visibility-lowered", row, actor_id=actor.id, before=row.visibility, after=visibility
    )
    row.visibility = visibility


def _choose_anew(row: Contribution, actor: AnyPerson, at: datetime, sending: Sending) -> None:
    """Copy voice, visibility, region and organisation as they are now."""
    for column, value in origin_columns(actor, sending, at).items():
        setattr(row, column, value)


def _check_own(row: Contribution, actor: AnyPerson) -> None:
    if row.person_id != actor.id:
        raise NotAllowed(_l("Only its author can do this."))


def _check_editable(row: Contribution, at: datetime) -> None:
    if row.status == "withdrawn":
        raise WrongState(_l("This was withdrawn. You can write a new one."))
    if row.disposition is not None:
        raise WrongState(_l("This has been answered and is kept as it was answered."))
    if row.status != "draft" and not row.consultation.is_open(at):
        raise WrongState(
            _l("This consultation is closed. What was sent is kept as it is; you can withdraw it.")
        )
