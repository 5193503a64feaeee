"""Which contributions say nearly the same as one does: found by the marks that they share, then compared word by word.

However many there are, a bounded number is looked at: of each mark the newest that have it, of these the ones that
share most marks. What was sent since the worker looked last is compared without marks.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from consult.core.database import db
from consult.core.logs import Event
from consult.text.likeness import ALIKE, FEWEST_WORDS, SIMILAR, marks_asked, plain_words, share_of_words

from .likeness import comparable, likeness_state
from .likeness_models import LikenessMark
from .models import Contribution, ContributionText

MOST_COMPARED = 100
"""Where so many share marks and the last of them are still alike, a page says "or more"."""
OF_A_MARK = MOST_COMPARED + 1
MOST_NEW = 100
MOST_SIGNS = 200_000
"""Of very long texts fewer are compared."""
LAST = 10
NAMES_ORGANISATION = ("name", "organisation")


@dataclass(frozen=True)
class Similar:
    """A contribution that is like the one asked about."""

    id: int
    share: float
    organisation_id: int | None
    """That it may be named with."""

    @property
    def percent(self) -> int:
        """Return how many of 100 words are the same, never more than there are."""
        return int(self.share * 100 + 1e-9)


@dataclass(frozen=True)
class Found:
    """What was found, the most alike first and of these the newest; and whether there may be more."""

    similar: tuple[Similar, ...] = ()
    is_cut: bool = False

    @property
    def copies(self) -> tuple[Similar, ...]:
        """Return those that count as the same said once more."""
        return tuple(one for one in self.similar if one.share >= ALIKE)

    @property
    def organisations(self) -> int:
        """Return how many organisations the copies are shown with: what anybody can count who reads them."""
        return len({one.organisation_id for one in self.copies} - {None})


def similar_to(row: Contribution, *, but_of: int | None = None) -> Found:
    """Return what is like a stored contribution; of a person (`but_of`) nothing."""
    return similar_words(row.consultation_id, row.text.body, but=row.id, but_of=but_of)


def similar_words(
    consultation_id: int, text: str, *, but: int | None = None, but_of: int | None = None
) -> Found:
    """Return the contributions of a consultation that are like a text, of those that everybody may read there."""
    words = plain_words(text)
    if len(words) < FEWEST_WORDS:
        return Found()
    marked = _marked(consultation_id, marks_asked(text))
    ranked = sorted(marked, key=lambda number: (-marked[number], -number))
    near = ranked[:MOST_COMPARED]
    new = _new(consultation_id) - {*near}
    stored = _stored([number for number in (*sorted(new), *near) if number != but], but_of)
    rows = [*_within_bounds(stored)]
    shares = [share_of_words(words, plain_words(row.body), SIMILAR) for row in rows]
    found = [_similar(row, share) for row, share in zip(rows, shares, strict=True) if share]
    found.sort(key=lambda one: (-one.share, -one.id))
    may_be_more = len(ranked) > len(near) or len(stored) > len(rows)
    return Found(tuple(found), is_cut=may_be_more and any(shares[-LAST:]))


def _similar(row: Any, share: float) -> Similar:
    return Similar(row.id, share, row.organisation_id if row.visibility in NAMES_ORGANISATION else None)


def _stored(ids: Sequence[int], but_of: int | None) -> list[Any]:
    """Return those that everybody may read, and that are not of a person, in the order of the ids."""
    asked = {"ids": ids, "person_id": but_of or -1}
    rows = {row.id: row for row in db.session.connection().execute(_WORDS, asked)}
    return [rows[number] for number in ids if number in rows]


def _within_bounds(rows: Iterable[Any]) -> Iterator[Any]:
    """Yield rows until so much was read that comparing it would be felt."""
    left = MOST_SIGNS
    for row in rows:
        if left <= 0:
            return
        left -= len(row.body)
        yield row


_WORDS = (
    sa.select(Contribution.id, ContributionText.body, Contribution.organisation_id, Contribution.visibility)
    .join(
        ContributionText,
        sa.and_(
            ContributionText.contribution_id == Contribution.id,
            ContributionText.number == Contribution.text_number,
        ),
    )
    .where(
        Contribution.id.in_(sa.bindparam("ids", expanding=True)),
        sa.func.coalesce(Contribution.person_id, 0) != sa.bindparam("person_id"),
        *comparable(),
    )
)
_NEW = (
    sa.select(Event.subject_id)
    .where(
        Event.id > sa.bindparam("after"),
        Event.subject == Contribution.__tablename__,
        Event.consultation_id == sa.bindparam("consultation_id"),
    )
    .order_by(Event.id.desc())
    .limit(MOST_NEW)
)


def _new(consultation_id: int) -> set[int]:
    """Return the ids of what was sent or changed last, and has no marks yet."""
    state = likeness_state()
    asked = {"after": state.event_id if state else 0, "consultation_id": consultation_id}
    return set(db.session.connection().scalars(_NEW, asked))


def _marked(consultation_id: int, marks: list[int]) -> Counter[int]:
    """Return how many of the marks each contribution has, of those that have one."""
    asked = {
        "consultation_id": consultation_id,
        **{f"mark_{place}": mark for place, mark in enumerate(marks)},
    }
    return Counter(db.session.connection().scalars(_with_one_of(len(marks)), asked))


@lru_cache(maxsize=16)
def _with_one_of(marks: int) -> Any:
    """Return the question for the newest contributions with each of so many marks."""
    mark = LikenessMark.__table__.c
    parts = (
        sa.select(mark.contribution_id)
        .where(
            mark.consultation_id == sa.bindparam("consultation_id"),
            mark.mark == sa.bindparam(f"mark_{place}"),
        )
        .order_by(mark.contribution_id.desc())
        .limit(OF_A_MARK)
        .subquery(f"of_{place}")
        for place in range(marks)
    )
    return sa.union_all(*(sa.select(part.c.contribution_id) for part in parts))
