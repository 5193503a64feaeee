"""What tests of surveys share: a consultation that asks, a table, and a survey that is ready to be read."""

import csv
import io
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.core.clock import now
from consult.core.database import db
from consult.surveys.models import Survey, SurveyRow
from consult.surveys.services import guessed, start_reading, take_file
from tests.factories import (
    make_consultation,
    make_network,
    make_organisation,
    make_person,
    make_question,
    make_region,
)

PARTS = ["Response ID", "Date", "Region", "Language", "Organisation", "Consent"]
HEADER = [*PARTS, "How well?", "Which first?", "What is missing?"]
FIRST = ["Water", "Health"]


def asking(**values: Any) -> Consultation:
    """Make a consultation with a scale, a choice and an open question, and the regions of the tables."""
    make_network()
    make_organisation(name="Well Keepers", region=make_region("africa"))
    make_region("europe")
    consultation = make_consultation(**values)
    make_question(consultation, wording="How well?", kind="scale", options=["badly", "well"])
    make_question(consultation, wording="Which first?", kind="single", options=FIRST)
    make_question(consultation, wording="What is missing?")
    return consultation


def row(number: int, **cells: str) -> list[str]:
    """Return a row of the table: from Africa where the number is even, else from Europe."""
    made = [
        f"R{number}", f"2026-03-{1 + number % 28:02}", ("Africa", "Europe")[number % 2], "en", "", "",
        str(1 + number % 5), FIRST[number % 2], f"Pumps number {number}",
    ]  # fmt: skip
    return [cells.get(name, cell) for name, cell in zip(HEADER, made, strict=True)]


def table(rows: list[list[str]], header: list[str] | None = None) -> io.BytesIO:
    """Return a CSV file."""
    target = io.StringIO()
    csv.writer(target).writerows([header or HEADER, *rows])
    return io.BytesIO(target.getvalue().encode())


def ready(
    consultation: Consultation, rows: list[list[str]], *, words_for: str = "readers", **changes: Any
) -> Survey:
    """Return a survey of these rows that waits to be read; `changes` are to its mapping."""
    person = make_person("facilitator", consultation)
    survey = take_file(consultation, table(rows), "answers.csv", actor=person, at=now())
    start_reading(
        survey,
        replace(guessed(survey), **changes),
        title="The street survey",
        account="Asked in March, at the market.",
        words_for=words_for,
        actor=person,
    )
    db.session.commit()
    return survey


def numbers(survey: Survey) -> list[int]:
    """Return the numbers of the rows that are stored."""
    db.session.rollback()
    asked = sa.select(SurveyRow.number).where(SurveyRow.survey_id == survey.id).order_by(SurveyRow.number)
    found = list(db.session.scalars(asked))
    db.session.rollback()  # SQLite has one writer, and a test outside a request is one
    return found
