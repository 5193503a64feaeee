"""The search: one plain form, and what was found."""

from collections.abc import Mapping

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.contributions.labels import KINDS as CONTRIBUTION_KINDS
from consult.people.chrome import current_network
from consult.web.access import PUBLIC
from consult.web.links import url_for
from consult.web.locale import language_name
from consult.web.pages import render_page

from .blueprint import bp
from .finding import ANSWER, LONGEST, PAGE, SECTION, SURVEY, Found, Query, find
from .navigation import readable_narratives
from .results import results_of


@bp.get("/search")
@PUBLIC
def search() -> ResponseReturnValue:
    """Show the form and, where something was asked, what the reader may see of what holds all the words."""
    query = Query.from_address(request.args)
    page = _page_number(request.args)
    found = find(query, page)
    pages = max(1, -(-found.number // PAGE))
    if page > pages:
        page, found = pages, find(query, pages)
    return render_page(
        "reading/search.html",
        query=query,
        refused=_refused(query),
        found=found,
        results=results_of(found.hits, query),
        page=page,
        pages=pages,
        page_url=lambda to: url_for("reading.search", page=to, **query.address),
        choices=_choices(query, found),
        longest=LONGEST,
    )


def _page_number(values: Mapping[str, str]) -> int:
    number = values.get("page", "")
    return max(1, int(number)) if number.isdecimal() and number.isascii() and len(number) < 6 else 1


def _refused(query: Query) -> str:
    """Return in words why nothing can be searched for, or nothing where something can or nothing was asked."""
    if query.is_too_long:
        return ngettext(
            "This is too long to search for: at most %(num)d sign.",
            "This is too long to search for: at most %(num)d signs.",
            LONGEST,
        )
    if query.words and not query.wanted:
        return _("Type a longer word: these are too small or too common to search for.")
    return ""


def _choices(query: Query, found: Found) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Return for each choice its name in the address, its label, the words for no choice, and what there is."""
    network = current_network()
    known = {*(network.languages if network else []), *found.languages, query.language} - {""}
    kinds = [(kind, _with_number(label, found.by_kind.get(kind))) for kind, label in _kinds().items()]
    return [
        ("kind", _("Kind"), _("All kinds"), kinds),
        ("narrative", _("Narrative"), _("All narratives"), list(readable_narratives().items())),
        (
            "language",
            _("Language"),
            _("All languages"),
            [(code, language_name(code)) for code in sorted(known)],
        ),
    ]


def _kinds() -> dict[str, str]:
    said = {kind: str(label) for kind, label in CONTRIBUTION_KINDS.items()}
    return {
        SECTION: _("Section"),
        **said,
        ANSWER: _("Answer to a contribution"),
        SURVEY: _("Survey held elsewhere"),
    }


def _with_number(label: str, number: int | None) -> str:
    return label if number is None else _("%(what)s: %(number)s", what=label, number=number)
