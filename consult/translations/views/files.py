"""A language as a PO file for translation programs: out, and in again with a report of what was taken."""

from functools import partial

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.core.clock import now
from consult.core.errors import InvalidInput
from consult.formats.po import PoError
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.pages import render_page

from ..exchange import Report, export_po, import_po
from ..forms import PoFileForm
from ..tasks import LanguageOf, language_of
from .base import address, bp

REASONS: dict[str, LazyString] = {
    "damaged": _l("damaged: it cannot be read"),
    "unknown": _l("no sentence of this narrative"),
    "changed": _l("the original reads differently now"),
    "twice": _l("it is in the file twice"),
    "newer": _l("it was changed on the site since the file was made"),
    "unsure": _l("marked as unsure (fuzzy)"),
    "long": _l("too long"),
    "signs": _l("links or placeholders differ from the original"),
}
ADDRESS = "/narratives/<slug>/languages/<lang:language>"
MOST_SHOWN = 200


@bp.get(f"{ADDRESS}/file")
@requires(Permission.TRANSLATION_WORK, language_of)
def file(found: LanguageOf) -> ResponseReturnValue:
    """Offer the language as a file, and ask for one that comes back."""
    return show_file(found)


@bp.get(f"{ADDRESS}.po")
@requires(Permission.TRANSLATION_WORK, language_of)
def po(found: LanguageOf) -> ResponseReturnValue:
    """Return the sentences of the newest version with their words in the language."""
    return send_po(found)


@bp.post(f"{ADDRESS}/file")
@requires(Permission.TRANSLATION_WORK, language_of)
def import_file(found: LanguageOf) -> ResponseReturnValue:
    """Take what can be taken of a file into drafts, and say what was left out and why."""
    return take_file(found)


def show_file(found: LanguageOf) -> ResponseReturnValue:
    """Answer with the page about the file of a language."""
    return _page(found, PoFileForm(formdata=None))


def send_po(found: LanguageOf) -> ResponseReturnValue:
    """Answer with the file itself."""
    name = f"{found.narrative.slug}-{found.state}-{found.language}.po"
    return Response(
        export_po(found, now()),
        content_type="text/x-gettext-translation; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def take_file(found: LanguageOf) -> ResponseReturnValue:
    """Take the file that was posted in."""
    form = PoFileForm()
    sent = request.files.get("file")
    data = sent.stream.read() if sent and sent.filename else b""
    try:
        return _page(found, PoFileForm(formdata=None), import_po(found, data, actor=me(), at=now()))
    except PoError as refusal:
        form.file.errors = [_unreadable(refusal)]
    except InvalidInput as refusal:
        form.file.errors = [str(refusal.message)]
    return _page(found, form, status=422)


def _unreadable(refusal: PoError) -> str:
    if refusal.reason == "encoding":
        return _("The signs of this file cannot be read. Save it in UTF-8 and send it again.")
    return _("This is no PO file.")


def _page(
    found: LanguageOf, form: PoFileForm, report: Report | None = None, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "translations/file.html",
        narrative=found.narrative,
        address=partial(address, found),
        language=found.language,
        form=form,
        report=report,
        skipped=report.skipped[:MOST_SHOWN] if report else [],
        reasons=REASONS,
        status=status,
    )
