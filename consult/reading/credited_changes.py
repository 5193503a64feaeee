"""Changes between two texts with a number at each stretch of new words, which leads to whose words these are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import selectinload

from consult.consolidation.models import AttributionRun
from consult.contributions.display import Shown, shown_list
from consult.contributions.models import Contribution
from consult.core.database import db
from consult.rules.permissions import Permission
from consult.text import Hunk, diff, render_changes
from consult.web.access import may

# Signs of the private use area carry the numbers through the drawing of changes; a text that has them itself is
# drawn without numbers.
_OPEN, _CLOSE = "\ue000", "\ue001"
_NOTE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
Span = tuple[int, int]


@dataclass(frozen=True)
class Source:
    """Whose words some new words are. `lines`: kind, author and id of each contribution, the id empty if not shown."""

    number: int
    lines: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """Return the same in one line, for the number itself."""
        return _(", ").join(line for line, _id in self.lines)


def runs_by_text(text_ids: Sequence[int]) -> dict[int, list[AttributionRun]]:
    """Return the runs of texts that contributions or facilitators brought in, in order; contributions loaded."""
    rows = db.session.scalars(
        sa.select(AttributionRun)
        .where(AttributionRun.section_text_id.in_(text_ids))
        .order_by(AttributionRun.section_text_id, AttributionRun.position)
        .options(selectinload(AttributionRun.contributions))
    )
    found: dict[int, list[AttributionRun]] = {}
    for row in rows:
        if row.is_editorial or row.contributions:
            found.setdefault(row.section_text_id, []).append(row)
    return found


def readable_of(runs: dict[int, list[AttributionRun]]) -> dict[int, Shown]:
    """Return the contributions behind runs as the reader may see them, by id."""
    rows = {row.id: row for some in runs.values() for run in some for row in run.contributions}
    readable = [row for row in rows.values() if may(Permission.CONTRIBUTION_READ, row)]
    return {one.row.id: one for shown in shown_list(readable) for one in (shown, *shown.replies)}


def credited(
    before: str,
    after: str,
    runs: Sequence[AttributionRun],
    offset: int,
    shown: dict[int, Shown],
    *,
    key: str,
    language: str,
    labels: tuple[str, str],
) -> tuple[Markup, list[Source]]:
    """Return `before` with its changes into `after` marked and numbered, and whose words the numbers stand for.

    `offset`: where `after` begins in the text that the runs are about; `key` keeps the numbers of sections apart.
    """
    spans = tuple((run.start - offset, run.end - offset) for run in runs)
    html, used = numbered(before, after, spans, language, labels)
    sources = [Source(number, _lines(runs[index], shown)) for number, index in enumerate(used, 1)]
    return Markup(_NOTE.sub(lambda found: _note(sources[int(found[1]) - 1], key), html)), sources  # noqa: S704


@lru_cache(maxsize=512)
def numbered(
    before: str, after: str, spans: tuple[Span, ...], language: str, labels: tuple[str, str]
) -> tuple[Markup, tuple[int, ...]]:
    """Return the marked changes with a sign for each note, and which span each note is about; kept by its content."""
    hunks = diff(before, after)
    if _OPEN in before or _OPEN in after:
        return render_changes(before, hunks, lang=language, labels=labels), ()
    used: list[int] = []
    noted = list(_noted(hunks, spans, used))
    return render_changes(before, noted, lang=language, labels=labels), tuple(used)


def _noted(hunks: Sequence[Hunk], spans: Sequence[Span], used: list[int]) -> Iterator[Hunk]:
    """Put a sign after each stretch of new words that a span covers; the same span has the same number."""
    shift = 0
    for hunk in hunks:
        start = hunk.start + shift
        pieces, at = [], start
        for index, (left, right) in enumerate(spans):
            end = min(right, start + len(hunk.new))
            if max(left, start) < end:
                if index not in used:
                    used.append(index)
                pieces.append(f"{hunk.new[at - start : end - start]}{_OPEN}{used.index(index) + 1}{_CLOSE}")
                at = end
        yield Hunk(hunk.start, hunk.end, "".join([*pieces, hunk.new[at - start :]]))
        shift += len(hunk.new) - (hunk.end - hunk.start)


def _note(source: Source, key: str) -> str:
    return Markup(
        '<a class="run-number" href="#who-{key}-{number}" title="{words}" aria-label="{label}">{number}</a>'
    ).format(
        key=key,
        number=source.number,
        words=source.words,
        label=_("Whose words: number %(number)s", number=source.number),
    )


def _lines(run: AttributionRun, shown: dict[int, Shown]) -> tuple[tuple[str, str], ...]:
    lines = {_line(row, shown) for row in run.contributions}
    if run.is_editorial or not lines:
        lines.add((_("The facilitators’ own words"), ""))
    return tuple(sorted(lines))


def _line(row: Contribution, shown: dict[int, Shown]) -> tuple[str, str]:
    one = shown.get(row.id)
    if one is None or one.placeholder:
        return _("A contribution not shown"), ""
    return _(
        "%(kind)s by %(author)s", kind=one.kind, author=one.author if one.is_own else one.credit.line
    ), row.public_id
