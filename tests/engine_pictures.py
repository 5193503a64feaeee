"""Make the pictures of docs/engine.md from real calls: `python -m tests.engine_pictures`.

The words are those of the demonstration: one passage of its narrative and what people propose for it. Each
picture shows what the engine answers, so a test that finds one out of date has found a change of the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import accumulate, pairwise

from config import ROOT
from consult.demonstration.content import read
from consult.merging import Carried, Consolidation, Group, carry_forward, consolidate
from consult.text import Hunk, diff

FOLDER = ROOT / "docs" / "engine"
SECTION = "common-hands"
OPENING = "Where people organise a service themselves"
LEFT_OUT = "Indigenous peoples"
COLUMNS = 92
CELL, LINE = 8.4, 22
STYLE = (
    "text{font:14px monospace;fill:#24221d}.note{fill:#625d52}.new{fill:#22603a;text-decoration:underline}"
    ".old{fill:#98261c;text-decoration:line-through}.number{font-weight:bold;fill:#0e5a68}"
    "path{fill:none;stroke:#0e5a68;stroke-width:2}"
)

Words = Sequence[tuple[str, str]]  # words with the name of their style


class Sheet:
    """A picture that grows line by line; every sign is as wide as the others."""

    def __init__(self, title: str):
        """Open the picture with what it shows, for those who do not see it."""
        self.title = title
        self.parts: list[str] = []
        self.lines = 1.0

    def write(self, *words: tuple[str, str], column: int = 0) -> None:
        """Write words of several styles on a line of their own."""
        self.lines += 1
        self._put(words, column, self.lines)

    def mark(self, start: int, end: int, number: int, depth: int) -> None:
        """Mark columns of the last line that `write` has begun, `depth` rows below, with a number."""
        top = (self.lines + depth * 0.85) * LINE + 5
        left, right = (start + 2) * CELL, (end + 2) * CELL
        shape = f"M{left:g} {top + 8:g}l5 -9l5 9" if start == end else f"M{left:g} {top:g}v5H{right:g}v-5"
        self.parts.append(f'<path d="{shape}"/>')
        self._put([(str(number), "number")], (start + end) // 2, self.lines + depth * 0.85 + 0.95)

    def _put(self, words: Words, column: int, line: float) -> None:
        for text, style in words:
            place = f'x="{(column + 2) * CELL:g}" y="{line * LINE:g}" textLength="{len(text) * CELL:g}"'
            self.parts.append(f'<text class="{style}" {place} xml:space="preserve">{escape(text)}</text>')
            column += len(text)

    def drawn(self) -> str:
        """Return the picture."""
        width, height = round((COLUMNS + 4) * CELL), round((self.lines + 1.2) * LINE)
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">'
        paper = f'<rect width="{width}" height="{height}" rx="8" fill="#fdfcf8"/>'
        parts = [head, f"<title>{escape(self.title)}</title>", f"<style>{STYLE}</style>", paper, *self.parts]
        return "\n".join([*parts, "</svg>", ""])


def passage() -> str:
    """Return the passage of the narrative that the pictures are about."""
    (section,) = [section for section in read().narrative.sections if section.key == SECTION]
    text = section.body[section.body.index(OPENING) :]
    return "\n\n".join(part for part in text.split("\n\n") if not part.startswith(LEFT_OUT))


def proposals(base: str, *keys: str) -> dict[str, str]:
    """Return what the contributions with these keys make of the passage, by the names of their authors."""
    content = read()
    names = {person.key: person.display_name for person in content.people}
    texts = {}
    for contribution in content.contributions:
        if contribution.key in keys:
            text = base
            for change in contribution.changes:
                text = text.replace(change.find, change.replace)
            texts[names[contribution.author]] = text
    return texts


def lines_of(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the lines on which a text is set."""
    found = []
    start = 0
    while start < len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if stop - start > COLUMNS:
            stop = text.rindex(" ", start, start + COLUMNS)
        if stop > start:
            found.append((start, stop))
        start = stop + 1
    return found


def set_with_marks(sheet: Sheet, text: str, spans: Sequence[tuple[int, int]]) -> None:
    """Set a text and mark its spans, numbered from 1; those that overlap stand below each other."""
    for start, stop in lines_of(text):
        sheet.write((text[start:stop], ""))
        taken: list[int] = []  # up to which column each row is taken
        for number, (low, high) in enumerate(spans, 1):
            if low > stop or high < start or (low < high and (low == stop or high == start)):
                continue
            left, right = max(low, start) - start, min(high, stop) - start
            row = next((row for row, end in enumerate(taken) if end < left), len(taken))
            taken[row : row + 1] = [right + 2]
            sheet.mark(left, right, number, row)
        sheet.lines += 0.35 + len(taken)


