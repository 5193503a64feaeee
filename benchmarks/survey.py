"""A survey of 250,000 rows against its bar: `python -m benchmarks.survey` prints one table.

The file has eight columns: an id, a day, region, language, organisation, a scale, a choice and an open answer of 6
to 30 words. Measured is the CPU time of the worker from the claim to the report, beside that of pandas for reading the
same file once into a frame, in a process of its own; how far its memory rises above what it is with everything
imported; and, apart, what the search costs that the worker fills afterwards. The database is SQLite on the disk.
"""

import csv
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import process_time

from flask import Flask

from benchmarks.engine import Row, at_most
from benchmarks.peak import forget_peak, peak
from benchmarks.site import add_consultation, filled_site, print_table, written_revision
from consult.consultations.models import Consultation, GuidingQuestion
from consult.core.clock import now
from consult.core.database import db
from consult.core.transaction import unit_of_work
from consult.people.models import Account, Network, Person, Region
from consult.summaries.answer_tables import Answers
from consult.surveys.clearing import remove_next
from consult.surveys.findable import forget_words, index_next
from consult.surveys.services import guessed, start_reading, survey_by_id, take_file
from consult.surveys.work import read_next

ROWS, SEED = 250_000, 20261122
REGIONS = ("Africa", "Arab States", "Asia", "Europe", "Latin America", "North America")
LANGUAGES = ("en", "fr", "es", "ar")
WORDS = (
    "water",
    "river",
    "rights",
    "land",
    "people",
    "women",
    "youth",
    "region",
    "network",
    "seeds",
    "forest",
    "work",
    "pay",
    "school",
)
PANDAS = """
import sys, time, pandas
times = []
for _ in range(3):
    before = time.process_time()
    pandas.read_csv(sys.argv[1])
    times.append(time.process_time() - before)
print(sorted(times)[1])
"""


def main() -> int:
    """Print the table; the exit code says whether every bar holds."""
    with tempfile.TemporaryDirectory() as folder:
        app = filled_site(Path(folder), _filled)
        app.config["UPLOADS_FOLDER"] = folder
        return print_table(app, rows(app, Path(folder) / "survey.csv"), width=66)


def rows(app: Flask, path: Path) -> Iterator[Row]:
    """Measure each bar in turn."""
    _write(path)
    with app.app_context():
        survey_id = _started(path)
        before, began = forget_peak(), process_time()
        read_next()
        seconds = process_time() - began
        memory = peak() - before
        with unit_of_work():
            assert survey_by_id(survey_id).taken == ROWS
        floor = float(subprocess.check_output([sys.executable, "-c", PANDAS, str(path)]))
        yield at_most("250,000 rows brought in / pandas' own read of the file", 5, seconds / floor)
        yield at_most("memory of the worker above everything imported: MB", 150, memory)
        yield at_most("the tables of its answers: ms", 1000, 1000 * _tables(app, survey_id))
        began = process_time()
        while index_next():
            pass
        yield at_most(
            "its words put into the search, a thousand rows at a time: s", 60, process_time() - began
        )
        with unit_of_work():
            survey = survey_by_id(survey_id)
            survey.state = "withdrawn"
        began = process_time()
        for below in range(0, ROWS + 10_000, 10_000):
            with unit_of_work():
                forget_words(survey.id, below + 2)
        yield at_most("its words taken out of the search again: s", 10, process_time() - began)
        began = process_time()
        while remove_next():
            pass
        yield at_most("its rows removed again / pandas' own read", 5, (process_time() - began) / floor)


def _tables(app: Flask, survey_id: str) -> float:
    with app.test_request_context("/en/"):
        app.preprocess_request()
        began = process_time()
        consultation = survey_by_id(survey_id).consultation
        found = Answers(consultation)
        tables = [found.table(question) for question in consultation.questions]
        assert tables[0].cells[-2][1] == ROWS
        seconds = process_time() - began
        db.session.rollback()  # the request's database refuses to write
        return seconds


def _started(path: Path) -> str:
    with unit_of_work():
        consultation = db.session.query(Consultation).one()
        with path.open("rb") as file:
            survey = take_file(consultation, file, path.name, actor=db.session.query(Person).one(), at=now())
        start_reading(
            survey,
            guessed(survey),
            title="A survey",
            account="Held by telephone.",
            words_for="readers",
            actor=survey.by,
        )
        assert set(survey.mapping["questions"].values()) == {5, 6, 7}  # type: ignore[index]
        return survey.public_id


def _filled(app: Flask, _url: str) -> Flask:
    db.session.add(Network(name="Benchmark", languages=list(LANGUAGES)))
    db.session.add_all(
        Region(code=name.lower().replace(" ", "-"), names={"en": name}, position=place)
        for place, name in enumerate(REGIONS)
    )
    person = Person(display_name="Facilitator", account=Account(email="facilitator@members.example"))
    revision = written_revision("held", "Held in common", 3, 100)
    consultation = add_consultation(revision, "All regions", languages=LANGUAGES)
    db.session.add(person)
    db.session.flush()
    questions = (
        ("How important is this?", "scale", ["not at all", "very"]),
        ("Which way?", "single", ["Yes", "No", "Not sure"]),
        ("What is missing?", "open", []),
    )
    for position, (wording, kind, options) in enumerate(questions, 1):
        consultation.questions.append(
            GuidingQuestion(position=position, wording=wording, kind=kind, options=options)
        )
    return app


def _write(path: Path) -> None:
    chance = random.Random(SEED)
    header = ["Response ID", "Date submitted", "Region", "Language", "Organisation"]
    with path.open("w", newline="", encoding="utf-8") as file:
        written = csv.writer(file)
        written.writerow([*header, "How important is this?", "Which way?", "What is missing?"])
        for number in range(ROWS):
            written.writerow(
                [
                    f"R{number:07d}",
                    (date(2026, 9, 1) + timedelta(days=number % 60)).isoformat(),
                    chance.choice(REGIONS),
                    chance.choice(LANGUAGES),
                    "",
                    chance.randint(1, 5),
                    chance.choice(("Yes", "No", "Not sure")),
                    " ".join(chance.choices(WORDS, k=chance.randint(6, 30))),
                ]
            )


if __name__ == "__main__":
    sys.exit(main())
