"""From the words of a URL to the thing that a page is about; NotFound where there is none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from consult.consultations.at_hand import ReadConsultation, ReadQuestion, consultation_with_questions
from consult.core.database import db
from consult.core.errors import NotFound
from consult.narratives.kept_texts import KeptPlace
from consult.narratives.models import Narrative, Revision, RevisionSection, Section
from consult.narratives.services import latest_revision, narrative_by_slug, places_of
from consult.rules.permissions import Facts

Place = TypeVar("Place", RevisionSection, KeptPlace)
_NUMBER = re.compile(r"(\d{1,6})\.(\d{1,6})\Z")


def newest_revision(slug: str) -> Revision:
    """Return the newest revision of the narrative's global line."""
    found = latest_revision(narrative_by_slug(slug))
    if found is None:
        raise NotFound
    return found


def revision_by_number(slug: str, number: str) -> Revision:
    """Return the revision of the narrative's global line with a number such as 1.0."""
    match = _NUMBER.match(number)
    found = match and db.session.scalar(
        sa.select(Revision)
        .join(Narrative)
        .where(
            Narrative.slug == slug,
            Revision.line == "global",
            Revision.major == int(match[1]),
            Revision.minor == int(match[2]),
        )
        .options(joinedload(Revision.narrative))
    )
    if not found:
        raise NotFound
    return found


@dataclass(frozen=True)
class RevisionPlace:
    """One section of a revision, with its neighbours."""

    revision: Revision
    place: RevisionSection
    before: RevisionSection | None
    after: RevisionSection | None

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks: that of the narrative."""
        return self.revision.facts(at)


@dataclass(frozen=True)
class ConsultationPlace:
    """One section of a consultation's base revision, with its neighbours, all sections and its guiding questions."""

    consultation: ReadConsultation
    questions: Sequence[ReadQuestion]
    places: Sequence[KeptPlace]
    place: KeptPlace
    before: KeptPlace | None
    after: KeptPlace | None

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks: that of the consultation."""
        return self.consultation.facts(at)


def section_of_revision(slug: str, number: str, key: str) -> RevisionPlace:
    """Return a section of a revision by its key."""
    revision = revision_by_number(slug, number)
    return RevisionPlace(revision, *_with_neighbours(places_of(revision.id), key))


def section_of_consultation(consultation_id: str, key: str) -> ConsultationPlace:
    """Return a section of a consultation's base revision by its key."""
    consultation, questions = consultation_with_questions(consultation_id)
    places = consultation.places
    place, before, after = _with_neighbours(places, key)
    about = [question for question in questions if question.section_id == place.section_id]
    return ConsultationPlace(consultation, about, places, place, before, after)


def _with_neighbours(places: Sequence[Place], key: str) -> tuple[Place, Place | None, Place | None]:
    for index, place in enumerate(places):
        if place.section.key == key:
            before = places[index - 1] if index else None
            after = places[index + 1] if index + 1 < len(places) else None
            return place, before, after
    raise NotFound


def section_named(narrative: Narrative, key: str) -> Section:
    """Return a narrative's section by its key, whatever revision it stands in."""
    found = db.session.scalar(
        sa.select(Section).where(Section.narrative_id == narrative.id, Section.key == key)
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class NarrativeSection:
    """A section of a narrative over all its versions."""

    narrative: Narrative
    section: Section

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks: that of the narrative."""
        return self.narrative.facts(at)


def section_of_narrative(slug: str, key: str) -> NarrativeSection:
    """Return a section of a narrative by its key, whatever version it stands in."""
    narrative = narrative_by_slug(slug)
    return NarrativeSection(narrative, section_named(narrative, key))
