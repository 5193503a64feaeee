"""Tables as CSV: what a spreadsheet program gets to see."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.formats.csv_out import safe_text, write_csv

LEADING = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "|", "%"]


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def one_cell(value: object) -> str:
    return cells(write_csv(["text"], [[value]]))[1][0]


def test_the_file_begins_with_a_byte_order_mark_and_ends_lines_with_crlf():
    data = write_csv(["Region", "Number"], [["Europe", 3]])
    assert data == b"\xef\xbb\xbfRegion,Number\r\nEurope,3\r\n"


def test_arabic_text_survives():
    assert one_cell("الخدمات العامة حق") == "الخدمات العامة حق"


@pytest.mark.parametrize("leading", LEADING)
@pytest.mark.parametrize("before", ["", " ", "  \t", "\u00a0", "\ufeff", "\u200b", "\n", "\u3000"])
def test_a_text_that_looks_like_a_formula_begins_with_an_apostrophe(before: str, leading: str):
    written = one_cell(f"{before}{leading}HYPERLINK(1)")
    assert written.startswith("'")


@pytest.mark.parametrize("hidden", ["\x00=1+1", "\x0b=1+1", "\x1b=1+1", "\x7f=1+1"])
def test_control_characters_hide_no_formula(hidden: str):
    assert one_cell(hidden) == "'=1+1"


def test_headings_are_made_safe_too():
    assert cells(write_csv(["=cmd", "plain"], []))[0] == ["'=cmd", "plain"]


@pytest.mark.parametrize("text", ["water - a right", "3 = 3", "a@b.example", "don't", "'quoted'", "100 %"])
def test_ordinary_text_is_left_alone(text: str):
    assert one_cell(text) == text


@pytest.mark.parametrize(("value", "written"), [(-5, "-5"), (0, "0"), (2.5, "2.5"), (-0.25, "-0.25")])
def test_numbers_stay_numbers(value: float, written: str):
    assert one_cell(value) == written


def test_a_negative_number_that_is_text_is_made_safe():
    assert one_cell("-5") == "'-5"


def test_none_is_an_empty_cell_and_not_a_word():
    assert cells(write_csv(["a", "b", "c"], [["x", None, "y"]]))[1] == ["x", "", "y"]


def test_true_and_false_are_words():
    assert [one_cell(True), one_cell(False)] == ["true", "false"]


def test_dates_and_times_are_iso_8601():
    assert one_cell(date(2026, 3, 1)) == "2026-03-01"
    assert one_cell(datetime(2026, 3, 1, 9, 30, tzinfo=UTC)) == "2026-03-01T09:30:00+00:00"


def test_values_of_other_kinds_are_written_as_safe_text():
    class Kind(StrEnum):
        amendment = "amendment"

    assert one_cell(Kind.amendment) == "amendment"
    assert one_cell(Decimal("-1")) == "'-1"


def test_a_text_of_several_lines_with_quotes_and_commas_stays_one_cell():
    text = 'She said "water, first";\r\nthen left.'
    assert one_cell(text) == text


def test_nul_is_left_out_and_a_lone_surrogate_does_not_stop_the_export():
    data = write_csv(["a"], [["wa\x00ter"], ["\ud800"]])
    assert b"\x00" not in data
    assert [row[0] for row in cells(data)[1:]] == ["water", "?"]


@pytest.mark.parametrize("row", [["a"], ["a", "b", "c"], []])
def test_a_row_of_another_length_is_refused_with_its_number(row: list[str]):
    with pytest.raises(ValueError, match="row 2 has"):
        write_csv(["one", "two"], [["x", "y"], row])


def test_rows_may_come_from_a_generator():
    assert len(cells(write_csv(["n"], ([number] for number in range(100))))) == 101


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=8))
def test_no_cell_of_any_table_is_a_live_formula(rows: list[list[str]]):
    read = cells(write_csv(["first", "second"], rows))
    assert len(read) == len(rows) + 1
    for cell in (cell for row in read for cell in row):
        assert not cell.strip().startswith(tuple("=+-@＝＋－＠"))


@given(st.text(st.characters(categories=["L", "N", "Zs"])))
def test_words_are_never_changed(text: str):
    assert safe_text(text) == text
