"""What holds for all that somebody sent: show less of it at once, claim it, take it along, take oneself out of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from consult.core.logs import Event, log_audit, log_event
from consult.core.removals import removing
from consult.people import erasing, leaving
from consult.people.guests import find_guest
from consult.people.models import Organisation, Person, RoleGrant
from consult.rules.permissions import Role
from consult.rules.states import is_lower

from ..models import Contribution, Stance
from ..reports import Report
from .emptying import empty_wordings

LEAST = ("region", "facilitators")
"""How little one act can leave: the region, or nothing but what facilitators read."""


def lower_everything(whose: Person | Organisation, visibility: str, *, actor: Person, at: datetime) -> int:
    """Show less of everything that a person sent, or that was sent from an organisation; return of how much.

    What shows as little already stays. Raises InvalidInput for a visibility that is not among LEAST.
    """
    if visibility not in LEAST:
        raise InvalidInput(_l("Choose how little is to be shown."), field="visibility")
    changed = 0
    for row in _all_of(whose):
        if not is_lower(visibility, row.visibility):
            continue
        kind = "stance" if isinstance(row, Stance) else "contribution"
        log_event(
            f"{kind}-visibility-lowered", row, actor_id=actor.id, before=row.visibility, after=visibility
        )
        row.visibility = visibility
        changed += 1
    log_audit(
        "everything-lowered",
        actor_id=actor.id,
        subject=whose.__tablename__,
        subject_id=whose.id,
        value=visibility,
    )
    return changed


def claim(code: str, person: Person, at: datetime) -> int:
    """Give a person what a guest sent, by the guest's code, which opens nothing afterwards; return how many.

    Raises InvalidInput for a code that does not fit, WrongState for one's own or without an e-mail address to go on.
    """
    account = find_guest(code)
    guest = account.person if account else None
    if account is None or guest is None:
        raise InvalidInput(_l("This code does not fit. It has twelve letters and digits."), field="code")
    if guest.id == person.id or person.account is None or not person.account.email:
        raise WrongState(_l("Sign in with your e-mail address first. Then claim what you sent by the code."))
    rows = _contributions(Contribution.person_id == guest.id)
    for row in rows:
        row.person_id, row.claimed_by_id = person.id, person.id
        log_event("contribution-claimed", row, actor_id=person.id)
    _move_stances(guest, person, at)
    _move_roles(guest, person, at)
    log_audit("guest-claimed", actor_id=person.id, subject="persons", subject_id=guest.id)
    erasing.erase(guest, actor=person, at=at)
    return len(rows)


def erase_everything(person: Person, *, actor: Person, at: datetime) -> None:
    """Erase a person: what they sent is withdrawn, without words and nobody's; all that was known of them goes.

    Words that a version has adopted stay, without the person. Raises WrongState for the last secretary.
    """
    with removing("person", actor_id=None, at=at):
        leaving.forget_everywhere(person, at)
        _forget_what_was_sent(person, actor, at)
        erasing.erase(person, actor=actor, at=at)


def _forget_what_was_sent(person: Person, actor: Person, at: datetime) -> None:
    rows = _contributions(Contribution.person_id == person.id)
    empty_wordings(rows)
    for row in rows:
        if row.status != "withdrawn":
            log_event("contribution-withdrawn", row, actor_id=actor.id, before=row.status, after="withdrawn")
            row.status, row.withdrawn_at = "withdrawn", at
        row.person_id = row.claimed_by_id = row.consent = None  # how they agreed may name them
        row.region_id = row.organisation_id = row.country = row.constituency = None
    db.session.execute(sa.delete(Report).where(Report.by_id == person.id))
    for stance in _stances(Stance.person_id == person.id):
        if stance.withdrawn_at is None:
            log_event("stance-withdrawn", stance, actor_id=actor.id, before=stance.position)
        stance.withdrawn_at = stance.withdrawn_at or at
        stance.visibility, stance.reason = "facilitators", ""
        stance.region_id = stance.organisation_id = stance.country = stance.constituency = None
    acts = sa.update(Event).where(
        Event.actor_id == person.id, Event.subject.in_(("contributions", "stances"))
    )
    db.session.execute(acts.values(actor_id=None), execution_options={"synchronize_session": False})


def what_is_known(person: Person) -> dict[str, Any]:
    """Return all that is stored of a person, as plain values for a file."""
    rows = _contributions(Contribution.person_id == person.id)
    return {
        **erasing.known_of(person),
        "contributions": [_contribution_known(row) for row in rows],
        "stances": [_stance_known(row) for row in _stances(Stance.person_id == person.id)],
        **leaving.known_elsewhere(person),
    }


def _contribution_known(row: Contribution) -> dict[str, Any]:
    names = (
        "public_id",
        "kind",
        "language",
        "status",
        "visibility",
        "voice",
        "channel",
        "consent",
        "disposition",
    )
    texts = [
        {
            "heading": text.heading,
            "body": text.body,
            "rationale": text.rationale,
            "at": text.created_at.isoformat(),
        }
        for text in row.texts
    ]
    return {
        **{name: getattr(row, name) for name in names},
        "consultation": row.consultation.title,
        "sent": row.submitted_at.isoformat() if row.submitted_at else None,
        "answer": row.disposition_reason,
        "choices": _chosen(row),
        "texts": texts,
    }


def _chosen(row: Contribution) -> list[str] | dict[str, str] | None:
    """Return the options chosen; of a matrix each with the statement that it answers."""
    if row.choices and row.question is not None and row.question.is_matrix:
        return dict(zip(row.question.statements, row.choices, strict=False))
    return row.choices


def _stance_known(row: Stance) -> dict[str, Any]:
    names = ("public_id", "position", "reason", "voice", "visibility")
    return {**{name: getattr(row, name) for name in names}, "taken": row.taken_at.isoformat()}


def _all_of(whose: Person | Organisation) -> Iterable[Contribution | Stance]:
    if isinstance(whose, Person):
        return [*_contributions(Contribution.person_id == whose.id), *_stances(Stance.person_id == whose.id)]
    return [
        *_contributions(Contribution.organisation_id == whose.id),
        *_stances(Stance.organisation_id == whose.id),
    ]


def _contributions(which: sa.ColumnElement[bool]) -> list[Contribution]:
    return list(db.session.scalars(sa.select(Contribution).where(which).order_by(Contribution.id)))


def _stances(which: sa.ColumnElement[bool]) -> list[Stance]:
    return list(db.session.scalars(sa.select(Stance).where(which).order_by(Stance.id)))


def _move_stances(guest: Person, person: Person, at: datetime) -> None:
    """Give stances to a person; where they have one of their own in the same voice, the guest's is withdrawn."""
    own = {_target(row) for row in _stances(Stance.person_id == person.id)}
    for row in _stances(Stance.person_id == guest.id):
        if _target(row) not in own:
            row.person_id = person.id
            log_event("stance-claimed", row, actor_id=person.id)
        elif row.withdrawn_at is None:
            row.withdrawn_at = at
            log_event("stance-withdrawn", row, actor_id=person.id, before=row.position)


def _target(row: Stance) -> tuple[int | None, int, int | None, str]:
    return row.contribution_id, row.consultation_id, row.section_id, row.voice


def _move_roles(guest: Person, person: Person, at: datetime) -> None:
    """Let a person take part where the guest did; no other role goes with a code."""
    held = sa.select(RoleGrant).where(
        RoleGrant.person_id == guest.id, RoleGrant.role == Role.PARTICIPANT, RoleGrant.ended_at.is_(None)
    )
    for grant in db.session.scalars(held):
        new = RoleGrant(
            person_id=person.id, role=grant.role, scope=grant.scope, scope_id=grant.scope_id, given_at=at
        )
        db.session.add(new)
        grant.ended_at = at
    db.session.flush()
