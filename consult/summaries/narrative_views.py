"""The summary of a narrative over all its consultations: whose words came in."""

from flask.typing import ResponseReturnValue
from flask_babel import format_decimal

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
from .asked import Asked, asked_everywhere, asked_together, readable_of
from .batches import batch_of, counted_consultations
from .behind import ids_of
from .blueprint import bp
from .exports import rows_file
from .models import FigureBatch
from .narrative_tables import Balance
from .personal_tables import NAMES, personal_tables
from .shown_table import ShownTable
from .views import behind_page, narrowed_by_address
from .wanted_tables import wanted_table
from .whole_tables import Deciding

STANCES = ("section", "region", "position", "with_reason", "number")
"""Column names of the file of stances are the same in every language."""


@bp.get("/narratives/<slug>/summary")
@requires(Permission.NARRATIVE_READ, narrative_by_slug)
def narrative(narrative: Narrative) -> ResponseReturnValue:
    """Show whose words came in, over the consultations that the reader may read."""
    consultations = readable_of(narrative)
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


@bp.get("/narratives/<slug>/summary/contributions")
@requires(Permission.NARRATIVE_READ, asked_everywhere)
def narrative_behind(asked: Asked) -> ResponseReturnValue:
    """Show the contributions behind a figure of all versions."""
    return behind_page(asked)


@bp.get("/narratives/<slug>/summary/contributions.csv")
@requires(Permission.NARRATIVE_READ, asked_everywhere)
def narrative_contributions_csv(asked: Asked) -> ResponseReturnValue:
    """Give all contributions to all versions as a file, with the words of each that stand in the newest version."""
    asked = narrowed_by_address(asked)
    balance = Balance(asked.narrative, asked.revision, asked.consultations)
    words = balance.words.to_dict()

    def origins(number: int) -> tuple[object, ...]:
        return round(words.get(number, 0.0), 4), balance.passages.get(number, 0)

    return rows_file(asked, ids_of(asked), "contributions", origins=origins)


@bp.get("/narratives/<slug>/summary/stances.csv")
@requires(Permission.NARRATIVE_READ, asked_everywhere)
def narrative_stances_csv(asked: Asked) -> ResponseReturnValue:
    """Give the stances behind the table of agreement: how many from where took which, on which section."""
    names = dict(shaping.sections_of(asked.revision))
    found = [
        (names.get(str(key), key), region or "", *rest)
        for key, region, *rest in shaping.stance_rows(asked.consultations)
    ]
    found.sort(key=lambda row: tuple(map(str, row)))
    return csv_answer(write_csv(STANCES, found), f"{asked.file_name}-stances.csv")


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


def _balance(narrative: Narrative) -> Balance:
    revision = latest_revision(narrative)
    if revision is None:
        raise NotFound
    return Balance(narrative, revision, readable_of(narrative))
