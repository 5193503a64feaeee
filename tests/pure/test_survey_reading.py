"""From rows of a survey to answers: which column is what, what each cell means, and why a row is not taken."""

from dataclasses import replace
from datetime import date

import pytest

from consult.formats.outside_dates import ORDERS
from consult.people.bulk_words import plain
from consult.surveys.asked import Asked
from consult.surveys.batches import Fault, Known
from consult.surveys.mapping import Columns, guess, option_reader
from consult.surveys.reading import PARTING, RowReader

SCALE = Asked("s", "How well do public services reach you?", "scale", ("not at all", "fully"))
SINGLE = Asked("o", "Which comes first?", "single", ("Water", "Health, for all"))
MANY = Asked("m", "What would you take up?", "multiple", ("A letter", "A day, together", "Talks"))
OPEN = Asked("w", "What is missing?", "open")
MORE = Asked("v", "Anything else?", "open")
ASKED = [SCALE, SINGLE, MANY, OPEN, MORE]
REGIONS = {plain(name): number for number, name in enumerate(("Africa", "Arab States", "Europe"), 1)}
HEADER = ["ID", "Date", "Region", "Lang", "Org", "Consent", "How", "First", "Up", "Missing", "Else"]
COLUMNS = Columns(
    region=2, organisation=4, named=5, language=3, day=1, external=0, day_order=ORDERS[0], all_from="europe",
    questions={"s": 6, "o": 7, "m": 8, "w": 9, "v": 10},
)  # fmt: skip
KNOWN = Known(REGIONS, {"wellkeepers": 9}, {"en": "en", "fr": "fr", "french": "fr"}, all_from=3)
ROW = [
    "1",
    "2026-03-04",
    "Africa",
    "fr",
    "Well Keepers",
    "yes",
    "4",
    "water",
    "Talks; A letter",
    " More wells ",
    "",
]


def row(**cells: str) -> list[str]:
    """Return the row with some cells otherwise, by their headings."""
    return [cells.get(name, cell) for name, cell in zip(HEADER, ROW, strict=True)]


def reader(columns: Columns = COLUMNS, **values: object) -> RowReader:
    return RowReader(HEADER, columns, ASKED, KNOWN, survey=7, **values)  # type: ignore[arg-type]


def test_a_row_becomes_one_row_with_all_its_answers() -> None:
    batch = reader().read([ROW], 2)
    assert len(batch.rows) == 1
    survey, number, region, organisation, named, language, external, chosen, words = batch.rows[0]
    assert (survey, number, region, organisation, named, language) == (7, 2, 1, 9, 1, "fr")
    assert external is not None
    assert chosen == "3;0;0,2;+;-;"
    assert words == f"More wells{PARTING}"
    assert (batch.position, batch.days, batch.faults) == (2, {date(2026, 3, 4)}, [])


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ({"Region": "Atlantis"}, [(2, "Atlantis", "no-region")]),
        ({"Lang": "klingon"}, [(3, "klingon", "no-language")]),
        ({"Date": "04/03/2026"}, [(1, "04/03/2026", "no-day")]),
        ({"First": "Fire"}, [(7, "Fire", "no-option")]),
        ({"How": "6"}, [(6, "6", "no-option")]),
        ({"Up": "Talks; Songs"}, [(8, "Talks; Songs", "no-option")]),
        ({"Up": "=1+1"}, [(8, "=1+1", "no-option")]),
        ({"Missing": "x" * 20_001}, [(9, "x" * 100, "too-long")]),
        ({"How": "", "First": "", "Up": "", "Missing": ""}, [(None, "", "no-answer")]),
        ({name: "" for name in HEADER}, []),
        ({"Missing": "", "How": "", "Up": ""}, []),
        ({"Missing": "Line\r\nline\x00"}, []),
    ],
)
def test_what_stands_against_a_row_is_named_with_its_column(
    cells: dict[str, str], faults: list[tuple[int | None, str, str]]
) -> None:
    batch = reader().read([row(**cells), row(ID="2")], 2)
    assert [tuple(fault)[1:] for fault in batch.faults] == faults
    taken = 1 if faults or not any(row(**cells)) else 2
    assert len(batch.rows) == taken
    assert batch.rows[-1][1] == 3  # the row after it is taken in any case


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x.example")'])
def test_a_formula_in_every_cell_is_no_region_and_no_option_and_words_as_they_are(formula: str) -> None:
    everywhere = [formula] * len(HEADER)
    assert [fault[1:] for fault in reader().read([everywhere], 2).faults] == [(2, formula, "no-region")]
    asked = RowReader(HEADER, Columns(questions={"s": 6, "w": 9}), [SCALE, OPEN], KNOWN)
    fault = asked.read([everywhere], 2).faults
    assert [tuple(one)[1:] for one in fault] == [(6, formula, "no-option")]
    words = RowReader(HEADER, Columns(questions={"w": 9}), [OPEN], KNOWN)
    assert words.read([everywhere], 2).rows[0][-1] == formula


