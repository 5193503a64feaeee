"""Forms that differ in a few places: drawn once for a page, then filled in for each.

A section with 300 proposed changes has as many forms to decide, which took most of the time of its page.
"""

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

# What is filled in is named between two signs of a private use area. The form is taken apart before anybody's words
# are put in, so that such signs in a text are no more than signs.
_MARK = re.compile("\ue000([a-z]+)\ue001")


def mark(name: str) -> str:
    """Return what stands in a mold where the value of this name is put in."""
    return f"\ue000{name}\ue001"


class Mold:
    """A piece of HTML with places to be filled."""

    def __init__(self, drawn: str) -> None:
        """Take the HTML, in which `mark(name)` stands for each value."""
        self.parts = _MARK.split(drawn)

    def fill(self, values: Mapping[str, str]) -> Markup:
        """Return the HTML with the values, escaped, in their places. KeyError where one is missing."""
        escaped = {name: str(escape(value)) for name, value in values.items()}
        found = self.parts.copy()
        found[1::2] = [escaped[name] for name in found[1::2]]
        return Markup("".join(found))  # noqa: S704 - drawn by templates, values escaped
