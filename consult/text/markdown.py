"""Safe Markdown: what a participant typed, as HTML that can do nothing but be read.

Three walls stand behind each other, so that a hole in one is not a hole in the page: the parser knows no
HTML at all, links are unwrapped unless their address is on the short list of `ALLOWED_ADDRESS`, and the
result passes an allow-list of tags and attributes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

FORMATTED_LIMIT = 20_000
"""Code points up to which a text is formatted; a longer one is shown as plain paragraphs."""

# fmt: off
ALLOWED_TAGS = frozenset({
    "p", "em", "strong", "ul", "ol", "li", "blockquote", "h3", "h4", "a", "code", "pre", "br", "hr", "del",
    "table", "thead", "tbody", "tr", "th", "td",
})
# fmt: on
ALLOWED_SCHEMES = frozenset({"http", "https", "mailto"})
# A scheme alone is not enough: `https:/\evil.example`, `//evil.example` and `https://good@evil.example` lead
# away under a false flag.
ALLOWED_ADDRESS = re.compile(
    r"(?:https?://[^/\\\s@?#]+(?:[/?#][^\\\s]*)?|mailto:[^/\\\s][^\\\s]*)\Z", re.IGNORECASE
)

_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
# Without an empty entry for all tags the sanitiser keeps `title` and `lang` everywhere.
_EVERYWHERE: dict[str, set[str]] = {"*": set()}
_DIRECTED = frozenset({"p", "ul", "ol", "blockquote", "table", "h3", "h4"})
_LINK_REL = "nofollow ugc noopener noreferrer"
# Embeddings, overrides and isolates can make a sentence read as its opposite; marks (U+200E, U+200F) stay.
_BIDI_CONTROLS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_UNPAIRED = re.compile("[\ud800-\udfff\x00]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A passage of a body that can be quoted: `text` is `body[start:end]`, in code points."""

    index: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A block that holds words itself: its token, its lines, and the first words as the parser has them."""

    number: int
    first: int
    last: int
    opening: str


@lru_cache(maxsize=2048)
def render_markdown(text: str, *, heading_offset: int = 0) -> Markup:
    """Render Markdown as HTML that is safe to place in any page.

    Headings become h3 and h4 only: the highest level that the text uses becomes h3 and all others h4, or
    all of them h4 with a `heading_offset` of 1. Each outermost block says dir="auto", so that it is laid
    out by its own first letters; what is nested in it follows. Never raises; a text of more than
    `FORMATTED_LIMIT` code points comes out as plain paragraphs.
    """
    return _render(text, heading_offset, with_places=False)


@lru_cache(maxsize=2048)
def render_passages(text: str) -> Markup:
    """Render as `render_markdown` does, with `data-start` on each passage of `paragraphs(text)`.

    Its value is the passage's offset in code points, so that a script or a note can find the passage. In a
    list without blank lines it stands on the list item. A text of more than `FORMATTED_LIMIT` has none.
    """
    return _render(text, 1, with_places=True)


def _render(text: str, heading_offset: int, *, with_places: bool) -> Markup:
    source = _readable(text)
    if len(source) > FORMATTED_LIMIT:
        return _plain_paragraphs(source)
    tokens = _PARSER.parse(source)
    _settle_headings(tokens, heading_offset)
    _set_directions(tokens)
    for number, passage in _passages(tokens, source) if with_places else ():
        _carrier(tokens, number).attrSet("data-start", str(passage.start))
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return Markup(_CLEANER.clean(html).translate(_BIDI_CONTROLS))  # noqa: S704 - this is the sanitiser.


def _carrier(tokens: list[Token], number: int) -> Token:
    """Return the token whose tag can carry a mark: the paragraph of a tight list item draws no tag."""
    while tokens[number].hidden and number:
        number -= 1
    return tokens[number]


@lru_cache(maxsize=1024)
def plain_text(markdown: str) -> str:
    """Return the words of a Markdown text without its marks, one blank line between its blocks.

    List items begin with their number or a dash. For excerpts, letters and file formats without markup;
    the result is text, not HTML: escape it where it is shown.
    """
    blocks: list[str] = []
    row: list[str] | None = None
    lead = ""
    for token in _PARSER.parse(_readable(markdown)):
        if token.type == "list_item_open":
            lead += f"{token.info}{token.markup} " if token.info else "- "
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            blocks.append(" | ".join(row))
            row = None
        elif words := _words(token):
            (blocks if row is None else row).append(lead + words)
            lead = ""
    return "\n\n".join(blocks).translate(_BIDI_CONTROLS)


def paragraphs(body: str) -> list[Paragraph]:
    """Return the passages of a body that a reader may point at, in reading order.

    A paragraph, a list item's paragraph, a heading, a table and a block of code each count as one. Offsets
    are code points into `body` as given, without the list or quotation mark before the first word.
    """
    return list(_paragraphs(body))


@lru_cache(maxsize=2048)
def _paragraphs(body: str) -> tuple[Paragraph, ...]:
    source = _readable(body)
    return tuple(
        Paragraph(passage.index, passage.start, passage.end, body[passage.start : passage.end])
        for _, passage in _passages(_PARSER.parse(source), source)
    )


def _passages(tokens: list[Token], source: str) -> Iterator[tuple[int, Paragraph]]:
    """Yield each passage with the number of the token that opens it."""
    starts = [0, *(match.end() for match in re.finditer("\n", source))]
    index = 0
    for leaf in _leaves(tokens):
        end = starts[leaf.last] if leaf.last < len(starts) else len(source)
        first_line = source[starts[leaf.first] : end].split("\n", 1)[0]
        # The first line ends with the first words, so the search from the right skips list and other marks.
        start = starts[leaf.first] + max(first_line.rfind(leaf.opening), 0)
        if passage := source[start:end].rstrip():
            yield leaf.number, Paragraph(index, start, start + len(passage), passage)
            index += 1


def _readable(text: str) -> str:
    """Return a text that can be parsed and encoded, with every code point in its place.

    The parser makes one line end of three kinds; here each keeps its width, or offsets would drift.
    """
    return re.sub(r"\r(?=\n)", " ", _UNPAIRED.sub("\ufffd", text)).replace("\r", "\n")


def _plain_paragraphs(text: str) -> Markup:
    parts = (part.strip("\n") for part in re.split(r"\n\s*\n", text.translate(_BIDI_CONTROLS)))
    return Markup("\n").join(
        Markup('<p dir="auto">{}</p>').format(Markup("<br>\n").join(part.splitlines()))
        for part in parts
        if part.strip()
    )


def _settle_headings(tokens: list[Token], offset: int) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    highest = min((token.tag for token in headings), default="h1")
    for token in headings:
        token.tag = "h3" if token.tag == highest and offset < 1 else "h4"


def _set_directions(tokens: list[Token]) -> None:
    """Mark each outermost block; a block inside a marked one would hide its letters from dir="auto"."""
    for token in tokens:
        if token.level == 0 and token.nesting == 1 and token.tag in _DIRECTED:
            token.attrSet("dir", "auto")


def _settle_inline(state: StateCore) -> None:
    """Take the link off addresses that lead nowhere good (the words stay), and name struck words "del"."""
    for block in state.tokens:
        if block.children:
            block.children = list(_without_bad_links(block.children))
            for token in block.children:
                token.tag = "del" if token.tag == "s" else token.tag


def _without_bad_links(tokens: list[Token]) -> Iterator[Token]:
    dropping = False  # Links do not nest, so one flag is enough.
    for token in tokens:
        if token.type == "link_open":
            dropping = not ALLOWED_ADDRESS.match(str(token.attrGet("href")))
        if not (dropping and token.type in ("link_open", "link_close")):
            yield token


def _words(token: Token) -> str:
    if token.children is None:
        return token.content.rstrip("\n") if token.type in ("fence", "code_block") else ""
    breaks = {"softbreak": "\n", "hardbreak": "\n"}
    return "".join(breaks.get(child.type, child.content) for child in token.children).strip()


def _leaves(tokens: list[Token]) -> Iterator[_Leaf]:
    """Yield the blocks that hold words; within a table there is none but the table itself."""
    for number, token in enumerate(tokens):
        if token.map is None:
            continue
        first, last = token.map
        if token.type in ("table_open", "code_block"):
            yield _Leaf(number, first, last, "\0")  # Not to be found: these begin where their line begins.
        elif token.type == "fence":
            yield _Leaf(number, first, last, token.markup + token.info)
        elif token.type in ("paragraph_open", "heading_open"):
            yield _Leaf(number, first, last, tokens[number + 1].content.split("\n", 1)[0])


def _keep_allowed_values(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if ALLOWED_ADDRESS.match(value) else None
    if attribute in ("start", "data-start"):
        return value if re.fullmatch(r"[0-9]{1,9}", value) else None
    # What is left was set here: the direction of a block, and `rel` by the sanitiser itself.
    return value


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable(["image"])
    parser.core.ruler.push("settle_inline", _settle_inline)
    return parser


_PARSER = _parser()
_CLEANER = nh3.Cleaner(
    tags=set(ALLOWED_TAGS),
    attributes={
        **_EVERYWHERE,
        **_ATTRIBUTES,
        **{tag: {"dir", *_ATTRIBUTES.get(tag, ())} for tag in _DIRECTED},
        **{tag: {"dir", "data-start"} for tag in ("p", "h3", "h4", "table", "pre")},
        **{tag: {"data-start"} for tag in ("li", "code")},
    },
    attribute_filter=_keep_allowed_values,
    url_schemes=set(ALLOWED_SCHEMES),
    url_relative="deny",
    set_tag_attribute_values={"pre": {"dir": "auto"}},
    link_rel=_LINK_REL,
)
