"""The words of contributions, for counting them: two questions, whatever their number."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.contributions.hunks import ENGINE_VERSION
from consult.contributions.models import Contribution, ContributionText, StoredHunk
from consult.contributions.queries import counts_for_everybody
from consult.contributions.veil import Veil, veil_over
from consult.core.database import db
from consult.narratives.models import Section
from consult.people.models import Region

from .apart import Said
from .asked import Asked
from .narrowed import NAMES_ORGANISATION

Veils = Mapping[int, Veil]
"""What each consultation shows of its people, by its id."""


class Heard(NamedTuple):
    """What a contribution says, with the region as group, and where it stands."""

    said: Said
    section: str
    section_id: int
    region_id: int  # 0 where it may not be told
    is_amendment: bool
    text_number: int


def veils_over(consultations: Iterable[Consultation]) -> Veils:
    """Return what consultations show of their people."""
    return {row.id: veil_over(row) for row in consultations}


def said_in(asked: Asked) -> tuple[list[Said], dict[int, str], set[int]]:
    """Return what everybody may read with the region as group, each contribution's section, and which are amendments.

    Of a proposed change the new words and the rationale count, not the words of the text that it leaves as they are.
    """
    found = heard(veils_over(asked.consultations), *asked.narrowed.conditions(asked.consultations))
    sections = {one.said.contribution: one.section for one in found if one.section}
    amendments = {one.said.contribution for one in found if one.is_amendment}
    return [one.said for one in found], sections, amendments


def heard(veils: Veils, *conditions: sa.ColumnElement[bool]) -> list[Heard]:
    """Return what everybody may read in some consultations, oldest first, as far as conditions ask for it."""
    current = sa.and_(
        ContributionText.contribution_id == Contribution.id,
        ContributionText.number == Contribution.text_number,
    )
    columns: tuple[Any, ...] = (
        Contribution.id,
        Contribution.kind,
        Contribution.consultation_id,
        Contribution.language,
        Contribution.section_id,
        Section.key,
        Contribution.region_id,
        Region.code,
        Contribution.person_id,
        Contribution.organisation_id,
        Contribution.visibility,
        ContributionText.id.label("text_id"),
        ContributionText.number,
        ContributionText.body,
        ContributionText.rationale,
    )
    query = (
        sa.select(*columns)
        .select_from(Contribution)
        .join(ContributionText, current)
        .outerjoin(Section, Section.id == Contribution.section_id)
        .outerjoin(Region, Region.id == Contribution.region_id)
        .where(Contribution.consultation_id.in_(list(veils)), *counts_for_everybody(), *conditions)
    )
    rows = list(db.session.execute(query.order_by(Contribution.submitted_at, Contribution.id)))
    new = _new_words([row.text_id for row in rows if row.kind == "amendment"])
    return [_heard(row, veils[row.consultation_id], new) for row in rows]


def _heard(row: Any, veil: Veil, new: Mapping[int, str]) -> Heard:
    is_amendment = row.kind == "amendment"
    region = row.code if veil.shows("region", row.code) else ""
    said = Said(
        row.id,
        row.language if veil.shows("language", row.language) else "",
        region,
        row.person_id if row.person_id is not None else -row.id,
        f"{new.get(row.text_id, '')} {row.rationale}" if is_amendment else row.body,
        row.organisation_id if row.visibility in NAMES_ORGANISATION else None,
    )
    region_id = (region and row.region_id) or 0
    return Heard(said, row.key or "", row.section_id or 0, region_id, is_amendment, row.number)


def _new_words(text_ids: Sequence[int]) -> dict[int, str]:
    """Return the words that amendments bring in, by the id of their wording."""
    if not text_ids:
        return {}
    rows = db.session.execute(
        sa.select(StoredHunk.text_id, StoredHunk.new)
        .where(StoredHunk.text_id.in_(text_ids), StoredHunk.engine_version == ENGINE_VERSION)
        .order_by(StoredHunk.text_id, StoredHunk.start)
    )
    found: dict[int, str] = {}
    for text_id, words in rows:
        found[text_id] = f"{found.get(text_id, '')} {words}"
    return found
