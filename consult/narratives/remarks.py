"""What the reader of documents noticed, in words: one sentence for each code, with its line."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.formats.imported import Notice, NoticeCode

WORDS = {
    NoticeCode.TOO_LARGE: _l(
        "The document has %(size)s bytes. At most %(limit)s can be taken: send it in parts."
    ),
    NoticeCode.UNDECODABLE: _l(
        "Some signs cannot be read as %(encoding)s (%(count)s in all, shown as �). Save the file as UTF-8 and send "
        "it again, or put the right signs in here."
    ),
    NoticeCode.LONE_SURROGATE: _l(
        "There are signs that no text can hold (%(count)s in all, shown as �). Put the right signs in their place."
    ),
    NoticeCode.EMPTY_DOCUMENT: _l("There is no text in it."),
    NoticeCode.NO_HEADING: _l(
        "There is no heading. Begin each section with a line such as “# Water”, so that it can be found."
    ),
    NoticeCode.ONLY_TITLE: _l("There is only the title “%(title)s” and no section."),
    NoticeCode.TEXT_BEFORE_HEADING: _l(
        "Text stands before the first heading: “%(text)s”. It becomes a section of its own."
    ),
    NoticeCode.TOO_MANY_HEADINGS: _l("There are %(count)s headings. At most %(limit)s can be taken."),
    NoticeCode.ENCODING: _l("The file was written in %(encoding)s and has been converted."),
    NoticeCode.NUL_REMOVED: _l("Empty signs (NUL) were taken out: %(count)s."),
    NoticeCode.CONTROLS_REMOVED: _l("Signs without a shape were taken out: %(count)s."),
    NoticeCode.DIRECTION_REMOVED: _l(
        "Hidden signs that turn the direction of reading were taken out: %(count)s. They can make a text read "
        "as something else."
    ),
    NoticeCode.NUMBERING_START: _l("The numbering begins at “%(found)s”. It is kept as it is."),
    NoticeCode.NUMBERING_GAP: _l("The numbering jumps from “%(after)s” to “%(found)s”. It is kept as it is."),
    NoticeCode.NUMBERING_DOUBLE: _l(
        "The number “%(label)s” stands already in line %(first_line)s. Both are kept as they are."
    ),
    NoticeCode.NUMBERING_ORDER: _l(
        "The number “%(found)s” comes after “%(after)s”. Both are kept as they are."
    ),
    NoticeCode.NUMBERING_PARENT: _l(
        "The number “%(found)s” stands below “%(parent)s”, where it does not seem to belong. It is kept as it is."
    ),
    NoticeCode.DEPTH_JUMP: _l("A level of headings was left out: from %(from_level)s to %(to_level)s."),
    NoticeCode.DEEPER_THAN_THREE: _l(
        "Sections have three levels. The deeper heading “%(heading)s” stays in the text of its section."
    ),
    NoticeCode.EMPTY_HEADING: _l("There is a heading without words."),
    NoticeCode.EMPTY_SECTION: _l("The section “%(heading)s” has no text."),
    NoticeCode.DUPLICATE_HEADING: _l("The heading “%(heading)s” stands already in line %(first_line)s."),
    NoticeCode.LONG_HEADING: _l(
        "This heading has %(length)s signs. Perhaps it is a paragraph with a line of dashes below it?"
    ),
    NoticeCode.HEADING_LINK: _l(
        "The heading “%(heading)s” keeps its words and loses its link to %(address)s."
    ),
    NoticeCode.LOOKS_LIKE_HEADING: _l(
        "This line looks like a heading and is not marked as one: “%(text)s”. Put # before it if it is one."
    ),
    NoticeCode.CODE_NOT_CLOSED: _l("A block of code begins here and is not closed. It runs to the end."),
    NoticeCode.HTML_AS_TEXT: _l("HTML is kept as letters and has no effect (%(count)s in all): “%(text)s”."),
    NoticeCode.IMAGE_AS_LINK: _l("Pictures are not shown (%(count)s in all): “%(text)s”."),
}

WORDS_OF_ERRORS = {
    NoticeCode.TEXT_BEFORE_HEADING: _l(
        "Text stands before the first heading: “%(text)s”. Put the title above it, as a line that begins with one #, "
        "and give the headings of sections more than one #."
    ),
}
"""Where the same code says something else when the document cannot be taken because of it."""


def remark(notice: Notice, *, is_error: bool = False) -> str:
    """Return a notice as a sentence in the reader's language, with the line that it is about."""
    found = WORDS_OF_ERRORS.get(notice.code) if is_error else None
    words = str(found or WORDS[notice.code])
    if notice.params:
        words %= notice.params
    if not notice.line:
        return words
    return _("Line %(line)s: %(words)s", line=notice.line, words=words)
