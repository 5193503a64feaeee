"""The rows behind what is wanted: changes of amendments, stances on them, and objections that nobody answered."""

from collections import Counter
from collections.abc import Collection

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

from .cells import STANDS
from .wanted import Opinion, Proposal


def proposals(consultation_ids: Collection[int], text_ids: Collection[int]) -> list[Proposal]:
    """Return every change that is proposed to these section texts and that everybody may read.

    Of an amendment the newest wording against one of the texts counts, or the rendering of its present words, unless
    its author objects. Once it was carried forward to a later version, it still belongs to the figures of the version
    on which it was sent.
    """
    newest = _newest(text_ids)
    rows = db.session.execute(
        sa.select(
            Contribution.id,
            Section.key,
            StoredHunk.start,
            StoredHunk.end,
            StoredHunk.new,
            sa.func.coalesce(veiled(Region.code, "region", consultation_ids), ""),
        )
        .select_from(StoredHunk)
        .join(ContributionText, StoredHunk.text_id == ContributionText.id)
        .join(
            newest,
            sa.and_(
                newest.c.contribution_id == ContributionText.contribution_id,
                newest.c.number == ContributionText.number,
            ),
        )
        .join(Contribution, Contribution.id == ContributionText.contribution_id)
        .join(Section, Section.id == Contribution.section_id)
        .outerjoin(Region, Region.id == Contribution.region_id)
        .where(
            Contribution.consultation_id.in_(list(consultation_ids)),
            StoredHunk.engine_version == ENGINE_VERSION,
            *counts_for_everybody(),
        )
        .order_by(Contribution.id, StoredHunk.start)
    )
    return [Proposal(*row) for row in rows]


def _newest(text_ids: Collection[int]) -> sa.Subquery:
    wording = ContributionText
    return (
        sa.select(wording.contribution_id, sa.func.max(wording.number).label("number"))
        .join(Contribution, Contribution.id == wording.contribution_id)
        .where(
            wording.base_text_id.in_(list(text_ids)),
            sa.or_(wording.made_by != "rendering", renders_present()),
        )
        .group_by(wording.contribution_id)
        .subquery()
    )


def opinions(consultation_ids: Collection[int]) -> list[Opinion]:
    """Return the stances on amendments that everybody may read; one organisation is one of a position."""
    who = sa.case((Stance.voice == "organisation", Stance.organisation_id), else_=Stance.person_id)
    region = veiled(Region.code, "region", consultation_ids, Stance)
    rows = db.session.execute(
        sa.select(Contribution.id, Stance.position, sa.func.coalesce(sa.func.min(region), ""))
        .select_from(Stance)
        .join(Contribution, Contribution.id == Stance.contribution_id)
        .outerjoin(Region, Region.id == Stance.region_id)
        .where(
            Stance.consultation_id.in_(list(consultation_ids)),
            Contribution.kind == "amendment",
            *STANDS,
            *counts_for_everybody(),
        )
        .group_by(Contribution.id, Stance.position, Stance.voice, who)
    )
    return [Opinion(*row) for row in rows]


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
            Stance.position == "objection",
            Stance.reason != "",
            Stance.id.not_in(answered),
            *STANDS,
        )
        .group_by(Section.key)
    )
    return Counter({key: number for key, number in rows})
