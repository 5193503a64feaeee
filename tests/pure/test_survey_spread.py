"""A question over several columns of a survey: which columns they are, and what their cells mean."""

import pytest

from consult.surveys.asked import Asked
from consult.surveys.batches import Known
from consult.surveys.mapping import Columns, _mostly, guess
from consult.surveys.reading import RowReader
from consult.surveys.spread import families, read_order, spread_reader

MANY = Asked("m", "What would you take up?", "multiple", ("A letter", "A day, together", "Talks"))
RANK = Asked("r", "What comes first?", "ranking", ("Water", "Health", "Schools"))
MATRIX = Asked("x", "What holds?", "matrix", ("Agree", "Disagree"), ("Water is safe", "Land is ours"))
SCALED = Asked("z", "How far?", "matrix-scale", ("not at all", "fully"), ("Water is safe", "Land is ours"))
ALL = {0: 0, 1: 1, 2: 2}
BOTH = {0: 0, 1: 1}


@pytest.mark.parametrize(
    ("question", "parts", "cells", "code"),
    [
        (MANY, (0, 1, 2), ("1", "0", "1"), "0,2"),
        (MANY, (0, 1, 2), ("1.0", "0.0", ""), "0"),
        (MANY, (2, 0), ("yes", "no"), "2"),
        (MANY, (2, 0), ("oui", "x"), "0,2"),
        (MANY, (0, 1, 2), ("A letter", "", "TALKS"), "0,2"),
        (MANY, (0, 1, 2), ("", "2", "3"), "1,2"),
        (MANY, (0, 1, 2), ("", "", ""), ""),
        (MANY, (0, 1, 2), ("0", "No", "not selected"), ""),
        (MANY, (0, 1, 2), ("1", "Talks", ""), 1),
        (MANY, (0, 1, 2), ("=1+1", "", ""), 0),
        (MANY, (0, 1), ("", "7"), 1),
        (RANK, (0, 1, 2), ("2", "1", "3"), "1,0,2"),
        (RANK, (0, 1, 2), ("3.0", "", "1.0"), "2,0"),
        (RANK, (2, 1, 0), ("1", "2", "3"), "2,1,0"),
        (RANK, (0, 1, 2), ("", "", ""), ""),
        (RANK, (0, 1, 2), ("1", "1", "2"), 1),
        (RANK, (0, 1, 2), ("1", "2", "4"), 2),
        (RANK, (0, 1, 2), ("first", "", ""), 0),
        (MATRIX, (0, 1), ("agree", ""), "0,"),
        (MATRIX, (1, 0), ("2", "Agree"), "0,1"),
        (MATRIX, (0, 1), ("", ""), ""),
        (MATRIX, (0, 1), ("Agree", "3"), 1),
        (MATRIX, (1,), ("Disagree",), ",1"),
        (SCALED, (0, 1), ("5", "1 - not at all"), "4,0"),
        (SCALED, (0, 1), ("fully", "6"), 1),
    ],
)
def test_the_cells_of_a_question_are_read_together(
    question: Asked, parts: tuple[int, ...], cells: tuple[str, ...], code: str | int
) -> None:
    assert spread_reader(question, parts)(cells) == code


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Water; Schools; Health", "0,2,1"),
        ("schools > water", "2,0"),
        ("1: Health, 2: Water, 3: Schools", "1,0,2"),
        ("2. Water\n1. Schools", "2,0"),
        ("Health", "1"),
        ("", ""),
        ("Water; Water", None),
        ("Water; Fire", None),
        ("1", None),
    ],
)
def test_one_cell_can_hold_an_order(cell: str, code: str | None) -> None:
    assert read_order(cell, RANK.options) == code


def test_a_number_can_belong_to_the_words_of_an_option() -> None:
    assert read_order("3. World; 2. World", ("2. World", "3. World")) == "1,0"


BITS = [["1", "0", ""], ["0", "1", ""], ["0", "0", "1"]]


