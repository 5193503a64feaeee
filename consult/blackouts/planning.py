"""Working out what blacking out some wordings would change, before anything is written.

Section texts come first: where a passage stands in them decides what of the changes, decisions, links and translations
that belong to that place goes with it. Everything keeps its length, so every offset stays right.
"""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from consult.core.database import db
from consult.narratives.models import SectionText
from consult.narratives.services import address_of, sha_of
from consult.text.blacked_out import passages

from .columns import columns_of_words, may_hold, rows_with
from .contributions import plan_contributions, plan_translations
from .desks import plan_desks
from .languages import plan_languages
from .names import plan_addresses, plan_filters, plan_structure_keys
from .plan import Plan


def make_plan(wordings: Sequence[str], number: int) -> Plan:
    """Return everything in which one of the wordings stands, with what would be left of it."""
    plan = Plan(wordings, number)
    _find_in_texts(plan)
    plan_languages(plan)
    _plan_texts(plan)
    plan_addresses(plan)
    plan_contributions(plan)
    plan_structure_keys(plan)
    plan_desks(plan)
    plan_filters(plan)
    _plan_words(plan)
    _seal_notes(plan)
    plan_translations(plan)
    return plan


def _find_in_texts(plan: Plan) -> None:
    wanted = sa.or_(*(may_hold(column, plan.wordings) for column in (SectionText.heading, SectionText.body)))
    for text in db.session.scalars(sa.select(SectionText).where(wanted).order_by(SectionText.id)):
        begin = text.body_offset
        spans = passages(text.heading, plan.wordings)
        spans += [(start + begin, end + begin) for start, end in passages(text.body, plan.wordings)]
        if spans:
            plan.hide(text, spans)


def _plan_texts(plan: Plan) -> None:
    for text_id, found in plan.hidden.items():
        heading, body = found.new
        before = {name: getattr(found.text, name) for name in ("heading", "body", "nonce", "address")}
        left = {"heading": heading, "body": body, "address": address_of(found.text.language, heading, body)}
        plan.change("section_texts", text_id, before, {**left, "nonce": None})


def _plan_words(plan: Plan) -> None:
    """Take the wordings out of everything else, a value at a time."""
    for column, row_id, value in rows_with(columns_of_words(), plan.wordings):
        plan.change(column.table.name, row_id, {column.name: value}, {column.name: _deep(value, plan.clean)})


def _seal_notes(plan: Plan) -> None:
    """Let the nonce of a change note go with its words, so that its digest cannot be tried."""
    for values in plan.changes.get("revisions", {}).values():
        values.update(note_nonce=None, note_left=sha_of(values["change_note"]))


def _deep(value: Any, clean: Callable[[str], str]) -> Any:
    """Clean every text within a value of JSON; names of fields stay."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_deep(one, clean) for one in value]
    if isinstance(value, dict):
        return {name: _deep(one, clean) for name, one in value.items()}
    return value
