"""A document comes in, and goes out again."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound
from consult.formats.markdown_out import write_narrative
from consult.people.models import Network
from consult.rules.permissions import Permission
from consult.text.markdown import plain_text
from consult.web.access import me, requires
from consult.web.pages import render_page

from .forms import ImportForm
from .importing import create_narrative
from .models import GLOBAL_LINE, Revision
from .remarks import remark
from .services import Place, find_revision

bp = Blueprint("narratives", __name__)


def load_revision(slug: str, number: str) -> Revision:
    """Return the revision of the global line with this number, or raise NotFound."""
    revision = find_revision(slug, number, GLOBAL_LINE)
    if revision is None:
        raise NotFound
    return revision


@bp.get("/narratives/import")
@requires(Permission.NARRATIVE_IMPORT)
def import_form() -> ResponseReturnValue:
    """Ask for a document."""
    return _page(_form())


@bp.post("/narratives/import/preview")
@requires(Permission.NARRATIVE_IMPORT)
def preview_import() -> ResponseReturnValue:
    """Show what the document would become; nothing is stored."""
    form = _form()
    document = form.read()
    valid = form.validate()
    return _page(form, document=document, can_save=valid, status=200 if valid else 422)


@bp.post("/narratives/import")
@requires(Permission.NARRATIVE_IMPORT)
def import_document() -> ResponseReturnValue:
    """Store the document as a narrative with its first version."""
    form = _form()
    document = form.read()
    if not form.validate():
        return _page(form, document=document, status=422)
    try:
        narrative = create_narrative(form.frame(), document, actor=me(), at=now())
    except InvalidInput as error:
        _show_on(form, error)
        return _page(form, document=document, status=422)
    flash(_("The narrative is stored as version %(number)s.", number=form.number.data), "success")
    return redirect(url_for("reading.narrative", slug=narrative.slug), 303)


@bp.get("/narratives/<slug>/<number>.md")
@requires(Permission.NARRATIVE_READ, load_revision)
def markdown(revision: Revision) -> ResponseReturnValue:
    """Return a version as a Markdown file that the import reads back to the same sections."""
    places = [
        Place(place.section.key, place.depth, place.label, place.text.heading, place.text.body)
        for place in revision.places
    ]
    narrative = revision.narrative
    front = {
        "narrative": narrative.slug,
        "version": revision.number,
        "language": narrative.working_language,
        "published": revision.published_at.date().isoformat(),
        "hash": revision.hash,
    }
    name = f"{narrative.slug}-{revision.number}.md"
    return Response(
        write_narrative(narrative.title, places, front=front),
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _form() -> ImportForm:
    network = db.session.scalar(sa.select(Network))
    return ImportForm(network.languages if network else ["en"])


def _page(form: ImportForm, *, document: Any = None, can_save: bool = False, status: int = 200) -> Response:
    sections = document.sections if document else ()
    return render_page(
        "narratives/import.html",
        form=form,
        is_read=document is not None,
        sections=[(section, len(plain_text(section.body).split())) for section in sections],
        remarks=[remark(notice) for notice in document.notices] if document else [],
        can_save=can_save,
        status=status,
    )


def _show_on(form: ImportForm, error: InvalidInput) -> None:
    field = form[error.details.get("field", "text")]
    field.errors = [*field.errors, str(error.message)]
