"""What the pages of translations share."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.core.errors import NotFound
from consult.narratives.models import Narrative
from consult.narratives.services import latest_revision, narrative_by_slug
from consult.rules.readiness import DRAFT, MISSING, ORIGINAL, REVIEWED, STALE, WAITING, Standing
from consult.web.links import url_for

from ..tasks import LanguageOf

bp = Blueprint("translations", __name__)

STATES: dict[str, LazyString] = {
    ORIGINAL: _l("original"),
    REVIEWED: _l("reviewed"),
    WAITING: _l("waits for review"),
    DRAFT: _l("draft"),
    STALE: _l("stale"),
    MISSING: _l("not begun"),
}
TINTS = {
    ORIGINAL: "neutral",
    REVIEWED: "good",
    WAITING: "info",
    DRAFT: "wait",
    STALE: "bad",
    MISSING: "neutral",
}


def more_of(standing: Standing) -> str | None:
    """Return since when a section is stale, and what is being written meanwhile."""
    since = _("since version %(number)s", number=standing.since) if standing.since else None
    work = str(STATES[standing.in_work]) if standing.in_work else None
    return _(", ").join(part for part in (since, work) if part) or None


@dataclass(frozen=True)
class Cell:
    """A section in a language, as the matrix shows it."""

    words: str
    tint: str
    url: str | None = None
    more: str | None = None


def cell_of(standing: Standing, url: str | None) -> Cell:
    """Return how the matrix shows where a section stands, with the address of its work for those who may."""
    return Cell(str(STATES[standing.state]), TINTS[standing.state], url, more_of(standing))


def address(of: LanguageOf, endpoint: str, **values: Any) -> str:
    """Return the address of a page about a language: of the newest revision, or of the draft that is translated."""
    if of.draft is not None:
        endpoint, values = f"draft_{endpoint}", {**values, "draft_id": of.draft.public_id}
    return url_for(f"translations.{endpoint}", slug=of.narrative.slug, language=of.language, **values)


def load_narrative(slug: str) -> Narrative:
    """Return a narrative by its slug; NotFound where there is none."""
    return narrative_by_slug(slug)


def load_published(slug: str) -> LanguageOf:
    """Return a narrative that has a revision, in its working language; NotFound where there is none."""
    narrative = narrative_by_slug(slug)
    if latest_revision(narrative) is None:
        raise NotFound
    return LanguageOf(narrative, narrative.working_language)


def seen_other(endpoint: str, **values: Any) -> ResponseReturnValue:
    """Send the browser to a page of this feature after a post."""
    return redirect(url_for(f"translations.{endpoint}", **values), 303)
