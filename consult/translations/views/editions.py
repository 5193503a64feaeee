"""The sealed editions of a version in other languages: when, by whom, with which fingerprint, and what they say."""

from flask.typing import ResponseReturnValue

from consult.core.errors import NotFound
from consult.narratives.edition_models import LanguageEdition
from consult.narratives.editions import editions_of
from consult.narratives.models import Revision
from consult.narratives.services import find_revision
from consult.rules.permissions import Permission
from consult.text.markdown import render_markdown
from consult.web.access import requires
from consult.web.pages import render_page

from ..credits import Credit, credits_of
from .base import bp

ADDRESS = "/narratives/<slug>/<number>/editions"


def load_revision(slug: str, number: str) -> Revision:
    """Return a revision by its narrative's slug and its number; NotFound where there is none."""
    found = find_revision(slug, number)
    if found is None:
        raise NotFound
    return found


def load_edition(slug: str, number: str, language: str, edition: int) -> LanguageEdition:
    """Return an edition of a revision by its language and number; NotFound where there is none."""
    found = (one for one in editions_of(load_revision(slug, number), language) if one.number == edition)
    return next(found, None) or _none()


def _none() -> LanguageEdition:
    raise NotFound


@bp.get(ADDRESS)
@requires(Permission.NARRATIVE_READ, load_revision)
def editions(revision: Revision) -> ResponseReturnValue:
    """List the editions of a version, the newest of each language first."""
    rows = editions_of(revision)
    return render_page(
        "translations/editions.html",
        narrative=revision.narrative,
        revision=revision,
        by_language={
            code: [(one, _credit(one)) for one in reversed(rows) if one.language == code]
            for code in dict.fromkeys(one.language for one in rows)
        },
    )


@bp.get(f"{ADDRESS}/<lang:language>/<int:edition>")
@requires(Permission.NARRATIVE_READ, load_edition)
def edition(row: LanguageEdition) -> ResponseReturnValue:
    """Show the texts of an edition as they were sealed."""
    labels = {place.section_id: place.label for place in row.revision.places}
    newest = editions_of(row.revision, row.language)[-1]
    return render_page(
        "translations/edition.html",
        narrative=row.revision.narrative,
        revision=row.revision,
        edition=row,
        credit=_credit(row),
        newest=newest if newest.id != row.id else None,
        sections=[
            (labels[place.section_id], place.text.heading, render_markdown(place.text.body))
            for place in row.places
        ],
    )


def _credit(row: LanguageEdition) -> Credit | None:
    return credits_of(row.revision, row.language, until=row.sealed_at).get(row.language)
