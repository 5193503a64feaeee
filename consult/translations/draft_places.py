"""What stands in a draft that is translated before it is published."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from consult.core.database import db
from consult.core.errors import NotFound
from consult.narratives.models import Narrative, Revision, RevisionSection, SectionText
from consult.narratives.services import latest_revision, narrative_by_slug

from .draft_models import OfferedDraft, OfferedPlace


def draft_of_desk(consolidation_id: int) -> OfferedDraft | None:
    """Return what a merge desk gave to those who translate, or None."""
    asked = sa.select(OfferedDraft).where(OfferedDraft.consolidation_id == consolidation_id)
    return db.session.scalar(asked)


def open_drafts(narrative: Narrative) -> list[OfferedDraft]:
    """Return the drafts of a narrative that are translated now."""
    asked = sa.select(OfferedDraft).where(
        OfferedDraft.narrative_id == narrative.id, OfferedDraft.ended_at.is_(None)
    )
    return list(db.session.scalars(asked.order_by(OfferedDraft.id)))


def draft_by_id(slug: str, draft_id: str) -> OfferedDraft:
    """Return a draft that is or was translated, by its public id; NotFound where it was taken back."""
    narrative = narrative_by_slug(slug)
    asked = sa.select(OfferedDraft).where(
        OfferedDraft.narrative_id == narrative.id, OfferedDraft.public_id == draft_id
    )
    row = db.session.scalar(asked) if draft_id.isalnum() else None
    if row is None or (not row.is_open and row.revision_id is None):
        raise NotFound
    return row


def places_of_draft(draft: OfferedDraft) -> list[OfferedPlace]:
    """Return the places of a draft as it was last given, in order, with their texts."""
    asked = (
        sa.select(OfferedPlace)
        .where(OfferedPlace.draft_id == draft.id, OfferedPlace.number == draft.number)
        .options(joinedload(OfferedPlace.section), joinedload(OfferedPlace.text))
        .order_by(OfferedPlace.position)
    )
    return list(db.session.scalars(asked))


def changed_places(draft: OfferedDraft) -> list[OfferedPlace]:
    """Return those of its places that read otherwise than in the newest revision."""
    published = _texts_of(latest_revision(draft.narrative))
    return [place for place in places_of_draft(draft) if (place.section_id, place.text_id) not in published]


def _texts_of(revision: Revision | None) -> set[tuple[int, int]]:
    if revision is None:
        return set()
    asked = sa.select(RevisionSection.section_id, RevisionSection.section_text_id)
    rows = db.session.execute(asked.where(RevisionSection.revision_id == revision.id))
    return {(section_id, text_id) for section_id, text_id in rows}


def is_published(text: SectionText) -> bool:
    """Say whether a text stands in a revision."""
    asked = sa.select(RevisionSection.section_id).where(RevisionSection.section_text_id == text.id)
    return db.session.scalar(asked.limit(1)) is not None
