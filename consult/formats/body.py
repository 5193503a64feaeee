"""The text of one section as normalised Markdown: one form for what means the same."""

import re
from collections.abc import Iterable, Sequence

from markdown_it.token import Token

from consult.formats.outline import blocks, headings

# Sections have three depths; headings inside a text keep two levels below any section's.
HIGHEST_INNER_LEVEL = 5
_CODE = ("fence", "code_block")


def normal_body(text: str) -> str:
    """Return a section's Markdown normalised; normalising twice changes nothing more.

    Line ends are trimmed (two blanks that break a line become a backslash), several blank lines become one,
    an open block of code is closed, and headings become levels five and six. Code is left as it is.
    """
    lines = text.split("\n")
    tokens = blocks(text)
    code = _lines_of(token for token in tokens if token.type in _CODE)
    breaking = _breaking_lines(tokens)
    settled = [
        line if number in code else _trimmed(line, number in breaking) for number, line in enumerate(lines)
    ]
    kept = [line for number, line in enumerate(settled) if number in code or _is_kept(settled, number, code)]
    body = re.sub(r"(?:\n[ \t]*)+\Z", "", "\n".join(kept).lstrip("\n"))
    # Reading is what costs time, so a text is read again only if there is something to settle.
    if any(token.type == "heading_open" and token.level == 0 for token in tokens):
        body = _with_inner_headings(body)
    if tokens and tokens[-1].type == "fence":
        body += closing_fence(blocks(body), body.split("\n"))
    return body


def closing_fence(tokens: Sequence[Token], lines: Sequence[str]) -> str:
    """Return what closes a block of code that a text leaves open, with its line feed; usually nothing."""
    last = tokens[-1] if tokens else None
    if last is None or last.type != "fence" or last.map is None:
        return ""
    start, end = last.map
    closes = re.compile(rf" {{0,3}}{re.escape(last.markup[0])}{{{len(last.markup)},}}[ \t]*\Z")
    return "" if end - start > 1 and closes.match(lines[end - 1]) else f"\n{last.markup}"


def _lines_of(tokens: Iterable[Token]) -> set[int]:
    return {line for token in tokens if token.map for line in range(*token.map)}


def _breaking_lines(tokens: list[Token]) -> set[int]:
    """Return the lines inside paragraphs where two blanks at the end would break the line."""
    paragraphs = (token.map for token in tokens if token.type == "paragraph_open" and token.map)
    return {line for first, last in paragraphs for line in range(first, last - 1)}


def _trimmed(line: str, may_break: bool) -> str:
    bare = line.rstrip()
    slashes = len(bare) - len(bare.rstrip("\\"))
    return bare + "\\" if may_break and line.endswith("  ") and bare and slashes % 2 == 0 else bare


def _is_kept(lines: list[str], number: int, code: set[int]) -> bool:
    if lines[number]:
        return True
    return number > 0 and (lines[number - 1] != "" or number - 1 in code)


def _with_inner_headings(text: str) -> str:
    """Write the headings of a text as levels five and six, by their rank, unless they are so already."""
    found = headings(blocks(text))
    levels = sorted({heading.level for heading in found})
    if not levels or levels[0] >= HIGHEST_INNER_LEVEL:
        return text
    lines: list[str | None] = list(text.split("\n"))
    for heading in found:
        level = HIGHEST_INNER_LEVEL + (heading.level != levels[0])
        lines[heading.start : heading.end] = [f"{'#' * level} {heading.source}".rstrip()] + [None] * (
            heading.end - heading.start - 1
        )
    return "\n".join(line for line in lines if line is not None)
