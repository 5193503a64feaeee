"""The headings of a Markdown text and the text between them, by line numbers."""

import json
import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_FRONT_LINE = re.compile(r"([^\s:#\-][^:]*?)\s*:(?:\s+(.*)|)\Z")
_INLINE = MarkdownIt("commonmark", {"html": False}).enable("strikethrough").disable("image")


def _block_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("html_block")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


_BLOCKS = _block_parser()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside lists and quotations; lines count from 0, `end` is the line after it."""

    start: int
    end: int
    level: int
    source: str
    words: str
    addresses: tuple[str, ...]


def blocks(text: str) -> list[Token]:
    """Return the block tokens of a Markdown text, the words in them unread."""
    return _BLOCKS.parse(text)


def headings(tokens: list[Token]) -> list[Heading]:
    """Return the headings that stand outside lists and quotations."""
    found = []
    for number, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            source = " ".join(tokens[number + 1].content.split("\n"))
            words, addresses = inline_words(source)
            start, end = token.map
            found.append(Heading(start, end, int(token.tag[1]), source, words, addresses))
    return found


def inline_words(source: str) -> tuple[str, tuple[str, ...]]:
    """Return the words of a line of Markdown without its marks, and the addresses that it links to."""
    words, addresses = "", []
    for token in _INLINE.parseInline(source)[0].children or []:
        words += " " if token.type in ("softbreak", "hardbreak") else token.content
        if token.type == "link_open":
            addresses.append(str(token.attrGet("href")))
    return " ".join(words.split()), tuple(addresses)


def read_front(lines: list[str]) -> tuple[tuple[tuple[str, str], ...], int]:
    """Return the names and values between a leading pair of `---`, and the number of lines they take.

    Anything but names with values (and lists below a name) there is no such block but text.
    """
    closing = next((index for index, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    if not lines or lines[0].rstrip() != "---" or closing < 2:
        return (), 0
    pairs: list[tuple[str, str]] = []
    for line in lines[1:closing]:
        if named := _FRONT_LINE.match(line):
            pairs.append((named[1].strip(), _front_value((named[2] or "").strip())))
        elif pairs and (line[:1] in (" ", "\t", "-") or not line.strip()):
            name, value = pairs[-1]
            pairs[-1] = (name, f"{value}\n{line.strip()}".strip())
        else:
            return (), 0
    return tuple(pairs), closing + 1


def _front_value(written: str) -> str:
    if len(written) >= 2 and written[0] == written[-1] == '"':
        try:
            return str(json.loads(written))
        except ValueError:
            return written[1:-1]
    return written[1:-1] if len(written) >= 2 and written[0] == written[-1] == "'" else written
