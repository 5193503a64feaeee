"""Read a narrative from Markdown: headings become sections, and nothing is silently lost or mended."""

import re
from collections.abc import Iterable
from dataclasses import replace

from consult.formats.body import normal_body
from consult.formats.imported import Depth, ImportedNarrative, ImportedSection, Notice, NoticeCode
from consult.formats.keys import section_key
from consult.formats.numbering import Label, Numbered, check_numbering, confirmed, read_label
from consult.formats.outline import Heading, blocks, headings, inline_words, read_front
from consult.formats.remarks import remarks_on_headings, remarks_on_sections, remarks_on_text
from consult.formats.source import Source, read_source

HEADING_LIMIT = 2_000
OWN_LEVELS = ("section-levels", "2-4")
"""The line that Consult writes into the files it exports: levels two to four are sections, whatever the
document uses of them."""
LABEL_SPACE = "\u2003"
"""In exported files, what stands between a printed label and a heading that could be read otherwise."""

__all__ = ["Depth", "ImportedNarrative", "ImportedSection", "Notice", "NoticeCode", "read_narrative"]


def read_narrative(data: bytes | str) -> ImportedNarrative:
    """Read a document (a file's bytes, or pasted text) into its title and sections.

    A single first heading of level one with all others below it is the title. The levels of the others
    become depths 1 to 3 in their order; deeper headings stay in the text of their section. The source's own
    numbering is kept as printed label. Text before the first section becomes a section under the title.
    Never raises: `errors` says why a document cannot be imported as it is, and names the line.
    """
    source = read_source(data)
    if not source.text.strip():
        blank = () if source.errors else (Notice(0, NoticeCode.EMPTY_DOCUMENT),)
        return ImportedNarrative(None, (), source.notices, source.errors + blank)
    return _Reading(source).result()


def split_label(heading: Heading, is_own: bool) -> tuple[Label | None, str]:
    """Return a heading's printed label, weak or not, and the words after it."""
    # At the end of a line the space would be trimmed, so there it is written by its name.
    before, mark, after = re.sub(r"(?<!\\)&emsp;\Z", LABEL_SPACE, heading.source).partition(LABEL_SPACE)
    if is_own and mark:
        text = inline_words(before)[0]
        known = read_label(text, text)
        label = replace(known, is_weak=False) if known and known.text == text else Label(text)
        return label, inline_words(after)[0]
    found = read_label(heading.words, heading.source)
    return found, heading.words[len(found.text) :].strip() if found else heading.words


