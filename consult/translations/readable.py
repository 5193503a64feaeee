"""What readers are given of a revision in other languages: reviewed texts of the very wordings that it has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa

from consult.consultations.at_hand import AnyConsultation
from consult.core.database import db
from consult.core.kept import Shelf
from consult.narratives.kept_texts import KeptText, Published
from consult.narratives.models import RevisionSection, SectionText

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


def _asked(wordings: sa.ColumnElement[bool]) -> sa.Select[tuple[str, int, int, datetime | None]]:
    """Return the question for what is ready of some wordings: built once, since every page of a text asks it."""
    t = _translation.c
    figures = (sa.func.count(), sa.func.sum(t.counter), sa.func.max(t.reviewed_at))
    return sa.select(t.language, *figures).where(wordings, t.text_id.is_not(None)).group_by(t.language)


_OF_WORDINGS = _asked(_translation.c.source_text_id.in_(sa.bindparam("wordings", expanding=True)))
_OF_REVISION = _asked(
    _translation.c.source_text_id.in_(
        sa.select(RevisionSection.section_text_id).where(
            RevisionSection.revision_id == sa.bindparam("revision_id")
        )
    )
)


def languages_to_read(narrative: Translated, wordings: Iterable[int]) -> dict[str, Ready]:
    """Return for each target language in which something is ready how many of these wordings (ids) can be read in it.

    No question is asked of a narrative without target languages.
    """
    return _ready(narrative, _OF_WORDINGS, {"wordings": list(wordings)})


def languages_of_revision(narrative: Translated, revision_id: int) -> dict[str, Ready]:
    """Return the same for all wordings of a revision."""
    return _ready(narrative, _OF_REVISION, {"revision_id": revision_id})


def _ready(narrative: Translated, asked: sa.Select[Any], values: dict[str, Any]) -> dict[str, Ready]:
    if not narrative.target_languages:
        return {}
    rows = db.session.connection().execute(asked, values)
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
