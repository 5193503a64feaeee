"""The answers of surveys held elsewhere: counted beside those that were sent here, and read where they are words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from consult.consultations.models import Consultation, GuidingQuestion
from consult.contributions.credit import organisation_name
from consult.core.database import db
from consult.people.models import Organisation, Region
from consult.surveys.models import Survey, SurveyRow, spread_order
from consult.surveys.reading import PARTING
from consult.surveys.services import counted_surveys, questions_of

from .crossed import Given

Counts = dict[int, Given]


@dataclass(frozen=True)
class Words:
    """What one person answered to an open question; the organisation stands there where it may be named."""

    text: str
    language: str
    region: str
    organisation: str


def survey_counts(consultation: Consultation) -> Counts:
    """Return what the surveys of a consultation answered to each question, by the question's id."""
    found: Counts = {}
    for survey in counted_surveys(consultation):
        for key, given in counts_of(survey).items():
            found.setdefault(key, Given()).add_all(given)
    return found


def counts_of(survey: Survey) -> Counts:
    """Return what one survey answered. The database counts rows that say the same; no row is read one by one."""
    closed, open_ones = questions_of(survey)
    counts: Counts = {question.id: Given() for question in (*closed, *open_ones)}
    asked = (
        sa.select(Region.code, SurveyRow.chosen, sa.func.count())
        .select_from(SurveyRow)
        .outerjoin(Region, Region.id == SurveyRow.region_id)
        .where(SurveyRow.survey_id == survey.id)
        .group_by(Region.code, SurveyRow.chosen)
    )
    for region, chosen, number in db.session.execute(asked):
        for question, said in zip((*closed, *open_ones), chosen.split(";"), strict=False):
            if said == "+":
                counts[question.id].add(region or "", (), number)
            elif said and said != "-":
                options = [int(one) if one else None for one in said.split(",")]
                counts[question.id].add_answer(question.kind, region or "", options, number)
    return counts


def surveys_behind(
    question: GuidingQuestion, region: str, option: int | None, statement: int | None = None
) -> list[tuple[Survey, int]]:
    """Return the surveys that answered a question, each with the number behind a figure ("", None: of all)."""
    found = []
    for survey in counted_surveys(question.consultation):
        given = counts_of(survey).get(question.id)
        if given is None:
            continue
        given = given.of(statement)
        codes = [region] if region else list(given.answers)
        number = sum(given.answers[code] if option is None else given.chosen[code, option] for code in codes)
        if number:
            found.append((survey, number))
    return found


def words_of(
    survey: Survey, question: GuidingQuestion, region: str, *, start: int = 0, most: int | None = None
) -> Iterator[Words]:
    """Yield words that were given to an open question, of a region ("": of any), in an order that tells nothing."""
    open_ones = questions_of(survey)[1]
    place = [one.id for one in open_ones].index(question.id)
    asked = (
        sa.select(SurveyRow.words, SurveyRow.language, Region.code, SurveyRow.is_named, Organisation)
        .outerjoin(Region, Region.id == SurveyRow.region_id)
        .outerjoin(Organisation, Organisation.id == SurveyRow.organisation_id)
        .where(
            SurveyRow.survey_id == survey.id,
            SurveyRow.chosen.like("%+;" + "__" * (len(open_ones) - place - 1)),
            *([Region.code == region] if region else []),
        )
        .order_by(spread_order(SurveyRow.number, question.id), SurveyRow.number)
        .offset(start)
        .limit(most)
    )
    for row in db.session.execute(asked.execution_options(yield_per=1_000)):
        yield _words(row, place)


def _words(row: Any, place: int) -> Words:
    words, language, region, is_named, organisation = row
    parts = words.split(PARTING)
    named = organisation_name(organisation) if is_named and organisation else ""
    return Words(parts[place], language, region or "", named)
