"""What a person should look at after an import, though it was all kept as it stood."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from markdown_it.token import Token

from consult.formats.body import closing_fence
from consult.formats.imported import ImportedSection, Notice, NoticeCode
from consult.formats.outline import Heading

LONG_HEADING = 200
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_HTML = re.compile(r"<(?:/?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*|/?)|!--.{0,200}?--|[!?][^<>]*)>", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")
_BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)(?:(?!\1).){2,120}\1:?\Z")
_NUMBERED_LINE = re.compile(r" {0,3}\d{1,3}[.)]\s+([^\Wa-z].{3,80})\Z")


def remarks_on_text(tokens: Sequence[Token], lines: Sequence[str]) -> Iterable[Notice]:
    """Name what will not look as in the source, and lines that a reader may have meant as headings."""
    inline = [token for token in tokens if token.type == "inline" and token.map]
    yield from _first_and_count(inline, _HTML, NoticeCode.HTML_AS_TEXT)
    yield from _first_and_count(inline, _IMAGE, NoticeCode.IMAGE_AS_LINK)
    yield from _lines_like_headings(tokens, lines)
    if (last := tokens[-1] if tokens else None) and last.map and closing_fence(tokens, lines):
        yield Notice(last.map[0] + 1, NoticeCode.CODE_NOT_CLOSED)


def remarks_on_headings(found: Sequence[Heading], depths: Mapping[int, int]) -> Iterable[Notice]:
    """Name headings that are empty, long, linked or too deep, and levels that were left out."""
    before = min(depths, default=1)
    for heading in found:
        line = heading.start + 1
        if heading.level not in depths:
            yield Notice(line, NoticeCode.DEEPER_THAN_THREE, {"heading": heading.words})
            continue
        if heading.level > before + 1 or (heading is found[0] and depths[heading.level] > 1):
            params = {"from_level": before, "to_level": heading.level}
            yield Notice(line, NoticeCode.DEPTH_JUMP, params)
        before = heading.level
        if not heading.words:
            yield Notice(line, NoticeCode.EMPTY_HEADING)
        if len(heading.words) > LONG_HEADING:
            yield Notice(line, NoticeCode.LONG_HEADING, {"length": len(heading.words)})
        for address in heading.addresses:
            linked: dict[str, str | int] = {"heading": heading.words, "address": address}
            yield Notice(line, NoticeCode.HEADING_LINK, linked)


def remarks_on_sections(sections: Sequence[ImportedSection]) -> Iterable[Notice]:
    """Name sections without content, and headings that two neighbours share."""
    with_children = {section.parent for section in sections}
    seen: dict[tuple[int | None, str], int] = {}
    for index, section in enumerate(sections):
        if not section.body and index not in with_children:
            yield Notice(section.line, NoticeCode.EMPTY_SECTION, {"heading": section.heading})
        identity = (section.parent, section.heading.casefold())
        if section.heading and identity in seen:
            params: dict[str, str | int] = {"heading": section.heading, "first_line": seen[identity]}
            yield Notice(section.line, NoticeCode.DUPLICATE_HEADING, params)
        seen.setdefault(identity, section.line)


def _first_and_count(inline: Iterable[Token], pattern: re.Pattern[str], code: NoticeCode) -> list[Notice]:
    """Return one notice for all places, at the first: hundreds of equal remarks hide the others."""
    places: list[tuple[int, str]] = []
    for token in inline:
        content = _CODE_SPAN.sub(lambda span: re.sub(r"[^\n]", " ", span[0]), token.content)
        for found in pattern.finditer(content):
            line = (token.map or [0])[0] + content.count("\n", 0, found.start()) + 1
            places.append((line, found[0][:80]))
    return [Notice(places[0][0], code, {"text": places[0][1], "count": len(places)})] if places else []


def _lines_like_headings(tokens: Sequence[Token], lines: Sequence[str]) -> Iterable[Notice]:
    for before, token in pairwise(tokens):
        if token.type != "inline" or before.type != "paragraph_open" or not token.map:
            continue
        start, end = token.map
        is_bold = before.level == 0 and _BOLD_LINE.match(token.content)
        numbered = before.level == 2 and end - start == 1 and _NUMBERED_LINE.match(lines[start])
        if is_bold or (numbered and numbered[1] == numbered[1].upper() != numbered[1].lower()):
            yield Notice(start + 1, NoticeCode.LOOKS_LIKE_HEADING, {"text": lines[start].strip()[:120]})
