"""Where a table ends: the last row, column and sign that is taken, which sheet is read, which sign parts the cells."""

import io

import pytest
from openpyxl import Workbook

from consult.formats.tables_in import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    TableError,
    as_text,
    read_csv,
    read_table,
)

READS = {
    # what was typed or saved: the rows that come of it
    "comma": ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    # a comma within a cell of a table that is parted by semicolons is a comma
    "semicolon": ("a;b\n1,5;2", [["a", "b"], ["1,5", "2"]]),
    # the sign that is most frequent in the first row parts all of them
    "most frequent": ("a;b;c,d\n1;2;3", [["a", "b", "c,d"], ["1", "2", "3"]]),
    # of equally many, the comma comes first
    "a tie": ("a,b;c\n", [["a", "b;c"]]),
    "tab": ("a\tb\n1, and\t2", [["a", "b"], ["1, and", "2"]]),
    "one column": ("email\na@b.example", [["email"], ["a@b.example"]]),
    # a line break within quotes is part of the cell, which is one line
    "break in a cell": ('a,b\n"x\ny",2', [["a", "b"], ["x y", "2"]]),
    "doubled quotes": ('a,b\n"say ""yes""",2', [["a", "b"], ['say "yes"', "2"]]),
    # a quote that is never closed swallows the rest, and is no fault of the reader
    "open quote": ('a,b\n"x,2', [["a", "b"], ["x,2"]]),
    "windows": ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    "old mac": ("a,b\r1,2", [["a", "b"], ["1", "2"]]),
    "white space": (" a \t b\xa0b ,c", [["a b b", "c"]]),
    "zero signs": ("a\x00b,\x00", [["ab", ""]]),
    # signs that turn the words after them around are taken out, those that join letters stay
    "direction marks": ("\u202eamina\u202c,\u2067x\u2069", [["amina", "x"]]),
    "joiners": ("می\u200cخواهم,b", [["می\u200cخواهم", "b"]]),
    "controls": ("a\x07b,\x1b[31m,\x85", [["ab", "[31m", ""]]),
    # an accent that stands by itself joins its letter
    "composed": ("Zoe\u0308,b", [["Zo\xeb", "b"]]),
    # an empty row in between stays: the numbers of the rows after it are those of the file
    "a gap": ("a,b\n\n1,2", [["a", "b"], [], ["1", "2"]]),
    "uneven": ("a,b,c\n1", [["a", "b", "c"], ["1"]]),
    # what begins a formula is text like any other: nothing is worked out
    "formula": ("a,b\n=1+1,@x", [["a", "b"], ["=1+1", "@x"]]),
}


@pytest.mark.parametrize("name", READS)
def test_each_way_to_write_a_table_is_read(name: str) -> None:
    typed, rows = READS[name]
    assert read_csv(typed) == rows
    assert read_table(typed.encode()) == rows  # a file gives what the same words typed give


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le with mark", "utf-16-be with mark"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_names_of_every_script_come_through_every_unicode_encoding(encoding: str) -> None:
    words = "name,email\nأمينة,a@b.example\nAïssatou,c@d.example\n李,e@f.example"
    mark = "\ufeff" if "mark" in encoding else ""
    data = (mark + words).encode(encoding.split(" ")[0])
    assert [row[0] for row in read_table(data)] == ["name", "أمينة", "Aïssatou", "李"]


def test_signs_that_no_western_encoding_has_do_not_stop_the_reading() -> None:
    rows = read_table(b"name\nZo\xeb\nA\x81b")  # 0x81 stands for nothing in cp1252
    assert rows[1] == ["Zoë"]
    assert rows[2][0].startswith("A")
    assert rows[2][0].endswith("b")


def test_a_cell_is_cut_after_its_last_sign_and_not_before() -> None:
    exact, more = "x" * LONGEST_CELL, "y" * (LONGEST_CELL + 1)
    assert read_csv(f"{exact},{more}") == [[exact, more[:-1]]]


def test_the_last_row_and_the_last_column_are_taken_and_one_more_is_not() -> None:
    full = "x\n" * MOST_ROWS
    assert len(read_csv(full)) == MOST_ROWS
    with pytest.raises(TableError, match="too-large"):
        read_csv(full + "x\n")
    wide = ",".join("x" * MOST_COLUMNS)
    assert read_csv(wide) == [["x"] * MOST_COLUMNS]
    assert read_csv(wide + ",,,") == [["x"] * MOST_COLUMNS]  # columns that hold nothing do not count
    with pytest.raises(TableError, match="too-large"):
        read_csv(wide + ",x")


def test_a_cell_that_no_table_has_is_unreadable_rather_than_a_crash() -> None:
    with pytest.raises(TableError) as caught:
        read_csv('a,b\n"' + "x" * 140_000 + '",2')
    assert caught.value.reason == str(caught.value) == "unreadable"


@pytest.mark.parametrize("typed", ["", "\n", " ", ",,,\n,,", "\t\t", "\ufeff", '""'])
def test_a_file_in_which_nothing_is_written_is_empty(typed: str) -> None:
    with pytest.raises(TableError, match="empty"):
        read_table(typed.encode())


def saved(book: Workbook) -> bytes:
    """Return a workbook as a file."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_only_the_first_sheet_of_a_workbook_is_read_and_only_its_values() -> None:
    book = Workbook()
    first, second = book.active, book.create_sheet("Notes")
    first.append(["name", "email"])
    first.append(["Amina", "a@b.example"])
    first.append([None, None, None])
    first.append([7.5, True])
    second.append(["nobody", "reads@this.example"])
    first["A2"].hyperlink = "https://elsewhere.example"
    book.active = 1  # the sheet that was open when it was saved makes no difference
    assert read_table(saved(book)) == [
        ["name", "email", ""],
        ["Amina", "a@b.example", ""],
        ["", "", ""],
        ["7.5", "True", ""],
    ]


def test_a_workbook_keeps_the_same_bounds_as_a_csv() -> None:
    book = Workbook()
    book.active.append(["x"] * (MOST_COLUMNS + 1))
    with pytest.raises(TableError, match="too-large"):
        read_table(saved(book))
    book = Workbook()
    book.active.append(["x" * (LONGEST_CELL + 1)])
    assert read_table(saved(book)) == [["x" * LONGEST_CELL]]
    with pytest.raises(TableError, match="empty"):
        read_table(saved(Workbook()))


def test_a_zip_that_is_no_workbook_is_unreadable() -> None:
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    with pytest.raises(TableError, match="unreadable"):
        read_table(target.getvalue())


ODD = ["", "a,b", "a;b", "\t", 'say "x"', "'", "=1+1", "ا،ب", "-", "  x  "]


@pytest.mark.parametrize("first", ODD)
@pytest.mark.parametrize("second", ODD)
def test_what_a_form_carries_comes_back_whatever_the_cells_hold(first: str, second: str) -> None:
    rows = [["name", "email", "organisation", "country"], [first, second, "x", ""]]
    assert read_csv(as_text(rows)) == [rows[0], [first.strip(), second.strip(), "x", ""]]
