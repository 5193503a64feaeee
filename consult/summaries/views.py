"""The summary of a consultation: a sentence, tables, and each table as a file."""

from flask.typing import ResponseReturnValue

from consult.consultations.models import Consultation
from consult.consultations.services import consultation_by_id
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.formats.csv_out import write_csv
from consult.rules.permissions import Permission
from consult.web.access import may, requires
from consult.web.files import csv_answer
from consult.web.pages import render_page

from . import rows
from .asked import asked_alone
from .blueprint import bp
from .section_figures import Figures
from .shown import Overview


@bp.get("/consultations/<consultation_id>/summary")
@requires(Permission.CONSULTATION_READ, consultation_by_id)
def consultation(consultation: Consultation) -> ResponseReturnValue:
    """Show the summary. Who has not been heard is for facilitators only."""
    sees_unheard = may(Permission.UNHEARD_READ, consultation)
    asked = asked_alone(consultation)
    sections, overview = Figures(asked).sections, Overview(asked)
    return render_page(
        "summaries/consultation.html",
        consultation=consultation,
        headline=overview.headline,
        tables=list(overview.tables.values()),
        section_count=len(sections),
        sections=[one for one in sections if one.is_spoken_of],
        silent=[one.name for one in sections if not one.is_spoken_of],
        unheard=rows.unheard_organisations(consultation) if sees_unheard else None,
        withheld=rows.withheld_count(consultation) if sees_unheard else 0,
        as_of=now(),
    )


@bp.get("/consultations/<consultation_id>/summary/<table>.csv")
@requires(Permission.CONSULTATION_READ, consultation_by_id)
def table_csv(consultation: Consultation, table: str) -> ResponseReturnValue:
    """Give one table as a file."""
    found = Overview(asked_alone(consultation)).tables.get(table)
    if found is None:
        raise NotFound
    return csv_answer(write_csv(found.header, found.cells), f"{consultation.public_id}-{table}.csv")
