"""What of contributions goes: their own words, and where they change a passage that goes, the words in its place."""

from typing import Any

import sqlalchemy as sa

from consult.consolidation.structure import structure_key
from consult.contributions.hunks import group_key
from consult.contributions.models import Contribution, ContributionText, StoredHunk
from consult.core.database import db
from consult.merging.structure import START, AddSection
from consult.narratives.models import Section, SectionText
from consult.text import Hunk, apply, diff
from consult.text.blacked_out import black_out_changes

from .columns import may_hold
from .plan import Plan

Row = sa.Row[tuple[Any, ...]]


def plan_contributions(plan: Plan) -> None:
    """Work out what is left of every wording of a contribution and of its changes."""
    bases = _bases(plan)
    for row in bases:
        if row.operation == "reword" and row.base_heading is not None:
            _reword(plan, row)
        else:
            _own_words(plan, row)


def _bases(plan: Plan) -> list[Row]:
    text = ContributionText
    wanted = [may_hold(column, plan.wordings) for column in (text.heading, text.body)]
    return list(
        db.session.execute(
            sa.select(
                text.id,
                text.heading,
                text.body,
                text.base_text_id,
                Contribution.operation,
                Contribution.section_id,
                Section.key.label("after"),
                SectionText.heading.label("base_heading"),
                SectionText.body.label("base_body"),
            )
            .join(Contribution, Contribution.id == text.contribution_id)
            .outerjoin(Section, Section.id == Contribution.after_section_id)
            .outerjoin(SectionText, SectionText.id == text.base_text_id)
            .where(sa.or_(text.base_text_id.in_(plan.hidden), *wanted))
            .order_by(text.id)
        )
    )


def _own_words(plan: Plan, row: Row) -> None:
    before = {"heading": row.heading, "body": row.body}
    after = {name: plan.clean(words) for name, words in before.items()}
    if plan.change("contribution_texts", row.id, before, after) and row.operation == "add":
        place = row.after or START
        old, new = (AddSection(place, f"{one['heading']}\n\n{one['body']}") for one in (before, after))
        plan.keys[None, structure_key(old)] = structure_key(new)


def _reword(plan: Plan, row: Row) -> None:
    """Black out within the changes that somebody proposed; what they left as it was stays as the base is."""
    base, full = f"{row.base_heading}\n\n{row.base_body}", f"{row.heading}\n\n{row.body}"
    found = plan.hidden.get(row.base_text_id)
    hunks = sorted(diff(base, full))
    left = black_out_changes(hunks, found.spans if found else [], plan.wordings, plan.number, full)
    result = apply(found.full if found else base, left)
    cut = len(row.heading)
    before = {"heading": row.heading, "body": row.body}
    if not plan.change(
        "contribution_texts", row.id, before, {"heading": result[:cut], "body": result[cut + 2 :]}
    ):
        return
    words = {(one.start, one.end, one.new): after.new for one, after in zip(hunks, left, strict=True)}
    for stored in db.session.scalars(sa.select(StoredHunk).where(StoredHunk.text_id == row.id)):
        before = {"new": stored.new, "group_key": stored.group_key}
        new = words.get((stored.start, stored.end, stored.new), plan.clean(stored.new))
        key = group_key(Hunk(stored.start, stored.end, new))
        if plan.change("hunks", stored.id, before, {"new": new, "group_key": key}):
            plan.keys[row.section_id, stored.group_key] = key
