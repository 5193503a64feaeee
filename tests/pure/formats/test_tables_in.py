"""Tables come in as people save them: any delimiter, any encoding, CSV or XLSX; bombs and broken files are refused."""

import io
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from consult.formats import tables_in
from consult.formats.tables_in import TableError, as_text, read_csv, read_table

ROWS = [["name", "email"], ["Amina, the elder", "amina@example.org"], ["أمينة", "b@example.org"]]


def workbook(rows: list[list[object]]) -> bytes:
    """Return a workbook with these rows on its first sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        as_text(ROWS).encode(),
        as_text(ROWS).encode("utf-8-sig"),
        as_text(ROWS).replace("\n", "\r\n").encode("utf-16"),
        b"\n".join(["\t".join(row).encode() for row in ROWS]),
        "\n".join(";".join(row) for row in ROWS).encode(),
        workbook([*ROWS, [None, None]]),
    ],
    ids=["comma", "with mark", "utf-16", "tab", "semicolon", "workbook"],
)
def test_one_table_is_read_the_same_however_it_was_saved(data: bytes) -> None:
    assert read_table(data) == ROWS


def test_cells_are_text_without_what_a_spreadsheet_adds() -> None:
    rows = workbook([["a", 12, date(2026, 5, 3), "=1+1", "  two \n lines "], [], ["b"]])
    assert read_table(rows) == [
        ["a", "12", "2026-05-03 00:00:00", "", "two lines"],
        ["", "", "", "", ""],
        ["b", "", "", "", ""],
    ]
    assert read_table("Zo\xeb;Le\xf3n".encode("cp1252")) == [["Zoë", "León"]]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n,,\n", "empty"),
        (b"PK\x03\x04 broken", "unreadable"),
        (b"x\n" * 20_001, "too-large"),
        (b"," * 50 + b"x", "too-large"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(TableError) as caught:
        read_table(data)
    assert caught.value.reason == reason


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)
    monkeypatch.setattr(tables_in, "MOST_BYTES", 1_000_000)
    with pytest.raises(TableError) as caught:
        read_table(target.getvalue())
    assert caught.value.reason == "too-large"


@pytest.mark.parametrize(
    ("entity", "never"),
    [
        ('<!ENTITY x SYSTEM "{file}">', "a secret of the machine"),
        ('<!ENTITY x SYSTEM "http://127.0.0.1:9/nothing">', "nothing"),
        (
            '<!ENTITY a "ha">'
            + "".join(
                f'<!ENTITY {new} "{f"&{old};" * 50}">' for old, new in zip("abcdef", "bcdefx", strict=True)
            ),
            "haha",
        ),
    ],
    ids=["a file", "another machine", "a thousand laughs"],
)
def test_a_workbook_names_no_file_no_machine_and_no_endless_text(
    tmp_path: Path, entity: str, never: str
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret of the machine")
    target = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(workbook([["name"], ["Amina"]])))
    with zipfile.ZipFile(target, "w") as packed:
        for name in whole.namelist():
            words = whole.read(name).decode()
            if name.endswith("sheet1.xml"):
                start = words.index("<worksheet")
                entities = entity.replace("{file}", secret.as_uri())
                words = f"<!DOCTYPE worksheet [{entities}]>{words[start:].replace('Amina', '&x;')}"
            packed.writestr(name, words)
    started = time.monotonic()
    try:
        read = str(read_table(target.getvalue()))
    except TableError as error:
        read = error.reason
    assert never not in read
    assert time.monotonic() - started < 1


def test_what_a_form_carries_is_read_again() -> None:
    odd = [["name", 'say "hi", twice', "a\tb;c"], ["", "x", ""]]
    assert read_csv(as_text(odd)) == [[" ".join(cell.split()) for cell in row] for row in odd]
