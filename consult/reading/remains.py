"""What is left now of the words that contributions brought in: one query for many contributions."""

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa

from consult.consolidation.models import AttributionLink, AttributionRun
from consult.contributions.models import Contribution
from consult.core.database import db
from consult.narratives.models import GLOBAL_LINE, Revision, RevisionSection, Section


def remains(contribution_ids: Sequence[int]) -> dict[tuple[int, str], tuple[str, str]]:
    """Return, by contribution and section key, "all", "part" or "none", and the number of the newest revision.

    Nothing is returned where the words came in with the newest revision: they stand there by themselves.
    """
    newest = _newest(contribution_ids)
    lengths: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for contribution_id, key, revision_id, length in db.session.execute(_lengths(contribution_ids)):
        lengths[contribution_id, key].append((revision_id, length))
    found = {}
    for place, by_revision in lengths.items():
        revision_id, number = newest[place[0]]
        first, now = by_revision[0], dict(by_revision).get(revision_id, 0)
        if first[0] != revision_id:
            found[place] = ("none" if not now else "all" if now >= first[1] else "part", number)
    return found


def _lengths(contribution_ids: Sequence[int]) -> sa.Select:
    """Select how many signs of each contribution stand in which section of which revision, the oldest first."""
    return (
        sa.select(
            AttributionLink.contribution_id,
            Section.key,
            Revision.id,
            sa.func.sum(AttributionRun.end - AttributionRun.start),
        )
        .join(AttributionRun, AttributionRun.id == AttributionLink.run_id)
        .join(RevisionSection, RevisionSection.section_text_id == AttributionRun.section_text_id)
        .join(Section, Section.id == RevisionSection.section_id)
        .join(Revision, Revision.id == RevisionSection.revision_id)
        .where(AttributionLink.contribution_id.in_(contribution_ids), Revision.line == GLOBAL_LINE)
        .group_by(AttributionLink.contribution_id, Section.key, Revision.id)
        .order_by(Revision.id)
    )


def _newest(contribution_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Return the newest revision of each contribution's narrative: id and number."""
    rows = db.session.execute(
        sa.select(Contribution.id, Revision.id, Revision.major, Revision.minor)
        .join(Revision, Revision.narrative_id == Contribution.narrative_id)
        .where(Contribution.id.in_(contribution_ids), Revision.line == GLOBAL_LINE)
        .order_by(Revision.major, Revision.minor)
    )
    return {
        contribution_id: (revision_id, f"{major}.{minor}")
        for contribution_id, revision_id, major, minor in rows
    }
