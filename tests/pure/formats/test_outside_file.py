"""Tables from elsewhere: how they are written is found out, and what cannot be read is said in one word."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from consult.formats import outside_file
from consult.formats.outside_file import Shape, guess_shape, look_at, read_rows
from consult.formats.tables_in import TableError


def written(folder: Path, content: bytes) -> Path:
    path = folder / "table"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "encoding", "delimiter", "second"),
    [
        ("a,b\n1,é\n".encode(), "utf-8", ",", ["1", "é"]),
        ("\ufeffa;b\r\n1;é\r\n".encode(), "utf-8", ";", ["1", "é"]),
        ("a\tb\n1\té\n".encode("utf-16"), "utf-16", "\t", ["1", "é"]),
        ("a|b\n1|é\n".encode("cp1252"), "cp1252", "|", ["1", "é"]),
        ("a,b\né,è\n".encode("cp1252") + "ñ,ü\n".encode(), "mixed", ",", ["é", "è"]),
        (b"one column\nwith, a comma\nand none\nor two, here, too\n", "utf-8", ",", ["with", " a comma"]),
        (b'a,b\n"1;2;3","x\ny"\n"4;5;6",z\n', "utf-8", ",", ["1;2;3", "x\ny"]),
        (b"a,b\n=1+1,=cmd|' /C calc'!A0\n", "utf-8", ",", ["=1+1", "=cmd|' /C calc'!A0"]),
        (b"a,b\rc,d\r", "utf-8", ",", ["c", "d"]),
    ],
)  # fmt: skip
def test_encoding_and_delimiter_are_guessed(
    tmp_path: Path, content: bytes, encoding: str, delimiter: str, second: list[str]
) -> None:
    path = written(tmp_path, content)
    shape = guess_shape(path)
    assert (shape.encoding, shape.delimiter) == (encoding, delimiter)
    assert list(read_rows(path, shape))[1] == second


def test_mixed_lines_are_read_each_in_its_own_encoding(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\né,1\n".encode("cp1252") + "ñ,2\n".encode() + b"\x81,3\n")
    rows = list(read_rows(path, guess_shape(path), skip=1))
    assert rows == [["é", "1"], ["ñ", "2"], ["\ufffd", "3"]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"a,b\n", "empty"),
        (b"\n\n\n", "empty"),
        (b"a,b\n,\n,\n", "empty"),
        (",".join(f"c{n}" for n in range(3000)).encode() + b"\n1\n", "too-wide"),
        (b'a,b\n"never closed,2\n' + b"1,2\n" * 20_000, "unclosed"),
        (b'a,b\n"' + b"x" * 200_000 + b'",2\n', "unclosed"),
        (b"PK\x03\x04 this is no workbook", "unreadable"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(TableError) as refused:
        look_at(path, guess_shape(path))
    assert refused.value.reason == reason


def test_so_many_rows_and_no_more(tmp_path: Path) -> None:
    most = b"a\n" + b"1\n" * 250_000
    assert look_at(written(tmp_path, most), Shape()).rows == 250_000
    with pytest.raises(TableError) as refused:
        look_at(written(tmp_path, most + b"1\n"), Shape())
    assert refused.value.reason == "too-large"


def test_a_look_tells_headings_first_rows_and_how_many_there_are(tmp_path: Path) -> None:
    path = written(tmp_path, b"a, b ,a,,\n" + b"1,2,3\n" * 500)
    look = look_at(path, guess_shape(path))
    assert look.header == ["a", "b", "a"]
    assert (len(look.sample), look.rows) == (200, 500)
    assert list(read_rows(path, Shape(), skip=499)) == [["1", "2", "3"]] * 2


def test_the_first_sheet_of_a_workbook_is_read_as_values(tmp_path: Path) -> None:
    from datetime import datetime

    book = Workbook()
    book.active.append(["day", "n", "x"])
    book.active.append([datetime(2026, 3, 4), 5.0, "=1+1"])
    book.active.append([None, 2.5, True])
    book.create_sheet().append(["another"])
    path = tmp_path / "book"
    book.save(path)
    shape = guess_shape(path)
    assert shape.kind == "xlsx"
    look = look_at(path, shape)
    assert look.header == ["day", "n", "x"]
    assert look.sample == [
        ["2026-03-04 00:00:00", "5", ""],
        ["", "2.5", "True"],
    ]  # a formula has no value yet


def test_a_workbook_is_taken_at_its_word_for_how_many_rows_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Workbook()
    for number in range(8):
        book.active.append([number, "x"])
    book.save(tmp_path / "book")
    monkeypatch.setattr(outside_file, "SAMPLE", 3)
    assert look_at(tmp_path / "book", Shape("xlsx", "", "")).rows == 7
    monkeypatch.setattr(outside_file, "MOST_ROWS", 6)
    with pytest.raises(TableError) as refused:
        look_at(tmp_path / "book", Shape("xlsx", "", ""))
    assert refused.value.reason == "too-large"


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "book"
    Workbook().save(path)
    monkeypatch.setattr(outside_file, "MOST_UNPACKED", 100)
    with pytest.raises(TableError) as refused:
        look_at(path, guess_shape(path))
    assert refused.value.reason == "too-large"