@pytest.mark.parametrize(
    ("header", "rows", "question", "found"),
    [
        (["Q5_1", "Q5_2", "Q5_3"], BITS, MANY, [ALL]),
        (["Q5 [A letter]", "Q5 [Talks]", "Q5 [A day, together]"], BITS, MANY, [{0: 0, 1: 2, 2: 1}]),
        (["Q5: A letter", "Q5: A day together", "Q5: Talks"], BITS, MANY, [ALL]),
        (["Take up - a letter", "Take up - a day, together", "Take up - talks"], BITS, MANY, [ALL]),
        (["up/A letter", "up/A day, together", "up/Talks"], BITS, MANY, [ALL]),
        (["Q5[SQ001]", "Q5[SQ002]", "Q5[SQ003]"], BITS, MANY, [ALL]),
        (["A letter", "A day, together", "Talks"], BITS, MANY, [ALL]),
        (["Q5_1", "Q5_2", "Q5_3"], [["A letter", "", "Talks"], ["", "A day, together", ""]], MANY, [ALL]),
        (["Q5_1", "Q5_2"], [["1", "0"]], MANY, []),  # a number for each option, or none
        (["Q5_1", "Q5_2", "Q5_3"], [["red", "blue", "green"]], MANY, []),
        (["Q5_1", "Q5_2", "Q5_3"], [["", "", ""]], MANY, []),
        (["Q5: Talks", "Q5: talks!", "x"], BITS, MANY, []),  # one option, two columns
        (["Q5_1", "Q5_2", "Q5_3", "Q6_1", "Q6_2", "Q6_3"], [["1", "0", "1", "0", "1", "1"]], MANY,
         [ALL, {3: 0, 4: 1, 5: 2}]),
        (["Q7_1", "Q7_2", "Q7_3"], [["2", "1", "3"], ["1", "3", "2"]], RANK, [ALL]),
        (["Q7 [Water is safe]", "Q7 [Land is ours]"], [["Agree", "2"]], MATRIX, [BOTH]),
        (["Q7 [Water is safe]", "Q7 [Land is ours]"], [["4", "fully"]], MATRIX, []),
        (["Q7 [Water is safe]", "Q7 [Land is ours]"], [["4", "fully"]], SCALED, [BOTH]),
        (["What holds? [Water is safe]", "What holds? [Land is ours]", "Far? [Water is safe]", "Far? [Land is ours]"],
         [["1", "2", "2", "1"]], MATRIX, [BOTH]),
    ],
)  # fmt: skip
def test_a_family_of_columns_is_known_by_headings_and_cells(
    header: list[str], rows: list[list[str]], question: Asked, found: list[dict[int, int]]
) -> None:
    columns = [[row[place] for row in rows if row[place]] for place in range(len(header))]
    assert families(header, columns, question, range(len(header))) == found


def test_what_fits_two_questions_is_left_to_people() -> None:
    again = Asked("n", "And later?", "multiple", ("Walks", "Songs", "Tales"))
    header = ["Q5_1", "Q5_2", "Q5_3"]
    assert guess(header, BITS, [MANY, again], []).spread == {}
    assert guess(header, BITS, [MANY], []).spread == {"m": [[0, 0], [1, 1], [2, 2]]}


def test_one_cell_and_several_stand_side_by_side_in_a_row() -> None:
    header = [
        "Take up: A letter",
        "Take up: A day, together",
        "Take up: Talks",
        "What comes first?",
        "a",
        "b",
    ]
    rows = [["1", "", "1", "Health; Water", "Agree", ""], ["", "", "", "Water", "2", "1"]]
    guessed = guess(header, rows, [MANY, RANK, MATRIX], [])
    assert (guessed.questions, sorted(guessed.spread)) == ({"r": 3}, ["m"])
    columns = Columns.from_plain({**guessed.plain(), "spread": {**guessed.spread, "x": [[4, 1], [5, 0]]}})
    assert columns.keys == {"m", "r", "x"}
    reader = RowReader(header, columns, [MANY, RANK, MATRIX], Known({}, {}, {}))
    batch = reader.read([*rows, ["1", "maybe", "", "", "", ""], ["", "", "", "", "Never", ""]], 2)
    assert [row[7] for row in batch.rows] == ["0,2;1,0;,0;", ";0;0,1;"]
    assert [tuple(fault) for fault in batch.faults] == [
        (4, 1, "maybe", "no-option"),
        (5, 4, "Never", "no-option"),
    ]


def test_a_column_of_other_words_is_left_after_a_few_cells() -> None:
    looked: list[str] = []

    def read(cell: str) -> str | None:
        looked.append(cell)
        return "0" if cell == "yes" else None

    assert _mostly(["no"] * 50, read) == 0.0
    assert len(looked) == 11, "a fifth of them may be otherwise"
    assert _mostly(["yes"] * 8 + ["no"] * 2, read) == pytest.approx(0.8)
    assert _mostly([], read) == 0.0


def test_a_mapping_of_before_has_no_spread() -> None:
    old = {"questions": {"m": 1}, "all_in": "fr"}
    assert Columns.from_plain(old).keys == {"m"}
