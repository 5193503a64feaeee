"""Where the words of many contributions went: one query for exact words, one for judgements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from consult.consolidation.models import AttributionLink, AttributionRun, Consolidation, PassageLink
from consult.core.database import db
from consult.narratives.models import Narrative, Revision, RevisionSection, Section, SectionText


@dataclass(frozen=True)
class Went:
    """A section of a revision that a contribution shaped: by its exact words, or in somebody's judgement."""

    slug: str
    number: str
    key: str
    heading: str
    is_exact: bool


def went(contribution_ids: Sequence[int]) -> dict[int, list[Went]]:
    """Return, for each contribution that shaped a text, the sections of the first revision in which it did."""
    found: dict[int, dict[str, Went]] = defaultdict(dict)
    for is_exact, query in ((True, _exact(contribution_ids)), (False, _judged(contribution_ids))):
        for contribution_id, slug, major, minor, key, heading in db.session.execute(query):
            place = Went(slug, f"{major}.{minor}", key, heading, is_exact)
            found[contribution_id].setdefault(key, place)
    return {contribution_id: list(places.values()) for contribution_id, places in found.items()}


def _exact(contribution_ids: Sequence[int]) -> sa.Select:
    return (
        _places(AttributionLink.contribution_id)
        .join(AttributionRun, AttributionRun.section_text_id == SectionText.id)
        .join(AttributionLink, AttributionLink.run_id == AttributionRun.id)
        .where(AttributionLink.contribution_id.in_(contribution_ids))
    )


def _judged(contribution_ids: Sequence[int]) -> sa.Select:
    return (
        _places(PassageLink.contribution_id)
        .join(Consolidation, Consolidation.revision_id == Revision.id)
        .join(
            PassageLink,
            sa.and_(
                PassageLink.consolidation_id == Consolidation.id,
                PassageLink.section_id == RevisionSection.section_id,
            ),
        )
        .where(PassageLink.contribution_id.in_(contribution_ids))
    )


def _places(contribution_id: sa.orm.InstrumentedAttribute) -> sa.Select:
    """Select the contribution and the place of a revision, the oldest revision first."""
    return (
        sa.select(
            contribution_id, Narrative.slug, Revision.major, Revision.minor, Section.key, SectionText.heading
        )
        .select_from(RevisionSection)
        .join(Revision, Revision.id == RevisionSection.revision_id)
        .join(Narrative, Narrative.id == Revision.narrative_id)
        .join(Section, Section.id == RevisionSection.section_id)
        .join(SectionText, SectionText.id == RevisionSection.section_text_id)
        .order_by(Revision.major, Revision.minor, RevisionSection.position)
    )
