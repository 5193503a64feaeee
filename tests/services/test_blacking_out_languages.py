"""What a passage that endangers somebody takes with it in other languages, and in the rows of surveys."""

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.contributions.language_models import SaidTranslation
from consult.core.database import db
from consult.surveys.models import Survey, SurveyRow
from consult.text.blacked_out import is_blacked_out
from consult.translations.exchange import export_po, import_po
from consult.translations.models import MemorySentence
from consult.translations.tasks import language_of as load
from consult.translations.tasks import put_together
from tests.across import make_across
from tests.blacking_out import SECRET, do, everything_stored, make_stage
from tests.factories import keep
from tests.translating import make_translating


@pytest.fixture
def stage(app: Flask) -> Any:
    """Return a narrative with the passage, and contributions that repeat and change it."""
    return make_stage()


def test_a_sentence_that_translates_a_part_of_the_passage_goes_whole_in_every_language(
    app: Flask, now: datetime
) -> None:
    work = make_translating(app)
    row = work.reviewed(
        words=[
            "L’eau",
            "L’eau est un droit.",
            "Le puits de Tamsir n’est à personne.",
            "Chacun doit en avoir.",
        ]
    )
    recalled = db.session.scalar(sa.select(sa.func.count()).select_from(MemorySentence))
    do("is not for", now)
    task = work.task()
    assert row.wordings[:2] == ["L’eau", "L’eau est un droit."]
    assert is_blacked_out(row.wordings[2])
    assert row.wordings[3] == "Chacun doit en avoir."
    assert len(task.wordings()) == len(task.parts)
    assert "Tamsir" not in everything_stored()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(MemorySentence)) == recalled - 1
    assert put_together(task.source, task.wordings())[1] == row.text.body


def test_sentences_that_become_one_keep_their_translations_in_order(app: Flask, now: datetime) -> None:
    work = make_translating(app)
    row = work.reviewed()
    do("for sale. Everyone must", now)
    assert len(row.wordings) == len(work.task().parts) == 3
    assert row.wordings[:2] == ["L’eau", "L’eau est un droit."]
    assert is_blacked_out(row.wordings[2])
    assert "vendre" not in everything_stored()


def test_a_file_for_translators_says_why_and_comes_back(app: Flask, now: datetime) -> None:
    work = make_translating(app)
    work.reviewed()
    do("Everyone must have it", now, reason="It endangers")
    with app.test_request_context("/en/"):
        file = export_po(load("shared", "fr"), now).decode()
        assert "blacked out: It endangers" in file
        report = import_po(load("shared", "fr"), file.encode(), actor=work.leila, at=now)
    assert (report.skipped, report.number) == ([], 0)


def test_what_was_said_in_one_language_goes_from_its_rendering_in_the_other(
    app: Flask, now: datetime
) -> None:
    across = make_across(app)
    row = across.amend(replace="un droit des gens de Tamsir")
    rendering = across.render(row, replace="a right of Tamsir people")
    other = across.render(across.amend())
    do("des gens de Tamsir", now)
    assert "Tamsir" not in everything_stored()
    assert is_blacked_out(row.text.body)
    assert is_blacked_out(rendering.text.body)
    assert rendering.text.body.endswith("every day.")
    assert other.text.body.startswith("Water is a human right.")


def test_what_translates_what_somebody_said_goes_whole(stage: Any, now: datetime) -> None:
    _narrative, rows = stage
    made = {
        name: keep(
            SaidTranslation(
                narrative_id=row.narrative_id,
                contribution_id=row.id,
                text_id=row.text.id,
                language="fr",
                body="J’étais au puits de Tamsir.",
                rationale="Parce que.",
            )
        )
        for name, row in rows.items()
        if name in ("says it", "other")
    }
    do(SECRET, now)
    assert set(made["says it"].body) & {"p", "T"} == set()
    assert made["says it"].rationale == "Parce que."
    assert made["other"].body == "J’étais au puits de Tamsir.", "the words that it translates stay"


def test_of_a_survey_only_the_rows_that_say_it_change_and_each_answer_stays_where_it_is(
    stage: Any, now: datetime
) -> None:
    _narrative, rows = stage
    consultation, person = rows["other"].consultation, rows["other"].person
    survey = Survey(narrative_id=consultation.narrative_id, consultation_id=consultation.id, by_id=person.id)
    survey.file_name, survey.sha, survey.kind, survey.header, survey.sample, survey.expected = (
        "f",
        "0",
        "csv",
        [],
        [],
        3,
    )
    keep(survey)
    said = ("one\x1ftwo", f"near {SECRET}\x1ftwo", "nothing\x1fTHE WELL of Tamsir village.")
    for number, words in enumerate(said, 2):
        keep(SurveyRow(survey_id=survey.id, number=number, language="en", words=words))
    do(SECRET, now)
    left = list(db.session.scalars(sa.select(SurveyRow.words).order_by(SurveyRow.number)))
    assert left[0] == said[0]
    assert left[1].startswith("near \u2588")
    assert [len(words) for words in left] == [len(words) for words in said]
    assert [words.index("\x1f") for words in left] == [words.index("\x1f") for words in said]
    assert "Tamsir" not in everything_stored()
