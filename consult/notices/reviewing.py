"""Translations that wait for a second person, for each of those who can be that person."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from consult.core.clock import now
from consult.core.database import db
from consult.narratives.models import Narrative
from consult.narratives.services import latest_revision, places_of
from consult.people.identity import actor_of
from consult.people.letter_models import LetterChoice
from consult.people.models import Account, Person, RoleGrant
from consult.rules.permissions import Permission, Role, is_allowed
from consult.rules.readiness import WAITING
from consult.translations.draft_places import changed_places, open_drafts
from consult.translations.models import Translation, TranslationChange

ROLES = (Role.TRANSLATOR, Role.FACILITATOR, Role.SECRETARIAT)


@dataclass(frozen=True)
class ToReview:
    """A translation that was sent for review: `sent` is the id of the step, a new one each time that it is sent."""

    narrative: Narrative
    sent: int


def to_review(person: Person) -> list[ToReview]:
    """Return what waits that somebody can review: not what has their own last words, and not what was replaced."""
    rows = [row for row in _waiting() if row.translator_id != person.id]
    actor, found = actor_of(person), []
    for narrative in dict.fromkeys(row.narrative for row in rows):
        if is_allowed(Permission.TRANSLATION_WORK, actor, narrative.facts()):
            found += _of(narrative, (row for row in rows if row.narrative_id == narrative.id))
    return found


def may_review_somewhere(person: Person | None) -> bool:
    """Say whether somebody has a role with which translations are reviewed."""
    if person is None:
        return False
    return db.session.scalar(sa.select(sa.exists().where(*_holds(person.id)))) is True


def can_be_told() -> sa.ColumnElement[bool]:
    """Select the accounts of those who may review, where anything waits and they did not choose otherwise."""
    waits = sa.exists().where(Translation.status == WAITING)
    declined = sa.exists().where(LetterChoice.account_id == Account.id, LetterChoice.reviewing.is_(False))
    may = sa.exists().where(Person.account_id == Account.id, *_holds(Person.id))
    return sa.and_(waits, ~declined, may)


def _holds(person_id: int | sa.orm.InstrumentedAttribute[int]) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions of a role with which translations are reviewed, held by somebody now."""
    return (
        RoleGrant.person_id == person_id,
        RoleGrant.role.in_([str(role) for role in ROLES]),
        sa.or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > now()),
    )


def _waiting() -> list[Translation]:
    asked = sa.select(Translation).where(Translation.status == WAITING).order_by(Translation.id)
    return list(db.session.scalars(asked))


def _of(narrative: Narrative, rows: Iterable[Translation]) -> list[ToReview]:
    """Return those whose original is that of the newest revision, or of a draft that is translated now."""
    revision = latest_revision(narrative)
    texts = {(one.section_id, one.section_text_id) for one in places_of(revision.id)} if revision else set()
    for draft in open_drafts(narrative):
        texts |= {(one.section_id, one.text_id) for one in changed_places(draft)}
    return [
        ToReview(narrative, sent)
        for row in rows
        if (row.section_id, row.source_text_id) in texts and row.language in narrative.target_languages
        if (sent := _last_sent(row)) is not None
    ]


def _last_sent(row: Translation) -> int | None:
    step = TranslationChange
    asked = sa.select(sa.func.max(step.id)).where(step.translation_id == row.id, step.act == "sent")
    return db.session.scalar(asked)
