"""What is made of words: addresses of sections and narratives, and the filters that somebody keeps."""

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa

from consult.consolidation.desk_models import SavedFilter
from consult.consolidation.structure import structure_key
from consult.contributions.models import Contribution, ContributionText
from consult.core.database import db
from consult.formats.keys import slug_of
from consult.merging.structure import START, AddSection, MoveSection, RemoveSection, StructureChange
from consult.narratives.models import Narrative, RevisionSection, Section

from .plan import Plan

LEAST_OF_A_WORD = 3
"""Words of an address that are shorter (of, la, de) say nobody's name."""


def as_in_addresses(wordings: Iterable[str]) -> list[str]:
    """Return the wordings of several words as addresses spell them."""
    slugs = (slug_of(one) for one in wordings)
    return [slug for slug in dict.fromkeys(slugs) if "-" in slug]


def plan_addresses(plan: Plan) -> None:
    """Give another address to each section and narrative whose address has words that go."""
    slugs = [slug for slug in map(slug_of, plan.wordings) if slug]
    touched = _with_touched_headings(plan)
    for section in db.session.scalars(sa.select(Section)):
        if _says(section.key, slugs, is_touched=section.id in touched):
            plan.renamed[section.key, section.id] = f"section-{section.public_id}"
            plan.change("sections", section.id, {"key": section.key}, {"key": f"section-{section.public_id}"})
    for row in db.session.scalars(sa.select(Narrative)):
        if _says(row.slug, slugs, is_touched=False):
            plan.change("narratives", row.id, {"slug": row.slug}, {"slug": f"text-{row.public_id}"})


def _says(address: str, slugs: Iterable[str], *, is_touched: bool) -> bool:
    """Say whether an address has one of the wordings; of a heading that goes one word is enough: it may be cut off."""
    words = set(address.split("-"))
    return any(
        f"-{slug}-" in f"-{address}-"
        or (is_touched and any(one in words for one in slug.split("-") if len(one) >= LEAST_OF_A_WORD))
        for slug in slugs
    )


def _with_touched_headings(plan: Plan) -> set[int]:
    texts = [text_id for text_id, one in plan.hidden.items() if one.new[0] != one.text.heading]
    asked = sa.select(RevisionSection.section_id).where(RevisionSection.section_text_id.in_(texts))
    return set(db.session.scalars(asked))


def plan_structure_keys(plan: Plan) -> None:
    """Let the keys of proposed changes of structure follow the sections that they name, and their words."""
    ids = [section_id for _key, section_id in plan.renamed]
    rows = db.session.execute(
        sa.select(Contribution, ContributionText)
        .join(ContributionText, ContributionText.contribution_id == Contribution.id)
        .where(
            Contribution.operation.in_(("add", "remove", "move")),
            sa.or_(Contribution.section_id.in_(ids), Contribution.after_section_id.in_(ids)),
        )
    )
    for row, text in rows:
        left = {"heading": text.heading, "body": text.body} | plan.changes["contribution_texts"].get(
            text.id, {}
        )
        old = _change(
            row, _key(plan, row.after_section, new=False), _key(plan, row.section, new=False), text.full
        )
        full = f"{left['heading']}\n\n{left['body']}"
        new = _change(row, _key(plan, row.after_section, new=True), _key(plan, row.section, new=True), full)
        plan.keys[None, structure_key(old)] = structure_key(new)


def _key(plan: Plan, section: Section | None, *, new: bool) -> str:
    if section is None:
        return START
    return plan.renamed.get((section.key, section.id), section.key) if new else section.key


def _change(row: Contribution, after: str, key: str, full: str) -> StructureChange:
    if row.operation == "add":
        return AddSection(after, full)
    return RemoveSection(key) if row.operation == "remove" else MoveSection(key, after)


def plan_filters(plan: Plan) -> None:
    """Take the words out of the filters that people keep, and let those follow the addresses that are new."""
    renamed = {old: new for (old, _section), new in plan.renamed.items()}
    for row in db.session.scalars(sa.select(SavedFilter)):
        asked = parse_qsl(row.query, keep_blank_values=True)
        moved = [(name, renamed.get(value, value)) for name, value in asked]
        left = [(name, value) for name, value in moved if plan.clean(value) == value]
        query = row.query if left == asked else urlencode(left)
        before, after = {"query": row.query, "name": row.name}, {"query": query, "name": plan.clean(row.name)}
        plan.change("saved_filters", row.id, before, after)
