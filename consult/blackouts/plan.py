"""What blacking out some wordings would change: the rows, with what would be left of their words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from consult.core.removals import Key
from consult.narratives.models import SectionText
from consult.narratives.services import sha_of
from consult.text.blacked_out import Span, black_out, joined, passages

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
    `touched` are the wordings of contributions in whose own words something goes. `renamed` are the sections that get
    another address, by their key and id.
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
    renamed: dict[tuple[str, int], str] = field(default_factory=dict)

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
