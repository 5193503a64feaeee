"""What readers are given of a revision in other languages: reviewed texts of the very wordings that it has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa

from consult.consultations.at_hand import AnyConsultation
from consult.core.database import db
from consult.core.kept import Shelf
from consult.narratives.kept_texts import KeptText, Published
from consult.narratives.models import SectionText

from .models import Translation

_texts = Shelf(64)


class Translated(Protocol):
    """A narrative, as a row or as a plain value."""

    @property
    def target_languages(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Ready:
    """How many of the wordings asked about can be read in a language, and by what their texts are told from others."""

    number: int
    steps: int
    reviewed_at: datetime | None


_translation = Translation.__table__
# Every page of a text asks this: it is built once, and reads figures and no rows.
_READY = (
    sa.select(
        _translation.c.language,
        sa.func.count(),
        sa.func.sum(_translation.c.counter),
        sa.func.max(_translation.c.reviewed_at),
    )
    .where(
        _translation.c.source_text_id.in_(sa.bindparam("wordings", expanding=True)),
        _translation.c.text_id.is_not(None),
    )
    .group_by(_translation.c.language)
)


def languages_to_read(narrative: Translated, wordings: Iterable[int]) -> dict[str, Ready]:
    """Return for each target language in which something is ready how many of these wordings (ids) can be read in it.

    No question is asked of a narrative without target languages.
    """
    if not narrative.target_languages:
        return {}
    rows = db.session.connection().execute(_READY, {"wordings": list(wordings)})
    counts = {code: Ready(number, steps, at) for code, number, steps, at in rows}
    return {code: counts[code] for code in narrative.target_languages if code in counts}


def texts_in(
    revision: Published, language: str, wordings: Iterable[int], ready: Ready
) -> Mapping[int, KeptText]:
    """Return the reviewed text in a language for each of these wordings that has one, by the wording's id.

    They are kept in memory under all that they depend on: the next review of one of them makes another `ready`.
    """
    wanted = tuple(wordings)
    key = (revision.public_id, revision.hash, language, wanted, ready)
    found = _texts.get(key)
    return found if found is not None else _texts.put(key, _read(language, wanted))


def edition_of(consultation: AnyConsultation, wording: int, language: str) -> KeptText | None:
    """Return what readers of a consultation's text are given of a wording in one of its narrative's languages."""
    if language not in consultation.narrative.target_languages:
        return None
    return _read(language, (wording,)).get(wording)


def _read(language: str, wordings: tuple[int, ...]) -> dict[int, KeptText]:
    asked = (
        sa.select(Translation.source_text_id, SectionText)
        .join(SectionText, SectionText.id == Translation.text_id)
        .where(Translation.source_text_id.in_(wordings), Translation.language == language)
    )
    return {
        wording: KeptText(text.id, text.heading, text.body, text.language, text.body_offset)
        for wording, text in db.session.execute(asked)
    }
