"""Who translated and who reviewed what readers are given."""

from collections import defaultdict
from dataclasses import dataclass, field

import sqlalchemy as sa

from consult.core.database import db
from consult.narratives.kept_texts import Published
from consult.narratives.models import RevisionSection
from consult.people.models import Person

from .models import Translation, TranslationChange

Acts = list[tuple[str, str]]


@dataclass
class Credit:
    """The names of those who wrote a language's words, and of those who reviewed them, without repetition."""

    translators: list[str] = field(default_factory=list)
    reviewers: list[str] = field(default_factory=list)


def credits_of(revision: Published, language: str | None = None, key: str | None = None) -> dict[str, Credit]:
    """Return the credits for the reviewed texts of a revision, by language; for one language or section if named."""
    asked = (
        sa.select(Translation.id, Translation.language, TranslationChange.act, Person.display_name)
        .join(TranslationChange, TranslationChange.translation_id == Translation.id)
        .join(Person, Person.id == TranslationChange.by_id)
        .join(
            RevisionSection,
            sa.and_(
                RevisionSection.section_id == Translation.section_id,
                RevisionSection.section_text_id == Translation.source_text_id,
            ),
        )
        .where(RevisionSection.revision_id == revision.id, Translation.text_id.is_not(None))
    )
    if language is not None:
        asked = asked.where(Translation.language == language)
    if key is not None:
        asked = asked.where(RevisionSection.section.has(key=key))
    steps: dict[tuple[int, str], Acts] = defaultdict(list)
    for id_, code, act, name in db.session.execute(asked.order_by(Translation.id, TranslationChange.number)):
        steps[id_, code].append((act, name))
    return _read(steps)


def _read(steps: dict[tuple[int, str], Acts]) -> dict[str, Credit]:
    found: dict[str, Credit] = defaultdict(Credit)
    for (_id, code), acts in steps.items():
        credit = found[code]
        # Words that were written after the last review are not read by anybody yet.
        last = max(place for place, (act, _name) in enumerate(acts) if act == "reviewed")
        for act, name in acts[: last + 1]:
            if act in ("saved", "imported"):
                _add(credit.translators, name)
        _add(credit.reviewers, acts[last][1])
    return dict(found)


def _add(names: list[str], name: str) -> None:
    if name and name not in names:
        names.append(name)
