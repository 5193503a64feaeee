"""What the merge desk keeps of a person beside what they sent: words that go when they leave, theirs to see."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from consult.contributions.hunks import group_key
from consult.contributions.models import Contribution, ContributionText, Stance, StoredHunk
from consult.contributions.services.emptying import is_adopted
from consult.core.database import db
from consult.people.models import Person
from consult.text import Hunk

from ..adoption_models import AdoptionObjection, LastLook
from ..desk_models import DeskPresence, InternalNote, SavedFilter, SectionAssignment
from ..models import Decision, DecisionChange
from ..release_models import ReleasedAnswer
from ..reservation_models import Reservation
from ..review_models import DecisionComment, Reviewer


def forget(person: Person, at: datetime) -> None:
    """Take out the words of somebody who leaves: replies to answers, objections to an adoption, reservations, notes.

    That they agreed or objected stays, since others decided on it; nobody is asked to wait for them any more.
    """
    for reply in _replies(person):
        reply.words = ""
    for objection in _objections(person):
        objection.reason = ""
    for reservation in _reservations(person):
        reservation.reason = reservation.answer = ""
        reservation.withdrawn_at = reservation.withdrawn_at or at
    for note in _notes(person):
        note.body, note.removed_at = "", note.removed_at or at
    for model in (LastLook, DeskPresence, SectionAssignment, SavedFilter):
        db.session.execute(sa.delete(model).where(model.person_id == person.id))  # type: ignore[attr-defined]
    _empty_copies(person)
    awaited = sa.update(Reviewer).where(Reviewer.person_id == person.id, Reviewer.released_at.is_(None))
    db.session.execute(awaited.values(released_at=at))
    db.session.flush()


def _empty_copies(person: Person) -> None:
    """Take out what a person said to decisions, and the copies in decisions of what they alone had asked for."""
    comments = DecisionComment.__table__
    said = sa.update(comments).where(comments.c.by_id == person.id)  # type: ignore[arg-type]
    db.session.execute(said.values(body=""))
    for key, hunk in _changes_of_one(person).items():
        for table in (Decision.__table__, DecisionChange.__table__):
            copies = sa.update(table).where(table.c.group_key == key)  # type: ignore[arg-type]
            db.session.execute(copies.values(new="", group_key=group_key(hunk)))


def _changes_of_one(person: Person) -> dict[str, Hunk]:
    """Return what is left of the changes that a person alone proposed and that no version adopted, by their keys."""
    asked = (
        sa.select(StoredHunk, Contribution)
        .join(ContributionText, ContributionText.id == StoredHunk.text_id)
        .join(Contribution, Contribution.id == ContributionText.contribution_id)
    )
    own = db.session.execute(asked.where(Contribution.person_id == person.id)).all()
    found = {one.group_key: Hunk(one.start, one.end, "") for one, row in own if not is_adopted(row)}
    others = sa.or_(Contribution.person_id.is_(None), Contribution.person_id != person.id)
    shared = asked.where(StoredHunk.group_key.in_(found), others).with_only_columns(StoredHunk.group_key)
    kept = {*db.session.scalars(shared), *(one.group_key for one, row in own if is_adopted(row))}
    return {key: hunk for key, hunk in found.items() if key not in kept}


def known(person: Person) -> dict[str, Any]:
    """Return these words as plain values."""
    return {
        "replies_to_answers": [{"reply": row.reply, "words": row.words} for row in _replies(person)],
        "objections_to_adoptions": [
            {"reason": row.reason, "at": row.at.isoformat()} for row in _objections(person)
        ],
        "reservations": [{"reason": row.reason, "answer": row.answer} for row in _reservations(person)],
        "notes": [{"body": row.body, "at": row.at.isoformat()} for row in _notes(person)],
        "saved_filters": [{"name": row.name, "query": row.query} for row in _filters(person)],
    }


def _replies(person: Person) -> list[ReleasedAnswer]:
    mine = sa.select(ReleasedAnswer).join(Contribution).where(Contribution.person_id == person.id)
    return list(db.session.scalars(mine.where(ReleasedAnswer.reply.is_not(None)).order_by(ReleasedAnswer.id)))


def _objections(person: Person) -> list[AdoptionObjection]:
    mine = sa.select(AdoptionObjection).where(AdoptionObjection.person_id == person.id)
    return list(db.session.scalars(mine.order_by(AdoptionObjection.id)))


def _reservations(person: Person) -> list[Reservation]:
    mine = sa.select(Reservation).join(Stance).where(Stance.person_id == person.id)
    return list(db.session.scalars(mine.order_by(Reservation.id)))


def _notes(person: Person) -> list[InternalNote]:
    mine = sa.select(InternalNote).where(InternalNote.by_id == person.id).order_by(InternalNote.id)
    return list(db.session.scalars(mine))


def _filters(person: Person) -> list[SavedFilter]:
    mine = sa.select(SavedFilter).where(SavedFilter.person_id == person.id).order_by(SavedFilter.id)
    return list(db.session.scalars(mine))
