"""Sealing the texts of a revision in another language: an immutable record, chained to the revision by its hash."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from consult.core.database import db, hold_name
from consult.core.logs import log_event

from .edition_models import EditionPlace, LanguageEdition
from .models import Revision, SectionText
from .services import places_of


def edition_hash(edition: LanguageEdition, before: str, places: Sequence[EditionPlace]) -> str:
    """Return the hash of an edition as docs/data.md defines it; `before`: that of the edition before it, or ""."""
    lines = ["consult-edition-1", edition.revision.hash, edition.language, str(edition.number), before]
    lines += [place.text.sha for place in places]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def seal(revision: Revision, language: str, texts: Mapping[int, int], at: datetime) -> LanguageEdition | None:
    """Seal the texts of a revision in a language; return the edition.

    `texts`: for the id of each of its texts that of the one in the language. None where one of them is missing, or
    where the newest edition has these very texts.
    """
    hold_name(f"edition:{revision.id}:{language}")
    places = places_of(revision.id)
    if not places or any(place.section_text_id not in texts for place in places):
        return None
    before = newest_edition(revision, language)
    chosen = [texts[place.section_text_id] for place in places]
    if before is not None and [one.text_id for one in before.places] == chosen:
        return None
    edition = LanguageEdition(
        narrative_id=revision.narrative_id,
        revision=revision,
        language=language,
        number=before.number + 1 if before else 1,
        sealed_at=at,
        hash="",
    )
    rows = {
        text.id: text for text in db.session.scalars(sa.select(SectionText).where(SectionText.id.in_(chosen)))
    }
    edition.places = [
        EditionPlace(section=place.section, position=place.position, text=rows[text_id])
        for place, text_id in zip(places, chosen, strict=True)
    ]
    edition.hash = edition_hash(edition, before.hash if before else "", edition.places)
    db.session.add(edition)
    db.session.flush()
    log_event("edition-sealed", edition, actor_id=None, after=language)
    return edition


def newest_edition(revision: Revision, language: str) -> LanguageEdition | None:
    """Return the newest edition of a revision in a language, or None."""
    found = editions_of(revision, language)
    return found[-1] if found else None


def editions_of(revision: Revision, language: str | None = None) -> list[LanguageEdition]:
    """Return the editions of a revision with their places and texts, those of a language together, the oldest first."""
    asked = sa.select(LanguageEdition).where(LanguageEdition.revision_id == revision.id)
    if language is not None:
        asked = asked.where(LanguageEdition.language == language)
    whole = selectinload(LanguageEdition.places)
    asked = asked.options(whole.joinedload(EditionPlace.text), whole.joinedload(EditionPlace.section))
    asked = asked.options(joinedload(LanguageEdition.revision))
    return list(db.session.scalars(asked.order_by(LanguageEdition.language, LanguageEdition.number)))


def faulty_editions(
    revision: Revision, is_as_published: Callable[[SectionText], bool]
) -> Iterator[LanguageEdition]:
    """Yield the editions of a revision of which the hash or a text is not as it was sealed."""
    before: dict[str, LanguageEdition] = {}
    for edition in editions_of(revision):
        last = before.get(edition.language)
        is_next = edition.number == (last.number if last else 0) + 1
        hashed = edition_hash(edition, last.hash if last else "", edition.places)
        is_whole = [one.section_id for one in edition.places] == [one.section_id for one in revision.places]
        texts_are = all(is_as_published(place.text) for place in edition.places)
        if not (is_next and is_whole and hashed == edition.hash and texts_are):
            yield edition
        before[edition.language] = edition
