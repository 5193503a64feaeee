"""The card of a contribution as HTML, drawn once for all who see the same of it.

A page of two hundred cards would else be drawn anew for each reader. A card is kept under everything that it prints,
so whatever changes (a name, a visibility, a stance, an answer, what the reader may do) is another card.
"""

from collections.abc import Hashable
from threading import Lock

from flask import current_app
from markupsafe import Markup

from consult.web.locale import current_language
from consult.web.pages import macros

from .shown import Shown

MOST = 4096
FORMS = frozenset({"submit", "show_again"})
"""What is done by a form of one button: its token is one reader's, so such a card is not kept."""

_cards: dict[Hashable, Markup] = {}
_lock = Lock()


def card(shown: Shown) -> Markup:
    """Return a contribution with its replies as HTML, in the language of the interface."""
    if not can_be_kept(shown):
        return _drawn(shown)
    key = (current_language(), _printed(shown))
    found = _cards.get(key)
    return found if found is not None else _keep(key, _drawn(shown))


def _keep(key: Hashable, drawn: Markup) -> Markup:
    with _lock:
        while len(_cards) >= MOST:
            del _cards[next(iter(_cards))]
        _cards[key] = drawn
    return drawn


def _drawn(shown: Shown) -> Markup:
    template = current_app.jinja_env.get_template("contributions/_contribution.html")
    return Markup(template.render(shown=shown, ui=macros()))  # noqa: S704 - a template of ours


def can_be_kept(shown: Shown) -> bool:
    """Say whether a card prints nothing that is one reader's alone: no stance, no form."""
    return not shown.stances and not shown.may & FORMS and all(map(can_be_kept, shown.replies))


def _printed(shown: Shown) -> Hashable:
    """Return everything that the card depends on."""
    text = shown.text
    words = (text.heading, text.body, text.rationale, text.base_text_id) if text else None
    return (
        (shown.public_id, shown.row.kind, shown.row.operation, words, shown.placeholder, shown.hidden_reason),
        (shown.kind, shown.author, shown.origin, str(shown.day), shown.pills, shown.quote, shown.language),
        (shown.structure, shown.choices, shown.question, shown.disposition_reason),
        (tuple(shown.tally_lines), shown.may, shown.foreign_to, _rendered(shown), _translated(shown)),
        tuple(map(_printed, shown.replies)),
    )


def _rendered(shown: Shown) -> Hashable:
    one = shown.rendering
    return (one.text_id, one.by, one.state, str(one.line)) if one else None


def _translated(shown: Shown) -> Hashable:
    one = shown.translation
    return (one.id, one.by, one.is_of_now) if one else None
