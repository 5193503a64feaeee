"""The memory of sentences: what was translated and reviewed once is offered again, word for word or nearly."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from consult.core.database import db
from consult.narratives.models import Narrative
from consult.text.recall import digest_of, marks_of, most_similar

from .models import MemoryMark, MemorySentence
from .tasks import Task

MOST_EQUAL = 3
LOOKED_AT = 25
"""How many sentences that share most marks are compared in full."""
CANDIDATES = 200
"""Of how many sentences that share most marks it is asked whether they may be read here."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A sentence out of the memory: `share` is 1 where its words are the same."""

    public_id: str
    source: str
    target: str
    share: float

    @property
    def is_equal(self) -> bool:
        """Say whether the sentence has the same words."""
        return self.share == 1


def pair_of(source_language: str, language: str) -> str:
    """Return the name of a pair of languages."""
    return f"{source_language}>{language}"


def keep_sentences(task: Task, wordings: Sequence[str], at: datetime) -> int:
    """Remember the sentences of a reviewed text; return how many were new."""
    pair = pair_of(task.narrative.working_language, task.language)
    known = _known(task.narrative.id, pair, [part.words for part in task.parts])
    added = 0
    for part, target in zip(task.parts, wordings, strict=True):
        digest = digest_of(part.words)
        if part.is_words and target and (digest, target) not in known:
            known.add((digest, target))
            remember(task.narrative.id, pair, part.words, target, at)
            added += 1
    return added


def remember(narrative_id: int, pair: str, source: str, target: str, at: datetime) -> MemorySentence:
    """Write one sentence into the memory, with its marks."""
    row = MemorySentence(
        narrative_id=narrative_id,
        pair=pair,
        digest=digest_of(source),
        source=source,
        target=target,
        kept_at=at,
    )
    db.session.add(row)
    db.session.flush()
    marks = [{"pair": pair, "mark": mark, "sentence_id": row.id} for mark in set(marks_of(source))]
    if marks:
        db.session.execute(sa.insert(MemoryMark), marks)
    return row


def recall(narrative: Narrative, pair: str, sentences: Sequence[str]) -> list[list[Remembered]]:
    """Return for each sentence what the memory offers: the same words first, else what is similar.

    Of other narratives only those that everybody may read are asked.
    """
    equal = _equal(narrative, pair, sentences)
    return [
        equal.get(digest_of(sentence), [])[:MOST_EQUAL] or similar(narrative, pair, sentence)
        for sentence in sentences
    ]


def similar(narrative: Narrative, pair: str, sentence: str) -> list[Remembered]:
    """Return the most similar sentences of the memory, best first."""
    marks = marks_of(sentence)
    if not marks:
        return []
    shared = (
        sa.select(MemoryMark.sentence_id, sa.func.count().label("shared"))
        .where(MemoryMark.pair == pair, MemoryMark.mark.in_(marks))
        .group_by(MemoryMark.sentence_id)
        .order_by(sa.desc("shared"), MemoryMark.sentence_id.desc())
        .limit(CANDIDATES)
        .subquery()
    )
    rows = db.session.scalars(
        _readable(narrative)
        .join(shared, shared.c.sentence_id == MemorySentence.id)
        .order_by(shared.c.shared.desc(), MemorySentence.id.desc())
        .limit(LOOKED_AT)
    ).all()
    ranked = most_similar(sentence, [row.source for row in rows])
    return [_remembered(rows[place], share) for place, share in ranked]


def sentence_by_id(narrative: Narrative, public_id: str) -> MemorySentence | None:
    """Return a sentence of the memory that may be offered in a narrative, or None."""
    return db.session.scalars(_readable(narrative).where(MemorySentence.public_id == public_id)).first()


def _readable(narrative: Narrative) -> sa.Select[Any]:
    return (
        sa.select(MemorySentence)
        .join(Narrative, Narrative.id == MemorySentence.narrative_id)
        .where(sa.or_(Narrative.id == narrative.id, Narrative.read_audience == "public"))
    )


def _equal(narrative: Narrative, pair: str, sentences: Sequence[str]) -> dict[str, list[Remembered]]:
    digests = {digest_of(sentence) for sentence in sentences}
    found: dict[str, list[Remembered]] = defaultdict(list)
    asked = _readable(narrative).where(MemorySentence.pair == pair, MemorySentence.digest.in_(digests))
    for row in db.session.scalars(asked.order_by(MemorySentence.kept_at.desc(), MemorySentence.id.desc())):
        if all(row.target != other.target for other in found[row.digest]):
            found[row.digest].append(_remembered(row, 1))
    return found


def _known(narrative_id: int, pair: str, sentences: Sequence[str]) -> set[tuple[str, str]]:
    digests = {digest_of(sentence) for sentence in sentences}
    asked = sa.select(MemorySentence.digest, MemorySentence.target).where(
        MemorySentence.narrative_id == narrative_id,
        MemorySentence.pair == pair,
        MemorySentence.digest.in_(digests),
    )
    return {(digest, target) for digest, target in db.session.execute(asked)}


def _remembered(row: MemorySentence, share: float) -> Remembered:
    return Remembered(row.public_id, row.source, row.target, share)
