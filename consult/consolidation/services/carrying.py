"""What is carried forward gets a wording on the new revision, where its words still fit."""

from datetime import datetime

import sqlalchemy as sa

from consult.contributions.hunks import store_hunks
from consult.contributions.models import Contribution, ContributionText
from consult.core.database import db
from consult.merging import carry_forward
from consult.narratives.models import Revision, RevisionSection

from ..overview import DeskWork
from ..work import SectionWork


def carry_pending(desk: DeskWork, revision: Revision, at: datetime) -> list[ContributionText]:
    """Write a carried wording for each amendment that is carried forward and fits; return these.

    The author's own wording stays as it is. One that meets other words now gets none: the next desk shows both.
    """
    newer = {place.section_id: place for place in revision.places}
    made = []
    for row in desk.material.contributions:
        work = desk.by_section.get(row.section_id or 0)
        place = newer.get(row.section_id or 0)
        if work and place and row.operation == "reword" and desk.material.is_deferred(row):
            text = _carry(work, row, place, at)
            made += [text] if text else []
    return made


def _carry(
    work: SectionWork, row: Contribution, place: RevisionSection, at: datetime
) -> ContributionText | None:
    fit = work.fits[row.id]
    if fit.clashes or not fit.hunks:
        return None
    wording = work.material.wordings[row.id]
    if wording.base_text_id == place.section_text_id:
        return None
    accepted = work.merged.changes if place.text.full == work.merged.text else None
    carried = carry_forward(work.base, fit.hunks, place.text.full, accepted=accepted)
    if carried.state != "clean":
        return None
    heading, _, body = carried.text.partition("\n\n")
    text = ContributionText(
        contribution_id=row.id,
        number=_last_number(row) + 1,
        heading=heading,
        body=body,
        rationale=wording.rationale,
        base_text=place.text,
        revision_id=place.revision_id,
        made_by="carry",
        created_at=at,
    )
    db.session.add(text)
    store_hunks(row, text)
    db.session.flush()
    return text


def _last_number(row: Contribution) -> int:
    return (
        db.session.scalar(
            sa.select(sa.func.max(ContributionText.number)).where(ContributionText.contribution_id == row.id)
        )
        or 0
    )
