"""Questions about tags: a narrative's list, what stands on contributions, and which contributions can be tagged."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from consult.core.database import db
from consult.narratives.models import Narrative

from .models import Contribution
from .tag_models import Tag, Tagging


def tags_of(narrative_id: int, language: str) -> list[Tag]:
    """Return a narrative's list of tags, by their names in a language."""
    found = db.session.scalars(sa.select(Tag).where(Tag.narrative_id == narrative_id))
    return sorted(found, key=lambda tag: (tag.name(language).casefold(), tag.id))


def tags_on(contribution_ids: Iterable[int]) -> Mapping[int, list[Tagging]]:
    """Return the tags that stand on contributions, each with who put it there, in the order of arrival."""
    rows = db.session.scalars(
        sa.select(Tagging)
        .where(Tagging.contribution_id.in_(list(contribution_ids)))
        .options(joinedload(Tagging.tag), joinedload(Tagging.by))
        .order_by(Tagging.at, Tagging.tag_id)
    )
    found: dict[int, list[Tagging]] = {}
    for row in rows:
        found.setdefault(row.contribution_id, []).append(row)
    return found


def tag_names(contribution_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the names of the tags that stand on contributions, in order, each in its narrative's own language."""
    rows = db.session.execute(
        sa.select(Tagging.contribution_id, Tag, Narrative.working_language)
        .join(Tag, Tag.id == Tagging.tag_id)
        .join(Narrative, Narrative.id == Tag.narrative_id)
        .where(Tagging.contribution_id.in_(list(contribution_ids)))
    )
    found: dict[int, list[str]] = {}
    for contribution_id, tag, language in rows:
        found.setdefault(contribution_id, []).append(tag.name(language))
    return {contribution_id: sorted(names, key=str.casefold) for contribution_id, names in found.items()}


def numbers_tagged(narrative_id: int) -> dict[int, int]:
    """Return by tag on how many contributions it stands, whoever may read them."""
    rows = db.session.execute(
        sa.select(Tagging.tag_id, sa.func.count())
        .join(Tag, Tag.id == Tagging.tag_id)
        .where(Tag.narrative_id == narrative_id)
        .group_by(Tagging.tag_id)
    )
    return {tag_id: number for tag_id, number in rows}


def can_be_tagged() -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions under which facilitators tag a contribution: sent, neither withdrawn nor hidden."""
    return Contribution.status == "submitted", Contribution.hidden_at.is_(None)


def has_tag(public_id: str = "") -> sa.ColumnElement[bool]:
    """Return the condition that a tag stands on a contribution: this one, or any."""
    query: Any = sa.select(Tagging.tag_id).where(Tagging.contribution_id == Contribution.id)
    if public_id:
        query = query.join(Tag, Tag.id == Tagging.tag_id).where(Tag.public_id == public_id)
    return query.correlate(Contribution).exists()  # type: ignore[no-any-return]