def change(base: str, hunk: Hunk) -> Words:
    """Return the words of a change, those that go before those that come."""
    old, new = base[hunk.start : hunk.end], hunk.new
    both = [(old, "old")] * bool(old) + [(" ", "")] * bool(old and new) + [(new, "new")] * bool(new)
    return [(words.strip(" ") if style else words, style) for words, style in both]


def why(group: Group, groups: Sequence[Group]) -> str:
    """Return in words how a group stands, and with which others."""
    numbers = {other.hunk: number for number, other in enumerate(groups, 1)}
    near: dict[str, list[int]] = {}
    for relation in group.relations:
        near.setdefault(relation.kind, []).append(numbers[relation.other])
    others = [f"{kind} with {' and '.join(map(str, found))}" for kind, found in near.items()]
    return "; ".join([f"{group.state}, {group.reason}", *others])


def draw_groups() -> str:
    """Draw the groups of several proposals on one base."""
    base = passage()
    result = consolidate(base, proposals(base, "eu-15", "eu-16", "eu-17", "eu-18"))
    sheet = Sheet(
        "A passage with the groups of changes that four people propose, and how these stand to each other"
    )
    set_with_marks(sheet, base, [(group.hunk.start, group.hunk.end) for group in result.groups])
    for number, group in enumerate(result.groups, 1):
        sheet.write((f"{number} ", "number"), *change(base, group.hunk))
        sheet.write((f"{', '.join(group.supporters)}: {why(group, result.groups)}", "note"), column=2)
    return sheet.drawn()


def agreed(base: str) -> Consolidation:
    """Return the passage with what three of the four propose, which fits together."""
    return consolidate(base, proposals(base, "eu-15", "eu-16", "eu-17"))


def draw_attribution() -> str:
    """Draw whose words the text that follows is made of."""
    result = agreed(passage())
    ends = list(accumulate((run.length for run in result.attribution), initial=0))
    credited = [
        (span, run.origins)
        for span, run in zip(pairwise(ends), result.attribution, strict=True)
        if run.origins
    ]
    sheet = Sheet("The passage that follows, with the runs of words that come from contributions")
    set_with_marks(sheet, result.text, [span for span, _ in credited])
    for number, ((start, end), origins) in enumerate(credited, 1):
        words = result.text[start:end].strip(" ,")
        sheet.write((f"{number} ", "number"), (words, "new"), (f"  {', '.join(sorted(origins))}", "note"))
    sheet.write(("All other words are the base's own and keep the origins that they had.", "note"))
    return sheet.drawn()


def draw_carrying() -> str:
    """Draw what becomes of proposals that were pending when the text was published."""
    base = passage()
    result = agreed(base)
    sheet = Sheet("What becomes of three pending proposals when the passage is published in its new wording")
    sheet.write(("Accepted", "number"))
    for hunk in result.changes:
        sheet.write(*change(base, hunk), column=2)
    for name, text in proposals(base, "eu-17", "af-14", "eu-18").items():
        carried = carry_forward(base, text, result.text, accepted=result.changes)
        sheet.lines += 0.4
        sheet.write((f"{name}'s proposal: {carried.state}", "number"))
        write_carried(sheet, base, text, carried, result.text)
    return sheet.drawn()


def write_carried(sheet: Sheet, base: str, text: str, carried: Carried, revised: str) -> None:
    """Write each hunk of a proposal with what became of it."""
    clean = iter(carried.hunks)
    for hunk in diff(base, text):
        clash = next((c for c in carried.clashes if c.start <= hunk.start and hunk.end <= c.end), None)
        sheet.write(*change(base, hunk), column=2)
        if clash:
            note = f"clashing: it was “{clash.base.strip()}”, now it is “{clash.accepted.strip()}”"
        elif hunk in carried.satisfied:
            note = "satisfied: it is in already"
        else:
            moved = next(clean)
            way = f"moves from {hunk.start} to {moved.start}" if moved != hunk else f"stays at {hunk.start}"
            note = f"clean: {way}, behind “{revised[: moved.start].split()[-1]}”"
        sheet.write((note, "note"), column=4)


PICTURES: dict[str, Callable[[], str]] = {
    "groups": draw_groups,
    "attribution": draw_attribution,
    "carrying": draw_carrying,
}

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, draw in PICTURES.items():
        (FOLDER / f"{name}.svg").write_text(draw(), encoding="utf-8")
