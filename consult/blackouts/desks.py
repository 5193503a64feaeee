"""What of the work at merge desks goes: words of decisions, passages that contributions shaped, keys that follow."""

from typing import Any

import sqlalchemy as sa

from consult.consolidation.models import Consolidation, Decision, DecisionChange, PassageLink
from consult.consolidation.review_models import DecisionComment
from consult.contributions.hunks import group_key
from consult.contributions.models import StoredHunk
from consult.core.database import db
from consult.narratives.models import RevisionSection
from consult.text import Hunk
from consult.text.blacked_out import Span, placeholder, touches

from .columns import may_hold
from .plan import Plan


def plan_desks(plan: Plan) -> None:
    """Work out what is left of decisions, of what they were before, and of the links to passages."""
    grounds = _grounds(plan)
    words = _words_of_changes(plan)
    for model in (Decision, DecisionChange):
        for row in db.session.scalars(_touched(plan, model, grounds)):
            _decision(plan, row, grounds.get((row.consolidation_id, row.section_id), []), words)
    _comments(plan)
    _links(plan)


def _grounds(plan: Plan) -> dict[tuple[int, int], list[Span]]:
    """Return what is hidden of the text on which a desk decides, by desk and section."""
    ground = sa.func.coalesce(Consolidation.ground_revision_id, Consolidation.base_revision_id)
    rows = db.session.execute(
        sa.select(Consolidation.id, RevisionSection.section_id, RevisionSection.section_text_id)
        .join(RevisionSection, RevisionSection.revision_id == ground)
        .where(RevisionSection.section_text_id.in_(plan.hidden))
    )
    return {(desk, section): plan.hidden[text].spans for desk, section, text in rows}


def _words_of_changes(plan: Plan) -> dict[str, str]:
    """Return for the keys of changes that are different now what their words have become."""
    changed = plan.changes.get("hunks", {})
    rows = db.session.execute(
        sa.select(StoredHunk.id, StoredHunk.group_key).where(StoredHunk.id.in_(changed))
    )
    return {key: changed[row_id]["new"] for row_id, key in rows if "new" in changed[row_id]}


def _touched(plan: Plan, model: Any, grounds: dict[tuple[int, int], list[Span]]) -> sa.Select[Any]:
    desks = {desk for desk, _section in grounds}
    keys = {key for _section, key in plan.keys}
    wanted = [may_hold(column, plan.wordings) for column in (model.new, model.text)]
    return sa.select(model).where(
        sa.or_(model.consolidation_id.in_(desks), model.group_key.in_(keys), *wanted)
    )


def _decision(plan: Plan, row: Any, spans: list[Span], words: dict[str, str]) -> None:
    before = {"new": row.new, "text": row.text, "group_key": row.group_key}
    after = dict(before)
    if row.start is not None and row.new is not None and touches(row.start, row.end, spans):
        after["new"] = placeholder(row.new, plan.number)
        after["text"] = row.text and placeholder(row.text, plan.number)
    else:
        after["new"] = row.new and words.get(row.group_key, plan.clean(row.new))
        after["text"] = row.text and plan.clean(row.text)
    if row.start is not None and row.group_key == group_key(Hunk(row.start, row.end, row.new or "")):
        after["group_key"] = group_key(Hunk(row.start, row.end, after["new"] or ""))
        plan.keys[row.section_id, row.group_key] = after["group_key"]
    else:
        after["group_key"] = plan.keys.get((None, row.group_key), row.group_key)
    plan.change(row.__tablename__, row.id, before, after)


def _comments(plan: Plan) -> None:
    """Let comments on a group follow its key."""
    keys = {key for _section, key in plan.keys}
    for row in db.session.scalars(sa.select(DecisionComment).where(DecisionComment.group_key.in_(keys))):
        new = plan.keys.get((row.section_id, row.group_key or "")) or plan.keys.get(
            (None, row.group_key or "")
        )
        if new:
            plan.change("decision_comments", row.id, {"group_key": row.group_key}, {"group_key": new})


def _links(plan: Plan) -> None:
    """Let a passage that a contribution shaped read as the text does now."""
    sections = sa.select(RevisionSection.section_id).where(RevisionSection.section_text_id.in_(plan.hidden))
    rows = sa.select(PassageLink).where(
        PassageLink.passage != "",
        sa.or_(PassageLink.section_id.in_(sections), may_hold(PassageLink.passage, plan.wordings)),
    )
    for row in db.session.scalars(rows):
        after = plan.clean(row.passage)
        for found in plan.hidden.values():
            place = found.text.full.find(row.passage)
            if place >= 0:
                after = found.full[place : place + len(row.passage)]
        plan.change("passage_links", row.id, {"passage": row.passage}, {"passage": after})
