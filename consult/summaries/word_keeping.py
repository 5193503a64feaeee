"""Verbs: keep what was found in the words of many contributions, and say when they are to be counted again."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.contributions.queries import counts_for_everybody
from consult.core.database import db, hold_name
from consult.core.logs import Event
from consult.core.removals import Removal
from consult.core.steps import finished

from .kept_words import KeptRepeat, KeptWord, KeptWordUse, WordCount
from .word_counts import Found, count_words, newest

MANY = 2_000
"""From so many contributions on the words are counted by the worker; of fewer a page counts them itself."""
RULES = 1
"""Raised with a release that counts words in another way."""
AUDIENCES = (("public",), ("public", "members"))
"""Whose consultations on one version are counted together."""
SOON, LATE = timedelta(minutes=10), timedelta(hours=1)
"""When words are counted again at the earliest: where one contribution in a hundred has changed, and where any has."""
LONGEST_COUNT = timedelta(minutes=10)
"""After so long whoever began to count is taken to have stopped."""
STATEMENT = 5_000


def digest_of(ids: Iterable[int]) -> str:
    """Return by what the consultations with these ids are found together."""
    return hashlib.sha256(" ".join(map(str, sorted(ids))).encode()).hexdigest()


def number_sent(ids: Sequence[int], *conditions: sa.ColumnElement[bool]) -> int:
    """Return how many contributions everybody may read of consultations."""
    query = sa.select(sa.func.count()).where(
        Contribution.consultation_id.in_(ids), *counts_for_everybody(), *conditions
    )
    return db.session.scalar(query) or 0


def groups_counted() -> list[list[int]]:
    """Return the consultations whose words are counted: each alone, and those on one version that all may read.

    Together are counted those that are public, and those that are public or for members.
    """
    versions: dict[int, list[Consultation]] = {}
    for row in db.session.scalars(sa.select(Consultation).order_by(Consultation.id)):
        versions.setdefault(row.base_revision_id, []).append(row)
    found: dict[tuple[int, ...], None] = {}
    for several in versions.values():
        found |= dict.fromkeys((row.id,) for row in several)
        for audiences in AUDIENCES:
            found[tuple(row.id for row in several if row.read_audience in audiences)] = None
    sizes = _sizes()
    return [list(ids) for ids in found if sum(sizes.get(one, 0) for one in ids) >= MANY]


def _sizes() -> dict[int, int]:
    query = (
        sa.select(Contribution.consultation_id, sa.func.count())
        .where(*counts_for_everybody())
        .group_by(Contribution.consultation_id)
    )
    return {one: number for one, number in db.session.execute(query)}


def take_next(at: datetime) -> list[int]:
    """Return the consultations whose words are to be counted now, and note that somebody does; empty: none.

    What is counted no more, since there are too few contributions by now, is forgotten.
    """
    hold_name("words")
    groups = groups_counted()
    _forget_all_but([digest_of(ids) for ids in groups])
    for ids in groups:
        row = kept_count(ids)
        if row is None:
            row = WordCount(consultations=digest_of(ids), rules=RULES, event_id=0, removal_id=0, number=0)
            db.session.add(row)
        if _is_due(row, ids, at):
            row.begun_at = at
            db.session.flush()
            return ids
    return []


def kept_count(ids: Iterable[int]) -> WordCount | None:
    """Return when the words of consultations were counted together."""
    return db.session.scalar(sa.select(WordCount).where(WordCount.consultations == digest_of(ids)))


def _is_due(row: WordCount, ids: Sequence[int], at: datetime) -> bool:
    if row.begun_at is not None and row.begun_at > at - LONGEST_COUNT:
        return False
    if row.made_at is None or row.rules != RULES or row.removal_id < newest(Removal):
        return True
    if row.made_at > at - SOON:
        return False
    changed = db.session.scalar(
        sa.select(sa.func.count()).where(
            Event.id > row.event_id, Event.subject == "contributions", Event.consultation_id.in_(ids)
        )
    )
    return bool(changed) and (row.made_at <= at - LATE or int(changed or 0) * 100 >= row.number)


def _forget_all_but(digests: Sequence[str]) -> None:
    gone = list(db.session.scalars(sa.select(WordCount.id).where(WordCount.consultations.not_in(digests))))
    if gone:
        _forget(gone)
        db.session.execute(sa.delete(WordCount).where(WordCount.id.in_(gone)))


def _forget(counts: Sequence[int]) -> None:
    words = sa.select(KeptWord.id).where(KeptWord.count_id.in_(counts))
    db.session.execute(sa.delete(KeptWordUse).where(KeptWordUse.word_id.in_(words)))
    for model in (KeptWord, KeptRepeat):
        db.session.execute(sa.delete(model).where(model.count_id.in_(counts)))


def keep(found: Found, at: datetime) -> None:
    """Keep what was found, in the place of what was found before."""
    hold_name("words")
    row = kept_count(found.ids)
    if row is None:
        row = WordCount(consultations=digest_of(found.ids))
        db.session.add(row)
    row.rules, row.event_id, row.removal_id = RULES, found.event_id, found.removal_id
    row.number, row.made_at, row.begun_at = found.number, at, None
    db.session.flush()
    _forget([row.id])
    for division, one in found.words:
        word = KeptWord(
            count_id=row.id,
            division=division,
            group_id=int(one.group),
            language=one.language,
            mark=one.mark,
            here=one.here,
            elsewhere=one.elsewhere,
            strength=one.strength,
        )
        db.session.add(word)
        db.session.flush()
        users = found.uses.get((division, one.language, one.group, one.mark), {})
        db.session.add_all(KeptWordUse(word_id=word.id, contribution_id=used) for used in users.values())
    db.session.flush()
    _keep_repeats(row.id, found.repeats)


def _keep_repeats(count_id: int, repeats: Sequence[Sequence[tuple[int, int]]]) -> None:
    rows = [
        {"count_id": count_id, "number": number, "place": place, "contribution_id": one, "text_number": text}
        for number, members in enumerate(repeats)
        for place, (one, text) in enumerate(members)
    ]
    for start in range(0, len(rows), STATEMENT):
        db.session.execute(sa.insert(KeptRepeat), rows[start : start + STATEMENT])


def rebuild_words(at: datetime) -> int:
    """Count all words anew that are kept, in the present transaction; return for how many groups of consultations."""
    groups = groups_counted()
    _forget_all_but([digest_of(ids) for ids in groups])
    for ids in groups:
        keep(finished(count_words(ids)), at)
    return len(groups)