def test_a_row_with_other_cells_than_the_headings_is_filled_or_refused() -> None:
    batch = reader().read([ROW[:8], [*row(ID="3"), "", " "], [*row(ID="4"), "more"]], 2)
    assert [one[1] for one in batch.rows] == [2, 3]
    assert batch.faults == [Fault(4, None, "", "too-many-cells")]


def test_headings_that_come_again_are_passed_over() -> None:
    batch = reader().read([HEADER, row(ID="2"), HEADER], 2)
    assert (batch.headings, len(batch.rows), batch.faults, batch.position) == (2, 1, [], 4)


def test_the_same_id_elsewhere_is_taken_once_over_batches_and_surveys() -> None:
    seen: set[int] = set()
    one = reader(key=b"k", seen=seen)
    first = one.read([row(ID="a"), row(ID="b"), row(ID=" a "), row(ID=""), row(ID="")], 2)
    again = one.read([row(ID="b"), row(ID="c")], 7)
    other = reader(key=b"k", seen=seen).read([row(ID="c")], 2)
    assert [len(batch.rows) for batch in (first, again, other)] == [4, 1, 0]
    assert [batch.known for batch in (first, again, other)] == [1, 1, 1]
    assert not reader(key=b"another", seen=seen).read([row(ID="c")], 2).known


def test_what_no_column_says_is_what_was_said_for_all() -> None:
    batch = reader(
        Columns(questions={one.key: COLUMNS.questions[one.key] for one in ASKED}, all_in="es")
    ).read([ROW], 2)
    assert batch.rows[0][2:7] == (3, None, 0, "es", None)
    unnamed = reader().read([row(Region="", Consent="", Lang="fr-CA"), row(ID="9", Org="Nobody knows")], 2)
    assert [one[2:6] for one in unnamed.rows] == [(3, 9, 0, "fr"), (1, None, 0, "fr")]


@pytest.mark.parametrize(
    ("question", "cell", "code"),
    [
        (SCALE, "1", "0"), (SCALE, "5: fully", "4"), (SCALE, "5 – fully", "4"), (SCALE, "3.0", "2"),
        (SCALE, "Fully", "4"), (SCALE, "not at all", "0"), (SCALE, "", ""), (SCALE, "0", None), (SCALE, "x", None),
        (SINGLE, " HEALTH, for all ", "1"), (SINGLE, "Health", None), (SINGLE, " ", ""),
        (MANY, "A day, together", "1"), (MANY, "Talks|a letter", "0,2"), (MANY, "A letter, Talks", "0,2"),
        (MANY, "Talks;Talks;", "2"), (MANY, "Talks\nA letter", "0,2"), (MANY, ";", None), (MANY, "", ""),
    ],
)  # fmt: skip
def test_cells_of_closed_questions_are_places_of_options(
    question: Asked, cell: str, code: str | None
) -> None:
    assert option_reader(question)(cell) == code


def test_columns_are_guessed_from_headings_and_first_rows() -> None:
    header = ["Response ID", "Date submitted", "Where are you?", "startlanguage", "Organization"]
    header += ["Q1: How well do public services reach you", "Which comes first", *["What is missing?"] * 2]
    sample = [["7", "24/03/2026 10:00", "Arab states", "fr", "", "4", "Water", "Pumps", "Pumps again"]] * 3
    found = guess(header, sample, ASKED, REGIONS)
    assert (found.external, found.day, found.region, found.language, found.organisation, found.named) == (
        0, 1, 2, 3, 4, None,
    )  # fmt: skip
    assert found.questions == {"s": 5, "o": 6, "w": 7}
    assert found.day_order == "day-month-year"
    unsure = guess(["When"], [["03/04/2026"]], ASKED, REGIONS)
    assert (unsure.day, unsure.day_order) == (0, "")
    assert guess([], [], ASKED, REGIONS) == Columns()
    assert guess(["Date"], [["soon"]], ASKED, REGIONS).day is None


def test_a_question_is_not_given_a_column_of_other_options() -> None:
    found = guess(["Which comes first?"], [["Fire"], ["Smoke"]], ASKED, REGIONS)
    assert not found.questions
    assert Columns.from_plain(replace(COLUMNS, day=None).plain()) == replace(COLUMNS, day=None)
