"""The rows behind what is wanted: changes of amendments, stances on them, and objections that nobody answered."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from consult.consolidation.desk_models import ObjectionAnswer
from consult.consolidation.models import Consolidation
from consult.contributions.hunks import ENGINE_VERSION
from consult.contributions.language_models import renders_present
from consult.contributions.models import Contribution, ContributionText, Stance, StoredHunk
from consult.contributions.queries import counts_for_everybody
from consult.contributions.veil import veiled
from consult.core.database import db
from consult.narratives.models import Section
from consult.people.models import Region

from .cells import STANDS, units
from .wanted import Opinion, Proposal


def proposals(
    consultation_ids: Collection[int], text_ids: Collection[int], only: Collection[int] | None = None
) -> list[Proposal]:
    """Return every change that is proposed to these section texts and that everybody may read.

    Of an amendment the newest wording against one of the texts counts, or the rendering of its present words, unless
    its author objects. Once it was carried forward to a later version, it still belongs to the figures of the version
    on which it was sent. `only`: those of some amendments.
    """
    columns = (
        Contribution.id,
        Section.key,
        StoredHunk.start,
        StoredHunk.end,
        StoredHunk.new,
        sa.func.coalesce(veiled(Region.code, "region", consultation_ids), ""),
    )
    conditions = () if only is None else (Contribution.id.in_(only),)
    query = _proposed(columns, consultation_ids, text_ids, *conditions)
    rows = db.session.execute(query.order_by(Contribution.id, StoredHunk.start))
    return [Proposal(*row) for row in rows]


def marks_of_proposals(
    consultation_ids: Collection[int], text_ids: Collection[int]
) -> Iterator[tuple[int, str, int | None, str]]:
    """Return the same in short: amendment, section, the region's id, and a mark that equal changes share."""
    columns = (Contribution.id, Section.key, Contribution.region_id, StoredHunk.group_key)
    for row in db.session.execute(_proposed(columns, consultation_ids, text_ids)):
        yield row[0], row[1], row[2], row[3]


def _proposed(
    columns: Sequence[Any],
    consultation_ids: Collection[int],
    text_ids: Collection[int],
    *conditions: sa.ColumnElement[bool],
) -> sa.Select[Any]:
    amendments = (
        Contribution.consultation_id.in_(list(consultation_ids)),
        Contribution.kind == "amendment",
        *counts_for_everybody(),
        *conditions,
    )
    newest = _newest(text_ids, amendments)
    return (
        sa.select(*columns)
        .select_from(newest)
        .join(Contribution, Contribution.id == newest.c.contribution_id)
        .join(Section, Section.id == Contribution.section_id)
        .join(
            ContributionText,
            sa.and_(
                ContributionText.contribution_id == newest.c.contribution_id,
                ContributionText.number == newest.c.number,
            ),
        )
        .join(StoredHunk, StoredHunk.text_id == ContributionText.id)
        .outerjoin(Region, Region.id == Contribution.region_id)
        .where(StoredHunk.engine_version == ENGINE_VERSION)
    )


def _newest(text_ids: Collection[int], amendments: Sequence[sa.ColumnElement[bool]]) -> sa.Subquery:
    """Return the number of the newest wording of each amendment against one of the texts."""
    wording = ContributionText
    return (
        sa.select(wording.contribution_id, sa.func.max(wording.number).label("number"))
        .join(Contribution, Contribution.id == wording.contribution_id)
        .where(
            *amendments,
            wording.base_text_id.in_(list(text_ids)),
            sa.or_(wording.made_by != "rendering", renders_present()),
        )
        .group_by(wording.contribution_id)
        .subquery()
    )


def opinions(
    consultation_ids: Collection[int], section_id: int | None = None, only: Collection[int] | None = None
) -> list[Opinion]:
    """Return how often a position was taken on an amendment that everybody may read, from each region.

    Several people who speak for one organisation are one. `section_id`: on amendments of that section alone; `only`:
    on these.
    """
    asked = [Stance.consultation_id.in_(list(consultation_ids))]
    if only is not None:
        asked.append(Stance.contribution_id.in_(only))
    each = units(*asked).subquery()
    region = sa.func.coalesce(veiled(Region.code, "region", consultation_ids, each.c), "")
    query = (
        sa.select(Contribution.id, each.c.position, region.label("told_region"), sa.func.sum(each.c.number))
        .select_from(each)
        .join(Contribution, Contribution.id == each.c.contribution_id)
        .outerjoin(Region, Region.id == each.c.region_id)
        .where(Contribution.kind == "amendment", *counts_for_everybody())
        .group_by(Contribution.id, each.c.position, sa.literal_column("told_region"))
    )
    if section_id is not None:
        query = query.where(Contribution.section_id == section_id)
    return [Opinion(*row) for row in db.session.execute(query)]


def open_objections(consultation_ids: Collection[int]) -> Counter[str]:
    """Return by section key how many objections with a reason nobody has answered in a published version yet.

    What a desk has written and not published answers nothing so far.
    """
    answered = (
        sa.select(ObjectionAnswer.stance_id)
        .join(Consolidation, Consolidation.id == ObjectionAnswer.consolidation_id)
        .where(Consolidation.state == "published", ObjectionAnswer.text != "")
    )
    rows = db.session.execute(
        sa.select(Section.key, sa.func.count())
        .select_from(Stance)
        .join(Section, Section.id == Stance.section_id)
        .where(
            Stance.consultation_id.in_(list(consultation_ids)),
            Stance.section_id > 0,
            Stance.position == "objection",
            Stance.reason != "",
            Stance.id.not_in(answered),
            *STANDS,
        )
        .group_by(Section.key)
    )
    return Counter({key: number for key, number in rows})
