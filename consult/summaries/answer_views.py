"""The answers to guiding questions: a table for each, as a file, and the answers behind every figure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from consult.consultations.models import Consultation, GuidingQuestion
from consult.consultations.services import consultation_by_id
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.formats.csv_out import write_csv
from consult.rules.permissions import Facts, Permission
from consult.web.access import requires
from consult.web.files import csv_answer
from consult.web.pages import render_page

from .answer_rows import answers_sent
from .answer_tables import Answers, behind_url, option_labels
from .asked import asked_alone
from .behind import PAGE, page_of, shown_page
from .blueprint import bp
from .exports import rows_file
from .survey_behind import SurveysBehind


@dataclass(frozen=True)
class AskedQuestion:
    """A guiding question, and which of its answers are asked for: of a region, that chose an option; None for all."""

    question: GuidingQuestion
    region: str = ""
    option: int | None = None
    statement: int | None = None  # of a matrix

    @property
    def consultation(self) -> Consultation:
        """Return the consultation that asks it."""
        return self.question.consultation

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks: that of the consultation."""
        return self.consultation.facts(at)


def question_asked(consultation_id: str, question_id: str) -> AskedQuestion:
    """Return a question of a consultation, and what the address asks of its answers; NotFound where there is none."""
    for question in consultation_by_id(consultation_id).questions:
        if question.public_id == question_id:
            statement = _place("statement", len(question.statements))
            is_told = statement is not None or not question.is_matrix
            option = _place("option", len(option_labels(question))) if is_told else None
            return AskedQuestion(question, request.args.get("region", "")[:40], option, statement)
    raise NotFound


def _place(name: str, number: int) -> int | None:
    """Return the place from 0 that the address asks for, of so many; None for any."""
    asked = request.args.get(name, 0, type=int)
    return asked - 1 if 0 < asked <= number else None


@bp.get("/consultations/<consultation_id>/summary/answers")
@requires(Permission.CONSULTATION_READ, consultation_by_id)
def answers(consultation: Consultation) -> ResponseReturnValue:
    """Show what was answered to the guiding questions of a consultation."""
    found = Answers(consultation)
    return render_page(
        "summaries/answers.html",
        **_about(consultation),
        tables=found.answered,
        silent=[question for question in consultation.questions if not found.number(question)],
    )


@bp.get("/consultations/<consultation_id>/summary/answers/<question_id>.csv")
@requires(Permission.CONSULTATION_READ, question_asked)
def answers_csv(asked: AskedQuestion) -> ResponseReturnValue:
    """Give the table of a question as a file."""
    table = Answers(asked.consultation).table(asked.question)
    name = f"{asked.consultation.public_id}-{table.name}.csv"
    return csv_answer(write_csv(table.header, table.cells), name)


@bp.get("/consultations/<consultation_id>/summary/answers/<question_id>")
@requires(Permission.CONSULTATION_READ, question_asked)
def answers_behind(asked: AskedQuestion) -> ResponseReturnValue:
    """Show the answers behind a figure."""
    question = asked.question
    ids = answers_sent(question, asked.region, asked.option, asked.statement)
    surveys = SurveysBehind(question, asked.region, asked.option, asked.statement)
    most = max(page_of(1, len(ids))[1], surveys.pages)
    page, pages = page_of(request.args.get("page", 1, type=int), most * PAGE)
    chosen: dict[str, Any] = {
        "region": asked.region,
        "option": "" if asked.option is None else str(asked.option + 1),
        "statement": "" if asked.statement is None else str(asked.statement + 1),
    }
    return render_page(
        "summaries/answers_behind.html",
        **_about(asked.consultation),
        question=question,
        statement="" if asked.statement is None else question.statements[asked.statement],
        region=Answers(asked.consultation).region_label(asked.region) if asked.region else "",
        option="" if asked.option is None else option_labels(question)[asked.option],
        number=len(ids) + surveys.number,
        sent=len(ids),
        surveys=surveys.page(page),
        words_url=behind_url(question, **chosen, endpoint="survey_words_csv"),
        page=page,
        pages=pages,
        shown=shown_page(ids, page),
        page_url=lambda to: behind_url(question, **chosen, page=to),
        file_url=behind_url(question, **chosen, endpoint="answer_rows_csv"),
    )


@bp.get("/consultations/<consultation_id>/summary/answers/<question_id>/rows.csv")
@requires(Permission.CONSULTATION_READ, question_asked)
def answer_rows_csv(asked: AskedQuestion) -> ResponseReturnValue:
    """Give the answers behind a figure as a file."""
    found = answers_sent(asked.question, asked.region, asked.option, asked.statement)
    return rows_file(asked_alone(asked.consultation), found, f"answers-{asked.question.position}")


@bp.get("/consultations/<consultation_id>/summary/answers/<question_id>/surveys.csv")
@requires(Permission.CONSULTATION_READ, question_asked)
def survey_words_csv(asked: AskedQuestion) -> ResponseReturnValue:
    """Give the words of surveys behind a figure as a file."""
    found = SurveysBehind(asked.question, asked.region, asked.option)
    name = f"{asked.consultation.public_id}-answers-{asked.question.position}-surveys.csv"
    return csv_answer(b"".join(found.file()), name)


def _about(consultation: Consultation) -> dict[str, Any]:
    return {"asked": asked_alone(consultation), "consultation": consultation, "as_of": now()}
