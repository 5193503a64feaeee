"""The words of contributions, for counting them: two questions, whatever their number."""

from typing import Any

import sqlalchemy as sa

from consult.contributions.hunks import ENGINE_VERSION
from consult.contributions.models import Contribution, ContributionText, StoredHunk
from consult.contributions.veil import veiled
from consult.core.database import db
from consult.narratives.models import Section
from consult.people.models import Region

from .apart import Said
from .asked import Asked
from .rows import NAMES_ORGANISATION, counted


def said_in(asked: Asked) -> tuple[list[Said], dict[int, str], set[int]]:
    """Return what everybody may read with the region as group, each contribution's section, and which are amendments.

    Of a proposed change the new words and the rationale count, not the words of the text that it leaves as they are.
    """
    columns: tuple[Any, ...] = (
        Contribution.id,
        Contribution.kind,
        veiled(Contribution.language, "language", [row.id for row in asked.consultations]).label("language"),
        veiled(Region.code, "region", [row.id for row in asked.consultations]).label("code"),
        Section.key,
        Contribution.person_id,
        Contribution.organisation_id,
        Contribution.visibility,
        ContributionText.id,
        ContributionText.body,
        ContributionText.rationale,
    )
    current = sa.and_(
        ContributionText.contribution_id == Contribution.id,
        ContributionText.number == Contribution.text_number,
    )
    query = counted(columns, asked.consultations, asked.narrowed).join(ContributionText, current)
    rows = list(db.session.execute(query.order_by(Contribution.submitted_at, Contribution.id)))
    amendments = {row.id for row in rows if row.kind == "amendment"}
    new = _new_words(asked) if amendments else {}
    said = [
        Said(
            row.id,
            row.language or "",
            row.code or "",
            row.person_id if row.person_id is not None else -row.id,
            f"{new.get(row[8], '')} {row.rationale}" if row.id in amendments else row.body,
            row.organisation_id if row.visibility in NAMES_ORGANISATION else None,
        )
        for row in rows
    ]
    return said, {row.id: row.key for row in rows if row.key}, amendments


def _new_words(asked: Asked) -> dict[int, str]:
    """Return the words that amendments bring in, by the id of their wording."""
    rows = db.session.execute(
        sa.select(StoredHunk.text_id, StoredHunk.new)
        .join(ContributionText, ContributionText.id == StoredHunk.text_id)
        .join(Contribution, Contribution.id == ContributionText.contribution_id)
        .where(Contribution.consultation_id.in_(asked.ids), StoredHunk.engine_version == ENGINE_VERSION)
        .order_by(StoredHunk.text_id, StoredHunk.start)
    )
    found: dict[int, str] = {}
    for text_id, words in rows:
        found[text_id] = f"{found.get(text_id, '')} {words}"
    return found
