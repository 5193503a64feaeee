"""What is wanted on one section: in one consultation, or over all that asked about the same version."""

from flask.typing import ResponseReturnValue

from consult.core.clock import now
from consult.core.errors import NotFound
from consult.formats.csv_out import write_csv
from consult.rules.permissions import Permission
from consult.web.access import requires
from consult.web.files import csv_answer
from consult.web.pages import render_page

from .asked import AskedSection, section_asked_alone, section_asked_together
from .blueprint import bp
from .section_tables import MOST_SHOWN, SectionSummary


@bp.get("/consultations/<consultation_id>/summary/sections/<key>")
@requires(Permission.CONSULTATION_READ, section_asked_alone)
def section(found: AskedSection) -> ResponseReturnValue:
    """Show what is wanted on a section in a consultation."""
    return _page(found)


@bp.get("/narratives/<slug>/<number>/summary/sections/<key>")
@requires(Permission.NARRATIVE_READ, section_asked_together)
def narrative_section(found: AskedSection) -> ResponseReturnValue:
    """Show what is wanted on a section of a version over all its consultations that the reader may read."""
    return _page(found)


@bp.get("/consultations/<consultation_id>/summary/sections/<key>/<table>.csv")
@requires(Permission.CONSULTATION_READ, section_asked_alone)
def section_csv(found: AskedSection, table: str) -> ResponseReturnValue:
    """Give one table of a section in a consultation as a file."""
    return _file(found, table)


@bp.get("/narratives/<slug>/<number>/summary/sections/<key>/<table>.csv")
@requires(Permission.NARRATIVE_READ, section_asked_together)
def narrative_section_csv(found: AskedSection, table: str) -> ResponseReturnValue:
    """Give one table of a section over all consultations on the version as a file."""
    return _file(found, table)


def _page(found: AskedSection) -> ResponseReturnValue:
    summary = SectionSummary(found)
    tables = summary.tables
    number, questions = summary.open_questions
    return render_page(
        "summaries/section.html",
        asked=found.asked,
        name=found.name,
        key=summary.key,
        text=summary.text,
        figures=summary.figures,
        changes=summary.changes,
        number_of_questions=number,
        questions=questions,
        more=max(0, len(summary.figures.changes) - MOST_SHOWN),
        tables=[tables[name] for name in ("passages", "regions") if tables[name].cells],
        file_of=lambda table: found.asked.page(
            "section_csv", "narrative_section_csv", key=summary.key, table=table
        ),
        as_of=now(),
    )


def _file(found: AskedSection, table: str) -> ResponseReturnValue:
    shown = SectionSummary(found).tables.get(table)
    if shown is None:
        raise NotFound
    whose = found.asked.alone.public_id if found.asked.alone else found.asked.narrative.slug
    content = write_csv(shown.header, shown.cells)
    return csv_answer(content, f"{whose}-{found.place.section.key}-{table}.csv")
