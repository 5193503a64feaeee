"""The report as a page, as one file of HTML for letters, and as a workbook."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug import Response

from consult.core.clock import now
from consult.formats.xlsx_out import Sheet, write_xlsx
from consult.rules.permissions import Permission
from consult.web.access import requires
from consult.web.blacked_out import shown_words
from consult.web.files import XLSX, file_answer
from consult.web.locale import current_language, direction
from consult.web.pages import render_page

from .asked import Asked, asked_by_id, asked_by_version
from .blueprint import bp
from .report import PARTS, Report, chosen_parts, credit_line
from .report_sheets import sheets_of

FORMATS = ("html", "xlsx")


@bp.get("/consultations/<consultation_id>/report")
@requires(Permission.CONSULTATION_READ, asked_by_id)
def report(asked: Asked) -> ResponseReturnValue:
    """Show the report on a consultation, in the parts that the address names."""
    return _page(asked)


@bp.get("/narratives/<slug>/<number>/report")
@requires(Permission.NARRATIVE_READ, asked_by_version)
def narrative_report(asked: Asked) -> ResponseReturnValue:
    """Show the report on all consultations on a version that the reader may read."""
    return _page(asked)


@bp.get("/consultations/<consultation_id>/report.<any(html, xlsx):form>")
@requires(Permission.CONSULTATION_READ, asked_by_id)
def report_file(asked: Asked, form: str) -> ResponseReturnValue:
    """Give the report on a consultation as a file."""
    return _file(asked, form)


@bp.get("/narratives/<slug>/<number>/report.<any(html, xlsx):form>")
@requires(Permission.NARRATIVE_READ, asked_by_version)
def narrative_report_file(asked: Asked, form: str) -> ResponseReturnValue:
    """Give the report on all consultations on a version as a file."""
    return _file(asked, form)


def _chosen() -> tuple[str, ...]:
    return chosen_parts(request.args.getlist("part"))


def _page(asked: Asked) -> ResponseReturnValue:
    parts = _chosen()
    return render_page(
        "summaries/report.html",
        **_context(Report(asked, parts)),
        all_parts=PARTS,
        here=_address(asked),
        files={form: _address(asked, form, parts) for form in FORMATS},
    )


def _context(report: Report) -> dict[str, Any]:
    return {
        "report": report,
        "asked": report.asked,
        "headline": report.overview.headline,
        "credit_line": credit_line,
        "method": method(),
        "as_of": now(),
    }


def method() -> str:
    """Return in words what a report counts and what it leaves out."""
    return " ".join(
        (
            _(
                "Counted is what everybody may read: sent, not withdrawn, not hidden, not for facilitators only, "
                "and admitted where it came late."
            ),
            _(
                "Quoted is only what its author agreed to see in reports. Words of proposed changes are repeated where "
                "several contributions propose them, or where the author agreed."
            ),
        )
    )


def _file(asked: Asked, form: str) -> Response:
    report = Report(asked, _chosen())
    name = asked.file_name
    if form == "xlsx":
        mirrored = direction(current_language()) == "rtl"
        return file_answer(
            write_xlsx([_with_reasons(one) for one in sheets_of(report, method())], right_to_left=mirrored),
            f"{name}-report.xlsx",
            XLSX,
        )
    page = render_page("summaries/report_file.html", **_context(report), style=_style())
    return file_answer(page.get_data(), f"{name}-report.html", "text/html")


def _with_reasons(sheet: Sheet) -> Sheet:
    """Return a sheet that says why in the place of what was blacked out."""
    rows = [tuple(shown_words(cell) if isinstance(cell, str) else cell for cell in row) for row in sheet.rows]
    return replace(sheet, rows=rows)


def _style() -> Markup:
    """Return the style of the one file as an element; it asks for nothing from anywhere."""
    folder = Path(current_app.static_folder or "")
    words = "\n".join(Path(folder, name).read_text(encoding="utf-8") for name in ("report.css", "charts.css"))
    plain = re.sub(r"/\*.*?\*/|\n\s*", " ", words, flags=re.S).strip()
    return Markup(f"<style>{plain}</style>")  # noqa: S704 - our own sheet


def _address(asked: Asked, form: str = "", parts: tuple[str, ...] = ()) -> str:
    values: dict[str, Any] = {"part": list(parts)} if parts and len(parts) < len(PARTS) else {}
    if form:
        values["form"] = form
    names = ("report_file", "narrative_report_file") if form else ("report", "narrative_report")
    return asked.page(*names, **values)
