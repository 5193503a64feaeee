"""Section texts as well-set prose, with small notes beside the passages that they speak of."""

import re
from collections.abc import Mapping

from markupsafe import Markup

from consult.text.markdown import render_passages

_MARKED = re.compile(r'<(?:p|li|h3|h4|table|pre|code)\b[^>]*\bdata-start="(\d+)"[^>]*>')
_PHRASING = re.compile(r"<(?:p|li|h3|h4)\b")


def prose(body: str, notes: Mapping[int, Markup] | None = None) -> Markup:
    """Return a body as HTML. `notes` are put inside the passage that starts at each offset, before its words.

    A note is phrasing content (a link, a span). A table or a block of code cannot hold one: its note is put before it.
    """
    html = render_passages(body)
    if not notes:
        return html
    # Plain strings meet here: a Markup beside one would escape it.
    return Markup(_MARKED.sub(lambda match: _with_note(match, notes), str(html)))  # noqa: S704 - sanitised above


def _with_note(match: re.Match[str], notes: Mapping[int, Markup]) -> str:
    note = notes.get(int(match[1]))
    if note is None:
        return match[0]
    if _PHRASING.match(match[0]):
        return f"{match[0]}{note}"
    return f"<p>{note}</p>{match[0]}"
