"""How the first rows of a file would be read by a mapping, in the words of the questions."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from consult.contributions.matrix import told_choices

from .asked import Asked
from .mapping import Columns, closed_reader
from .models import Survey
from .services import asked_of
from .words import FAULTS

SHOWN_ROWS, SHOWN_CELL = 5, 100


@dataclass(frozen=True)
class Read:
    """What is read: a column for each question that is answered, a row for each of the first rows."""

    header: list[str]
    rows: list[list[str]]


def preview(survey: Survey, columns: Columns) -> Read | None:
    """Return how the first rows are read; None where no question is answered, or a column is not there."""
    asked = [one for one in asked_of(survey.consultation) if one.key in columns.keys]
    places = [
        *columns.questions.values(),
        *(place for family in columns.spread.values() for place, _part in family),
    ]
    if not asked or max(places) >= len(survey.header):
        return None
    rows = [[*row, *[""] * (len(survey.header) - len(row))] for row in survey.sample[:SHOWN_ROWS]]
    return Read([one.wording for one in asked], [[_said(columns, one, row) for one in asked] for row in rows])


def _said(columns: Columns, question: Asked, row: list[Any]) -> str:
    if question.kind == "open":
        return row[columns.questions[question.key]][:SHOWN_CELL]
    places, read = closed_reader(columns, question)
    code = read([row[place] for place in places])
    if isinstance(code, int):
        return _("%(step)s: %(words)s", step=row[places[code]][:SHOWN_CELL], words=FAULTS["no-option"])
    options = question.options if question.kind != "scale" else "12345"
    if question.kind == "matrix-scale":
        options = "12345"
    said = [options[int(one)] if one else "" for one in code.split(",")] if code else []
    return " · ".join(told_choices(question.statements, said))
