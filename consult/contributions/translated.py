"""What was said, as a reader finds it in another language beside the original."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import joinedload

from consult.core.database import db
from consult.text.markdown import render_markdown
from consult.web.locale import current_language

from .language_models import SaidTranslation
from .models import ContributionText

ByLanguage = dict[str, SaidTranslation]


@dataclass(frozen=True)
class ShownTranslation:
    """Words in another language, by whom; `is_of_now` says that the original has not been changed since."""

    language: str
    by: str
    body: Markup | None
    rationale: Markup | None
    is_of_now: bool
    id: int


def translations_of(contribution_ids: Collection[int]) -> dict[int, ByLanguage]:
    """Return the newest translation of each contribution into each language; one query, none for none."""
    if not contribution_ids:
        return {}
    rows = db.session.scalars(
        sa.select(SaidTranslation)
        .where(SaidTranslation.contribution_id.in_(list(contribution_ids)))
        .order_by(SaidTranslation.id)
        .options(joinedload(SaidTranslation.by))
    )
    found: dict[int, ByLanguage] = defaultdict(dict)
    for row in rows:
        found[row.contribution_id][row.language] = row
    return found


def shown_translation(
    known: Mapping[str, SaidTranslation], text: ContributionText, original: str, working: str
) -> ShownTranslation | None:
    """Return the translation for the reader: in the language of the pages, else in the working one, else any.

    None for those who read the original as it is.
    """
    wanted = current_language()
    if wanted == original or not known:
        return None
    row = known.get(wanted) or known.get(working) or next(iter(known.values()))
    return ShownTranslation(
        row.language,
        row.by.display_name if row.by else "",
        render_markdown(row.body, heading_offset=1) if row.body else None,
        render_markdown(row.rationale, heading_offset=1) if row.rationale else None,
        row.text_id == text.id,
        row.id,
    )
