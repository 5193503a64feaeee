"""Counting the words of very many contributions, some at a time.

Between two steps nothing is open in the database, and only numbers are held. Everything is counted anew each time, so
what is found is what the contributions say, whatever was logged.
"""

from array import array
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.contributions.queries import counts_for_everybody
from consult.core.database import db
from consult.core.logs import Event
from consult.core.removals import Removal
from consult.text.likeness import is_like, plain_words

from .apart import mark_of, words_used
from .said_rows import Heard, Veils, heard, veils_over

if TYPE_CHECKING:
    from .word_tally import Loud, Sets, TextTally

STEP = 1_000
"""So many contributions are read at once."""
USES = 5
"""So many people's use of a word is kept; with fewer than three of them left it is told no more."""
MOST_MARKS = 100_000
Place = tuple[str, str, int]
"""A division ("section", "region"), language and group."""


@dataclass
class Found:
    """What was found in the words of some consultations."""

    ids: Sequence[int]
    event_id: int
    removal_id: int
    number: int = 0
    words: "list[tuple[str, Loud]]" = field(default_factory=list)
    uses: dict[tuple[str, str, str, int], dict[int, int]] = field(default_factory=dict)
    repeats: list[list[tuple[int, int]]] = field(default_factory=list)


def count_words(ids: Sequence[int]) -> Generator[None, None, Found]:
    """Count the words of consultations; after each step nothing of the database is needed any more.

    Loads numpy.
    """
    from .word_tally import TextTally, WordTally

    found = Found(ids, newest(Event), newest(Removal))
    veils = veils_over(db.session.scalars(sa.select(Consultation).where(Consultation.id.in_(ids))))
    order = array("q", db.session.scalars(_in_order(ids)))
    yield
    tallies, texts, sent = {"region": WordTally(), "section": WordTally()}, TextTally(), array("q")
    marks = Marks()
    for some in _steps(order):
        rows = heard(veils, Contribution.id.in_(some))
        yield
        found.number += len(rows)
        for row in rows:
            used = marks.of(row.said.text) if row.said.language else []
            for division, language, group in places_of(row):
                tallies[division].add(language, str(group), row.said.person, used)
            if not row.is_amendment:
                texts.add(plain_words(row.said.text))
                sent.extend((row.said.contribution, row.text_number))
    found.words = [(name, one) for name, tally in tallies.items() for one in tally.loud()]
    yield from _look_for_uses(found, veils, order, marks)
    sets = yield from _alike(texts, sent, veils)
    found.repeats = [
        [(sent[2 * place], sent[2 * place + 1]) for place in members] for members in sets.of_several()
    ]
    return found


def newest(model: type[Event] | type[Removal]) -> int:
    """Return the id of the newest event or removal."""
    return db.session.scalar(sa.select(sa.func.max(model.id))) or 0


def _steps(all_of_it: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(all_of_it), STEP):
        yield all_of_it[start : start + STEP]


def _in_order(ids: Sequence[int]) -> sa.Select[Any]:
    return (
        sa.select(Contribution.id)
        .where(Contribution.consultation_id.in_(ids), *counts_for_everybody())
        .order_by(Contribution.submitted_at, Contribution.id)
    )


def places_of(row: Heard) -> Iterator[Place]:
    """Yield the groups in which the words of a contribution are counted."""
    if row.said.language:
        if row.region_id:
            yield "region", row.said.language, row.region_id
        if row.section_id:
            yield "section", row.said.language, row.section_id


class Marks:
    """The marks of words, so that those that come often are made once."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def of(self, text: str) -> list[int]:
        """Return the marks of the words that a text uses."""
        if len(self._known) > MOST_MARKS:
            self._known.clear()
        known = self._known
        return [known[word] if word in known else self._new(word) for word in words_used(text)]

    def _new(self, word: str) -> int:
        return self._known.setdefault(word, mark_of(word))


def _look_for_uses(
    found: Found, veils: Veils, order: Sequence[int], marks: Marks
) -> Generator[None, None, None]:
    """Find for each word some contributions of different people that use it."""
    wanted: dict[Place, set[int]] = {}
    for division, one in found.words:
        wanted.setdefault((division, one.language, int(one.group)), set()).add(one.mark)
    for some in _steps(order):
        if not wanted:
            return
        rows = heard(veils, Contribution.id.in_(some))
        yield
        for row in rows:
            used = set(marks.of(row.said.text))
            for place in places_of(row):
                for mark in used & wanted.get(place, set()):
                    division, language, group = place
                    users = found.uses.setdefault((division, language, str(group), mark), {})
                    users.setdefault(row.said.person, row.said.contribution)
                    if len(users) == USES:
                        wanted[place].discard(mark)


def _alike(texts: "TextTally", sent: Sequence[int], veils: Veils) -> "Generator[None, None, Sets]":
    """Compare what may be alike, and put together what is."""
    sets = texts.sets()
    for some in _steps(texts.pairs()):
        open_pairs = [pair for pair in some if not sets.are_one(*pair)]
        ids = {sent[2 * place] for pair in open_pairs for place in pair}
        rows = heard(veils, Contribution.id.in_(ids)) if ids else []
        yield
        words = {row.said.contribution: plain_words(row.said.text) for row in rows}
        for one, other in open_pairs:
            first, second = words.get(sent[2 * one]), words.get(sent[2 * other])
            if first and second and not sets.are_one(one, other) and is_like(first, second):
                sets.join(one, other)
    return sets
