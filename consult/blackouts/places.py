"""Where a passage stands, as people know these places: versions, translations, contributions, a count of the rest."""

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from consult.contributions.models import Contribution, ContributionText, StoredHunk
from consult.core.database import db
from consult.narratives.models import Narrative, Revision, RevisionSection, Section

from .plan import Plan

TRANSLATIONS = _l("Translations and their earlier steps")
DESKS = _l("Decisions and answers at merge desks")
LETTERS = _l("Letters that wait to be sent")
MEMORY = _l("Remembered sentences of translations")
OTHERS = _l("Other places: reasons, notes, questions, titles")
_GROUPS = {
    **dict.fromkeys(
        ("translations", "translation_changes", "contribution_translations", "agreed_terms"), TRANSLATIONS
    ),
    **dict.fromkeys(("decisions", "decision_changes", "disposition_changes", "decision_comments"), DESKS),
    **dict.fromkeys(("internal_notes", "objection_answers", "released_answers", "passage_links"), DESKS),
    "letters": LETTERS,
}
_LISTED = frozenset(("section_texts", "contribution_texts", "contributions", "hunks"))


@dataclass(frozen=True)
class InVersion:
    """A section of a published version in which the passage stands."""

    title: str
    slug: str
    number: str
    key: str
    heading: str
    language: str


@dataclass(frozen=True)
class Places:
    """Everything that a plan changes; `number` is how much it is, as its confirmation asks."""

    number: int
    mark: str
    versions: list[InVersion]
    languages: list[str]
    contributions: list[Contribution]
    others: dict[str | LazyString, int]


def places_of(plan: Plan) -> Places:
    """Return where the passage of a plan stands."""
    versions, listed = _versions(plan)
    counts = Counter[str | LazyString]()
    for table, rows in plan.changes.items():
        if table not in _LISTED:
            counts[_GROUPS.get(table, OTHERS)] += len(rows)
    if plan.forgotten:
        counts[MEMORY] = len(plan.forgotten)
    languages = sorted({one.text.language for key, one in plan.hidden.items() if key not in listed})
    return Places(plan.size, plan.mark, versions, languages, _contributions(plan), dict(counts))


def _versions(plan: Plan) -> tuple[list[InVersion], set[int]]:
    rows = db.session.execute(
        sa.select(Narrative.title, Narrative.slug, Revision, Section.key, RevisionSection.section_text_id)
        .join(Revision, Revision.narrative_id == Narrative.id)
        .join(RevisionSection, RevisionSection.revision_id == Revision.id)
        .join(Section, Section.id == RevisionSection.section_id)
        .where(RevisionSection.section_text_id.in_(plan.hidden))
        .order_by(Narrative.title, Revision.id, RevisionSection.position)
    ).all()
    found = []
    for title, slug, revision, key, text_id in rows:
        text = plan.hidden[text_id].text
        found.append(InVersion(title, slug, revision.number, key, text.heading, text.language))
    return found, {row.section_text_id for row in rows}


def _contributions(plan: Plan) -> list[Contribution]:
    texts = set(plan.changes.get("contribution_texts", ()))
    hunks = plan.changes.get("hunks", {})
    texts |= set(db.session.scalars(sa.select(StoredHunk.text_id).where(StoredHunk.id.in_(hunks))))
    named = sa.select(ContributionText.contribution_id).where(ContributionText.id.in_(texts))
    own = Contribution.id.in_(plan.changes.get("contributions", {}))
    asked = sa.select(Contribution).where(sa.or_(own, Contribution.id.in_(named))).order_by(Contribution.id)
    return list(db.session.scalars(asked))
