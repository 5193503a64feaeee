"""What readers are given of a revision in other languages: reviewed texts of the very wordings that it has."""

from collections.abc import Iterable

import sqlalchemy as sa

from consult.core.database import db
from consult.narratives.models import Narrative, SectionText

from .models import Translation


def languages_to_read(narrative: Narrative, wordings: Iterable[int]) -> dict[str, int]:
    """Return how many of these wordings (ids of section texts) can be read in each target language, none left out.

    Languages in which nothing is ready are not there. No question is asked of a narrative without target languages.
    """
    if not narrative.target_languages:
        return {}
    asked = (
        sa.select(Translation.language, sa.func.count())
        .where(Translation.source_text_id.in_(list(wordings)), Translation.text_id.is_not(None))
        .group_by(Translation.language)
    )
    counts: dict[str, int] = {code: number for code, number in db.session.execute(asked)}
    return {code: counts[code] for code in narrative.target_languages if code in counts}


def texts_in(language: str, wordings: Iterable[int]) -> dict[int, SectionText]:
    """Return the reviewed text in a language for each of these wordings that has one, by the wording's id."""
    asked = (
        sa.select(Translation.source_text_id, SectionText)
        .join(SectionText, SectionText.id == Translation.text_id)
        .where(Translation.source_text_id.in_(list(wordings)), Translation.language == language)
    )
    return {wording: text for wording, text in db.session.execute(asked)}
