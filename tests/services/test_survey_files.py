"""The file of a survey and its columns: what is refused, what is kept, and for how long."""

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from consult.surveys.clearing import forget_next
from consult.surveys.files import path_of
from consult.surveys.services import (
    look_again,
    surveys_of,
    take_file,
)
from tests.factories import make_consultation, make_person
from tests.survey_steps import asking, ready, row, table


def test_a_file_that_nobody_reads_is_dropped_after_two_days(app: Flask) -> None:
    consultation = asking()
    person = make_person("facilitator", consultation)
    survey = take_file(consultation, table([row(1)]), "a.csv", actor=person, at=now())
    db.session.commit()
    path = path_of(survey.file_key or "")
    assert not forget_next(now() + timedelta(days=1))
    assert path.exists()
    assert forget_next(now() + timedelta(days=3))
    assert not path.exists()
    assert survey.state == "withdrawn"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a file"),
        (b"a,b\n", "no row"),
        (b"a\n" * 2 + b'"' + b"x" * 200_000, "quotation mark"),
        (",".join(map(str, range(3000))).encode() + b"\n1", "too many columns"),
        (b"PK\x03\x04nothing", "not a table"),
    ],
)
def test_a_file_that_is_no_table_is_refused_and_not_kept(app: Flask, content: bytes, words: str) -> None:
    consultation = asking()
    person = make_person("facilitator", consultation)
    with pytest.raises(InvalidInput) as refused:
        take_file(consultation, io.BytesIO(content), "a.csv", actor=person, at=now())
    assert words in str(refused.value.message)
    assert not surveys_of(consultation)


def test_a_file_is_taken_where_it_can_answer_and_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    consultation = asking()
    person = make_person("facilitator", consultation)
    for other in (make_consultation(state="announced"), make_consultation()):  # the second asks nothing
        with pytest.raises(WrongState):
            take_file(other, table([row(1)]), "a.csv", actor=person, at=now())
    ready(consultation, [row(1)])
    for number, most, words in ((1, 10_000, "already"), (2, 50, "too large")):
        monkeypatch.setitem(app.config, "MOST_UPLOADED", most)
        with pytest.raises(InvalidInput) as refused:
            take_file(consultation, table([row(number)]), "b.csv", actor=person, at=now())
        assert words in str(refused.value.message)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"questions": {}}, "questions"),
        ({"questions": {"unknown": 6}}, "questions"),
        ({"region": 900}, "questions"),
        ({"region": 1}, "questions"),  # the day is read from it
        ({"day_order": ""}, "day_order"),
        ({"words_for": "nobody"}, "words_for"),
    ],
)
def test_a_mapping_that_cannot_be_read_by_is_refused(app: Flask, changes: dict[str, Any], field: str) -> None:
    consultation = asking()
    with pytest.raises(InvalidInput) as refused:
        ready(consultation, [row(1)], **changes)
    assert refused.value.details["field"] == field


def test_a_file_can_be_looked_at_in_another_way_until_it_is_read(app: Flask) -> None:
    consultation = asking()
    person = make_person("facilitator", consultation)
    content = io.BytesIO("Ort;Antwort\nKöln;größer\n".encode("cp1252"))
    survey = take_file(consultation, content, "a.csv", actor=person, at=now())
    assert (survey.header, survey.sample) == (["Ort", "Antwort"], [["Köln", "größer"]])
    look_again(survey, "cp1251", ";")
    assert survey.sample == [["Kцln", "grцЯer"]]
    look_again(survey, "utf-8", ",")
    assert survey.header == ["Ort;Antwort"]
    survey.state = "reading"
    with pytest.raises(WrongState):
        look_again(survey, "utf-8", ",")
