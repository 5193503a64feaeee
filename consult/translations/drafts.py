"""A draft is translated before it is published: given to translators, and let go out with the revision.

A translation belongs to a wording. So what was translated from the very words that are published is there with the
publication, and the rest is what was known before, as after every revision.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from consult.core.database import db
from consult.core.errors import NotFound
from consult.core.logs import log_event
from consult.narratives.models import Narrative, Revision, RevisionSection, Section, SectionText
from consult.narratives.services import Place, store_sections, store_texts
from consult.people.models import Person
from consult.rules.readiness import REVIEWED

from .draft_models import OfferedDraft, OfferedPlace
from .draft_places import draft_by_id, draft_of_desk, places_of_draft
from .memory import keep_sentences
from .models import Translation, TranslationChange
from .sealing import seal_what_is_ready
from .tasks import LanguageOf, Task


def offer_draft(
    narrative: Narrative, consolidation_id: int, places: Sequence[Place], *, actor: Person, at: datetime
) -> OfferedDraft:
    """Give the draft of a merge desk to those who translate, instead of what they were given before; return it."""
    row = draft_of_desk(consolidation_id)
    if row is None:
        row = OfferedDraft(
            narrative_id=narrative.id, consolidation_id=consolidation_id, number=0, offered_by_id=actor.id
        )
        db.session.add(row)
    row.number, row.offered_at, row.offered_by_id, row.ended_at = row.number + 1, at, actor.id, None
    db.session.flush()
    sections = store_sections(narrative, [place.key for place in places])
    wordings = [(place.heading, place.body) for place in places]
    texts = store_texts(narrative, narrative.working_language, wordings)
    db.session.add_all(
        OfferedPlace(
            draft_id=row.id,
            number=row.number,
            position=position,
            section_id=sections[place.key].id,
            depth=place.depth,
            label=place.label,
            text_id=texts[place.heading, place.body].id,
        )
        for position, place in enumerate(places)
    )
    db.session.flush()
    log_event("draft-offered", row, actor_id=actor.id, after=str(row.number))
    return row


def end_draft(consolidation_id: int, at: datetime, actor: Person | None = None) -> OfferedDraft | None:
    """Let the draft of a desk be translated no longer; what was translated is kept. None: it is not."""
    row = draft_of_desk(consolidation_id)
    if row is None or not row.is_open:
        return None
    row.ended_at = at
    db.session.flush()
    log_event("draft-ended", row, actor_id=actor.id if actor else None)
    return row


def go_out_with(consolidation_id: int, revision: Revision, at: datetime) -> None:
    """Let the translations of a desk's draft go out with its revision: those of the very texts that it has."""
    row = end_draft(consolidation_id, at)
    if row is not None:
        row.revision_id = revision.id
        db.session.flush()
        _remember(revision, at)
    seal_what_is_ready(revision.narrative, at)


def is_as_given(draft: OfferedDraft, places: Sequence[Place]) -> bool:
    """Say whether a merge desk's draft still has the words that were given."""
    given = [(one.section.key, one.text.heading, one.text.body) for one in places_of_draft(draft)]
    return given == [(place.key, place.heading, place.body) for place in places]


@dataclass(frozen=True)
class GoesOut:
    """One language at a publication: how many sections can be read in it at once, and which cannot yet."""

    language: str
    number: int
    waiting: list[str]


def what_goes_out(narrative: Narrative, places: Sequence[Place]) -> list[GoesOut]:
    """Return for each target language what of these places would be read in it if they were published now."""
    ready = _ready_wordings(narrative, {(place.heading, place.body) for place in places})
    return [
        GoesOut(
            code,
            sum((place.heading, place.body) in ready.get(code, ()) for place in places),
            [place.heading for place in places if (place.heading, place.body) not in ready.get(code, ())],
        )
        for code in narrative.target_languages
    ]


def _ready_wordings(narrative: Narrative, wanted: set[tuple[str, str]]) -> dict[str, set[tuple[str, str]]]:
    """Return by language which wordings have a reviewed translation."""
    asked = (
        sa.select(Translation.language, SectionText.heading, SectionText.body)
        .join(SectionText, SectionText.id == Translation.source_text_id)
        .where(
            Translation.narrative_id == narrative.id,
            Translation.text_id.is_not(None),
            SectionText.heading.in_({heading for heading, _body in wanted}),
        )
    )
    found: dict[str, set[tuple[str, str]]] = {}
    for language, heading, body in db.session.execute(asked):
        if (heading, body) in wanted:
            found.setdefault(language, set()).add((heading, body))
    return found


def _remember(revision: Revision, at: datetime) -> None:
    """Take into the memory what was reviewed while its original was a draft: it is everybody's only now."""
    place, step = RevisionSection, TranslationChange
    before = sa.select(place.section_text_id).where(place.revision_id != revision.id)
    asked = (
        sa.select(Translation, Section, SectionText, step.wordings)
        .join(place, place.section_text_id == Translation.source_text_id)
        .join(Section, Section.id == Translation.section_id)
        .join(SectionText, SectionText.id == Translation.source_text_id)
        .join(step, step.translation_id == Translation.id)
        .where(place.revision_id == revision.id, Translation.text_id.is_not(None), step.act == REVIEWED)
        .where(place.section_text_id.not_in(before))
        .order_by(Translation.id, step.number)
    )
    for row, section, text, wordings in db.session.execute(asked):
        keep_sentences(Task(revision.narrative, row.language, section, text), wordings, at)


def draft_language(slug: str, draft_id: str, language: str) -> LanguageOf:
    """Return a draft in one of its narrative's target languages; once it is published, the newest revision in it."""
    draft = draft_by_id(slug, draft_id)
    narrative = draft.narrative
    if language not in narrative.target_languages or language == narrative.working_language:
        raise NotFound
    return LanguageOf(narrative, language, draft if draft.is_open else None)
