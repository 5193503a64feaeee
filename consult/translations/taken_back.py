"""After publication: authors' own words go back into the text in their language, where they say a new sentence."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from consult.contributions.language_models import Rendering
from consult.contributions.models import Contribution
from consult.contributions.rendered import counts
from consult.core.database import db
from consult.narratives.models import Narrative, Section, SectionText
from consult.rules.readiness import REVIEWED
from consult.text.aligned import own_words
from consult.text.recall import digest_of

from .models import TakenBack, Translation
from .renderings import RenderingTask, wordings_behind
from .services import save_translation
from .tasks import Task

Found = dict[str, tuple[str, int]]
"""For a sentence of the original the author's words in the other language, and the contribution that they are from."""


def take_words_back(
    narrative: Narrative, section: Section, text: SectionText, renderings: Iterable[Rendering], at: datetime
) -> list[Translation]:
    """Begin the translations of a section's new text with what authors wrote themselves; return those begun.

    `renderings`: those of the changes to the section that were adopted. Sentences that nobody changed keep their
    translation. What is for facilitators only, or was withdrawn, is left aside; so is a sentence that reads
    otherwise than it was rendered, or whose translation was changed since.
    """
    by_language: dict[str, Found] = {}
    for rendering in renderings:
        language, found = _found(rendering)
        if found and language in narrative.target_languages:
            known = by_language.setdefault(language, {})
            known |= {sentence: words for sentence, words in found.items() if sentence not in known}
    begun = [
        _begin(Task(narrative, language, section, text), found, at) for language, found in by_language.items()
    ]
    return [row for row in begun if row is not None]


def _found(rendering: Rendering) -> tuple[str, Found]:
    """Return the language of a change, and its author's words for each sentence of the rendering that is new."""
    row, task = rendering.contribution, RenderingTask(rendering.contribution)
    if row.is_withheld or not counts(rendering, task.text) or task.wordings is None:
        return "", {}
    now = _wordings_now(task)
    if now is None:
        return "", {}
    words = own_words(task.parts, task.wordings, task.text.full, rendering.text.full, now)
    return task.base.language, {sentence: (told, row.id) for sentence, told in words.items()}


def _wordings_now(task: RenderingTask) -> Sequence[str] | None:
    """Return the words for each sentence of the translation that readers are given by now."""
    text = db.session.scalar(
        sa.select(SectionText)
        .join(Translation, Translation.text_id == SectionText.id)
        .where(Translation.source_text_id == task.source.id, Translation.language == task.base.language)
    )
    return wordings_behind(text, task.source, task.parts) if text else None


def _begin(task: Task, found: Found, at: datetime) -> Translation | None:
    """Write the draft; None where no sentence of the text is among those found, or somebody translates it already."""
    wordings = task.wordings()
    taken = {
        place: found[part.words]
        for place, part in enumerate(task.parts)
        if part.words in found and not wordings[place]
    }
    if task.row is not None or not taken:
        return None
    for place, (words, _id) in taken.items():
        wordings[place] = words
    row = save_translation(task, wordings, counter=0, actor=None, at=at, act="taken-back")
    assert row is not None  # it has words
    db.session.add_all(
        TakenBack(translation_id=row.id, place=place, contribution_id=number, digest=digest_of(words))
        for place, (words, number) in taken.items()
    )
    db.session.flush()
    return row


def taken_in(row: Translation | None) -> dict[int, TakenBack]:
    """Return which sentences of a translation still have their author's very words, by their place."""
    if row is None:
        return {}
    found = db.session.scalars(sa.select(TakenBack).where(TakenBack.translation_id == row.id))
    words = dict(enumerate(row.wordings))
    return {one.place: one for one in found if digest_of(words.get(one.place, "")) == one.digest}


def not_for_everybody(row: Translation | None) -> set[int]:
    """Return the places of sentences with the words of an author that not everybody may read as theirs.

    Once somebody has reviewed the translation they are the narrative's words.
    """
    if row is None or row.status == REVIEWED:
        return set()
    return {place for place, one in taken_in(row).items() if not _is_public(one.contribution)}


def _is_public(row: Contribution) -> bool:
    return row.consultation.read_audience == "public" and not row.is_withheld
