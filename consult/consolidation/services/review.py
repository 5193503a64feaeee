"""The working group's look before publication: a link to read with, comments on decisions, named reviewers."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from consult.core.database import db
from consult.core.errors import InvalidInput, NotAllowed, NotFound, StaleBase
from consult.core.logs import log_event
from consult.narratives.models import Section
from consult.people.models import Person

from ..draft import digest_of, outcome_on_draft
from ..models import Consolidation
from ..overview import DeskWork
from ..review_models import DecisionComment, DraftLink, Reviewer
from ..work import SectionWork
from .decisions import find_group
from .desk import lock_open
from .letters import write_review_letter


def make_draft_link(consolidation: Consolidation, facilitator: Person, at: datetime) -> DraftLink:
    """Make a new key to the draft; the one before stops working. It ends with the desk."""
    lock_open(consolidation)
    end_draft_link(consolidation, at)
    row = DraftLink(consolidation=consolidation, made_by_id=facilitator.id, made_at=at)
    db.session.add(row)
    db.session.flush()
    log_event("draft-link-made", consolidation, actor_id=facilitator.id)
    return row


def end_draft_link(consolidation: Consolidation, at: datetime) -> None:
    """Let the present key open nothing from now on."""
    row = draft_link(consolidation)
    if row is not None:
        row.ended_at = at
        db.session.flush()


def draft_link(consolidation: Consolidation) -> DraftLink | None:
    """Return the key that is valid now, or None."""
    return db.session.scalar(
        sa.select(DraftLink).where(
            DraftLink.consolidation_id == consolidation.id, DraftLink.ended_at.is_(None)
        )
    )


def consolidation_by_key(key: str) -> Consolidation:
    """Return the open consolidation that a key leads to; NotFound for a key that is wrong or over."""
    row = db.session.scalar(
        sa.select(DraftLink).where(DraftLink.key == key).options(joinedload(DraftLink.consolidation))
    )
    if row is None or not row.is_valid:
        raise NotFound
    return row.consolidation


def comment_on_draft(
    consolidation: Consolidation,
    section: Section | None,
    body: str,
    member: Person,
    at: datetime,
    group_key: str | None = None,
) -> DecisionComment:
    """Say something to the decisions on a section, to one of them, or to the draft as a whole; return it."""
    lock_open(consolidation)
    if not body.strip():
        raise InvalidInput(_l("Please fill this in."), field="body")
    row = DecisionComment(
        narrative_id=consolidation.narrative_id,
        consolidation_id=consolidation.id,
        section=section,
        group_key=group_key,
        body=body,
        by=member,
        at=at,
    )
    db.session.add(row)
    db.session.flush()
    log_event("draft-commented", consolidation, actor_id=member.id)
    return row


def comment_on_decision(
    work: SectionWork, key: str, body: str, member: Person, at: datetime
) -> DecisionComment:
    """Say something to one decision; return it. NotFound: the draft shows no such decision."""
    outcome, _seen = outcome_on_draft(find_group(work, key))
    if not outcome:
        raise NotFound
    return comment_on_draft(work.material.consolidation, work.section, body, member, at, key)


def comments_on(consolidation: Consolidation) -> list[DecisionComment]:
    """Return what was said to the decisions, the oldest first; nothing is left of those who were erased."""
    rows = db.session.scalars(
        sa.select(DecisionComment)
        .where(DecisionComment.consolidation_id == consolidation.id, DecisionComment.body != "")
        .options(joinedload(DecisionComment.by), joinedload(DecisionComment.section))
        .order_by(DecisionComment.id)
    )
    return list(rows)


def name_reviewer(
    consolidation: Consolidation,
    person: Person,
    facilitator: Person,
    at: datetime,
    address_of: Callable[[str], str],
) -> Reviewer:
    """Ask a person to approve the draft, by a letter: from now on it is not published without them.

    Asking somebody who is asked already changes nothing. `address_of`: the address of the draft in a language.
    """
    lock_open(consolidation)
    row = db.session.get(Reviewer, (consolidation.id, person.id))
    if row is not None and row.released_at is None:
        return row
    if row is None:
        row = Reviewer(consolidation_id=consolidation.id, person=person)
        db.session.add(row)
    # Also of somebody who was let go before: whoever asks now is told of what becomes of it.
    row.named_by, row.named_at, row.released_at = facilitator, at, None
    db.session.flush()
    log_event("reviewer-named", consolidation, actor_id=facilitator.id)
    write_review_letter(person, "asked", address_of)
    return row


def release_reviewer(consolidation: Consolidation, person: Person, facilitator: Person, at: datetime) -> None:
    """Ask a person no longer. NotFound: they were not asked."""
    lock_open(consolidation)
    _reviewer(consolidation, person).released_at = at
    log_event("reviewer-released", consolidation, actor_id=facilitator.id)


def approve_draft(desk: DeskWork, person: Person, seen: str, at: datetime) -> Reviewer:
    """Approve the draft as it is. NotAllowed: not a named reviewer. StaleBase: it changed since it was looked at."""
    consolidation = desk.material.consolidation
    lock_open(consolidation)
    try:
        row = _reviewer(consolidation, person)
    except NotFound:
        raise NotAllowed(_l("Only the named reviewers approve this draft.")) from None
    digest = digest_of(desk)
    if seen != digest:
        raise StaleBase(_l("The draft has changed meanwhile. Look at it again, then approve it."))
    row.approved_draft, row.approved_at = digest, at
    row.compared_at = row.told_at = None
    log_event("draft-approved", consolidation, actor_id=person.id)
    return row


def withdraw_approval(
    consolidation: Consolidation, person: Person, address_of: Callable[[str], str]
) -> Reviewer:
    """Withdraw one's own approval; whoever asked for it gets a letter. NotFound: there is none.

    `address_of`: the address of the page about reviewers in a language.
    """
    lock_open(consolidation)
    row = _reviewer(consolidation, person)
    if row.approved_draft is None:
        raise NotFound
    row.approved_draft = row.approved_at = None
    log_event("approval-withdrawn", consolidation, actor_id=person.id)
    write_review_letter(row.named_by, "withdrawn", address_of)
    return row


def reviewers_of(consolidation: Consolidation) -> list[Reviewer]:
    """Return the people who are asked, in the order in which they were named."""
    rows = db.session.scalars(
        sa.select(Reviewer)
        .where(Reviewer.consolidation_id == consolidation.id, Reviewer.released_at.is_(None))
        .options(joinedload(Reviewer.person))
        .order_by(Reviewer.named_at, Reviewer.person_id)
    )
    return list(rows)


def missing_reviewers(desk: DeskWork) -> list[Reviewer]:
    """Return who has not approved the draft as it is now."""
    asked = reviewers_of(desk.material.consolidation)
    digest = digest_of(desk) if asked else ""
    return [row for row in asked if row.approved_draft != digest]


def _reviewer(consolidation: Consolidation, person: Person) -> Reviewer:
    row = db.session.get(Reviewer, (consolidation.id, person.id))
    if row is None or row.released_at is not None:
        raise NotFound
    return row
