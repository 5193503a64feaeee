"""What is left now of the words that contributions brought in, or shaped: few queries for many contributions."""

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa

from consult.consolidation.models import AttributionLink, AttributionRun, Consolidation, PassageLink
from consult.contributions.models import Contribution
from consult.core.database import db
from consult.narratives.models import GLOBAL_LINE, Revision, RevisionSection, Section, SectionText
from consult.text.markdown import plain_text


def remains(contribution_ids: Sequence[int]) -> dict[tuple[int, str], tuple[str, str]]:
    """Return, by contribution and section key, "all", "part" or "none", and the number of the newest revision.

    Words of amendments are exact; of a passage that somebody judged to be shaped, it is said whether it still stands.
    Nothing is returned where the words came in with the newest revision: they stand there by themselves.
    """
    newest = _newest(contribution_ids)
    lengths: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for contribution_id, key, revision_id, length in db.session.execute(_lengths(contribution_ids)):
        lengths[contribution_id, key].append((revision_id, length))
    found = _judged(contribution_ids, newest)
    for place, by_revision in lengths.items():
        revision_id, number = newest[place[0]]
        first, now = by_revision[0], dict(by_revision).get(revision_id, 0)
        if first[0] != revision_id:
            found[place] = ("none" if not now else "all" if now >= first[1] else "part", number)
    return found


def _judged(
    contribution_ids: Sequence[int], newest: dict[int, tuple[int, str]]
) -> dict[tuple[int, str], tuple[str, str]]:
    """Return whether the passages that contributions shaped in somebody's judgement still stand as they were."""
    rows = db.session.execute(
        sa.select(
            PassageLink.contribution_id,
            Section.key,
            Section.id,
            PassageLink.passage,
            Consolidation.revision_id,
        )
        .join(Section, Section.id == PassageLink.section_id)
        .join(Consolidation, Consolidation.id == PassageLink.consolidation_id)
        .where(
            PassageLink.contribution_id.in_(contribution_ids),
            PassageLink.passage != "",
            Consolidation.state == "published",
        )
        .order_by(PassageLink.id)
    ).all()
    texts = _texts({newest[row[0]][0] for row in rows}, {row[2] for row in rows})
    found = {}
    for contribution_id, key, section_id, passage, revision_id in rows:
        now_id, number = newest[contribution_id]
        if revision_id != now_id:
            text = texts.get((now_id, section_id), "")
            stands = passage in text or passage in plain_text(text)
            found[contribution_id, key] = ("all" if stands else "none", number)
    return found


def _texts(revision_ids: set[int], section_ids: set[int]) -> dict[tuple[int, int], str]:
    """Return the texts of sections in revisions, by the ids of both."""
    rows = db.session.execute(
        sa.select(RevisionSection.revision_id, RevisionSection.section_id, SectionText)
        .join(SectionText, SectionText.id == RevisionSection.section_text_id)
        .where(RevisionSection.revision_id.in_(revision_ids), RevisionSection.section_id.in_(section_ids))
    )
    return {(revision_id, section_id): text.full for revision_id, section_id, text in rows}


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
