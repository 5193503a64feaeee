"""Whose words came into which revision: by organisation where its people let it be named, else by region."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from consult.consolidation.models import AttributionLink, AttributionRun, Consolidation, PassageLink
from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.contributions.queries import counts_for_everybody
from consult.contributions.veil import region_shown
from consult.core.database import db
from consult.narratives.models import Narrative, Revision, RevisionSection
from consult.people.models import Organisation, Region
from consult.rules.permissions import Permission
from consult.web.access import may

NAMES_ORGANISATION = ("name", "organisation")
"""The visibilities under which a contribution may be shown with its organisation."""


@dataclass
class Voices:
    """From where the contributions came whose words a revision brought in, with how many each."""

    organisations: Counter[Organisation] = field(default_factory=Counter)
    regions: Counter[Region] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.organisations or self.regions)


def voices_of(narrative: Narrative) -> dict[int, Voices]:
    """Return, by revision, whose words came in with it, as far as the present reader may know.

    What is for facilitators only is in no figure; of consultations that the reader may not read the region is named.
    """
    came = _came_in(narrative)
    readable: dict[int, bool] = {}
    found: dict[int, Voices] = {}
    for row in _rows(came):
        if row.consultation_id not in readable:
            readable[row.consultation_id] = may(Permission.CONSULTATION_READ, row.consultation)
        for revision_id in came[row.id]:
            _count(found.setdefault(revision_id, Voices()), row, is_readable=readable[row.consultation_id])
    return {revision_id: voices for revision_id, voices in found.items() if voices}


def _count(voices: Voices, row: Contribution, *, is_readable: bool) -> None:
    if is_readable and row.organisation is not None and row.visibility in NAMES_ORGANISATION:
        voices.organisations[row.organisation] += 1
    elif (region := region_shown(row)) is not None:
        voices.regions[region] += 1


def _came_in(narrative: Narrative) -> dict[int, set[int]]:
    """Return, by contribution, the first revision with its words, and those that it shaped in somebody's judgement."""
    exact = (
        sa.select(AttributionLink.contribution_id, sa.func.min(Revision.id))
        .join(AttributionRun, AttributionRun.id == AttributionLink.run_id)
        .join(RevisionSection, RevisionSection.section_text_id == AttributionRun.section_text_id)
        .join(Revision, Revision.id == RevisionSection.revision_id)
        .where(Revision.narrative_id == narrative.id)
        .group_by(AttributionLink.contribution_id)
    )
    judged = (
        sa.select(PassageLink.contribution_id, Consolidation.revision_id)
        .join(Consolidation, Consolidation.id == PassageLink.consolidation_id)
        .where(PassageLink.narrative_id == narrative.id, Consolidation.revision_id.is_not(None))
    )
    found: dict[int, set[int]] = {}
    rows: Iterable[Any] = db.session.execute(sa.union_all(exact, judged))
    for contribution_id, revision_id in rows:
        found.setdefault(contribution_id, set()).add(revision_id)
    return found


def _rows(ids: Iterable[int]) -> Iterable[Contribution]:
    return db.session.scalars(
        sa.select(Contribution)
        .where(Contribution.id.in_(list(ids)), *counts_for_everybody())
        .options(
            joinedload(Contribution.organisation),
            joinedload(Contribution.region),
            joinedload(Contribution.consultation).joinedload(Consultation.narrative),
        )
        .order_by(Contribution.id)
    )
