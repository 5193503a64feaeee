"""What was blacked out is shown with its reason, on every page and in every file, whoever made it."""

import csv
import io
import json
from collections.abc import Callable

from flask import Flask, Response
from flask_babel import gettext as _
from markupsafe import Markup

from consult.core.removals import public_reasons
from consult.text.blacked_out import BLOCK, in_page, in_words

_MARK = BLOCK.encode()


def init_app(app: Flask) -> None:
    """Look at each answer once more before it goes."""
    app.after_request(_show_reasons)


def label(number: int) -> str | None:
    """Return what is shown for a passage that was blacked out by a removal, or None where there is no such removal."""
    reason = public_reasons().get(number)
    return None if reason is None else _("blacked out: %(reason)s", reason=reason)


def shown_words(text: str) -> str:
    """Return a text for a file or a letter: the reason stands in brackets in the place of each passage."""
    return in_words(text, _in_brackets)


def _in_brackets(number: int) -> str | None:
    words = label(number)
    return words and f"[{words}]"


def _markup(words: str) -> str:
    return str(Markup('<span class="blacked-out" dir="auto">{}</span>').format(words))


def _in_json(text: str) -> str:
    return in_words(text, lambda number: json.dumps(_in_brackets(number) or "", ensure_ascii=False)[1:-1])


def _in_csv(text: str) -> str:
    """Write the table anew, cell by cell: a reason may hold commas, quotes and line ends."""
    plain = text.removeprefix("\ufeff")
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerows(
        [shown_words(cell) for cell in row] for row in csv.reader(io.StringIO(plain, newline=""))
    )
    return text[: len(text) - len(plain)] + target.getvalue()


_SHOWN: dict[str, Callable[[str], str]] = {
    "text/html": lambda page: in_page(page, label, _markup),
    "text/csv": _in_csv,
    "text/markdown": shown_words,
    "text/plain": shown_words,
    "application/json": _in_json,
}


def _show_reasons(response: Response) -> Response:
    show = _SHOWN.get(response.mimetype or "")
    if show is None or response.is_streamed or response.direct_passthrough:
        return response
    if _MARK in response.data:
        response.set_data(show(response.get_data(as_text=True)))
    return response
