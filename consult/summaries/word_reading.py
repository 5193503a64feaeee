"""What was found in the words of many contributions, as far as it may be told now: the words are read where they stand.

A word is told while three of the people whose use of it is kept still use it, where everybody may read it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from consult.contributions.models import Contribution
from consult.contributions.queries import counts_for_everybody
from consult.core.database import db
from consult.people.models import Region

from .apart import LEAST_PEOPLE, Repeated, Word, mark_of, words_used
from .kept_words import KeptRepeat, KeptWord, KeptWordUse, WordCount
from .narrowed import NAMES_ORGANISATION
from .said_rows import Heard, Veils, heard
from .word_counts import places_of

MOST_REPEATED = 200
"""So many repeated texts are listed, those that were sent most often."""


def words_told(count: WordCount, veils: Veils) -> dict[str, list[Word]]:
    """Return the words that set apart, by division; the groups by their code or key."""
    asked = sa.select(KeptWord).where(KeptWord.count_id == count.id).order_by(KeptWord.id)
    words = list(db.session.scalars(asked))
    uses = sa.select(KeptWordUse.word_id, KeptWordUse.contribution_id).where(
        KeptWordUse.word_id.in_(sa.select(KeptWord.id).where(KeptWord.count_id == count.id))
    )
    users: dict[int, list[int]] = {}
    for word_id, contribution_id in db.session.execute(uses):
        users.setdefault(word_id, []).append(contribution_id)
    named = sa.select(uses.subquery().c.contribution_id)
    reader = _Reader(heard(veils, Contribution.id.in_(named)))
    told: dict[str, list[Word]] = {"region": [], "section": []}
    for row in words:
        found = reader.word(row, users.get(row.id, ()))
        if found is not None:
            told[row.division].append(found)
    return told


class _Reader:
    """Reads words out of contributions by their marks."""

    def __init__(self, rows: Iterable[Heard]) -> None:
        self.rows = {row.said.contribution: row for row in rows}
        self._words: dict[int, Mapping[int, str]] = {}

    def word(self, kept: KeptWord, users: Iterable[int]) -> Word | None:
        """Return a word as it stands in what people say; None where fewer than three of them still do."""
        place = (kept.division, kept.language, kept.group_id)
        people: set[int] = set()
        for user in users:
            row = self.rows.get(user)
            if row is None or place not in places_of(row) or kept.mark not in self._of(row):
                continue
            people.add(row.said.person)
            if len(people) == LEAST_PEOPLE:
                group = row.said.group if kept.division == "region" else row.section
                word = self._of(row)[kept.mark]
                return Word(kept.language, group, word, kept.here, kept.elsewhere, kept.strength)
        return None

    def _of(self, row: Heard) -> Mapping[int, str]:
        number = row.said.contribution
        if number not in self._words:
            self._words[number] = {mark_of(word): word for word in words_used(row.said.text)}
        return self._words[number]


def repeats_told(count: WordCount, veils: Veils) -> tuple[list[Repeated], int, int]:
    """Return the texts that were sent most often, how many such texts there are, and how many repeat another."""
    named = sa.case((Contribution.visibility.in_(NAMES_ORGANISATION), Contribution.organisation_id))
    size: sa.ColumnElement[int] = sa.func.count()
    sums = (
        _standing(count, veils, KeptRepeat.number, size, sa.func.min(KeptRepeat.place), named_of(named))
        .group_by(KeptRepeat.number)
        .having(size > 1)
    )
    found = sorted((tuple(row) for row in db.session.execute(sums)), key=lambda row: (-row[1], row[0]))
    most = found[:MOST_REPEATED]
    regions = _regions(count, veils, [row[0] for row in most])
    firsts = _firsts(count, veils, {row[0]: row[2] for row in most})
    listed = [
        Repeated(firsts[number][1], firsts[number][0], size, organisations, regions.get(number, ()))
        for number, size, _place, organisations in most
    ]
    return listed, len(found), sum(row[1] - 1 for row in found)


def named_of(organisation: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    """Return how many different organisations there are, for a query."""
    return sa.func.count(organisation.distinct())


def _standing(count: WordCount, veils: Veils, *columns: Any) -> sa.Select[Any]:
    """Return the question for what is kept of repeated texts and still stands as it was found."""
    query: sa.Select[Any] = (
        sa.select(*columns)
        .select_from(KeptRepeat)
        .join(Contribution, Contribution.id == KeptRepeat.contribution_id)
        .where(
            KeptRepeat.count_id == count.id,
            Contribution.text_number == KeptRepeat.text_number,
            Contribution.consultation_id.in_(list(veils)),
            *counts_for_everybody(),
        )
    )
    return query


def _regions(count: WordCount, veils: Veils, numbers: list[int]) -> dict[int, tuple[str, ...]]:
    """Return from which regions texts were sent, where it may be told."""
    asked = (
        _standing(count, veils, KeptRepeat.number, Contribution.consultation_id, Region.code)
        .join(Region, Region.id == Contribution.region_id)
        .where(KeptRepeat.number.in_(numbers))
        .distinct()
    )
    codes: dict[int, set[str]] = {}
    for number, consultation_id, code in db.session.execute(asked):
        if veils[consultation_id].shows("region", code):
            codes.setdefault(number, set()).add(code)
    return {number: tuple(sorted(some)) for number, some in codes.items()}


def _firsts(count: WordCount, veils: Veils, places: Mapping[int, int]) -> dict[int, tuple[int, str]]:
    """Return the first contribution of each text with its words, by the text's number."""
    asked = _standing(count, veils, KeptRepeat.number, KeptRepeat.place, Contribution.id).where(
        KeptRepeat.number.in_(list(places)), KeptRepeat.place.in_(set(places.values()))
    )
    ids = {number: one for number, place, one in db.session.execute(asked) if places[number] == place}
    words = {row.said.contribution: row.said.text for row in heard(veils, Contribution.id.in_(ids.values()))}
    return {number: (one, words[one]) for number, one in ids.items()}
