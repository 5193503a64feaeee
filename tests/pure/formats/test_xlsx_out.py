"""Workbooks: values only, whatever the cells say, in both directions."""

import io
import zipfile

import pytest
from openpyxl import load_workbook

from consult.formats.xlsx_out import LONGEST_TITLE, WIDEST, Sheet, title_of, write_xlsx


def read(*sheets: Sheet, right_to_left: bool = False):  # type: ignore[no-untyped-def]
    return load_workbook(io.BytesIO(write_xlsx(sheets, right_to_left=right_to_left)))


def cells(sheet) -> list[list[object]]:  # type: ignore[no-untyped-def]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_each_table_is_a_sheet_with_its_method_below() -> None:
    book = read(
        Sheet("Regions", ("Region", "Sent"), [("Africa", 12), ("Asia", 3.5)], "People who sent."),
        Sheet("Empty", ("Day",), []),
    )
    assert book.sheetnames == ["Regions", "Empty"]
    assert cells(book["Regions"]) == [
        ["Region", "Sent"],
        ["Africa", 12],
        ["Asia", 3.5],
        [None, None],
        ["People who sent.", None],
    ]
    assert cells(book["Empty"]) == [["Day"]]
    assert book["Regions"].freeze_panes == "A2"
    assert book["Regions"]["A1"].font.bold
    assert not book["Regions"]["A2"].font.bold


FORMULAS = [
    "=1+1",
    "=HYPERLINK(1)",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "\u200b=1",
    "＝1",
    "=",
    "%0",
    "|cmd",
]


@pytest.mark.parametrize("words", [*FORMULAS, "#N/A", "#REF!", "TRUE", "2026-01-01", "1e5", "00123"])
def test_words_are_words_and_nothing_is_run(words: str) -> None:
    book = read(Sheet("S", (words,), [(words,)], words))
    for row in (1, 2, 4):
        cell = book["S"].cell(row, 1)
        assert (cell.value, cell.data_type) == (words, "s")
        assert cell.quotePrefix is (words in FORMULAS)
    packed = zipfile.ZipFile(io.BytesIO(write_xlsx([Sheet("S", (words,), [(words,)])])))
    assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (True, "True"),
        ("a\x00b\x1f", "ab"),
        ("\ud800", None),
        ("x" * 40_000, "x" * 32_767),
        ("مرحبا", "مرحبا"),
        ("line\nline", "line\nline"),
        (10**12, 10**12),
    ],
    ids=["nothing", "yes", "control signs", "half a sign", "too long", "Arabic", "lines", "large"],
)
def test_any_value_can_be_written(value: object, kept: object) -> None:
    assert read(Sheet("S", ("A",), [(value,)]))["S"]["A2"].value == kept


@pytest.mark.parametrize("right_to_left", [False, True])
def test_sheets_run_as_the_language_does(right_to_left: bool) -> None:
    book = read(Sheet("One", ("A",), []), Sheet("Two", ("A",), []), right_to_left=right_to_left)
    assert [bool(sheet.sheet_view.rightToLeft) for sheet in book] == [right_to_left] * 2


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("By region", "By region"),
        ("a/b\\c?d*e[f]g:h", "a b c d e f g h"),
        ("'quoted'", "quoted"),
        ("", "-"),
        ("///", "-"),
        ("x" * 50, "x" * LONGEST_TITLE),
    ],
)
def test_a_title_is_one_that_workbooks_take(words: str, title: str) -> None:
    assert title_of(words, set()) == title
    assert read(Sheet(words, ("A",), [])).sheetnames == [title]


def test_no_two_sheets_have_one_title_whatever_their_case() -> None:
    taken: set[str] = set()
    made = [title_of(words, taken) for words in ("Regions", "regions", "REGIONS", "x" * 40, "x" * 40)]
    assert made == ["Regions", "regions 2", "REGIONS 3", "x" * 31, "x" * 29 + " 2"]


def test_columns_are_as_wide_as_their_words_and_no_wider_than_can_be_read() -> None:
    sheet = read(Sheet("S", ("A", "B"), [("short", "w" * 300)]))["S"]
    assert sheet.column_dimensions["A"].width == 8
    assert sheet.column_dimensions["B"].width == WIDEST
    assert sheet["B2"].alignment.wrap_text
    many = read(Sheet("S", [f"Column {n}" for n in range(60)], [list(range(60))]))["S"]
    assert many.column_dimensions["BH"].width == 11


def test_the_file_names_nobody() -> None:
    packed = zipfile.ZipFile(io.BytesIO(write_xlsx([Sheet("S", ("A",), [])])))
    assert b"<dc:creator />" in packed.read("docProps/core.xml")
    assert b"lastModifiedBy" not in packed.read("docProps/core.xml")


def test_a_workbook_needs_a_sheet() -> None:
    with pytest.raises(ValueError, match="needs a sheet"):
        write_xlsx([])
