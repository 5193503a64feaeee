"""Markdown in words that are shown as plain text: emphasis, list items and quotations as readers know them."""

import re

from markupsafe import Markup, escape

_STRONG = re.compile(r"(?<![*\w])\*\*(?=[^\s*])([^*\n]*[^\s*])\*\*(?![*\w])")
_SOFT = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![*\w])")
_ITEM = re.compile(r"^([ \t]*)[-+*](?= )")
_QUOTED = re.compile(r"^(?: {0,3}> ?)+")


def show_emphasis(text: str) -> Markup:
    """Return the text escaped, with emphasis that opens and closes within it drawn and its asterisks left out.

    An asterisk without its partner stays a sign: it may be closed by words that are not here.
    """
    html = _STRONG.sub(r"<strong>\1</strong>", str(escape(text)))
    return Markup(_SOFT.sub(r"<em>\1</em>", html))  # noqa: S704 - escaped above, and only these tags added


def show_item(line: str) -> str:
    """Return a line with the mark of its list item, if it has one, as the dot that readers know."""
    return _ITEM.sub("\\1•", line)


def show_lines(text: str, *, begins_line: bool = True) -> Markup:
    """Return text that may have several lines as HTML: each on a line of its own, its marks drawn or left out.

    `begins_line` False: the text begins within a line, so that a dash there is a dash.
    """
    first, *rest = text.split("\n")
    lines = [_show_line(first) if begins_line else show_emphasis(first), *map(_show_line, rest)]
    return Markup("<br>").join(lines)


def _show_line(line: str) -> Markup:
    return show_emphasis(show_item(_QUOTED.sub("", line)))
