"""The agreed terms of a language: a page that everybody may read who reads the narrative, and a table in and out."""

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.core.clock import now
from consult.core.errors import InvalidInput, NotFound
from consult.formats.tables_in import TableError
from consult.formats.terms_csv import TermsRead, avoided_forms, read_terms, write_terms
from consult.narratives.agreed_terms import plain, terms_of
from consult.rules.permissions import Permission
from consult.text.terms import Term
from consult.web.access import may, me, requires
from consult.web.files import csv_answer
from consult.web.pages import render_page

from ..forms import TermForm, TermsFileForm
from ..tasks import LanguageOf, language_with_terms
from ..terms import keep_term, keep_terms, remove_term
from .base import bp, seen_other

ADDRESS = "/narratives/<slug>/languages/<lang:language>/terms"


@bp.get(ADDRESS)
@requires(Permission.NARRATIVE_READ, language_with_terms)
def terms(found: LanguageOf) -> ResponseReturnValue:
    """Show the agreed terms."""
    return _page(found)


@bp.get(f"{ADDRESS}.csv")
@requires(Permission.NARRATIVE_READ, language_with_terms)
def terms_csv(found: LanguageOf) -> ResponseReturnValue:
    """Return the agreed terms as a table."""
    rows = [plain(row) for row in terms_of(found.narrative.id, found.language)]
    return csv_answer(write_terms(rows), f"{found.narrative.slug}-terms-{found.language}.csv")


@bp.post(ADDRESS)
@requires(Permission.TRANSLATION_WORK, language_with_terms)
def add_term(found: LanguageOf) -> ResponseReturnValue:
    """Agree on a term, or change one."""
    form = TermForm()
    if not form.validate():
        return _page(found, form=form, status=422)
    given = Term(
        form.source.data or "",
        form.term.data or "",
        avoided_forms(form.avoid.data or ""),
        form.meaning.data or "",
    )
    try:
        keep_term(found.narrative, found.language, given, actor=me(), at=now())
    except InvalidInput as refusal:
        form.term.errors = [str(refusal.message)]
        return _page(found, form=form, status=422)
    flash(_("Saved."), "success")
    return seen_other("terms", slug=found.narrative.slug, language=found.language)


@bp.post(f"{ADDRESS}/<term_id>/remove")
@requires(Permission.TRANSLATION_WORK, language_with_terms)
def take_term_away(found: LanguageOf, term_id: str) -> ResponseReturnValue:
    """Take a term away."""
    rows = terms_of(found.narrative.id, found.language)
    row = next((row for row in rows if row.public_id == term_id), None)
    if row is None:
        raise NotFound
    remove_term(row, actor=me())
    flash(_("Taken away."), "success")
    return seen_other("terms", slug=found.narrative.slug, language=found.language)


@bp.post(f"{ADDRESS}/table")
@requires(Permission.TRANSLATION_WORK, language_with_terms)
def import_terms(found: LanguageOf) -> ResponseReturnValue:
    """Take the terms of a table in; those that are there get the table's meaning and forms to avoid."""
    form = TermsFileForm()
    sent = request.files.get("file")
    data = sent.stream.read() if sent and sent.filename else b""
    try:
        read = read_terms(data)
        keep_terms(found.narrative, found.language, read.terms, actor=me(), at=now())
    except TableError:
        form.file.errors = [_("This file is no table that can be read. Save it as CSV or XLSX.")]
        return _page(found, table=form, status=422)
    except InvalidInput as refusal:
        form.file.errors = [str(refusal.message)]
        return _page(found, table=form, status=422)
    _say(read)
    return seen_other("terms", slug=found.narrative.slug, language=found.language)


def _say(read: TermsRead) -> None:
    number = len(read.terms)
    flash(ngettext("%(num)d term taken in.", "%(num)d terms taken in.", number), "success")
    if read.skipped:
        rows = _(", ").join(str(row) for row in read.skipped[:20])
        flash(_("Rows without a term were left out: %(rows)s", rows=rows), "warning")


def _page(
    found: LanguageOf,
    *,
    form: TermForm | None = None,
    table: TermsFileForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    return render_page(
        "translations/terms.html",
        narrative=found.narrative,
        language=found.language,
        rows=terms_of(found.narrative.id, found.language),
        form=form or TermForm(formdata=None),
        table=table or TermsFileForm(formdata=None),
        may_work=may(Permission.TRANSLATION_WORK, found),
        status=status,
    )
