"""Amendments: other words for a section, or a section added, removed or moved; always against the base revision."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from consult.consultations.at_hand import AnyConsultation
from consult.core.errors import InvalidInput, WrongState
from consult.core.logs import log_event
from consult.narratives.kept_texts import AnySection, KeptText
from consult.narratives.models import SectionText
from consult.people.at_hand import AnyPerson

from ..hunks import store_hunks
from ..models import Amendment, Contribution
from .sending import Sending, arrives_late
from .structure import check_structure
from .wordings import base_place, keep_new, kept_line, kept_text, send_new

SAME_AS_BASE = _l(
    "Nothing is changed yet: this is the text as it stands. Change the words that you would change."
)
NO_HEADING = _l("A section needs a heading.")


def submit_amendment(
    consultation: AnyConsultation,
    section: AnySection,
    actor: AnyPerson,
    at: datetime,
    *,
    heading: str,
    body: str,
    sending: Sending,
    rationale: str = "",
    edition: KeptText | None = None,
) -> Amendment:
    """Propose other words for a section of the base revision; return the amendment, its hunks stored.

    `edition`: the section's text in another language, where the words are proposed for that. Raises WrongState before
    opening, InvalidInput when nothing is changed or the heading is empty.
    """
    base = edition or base_place(consultation, section).text
    wording = proposed_wording(base, heading, body)
    check_changed(base, wording)
    row = Amendment(section_id=section.id, operation="reword")
    why = kept_text(rationale, field="rationale")
    send_new(row, consultation, actor, at, sending, **wording, rationale=why, base=base)
    store_hunks(row, row.text)
    return row


def save_draft_amendment(
    consultation: AnyConsultation,
    section: AnySection,
    actor: AnyPerson,
    at: datetime,
    *,
    heading: str,
    body: str,
    sending: Sending,
    rationale: str = "",
    edition: KeptText | None = None,
) -> Amendment:
    """Keep an amendment that only its author sees until it is sent; return it. It may still equal the base."""
    arrives_late(consultation, at)
    base = edition or base_place(consultation, section).text
    row = Amendment(section_id=section.id, operation="reword", status="draft")
    wording = proposed_wording(base, heading, body)
    why = kept_text(rationale, field="rationale")
    keep_new(row, consultation, actor, at, sending, **wording, rationale=why, base=base)
    log_event("contribution-drafted", row, actor_id=actor.id, after="draft")
    return row


def proposed_wording(base: SectionText | KeptText, heading: str, body: str) -> dict[str, str]:
    """Return heading and body in the form in which they are kept; a heading left alone stays exactly as it is."""
    line = kept_line(heading, field="heading")
    if line == kept_line(base.heading, field="heading"):
        line = base.heading
    return {"heading": line, "body": kept_text(body, field="body")}


def check_changed(base: SectionText | KeptText, wording: dict[str, str]) -> None:
    """Raise InvalidInput when the wording has no heading or is the base's own."""
    if not wording["heading"] and base.heading:
        raise InvalidInput(NO_HEADING, field="heading")
    same_body = wording["body"] == kept_text(base.body, field="body")
    if wording["heading"] == base.heading and same_body:
        raise InvalidInput(SAME_AS_BASE, field="body")


def propose_section(
    consultation: AnyConsultation,
    actor: AnyPerson,
    at: datetime,
    *,
    operation: str,
    sending: Sending,
    section: AnySection | None = None,
    after: AnySection | None = None,
    depth: int | None = None,
    heading: str = "",
    body: str = "",
    rationale: str = "",
) -> Amendment:
    """Propose to add, remove or move a section; return the amendment.

    add: heading, body, `after` (None: first) and depth (1 to 3); remove: `section`; move: `section`, `after`, depth.
    A removal needs a rationale. Raises WrongState before opening, InvalidInput for what makes no change.
    """
    why = kept_text(rationale, field="rationale")
    check_structure(consultation, operation, section, after, depth, why)
    wording = {"heading": "", "body": ""}
    if operation == "add":
        wording = added_wording(heading, body)
    row = Amendment(
        section_id=section.id if section else None,
        operation=operation,
        after_section_id=after.id if after else None,
        depth=depth,
    )
    base = base_place(consultation, section).text if section else None
    send_new(row, consultation, actor, at, sending, **wording, rationale=why, base=base)
    return row


def added_wording(heading: str, body: str) -> dict[str, str]:
    """Return heading and body of a section that is to be added, as they are kept; it needs a heading."""
    wording = {"heading": kept_line(heading, field="heading"), "body": kept_text(body, field="body")}
    if not wording["heading"]:
        raise InvalidInput(NO_HEADING, field="heading")
    return wording


def check_still_changed(row: Contribution) -> None:
    """Raise when a draft cannot be sent: it equals its base, or it is not the rewording of a section."""
    if row.text.base_text is None:
        raise WrongState(_l("This proposed change has no text to stand against."))
    check_changed(row.text.base_text, {"heading": row.text.heading, "body": row.text.body})
