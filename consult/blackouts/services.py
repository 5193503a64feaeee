"""The verb: a passage is blacked out wherever it stands, once and for good."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.contributions.likeness import mark_anew
from consult.contributions.models import Contribution, ContributionText
from consult.contributions.searchable import let_answer_be_found, wording
from consult.core.database import db, hold_name
from consult.core.errors import InvalidInput, StaleBase, WrongState
from consult.core.logs import log_audit
from consult.core.removals import Removal, change_rows, removing
from consult.core.search_index import Findable, forget_old_words, put_into_index
from consult.narratives.models import SectionText
from consult.people.models import Person
from consult.surveys.findable import find_words_anew
from consult.text.blacked_out import longest_word, shortest
from consult.translations.models import MemoryMark, MemorySentence

from .digests import Approvals, forget_digests_of_files
from .names import as_in_addresses
from .plan import Plan
from .planning import make_plan

Row = TypeVar("Row")
MOST_WORDINGS = 20
LEAST_LETTERS = 2


def look_for(lines: str) -> Plan:
    """Return what blacking out the wordings, one a line, would change. Nothing is written.

    Raises InvalidInput for wordings that are too short or too many, WrongState where they stand nowhere.
    """
    number = (db.session.scalar(sa.select(sa.func.max(Removal.id))) or 0) + 1
    wordings = _wordings(lines, number)
    return _checked(make_plan([*wordings, *as_in_addresses(wordings)], number))


def black_out(lines: str, *, reason: str, mark: str, actor: Person, at: datetime) -> Removal:
    """Black the wordings out wherever they stand, with a reason that everybody reads; return the record.

    `mark` is that of the plan that was looked at: raises StaleBase (`plan`: the new one) where it is not what would be
    done now. Nothing brings the words back.
    """
    hold_name("removals")
    if not reason.strip():
        raise InvalidInput(_l("Give the reason that everybody will read."), field="reason")
    seen = look_for(lines)
    if seen.mark != mark:
        raise StaleBase(_l("More was written meanwhile. Look again at what would be blacked out."), plan=seen)
    approvals = Approvals()
    with removing("passage", reason=reason.strip(), actor_id=actor.id, at=at) as removal:
        plan = seen if removal.id == seen.number else make_plan(seen.wordings, removal.id)
        log_audit(
            "passage-blacked-out",
            actor_id=actor.id,
            subject="removals",
            subject_id=removal.id,
            value=str(plan.size),
        )
        _write(plan, removal)
    approvals.follow()
    _find_anew(plan)
    return removal


def _wordings(lines: str, number: int) -> list[str]:
    found = list(dict.fromkeys(filter(None, (" ".join(line.split()) for line in lines.splitlines()))))
    if not found:
        raise InvalidInput(_l("Write the words that are to be blacked out."), field="wordings")
    if len(found) > MOST_WORDINGS:
        raise InvalidInput(_l("At most twenty wordings at a time."), field="wordings")
    if any(len(longest_word(one)) < LEAST_LETTERS or len(one) < shortest(number) for one in found):
        raise InvalidInput(
            _l("A wording is too short: it would be found in very many places. Write more of the sentence."),
            field="wordings",
        )
    return found


def _checked(plan: Plan) -> Plan:
    if not plan.size:
        raise WrongState(_l("These words stand nowhere. Copy them from the page where you read them."))
    return plan


def _write(plan: Plan, removal: Removal) -> None:
    tables = db.metadata.tables
    for name, rows in plan.changes.items():
        change_rows(removal, tables[name], rows)
    forget_digests_of_files(plan)
    for model, column in ((MemoryMark, MemoryMark.sentence_id), (MemorySentence, MemorySentence.id)):
        db.session.execute(sa.delete(model).where(column.in_(plan.forgotten)))


def _find_anew(plan: Plan) -> None:
    """Let what changed be found by the words that are left, and by no others."""
    changed = plan.changes
    for text in _rows(SectionText, SectionText.id, changed.get("section_texts", ())):
        found = Findable("section", text.id, text.narrative_id, text.language, text.heading, text.body)
        put_into_index(found)
    texts = sa.select(ContributionText.contribution_id).where(
        ContributionText.id.in_(changed.get("contribution_texts", ()))
    )
    ids = {*db.session.scalars(texts), *changed.get("contributions", ())}
    mark_anew(ids)
    for row in _rows(Contribution, Contribution.id, ids):
        now = row.text
        put_into_index(wording(row, now.base_text, now.heading, now.body, now.rationale))
        if row.disposition is not None:
            let_answer_be_found(row)
    find_words_anew(changed.get("survey_rows", {}).keys())  # type: ignore[arg-type]
    forget_old_words()


def _rows(model: type[Row], column: Any, ids: Iterable[int]) -> list[Row]:
    return list(db.session.scalars(sa.select(model).where(column.in_(list(ids)))))
