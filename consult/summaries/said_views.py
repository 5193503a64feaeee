"""What stands out in what was said: words of a region or a section, and texts that were sent more than once."""

from flask.typing import ResponseReturnValue
from flask_babel import format_decimal

from consult.core.errors import NotFound
from consult.formats.csv_out import write_csv
from consult.rules.permissions import Permission
from consult.web.access import requires
from consult.web.files import csv_answer
from consult.web.pages import render_page

from .asked import Asked, asked_by_id, asked_by_version
from .blueprint import bp
from .stands_out import StandsOut, standing


@bp.get("/consultations/<consultation_id>/summary/words")
@requires(Permission.CONSULTATION_READ, asked_by_id)
def words(asked: Asked) -> ResponseReturnValue:
    """Show what stands out in what was said in a consultation."""
    return _page(asked)


@bp.get("/narratives/<slug>/<number>/summary/words")
@requires(Permission.NARRATIVE_READ, asked_by_version)
def version_words(asked: Asked) -> ResponseReturnValue:
    """Show what stands out in what was said on a version."""
    return _page(asked)


@bp.get("/consultations/<consultation_id>/summary/words/<table>.csv")
@requires(Permission.CONSULTATION_READ, asked_by_id)
def words_csv(asked: Asked, table: str) -> ResponseReturnValue:
    """Give one of these tables as a file."""
    return _file(asked, table)


@bp.get("/narratives/<slug>/<number>/summary/words/<table>.csv")
@requires(Permission.NARRATIVE_READ, asked_by_version)
def version_words_csv(asked: Asked, table: str) -> ResponseReturnValue:
    """Give one of these tables of a version as a file."""
    return _file(asked, table)


def _page(asked: Asked) -> ResponseReturnValue:
    found = standing(asked)
    tables = StandsOut(asked, found).tables.values() if found else ()
    return render_page(
        "summaries/words.html",
        asked=asked,
        consultation=asked.alone,
        tables=[table for table in tables if table.cells],
        found=found,
        different=format_decimal(found.different) if found else "",
        file_of=lambda table: asked.page("words_csv", "version_words_csv", table=table),
        as_of=found and found.as_of,
    )


def _file(asked: Asked, table: str) -> ResponseReturnValue:
    """Give a table as a file; while it is being counted there is none yet."""
    found = standing(asked)
    shown = StandsOut(asked, found).tables.get(table) if found else None
    if shown is None:
        raise NotFound
    return csv_answer(write_csv(shown.header, shown.cells), f"{asked.file_name}-words-{table}.csv")
