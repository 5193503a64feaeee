"""Emphasis of Markdown in words that are shown as plain text: *so* and **so** as readers know them."""

import re

from markupsafe import Markup, escape

_STRONG = re.compile(r"(?<![*\w])\*\*(?=[^\s*])([^*\n]*[^\s*])\*\*(?![*\w])")
_SOFT = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![*\w])")


def show_emphasis(text: str) -> Markup:
    """Return the text escaped, with emphasis that opens and closes within it drawn and its asterisks left out.

    An asterisk without its partner stays a sign: it may be closed by words that are not here.
    """
    html = _STRONG.sub(r"<strong>\1</strong>", str(escape(text)))
    return Markup(_SOFT.sub(r"<em>\1</em>", html))  # noqa: S704 - escaped above, and only these tags added
