"""The summary of a narrative over all its consultations: whose words came in."""

from flask.typing import ResponseReturnValue
from flask_babel import format_decimal

from consult.consultations.models import Consultation
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.formats.csv_out import write_csv
from consult.narratives.models import Narrative
from consult.narratives.services import latest_revision, narrative_by_slug
from consult.rules.permissions import Permission
from consult.web.access import may, requires
from consult.web.files import csv_answer
from consult.web.locale import current_language
from consult.web.pages import render_page

from . import rows, shaping
from .asked import asked_together
from .batches import batch_of, counted_consultations
from .blueprint import bp
from .models import FigureBatch
from .narrative_tables import Balance
from .personal_tables import NAMES, personal_tables
from .shown_table import ShownTable
from .wanted_tables import wanted_table
from .whole_tables import Deciding


@bp.get("/narratives/<slug>/summary")
@requires(Permission.NARRATIVE_READ, narrative_by_slug)
def narrative(narrative: Narrative) -> ResponseReturnValue:
    """Show whose words came in, over the consultations that the reader may read."""
    consultations = _readable(narrative)
    balance = _balance(narrative)
    tables = _tables(narrative, balance)
    return render_page(
        "summaries/narrative.html",
        narrative=narrative,
        revision=balance.revision,
        consultations=consultations,
        sentence=balance.sentence,
        effective=format_decimal(balance.sentence.effective, "0.0"),
        tables=list(tables.values()),
        has_personal=any(name in tables for name in NAMES.values()),
        sees_personal=_sees_batches(narrative),
        sees_whole=may(Permission.FIGURES_WHOLE_READ, Deciding(narrative)),
        asked_number=asked_together(narrative).revision.number,
        regions=rows.region_names(current_language()),
        as_of=now(),
    )


@bp.get("/narratives/<slug>/summary/<table>.csv")
@requires(Permission.NARRATIVE_READ, narrative_by_slug)
def narrative_table_csv(narrative: Narrative, table: str) -> ResponseReturnValue:
    """Give one table as a file."""
    found = _tables(narrative, _balance(narrative)).get(table)
    if found is None:
        raise NotFound
    return csv_answer(write_csv(found.header, found.cells), f"{narrative.slug}-{table}.csv")


def _tables(narrative: Narrative, balance: Balance) -> dict[str, ShownTable]:
    wanted = wanted_table(asked_together(narrative))
    return {wanted.name: wanted, **balance.tables, **personal_tables(_batch(narrative))}


def _batch(narrative: Narrative) -> FigureBatch | None:
    return batch_of(narrative) if _sees_batches(narrative) else None


def _sees_batches(narrative: Narrative) -> bool:
    return all(may(Permission.CONSULTATION_READ, row) for row in counted_consultations(narrative))


def _readable(narrative: Narrative) -> list[Consultation]:
    return [row for row in shaping.consultations_of(narrative) if may(Permission.CONSULTATION_READ, row)]


def _balance(narrative: Narrative) -> Balance:
    revision = latest_revision(narrative)
    if revision is None:
        raise NotFound
    return Balance(narrative, revision, _readable(narrative))
