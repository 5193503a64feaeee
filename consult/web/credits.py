"""Who translated the words of the site, and which native speakers reviewed them: a page, linked from every other."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.catalogues import language_of, read_head

from .access import PUBLIC
from .links import per_language, url_for
from .locale import language_name
from .pages import register_chrome, render_page

bp = Blueprint("about", __name__)


@dataclass(frozen=True)
class Credit:
    """Who made the words of one language: its code, and the names of translators and reviewers."""

    language: str
    translators: tuple[str, ...]
    reviewers: tuple[str, ...]


def init_app(app: Flask) -> None:
    """Register the page, and its link at the foot of every page."""
    app.register_blueprint(bp, url_prefix="/<lang:lang>/about")
    register_chrome(app, _foot)


@bp.get("/translations")
@PUBLIC
def translations() -> ResponseReturnValue:
    """Credit the translators of each language, and say which is not yet reviewed."""
    files = sorted(Path(current_app.config["BABEL_TRANSLATION_DIRECTORIES"]).glob("*/LC_MESSAGES/*.po"))
    credits = [credit_of(path, path.stat().st_mtime_ns) for path in files]
    return render_page("about/translations.html", credits=credits, language_name=language_name)


@lru_cache(maxsize=256)
def credit_of(path: Path, _changed: int) -> Credit:
    """Return who is named in the head of a catalogue."""
    head = read_head(path)
    return Credit(
        language_of(path).replace("_", "-"),
        _names(head.get("X-Translators", "")),
        _names(head.get("X-Reviewed-By", "")),
    )


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in listed.split(";") if name.strip())


@per_language
def _foot() -> dict[str, Any]:
    links = [("people.house_rules", _("House rules")), ("about.translations", _("Translations"))]
    known = current_app.view_functions
    shown = [{"label": label, "url": url_for(endpoint)} for endpoint, label in links if endpoint in known]
    return {"footer_links": shown}
