"""What a reader of a document hands over: a tree of sections, and what a person should look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Depth = Literal[1, 2, 3]


class NoticeCode(StrEnum):
    """What was noticed in a source document; the words for it belong to the interface.

    After each code stand its parameters. Those of the first group are errors: the document cannot be
    imported as it is. All others point at something that was kept as it stood.
    """

    TOO_LARGE = "too-large"  # size, limit: bytes
    UNDECODABLE = "undecodable"  # encoding, count: places that are not in that encoding
    LONE_SURROGATE = "lone-surrogate"  # count
    EMPTY_DOCUMENT = "empty-document"
    NO_HEADING = "no-heading"
    ONLY_TITLE = "only-title"  # title
    TEXT_BEFORE_HEADING = "text-before-first-heading"  # text: its beginning; a notice if there is a title
    TOO_MANY_HEADINGS = "too-many-headings"  # count, limit

    ENCODING = "encoding"  # encoding: it was not UTF-8 and was converted
    NUL_REMOVED = "nul-removed"  # count
    CONTROLS_REMOVED = "controls-removed"  # count: characters without a shape
    DIRECTION_REMOVED = "direction-controls-removed"  # count: they can make a text read backwards
    NUMBERING_START = "numbering-start"  # found: the first number, which is not 1
    NUMBERING_GAP = "numbering-gap"  # after, found
    NUMBERING_DOUBLE = "numbering-double"  # label, first_line
    NUMBERING_ORDER = "numbering-order"  # after, found: a smaller number after a larger one
    NUMBERING_PARENT = "numbering-parent"  # parent, found: 3.1 stands below 2
    DEPTH_JUMP = "depth-jump"  # from_level, to_level: a heading level was left out
    DEEPER_THAN_THREE = "deeper-than-three"  # heading: it stays in the text of its section
    EMPTY_HEADING = "empty-heading"  # not even a number
    EMPTY_SECTION = "empty-section"  # heading: no text and no section below it
    DUPLICATE_HEADING = "duplicate-heading"  # heading, first_line
    LONG_HEADING = "long-heading"  # length: perhaps a paragraph with a line of dashes below it
    HEADING_LINK = "heading-link"  # heading, address: a heading keeps its words and not its link
    LOOKS_LIKE_HEADING = "looks-like-heading"  # text: a line that is bold or numbered, but no heading
    CODE_NOT_CLOSED = "code-not-closed"  # a block of code that ran to the end of the document
    HTML_AS_TEXT = "html-as-text"  # text, count: HTML is kept as letters and has no effect
    IMAGE_AS_LINK = "image-as-link"  # text, count: pictures are not shown


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the person who imports; `line` counts from 1 in the source, 0 is the whole file."""

    line: int
    code: NoticeCode
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportedSection:
    """A section as the source has it.

    `label` is the source's own numbering as printed, `heading` the words after it, `body` normalised
    Markdown, `key` unique within the document, `parent` the index of the section above or None.
    """

    line: int
    depth: Depth
    label: str
    heading: str
    body: str
    key: str
    parent: int | None


@dataclass(frozen=True, slots=True)
class ImportedNarrative:
    """A document read: its sections in reading order, and what was noticed, each in the order of lines.

    `front` holds the lines of a leading block between two `---`, as pairs of name and value.
    """

    title: str | None
    sections: tuple[ImportedSection, ...]
    notices: tuple[Notice, ...] = ()
    errors: tuple[Notice, ...] = ()
    front: tuple[tuple[str, str], ...] = ()
