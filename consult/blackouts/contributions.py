"""What of contributions goes: their own words, and where they change a passage that goes, the words in its place."""

from typing import Any

import sqlalchemy as sa

from consult.consolidation.structure import structure_key
from consult.contributions.hunks import group_key
from consult.contributions.language_models import Rendering, SaidTranslation
from consult.contributions.models import Contribution, ContributionText, StoredHunk
from consult.core.database import db
from consult.merging.structure import START, AddSection
from consult.narratives.models import Section, SectionText
from consult.text import Hunk, apply, diff
from consult.text.blacked_out import black_out_changes, placeholder

from .columns import may_hold
from .plan import Plan

Row = sa.Row[tuple[Any, ...]]


def plan_contributions(plan: Plan) -> None:
    """Work out what is left of every wording of a contribution and of its changes."""
    text = ContributionText
    wanted = [may_hold(column, plan.wordings) for column in (text.heading, text.body)]
    touched = {
        row.id
        for row in _wordings(sa.or_(text.base_text_id.in_(plan.hidden), *wanted))
        if (
            _reword(plan, row)
            if row.operation == "reword" and row.base_heading is not None
            else _own_words(plan, row)
        )
    }
    others = _in_other_languages(touched) - touched
    for row in _wordings(text.id.in_(others)):
        _reword(plan, row, whole=True)
    plan.touched |= touched | others


def plan_translations(plan: Plan) -> None:
    """Black out the whole of what translates, in another language, words of which a part goes."""
    reasons = {row_id for row_id, left in plan.changes["contribution_texts"].items() if "rationale" in left}
    asked = sa.select(SaidTranslation).where(SaidTranslation.text_id.in_(plan.touched | reasons))
    for row in db.session.scalars(asked):
        before = {"body": row.body, "rationale": row.rationale}
        hidden = {"body": row.text_id in plan.touched, "rationale": row.text_id in reasons}
        after = {name: placeholder(words, plan.number) for name, words in before.items() if hidden[name]}
        plan.change(SaidTranslation.__tablename__, row.id, before, after)


def _in_other_languages(touched: set[int]) -> set[int]:
    """Return the wordings that say in another language what one of these changes says."""
    asked = sa.select(Rendering.author_text_id, Rendering.text_id).where(
        sa.or_(Rendering.author_text_id.in_(touched), Rendering.text_id.in_(touched))
    )
    return {one for pair in db.session.execute(asked) for one in pair}


def _wordings(which: sa.ColumnElement[bool]) -> list[Row]:
    text = ContributionText
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
            .where(which)
            .order_by(text.id)
        )
    )


def _own_words(plan: Plan, row: Row) -> bool:
    """Black out in words that change nothing, or that are a section of their own; say whether anything is."""
    before = {"heading": row.heading, "body": row.body}
    after = {name: plan.clean(words) for name, words in before.items()}
    is_touched = plan.change("contribution_texts", row.id, before, after)
    if is_touched and row.operation == "add":
        place = row.after or START
        old, new = (AddSection(place, f"{one['heading']}\n\n{one['body']}") for one in (before, after))
        plan.keys[None, structure_key(old)] = structure_key(new)
    return is_touched


def _reword(plan: Plan, row: Row, *, whole: bool = False) -> bool:
    """Black out within the changes that somebody proposed (or the `whole` of them); say whether anything of them is.

    What they left as it was stays as the base is.
    """
    base, full = f"{row.base_heading}\n\n{row.base_body}", f"{row.heading}\n\n{row.body}"
    found = plan.hidden.get(row.base_text_id)
    hunks = sorted(diff(base, full))
    left = black_out_changes(hunks, found.spans if found else [], plan.wordings, plan.number, full)
    if whole:
        left = [Hunk(one.start, one.end, placeholder(one.new, plan.number)) for one in hunks]
    result = apply(found.full if found else base, left)
    cut = len(row.heading)
    before = {"heading": row.heading, "body": row.body}
    if not plan.change(
        "contribution_texts", row.id, before, {"heading": result[:cut], "body": result[cut + 2 :]}
    ):
        return False
    words = {(one.start, one.end, one.new): after.new for one, after in zip(hunks, left, strict=True)}
    for stored in db.session.scalars(sa.select(StoredHunk).where(StoredHunk.text_id == row.id)):
        before = {"new": stored.new, "group_key": stored.group_key}
        new = words.get((stored.start, stored.end, stored.new), plan.clean(stored.new))
        key = group_key(Hunk(stored.start, stored.end, new))
        if plan.change("hunks", stored.id, before, {"new": new, "group_key": key}):
            plan.keys[row.section_id, stored.group_key] = key
    return left != hunks
