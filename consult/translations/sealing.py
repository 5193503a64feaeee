"""An edition of a language is sealed as soon as every section of the newest revision was reviewed in it."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from consult.core.database import db
from consult.narratives.edition_models import LanguageEdition
from consult.narratives.editions import seal
from consult.narratives.models import Narrative, RevisionSection
from consult.narratives.services import latest_revision

from .models import Translation


def seal_what_is_ready(
    narrative: Narrative, at: datetime, languages: Iterable[str] | None = None
) -> list[LanguageEdition]:
    """Seal the newest revision in each of these languages (or in all) in which it is whole; return what is new."""
    revision = latest_revision(narrative)
    if revision is None:
        return []
    chosen = [one for one in languages or narrative.target_languages if one in narrative.target_languages]
    texts = _reviewed(revision.id, chosen) if chosen else {}
    found = (seal(revision, code, texts.get(code, {}), at) for code in chosen)
    return [edition for edition in found if edition is not None]


def _reviewed(revision_id: int, languages: list[str]) -> dict[str, dict[int, int]]:
    """Return for each language the reviewed text of each wording of a revision, by ids."""
    place = RevisionSection
    asked = (
        sa.select(Translation.language, Translation.source_text_id, Translation.text_id)
        .join(
            place,
            sa.and_(
                place.section_id == Translation.section_id,
                place.section_text_id == Translation.source_text_id,
            ),
        )
        .where(
            place.revision_id == revision_id,
            Translation.language.in_(languages),
            Translation.text_id.is_not(None),
        )
    )
    found: dict[str, dict[int, int]] = {}
    for language, source_id, text_id in db.session.execute(asked):
        assert text_id is not None  # asked for
        found.setdefault(language, {})[source_id] = text_id
    return found
