"""What blacking out some wordings would change, worked out before anything is written.

Section texts come first: where a passage stands in them decides what of the changes, decisions, links and translations
that belong to that place goes with it. Everything keeps its length, so every offset stays right.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from consult.core.database import db
from consult.narratives.models import Revision, SectionText
from consult.narratives.services import note_sha, sha_of, text_sha
from consult.text.blacked_out import Span, black_out, joined, passages

from .columns import Key, columns_of_words, may_hold, rows_with

Values = dict[str, Any]


@dataclass
class Hidden:
    """A section text in which something is blacked out: where, in code points of its `full`."""

    text: SectionText
    spans: list[Span] = field(default_factory=list)

    @property
    def new(self) -> tuple[str, str]:
        """Return heading and body as they will be."""
        return self._heading, self._body

    number: int = 0

    @property
    def full(self) -> str:
        """Return the text as it will be."""
        return f"{self._heading}\n\n{self._body}"

    @property
    def _heading(self) -> str:
        length = len(self.text.heading)
        return black_out(self.text.heading, _within(self.spans, 0, length), self.number)

    @property
    def _body(self) -> str:
        begin = self.text.body_offset
        return black_out(self.text.body, _within(self.spans, begin, begin + len(self.text.body)), self.number)


def _within(spans: Sequence[Span], begin: int, end: int) -> list[Span]:
    """Return the parts of spans that lie within a stretch, counted from its beginning."""
    cut = [(max(start, begin) - begin, min(stop, end) - begin) for start, stop in spans]
    return [(start, stop) for start, stop in cut if start < stop]


@dataclass
class Plan:
    """The rows that change, by table and id, with what is left of their words.

    `keys` are the keys of groups of changes that follow from words: (section id or None, key) to the new key.
    `touched` are the wordings of contributions in whose own words something goes.
    """

    wordings: Sequence[str]
    number: int
    hidden: dict[int, Hidden] = field(default_factory=dict)
    changes: dict[str, dict[Any, Values]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    keys: dict[tuple[int | None, str], str] = field(default_factory=dict)
    forgotten: set[int] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)

    def clean(self, words: str) -> str:
        """Return words without the wordings."""
        return black_out(words, passages(words, self.wordings), self.number)

    def change(self, table: str, row_id: Key, before: Values, after: Values) -> bool:
        """Note what of a row is different; say whether anything is."""
        different = {name: value for name, value in after.items() if value != before[name]}
        if different:
            self.changes[table][row_id].update(different)
        return bool(different)

    def hide(self, text: SectionText, spans: Sequence[Span]) -> None:
        """Note that spans of a section text go."""
        found = self.hidden.setdefault(text.id, Hidden(text, number=self.number))
        found.spans = joined([*found.spans, *spans])

    @property
    def size(self) -> int:
        """Return how many rows change."""
        return sum(map(len, self.changes.values())) + len(self.forgotten)

    @property
    def mark(self) -> str:
        """Return what tells this plan from one that was made when other things were stored."""
        rows = sorted((table, row_id) for table, rows in self.changes.items() for row_id in rows)
        return sha_of(repr((list(self.wordings), rows, sorted(self.forgotten))))[:16]


def make_plan(wordings: Sequence[str], number: int) -> Plan:
    """Return everything in which one of the wordings stands, with what would be left of it."""
    from .contributions import plan_contributions, plan_translations
    from .desks import plan_desks
    from .languages import plan_languages

    plan = Plan(wordings, number)
    _find_in_texts(plan)
    plan_languages(plan)
    _plan_texts(plan)
    plan_contributions(plan)
    plan_desks(plan)
    _plan_words(plan)
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
        before = {"heading": found.text.heading, "body": found.text.body}
        plan.change("section_texts", text_id, before, {"heading": heading, "body": body})


def _plan_words(plan: Plan) -> None:
    """Take the wordings out of everything else, a value at a time."""
    for column, row_id, value in rows_with(columns_of_words(), plan.wordings):
        plan.change(column.table.name, row_id, {column.name: value}, {column.name: _deep(value, plan.clean)})


def _deep(value: Any, clean: Callable[[str], str]) -> Any:
    """Clean every text within a value of JSON; names of fields stay."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_deep(one, clean) for one in value]
    if isinstance(value, dict):
        return {name: _deep(one, clean) for name, one in value.items()}
    return value


def digests(plan: Plan, table: str, row_id: Any, values: Values) -> tuple[str, str] | None:
    """Return what a hash covers: the digest of what stood in the row, and of what is left; None for other rows."""
    if table == "section_texts":
        text = plan.hidden[row_id].text
        return text.sha, text_sha(text.language, *plan.hidden[row_id].new)
    if table == "revisions" and "change_note" in values:
        revision = db.session.get_one(Revision, row_id)
        return note_sha(revision), sha_of(values["change_note"])
    return None