class _Reading:
    """One document on its way from lines to sections."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines = source.text.split("\n")
        self.front, skipped = read_front(self.lines)
        self.lines[:skipped] = [""] * skipped
        self.tokens = blocks("\n".join(self.lines))
        found = headings(self.tokens)
        self.title = found[0] if _is_title(found) else None
        self.inner = found[1:] if self.title else found
        self.is_own = OWN_LEVELS in self.front and all(heading.level > 1 for heading in self.inner)
        self.depths = _depths(self.inner, self.is_own)
        self.heads = [heading for heading in self.inner if heading.level in self.depths]
        self.shown_title = self.title.words if self.title else dict(self.front).get("title") or None
        self.labels, self.words = self._labels()

    def result(self) -> ImportedNarrative:
        if len(self.heads) > HEADING_LIMIT:
            return self._too_much()
        sections = self._sections()
        labels = [*[None] * (len(sections) - len(self.heads)), *self.labels]
        notices = [
            *self.source.notices,
            *remarks_on_text(self.tokens, self.lines),
            *remarks_on_headings(self.inner, self.depths),
            *remarks_on_sections(sections),
            *check_numbering(_numbered(sections, labels)),
        ]
        errors = [*self.source.errors]
        (notices if self.shown_title and self.has_headings else errors).extend(self._remark_on_opening())
        errors.extend([] if sections else self._too_little())
        return ImportedNarrative(
            self.shown_title, sections, _in_order(notices), _in_order(errors), self.front
        )

    @property
    def has_headings(self) -> bool:
        return self.title is not None or bool(self.heads)

    def _labels(self) -> tuple[list[Label | None], list[str]]:
        split = [split_label(heading, self.is_own) for heading in self.heads]
        labels = confirmed([label for label, _ in split])
        words = [
            after if label else heading.words
            for heading, label, (_, after) in zip(self.heads, labels, split, strict=True)
        ]
        return labels, words

    def _opening_lines(self) -> list[int]:
        """Return the numbers of the lines before the first section that are not the title's."""
        last = self.heads[0].start if self.heads else len(self.lines)
        titled = range(self.title.start, self.title.end) if self.title else range(0)
        return [number for number in range(last) if number not in titled]

    def _sections(self) -> tuple[ImportedSection, ...]:
        taken: dict[str, int] = {}
        sections = self._preamble(taken)
        ends = [*(heading.start for heading in self.heads), len(self.lines)][1:]
        above: dict[int, int] = {}
        for head, label, words, end in zip(self.heads, self.labels, self.words, ends, strict=True):
            place, depth = len(sections), self.depths[head.level]
            above = {higher: index for higher, index in above.items() if higher < depth}
            parent = above[max(above)] if above else None
            body = normal_body("\n".join(self.lines[head.end : end]))
            printed = label.text if label else ""
            key = section_key(words or printed, place + 1, taken)
            sections.append(ImportedSection(head.start + 1, depth, printed, words, body, key, parent))
            above[depth] = place
        return tuple(sections)

    def _preamble(self, taken: dict[str, int]) -> list[ImportedSection]:
        opening = self._opening_lines()
        body = normal_body("\n".join(self.lines[number] for number in opening))
        if not body:
            return []
        line = next(number for number in opening if self.lines[number].strip()) + 1
        heading = self.shown_title or ""
        return [ImportedSection(line, 1, "", heading, body, section_key(heading, 1, taken), None)]

    def _remark_on_opening(self) -> list[Notice]:
        written = [number for number in self._opening_lines() if self.lines[number].strip()]
        if not written:
            return []
        if not self.has_headings:
            return [Notice(written[0] + 1, NoticeCode.NO_HEADING)]
        text = self.lines[written[0]].strip()
        text = text if len(text) <= 80 else text[:79].rstrip() + "…"
        return [Notice(written[0] + 1, NoticeCode.TEXT_BEFORE_HEADING, {"text": text})]

    def _too_little(self) -> list[Notice]:
        if self.title:
            return [Notice(self.title.start + 1, NoticeCode.ONLY_TITLE, {"title": self.title.words})]
        return [Notice(0, NoticeCode.EMPTY_DOCUMENT)]

    def _too_much(self) -> ImportedNarrative:
        params: dict[str, str | int] = {"count": len(self.heads), "limit": HEADING_LIMIT}
        error = Notice(self.heads[HEADING_LIMIT].start + 1, NoticeCode.TOO_MANY_HEADINGS, params)
        return ImportedNarrative(
            self.shown_title, (), self.source.notices, (*self.source.errors, error), self.front
        )


def _is_title(found: list[Heading]) -> bool:
    return bool(
        found and found[0].level == 1 and found[0].words and all(heading.level > 1 for heading in found[1:])
    )


def _depths(inner: list[Heading], is_own: bool) -> dict[int, Depth]:
    if is_own:
        return {2: 1, 3: 2, 4: 3}
    levels = sorted({heading.level for heading in inner})
    names: tuple[Depth, ...] = (1, 2, 3)
    return dict(zip(levels, names, strict=False))


def _numbered(sections: tuple[ImportedSection, ...], labels: list[Label | None]) -> Iterable[Numbered]:
    for section, label in zip(sections, labels, strict=True):
        if label:
            above = labels[section.parent] if section.parent is not None else None
            yield Numbered(section.line, section.parent, above, label)


def _in_order(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    return tuple(sorted(notices, key=lambda notice: notice.line))
