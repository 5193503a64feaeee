"""Which tags may fit a contribution: learnt, in its language, from what the narrative's facilitators tagged themselves.

What was learnt is kept in the memory of a process alone, under everything that it was learnt from: a tag, a wording, a
withdrawal or a removal of words makes it anew. Suggestions are shown to facilitators, and counted nowhere.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from consult.contributions.hunks import ENGINE_VERSION
from consult.contributions.models import Contribution, ContributionText, StoredHunk
from consult.contributions.tag_models import Tag, Tagging
from consult.contributions.tags import can_be_tagged
from consult.core.database import db
from consult.core.kept import Shelf

if TYPE_CHECKING:
    from .learning import Learnt, Suggestion

LEAST_TAGGED = 20
"""So many tagged contributions of a language are needed before anything is suggested in it."""
LEAST_TAGS = 2
MOST_LEARNT = 1000
"""The newest so many tagged contributions of a language are learnt from: more bring little, and each costs time."""
_KEPT = Shelf(16)


@dataclass(frozen=True)
class Knowledge:
    """What there is to learn from in one language, and what was learnt; None while it is too little."""

    language: str
    tagged: int
    tags: int
    learnt: "Learnt | None"


def knowledge(narrative_id: int, languages: Collection[str]) -> dict[str, Knowledge]:
    """Return by language what can be suggested in a narrative. Loads numpy where there is enough to learn from."""
    return {language: _of_language(narrative_id, language) for language in sorted(languages)}


def suggestions(rows: Sequence[Contribution], known: dict[str, Knowledge]) -> dict[int, list["Suggestion"]]:
    """Return the suggested tags (their ids) of contributions, by their ids."""
    words = words_of([row.id for row in rows])
    found: dict[int, list[Suggestion]] = {}
    for language, one in known.items():
        mine = [row.id for row in rows if row.language == language and words.get(row.id, "").strip()]
        if one.learnt is not None and mine:
            made = one.learnt.suggested([words[number] for number in mine])
            found |= dict(zip(mine, made, strict=True))
    return found


def _of_language(narrative_id: int, language: str) -> Knowledge:
    given = _tags_given(narrative_id, language)
    tagged = frozenset(number for number, _version, _tag in given)
    tags = frozenset(tag for _number, _version, tag in given)
    if len(tagged) < LEAST_TAGGED or len(tags) < LEAST_TAGS:
        return Knowledge(language, len(tagged), len(tags), None)
    key = (narrative_id, language, frozenset(given))
    learnt = _KEPT.get(key) or _KEPT.put(key, _learn(given))
    return Knowledge(language, len(tagged), len(tags), learnt)


def _learn(given: Sequence[tuple[int, int, int]]) -> "Learnt":
    from .learning import learn

    tags: dict[int, set[int]] = {}
    for number, _version, tag in given:
        tags.setdefault(number, set()).add(tag)
    words = words_of(tags)
    return learn(
        [(words[number], frozenset(some)) for number, some in sorted(tags.items()) if number in words]
    )


def _tags_given(narrative_id: int, language: str) -> list[tuple[int, int, int]]:
    """Return contribution, its version and tag of the newest that were tagged and can be read by facilitators."""
    here = (Tag.narrative_id == narrative_id, Contribution.language == language, *can_be_tagged())

    def of(*columns: Any) -> sa.Select[Any]:
        joined = sa.select(*columns).select_from(Tag).join(Tagging, Tagging.tag_id == Tag.id)
        return joined.join(Contribution, Contribution.id == Tagging.contribution_id).where(*here)

    newest = (
        of(Tagging.contribution_id)
        .group_by(Tagging.contribution_id)
        .order_by(sa.func.max(Tagging.at).desc(), Tagging.contribution_id.desc())
        .limit(MOST_LEARNT)
    )
    rows = db.session.execute(
        of(Contribution.id, Contribution.version, Tagging.tag_id).where(Contribution.id.in_(newest))
    )
    return [(number, version, tag) for number, version, tag in rows]


def words_of(contribution_ids: Collection[int]) -> dict[int, str]:
    """Return the words of contributions: of a proposed change its new words and its rationale, else the body."""
    present = sa.and_(
        ContributionText.contribution_id == Contribution.id,
        ContributionText.number == Contribution.text_number,
    )
    rows = list(
        db.session.execute(
            sa.select(
                Contribution.id,
                Contribution.operation,
                ContributionText.id,
                ContributionText.body,
                ContributionText.rationale,
            )
            .join(ContributionText, present)
            .where(Contribution.id.in_(list(contribution_ids)))
        )
    )
    new: dict[int, str] = {}
    changes = sa.select(StoredHunk.text_id, StoredHunk.new).where(
        StoredHunk.text_id.in_([text for _id, operation, text, *_rest in rows if operation]),
        StoredHunk.engine_version == ENGINE_VERSION,
    )
    for text, words in db.session.execute(changes):
        new[text] = f"{new.get(text, '')} {words}"
    return {
        number: f"{new.get(text, '') if operation == 'reword' else body} {rationale}"
        for number, operation, text, body, rationale in rows
    }
