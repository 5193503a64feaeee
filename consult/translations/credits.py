"""Who translated and who reviewed what readers are given."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from consult.core.database import db
from consult.narratives.kept_texts import Published
from consult.narratives.models import RevisionSection, Section
from consult.people.models import Person

from .models import Translation, TranslationChange

Acts = list[tuple[str, str]]


@dataclass
class Credit:
    """The names of those who wrote a language's words, and of those who reviewed them, without repetition."""

    translators: list[str] = field(default_factory=list)
    reviewers: list[str] = field(default_factory=list)


def credits_of(
    revision: Published, language: str | None = None, key: str | None = None, until: datetime | None = None
) -> dict[str, Credit]:
    """Return the credits for the reviewed texts of a revision, by language; for one language or section if named.

    `until`: as they were at a moment.
    """
    named = {"revision_id": revision.id, "language": language, "key": key, "until": until}
    asked = _asked(of_language=language is not None, of_section=key is not None, is_past=until is not None)
    given = {name: value for name, value in named.items() if value is not None}
    steps: dict[tuple[int, str], Acts] = defaultdict(list)
    for id_, code, act, name in db.session.connection().execute(asked, given):
        steps[id_, code].append((act, name))
    return _read(steps)


@cache
def _asked(*, of_language: bool, of_section: bool, is_past: bool) -> sa.Select[Any]:
    """Return the question: built once, since each page of a translated text asks it."""
    work, step, place = Translation.__table__.c, TranslationChange.__table__.c, RevisionSection.__table__.c
    asked = (
        sa.select(work.id, work.language, step.act, Person.__table__.c.display_name)
        .join(TranslationChange.__table__, step.translation_id == work.id)
        .join(Person.__table__, Person.__table__.c.id == step.by_id)
        .join(
            RevisionSection.__table__,
            sa.and_(place.section_id == work.section_id, place.section_text_id == work.source_text_id),
        )
        .where(place.revision_id == sa.bindparam("revision_id"), work.text_id.is_not(None))
        .order_by(work.id, step.number)
    )
    if of_language:
        asked = asked.where(work.language == sa.bindparam("language"))
    if is_past:
        asked = asked.where(step.at <= sa.bindparam("until"))
    if of_section:
        section = Section.__table__.c
        asked = asked.join(Section.__table__, section.id == place.section_id)
        asked = asked.where(section.key == sa.bindparam("key"))
    return asked


def _read(steps: dict[tuple[int, str], Acts]) -> dict[str, Credit]:
    found: dict[str, Credit] = defaultdict(Credit)
    for (_id, code), acts in steps.items():
        # Words that were written after the last review are not read by anybody yet.
        last = max((place for place, (act, _name) in enumerate(acts) if act == "reviewed"), default=-1)
        if last < 0:
            continue
        credit = found[code]
        for act, name in acts[: last + 1]:
            if act in ("saved", "imported"):
                _add(credit.translators, name)
        _add(credit.reviewers, acts[last][1])
    return dict(found)


def _add(names: list[str], name: str) -> None:
    if name and name not in names:
        names.append(name)
