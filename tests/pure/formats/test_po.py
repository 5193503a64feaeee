"""PO files: out and in again without loss; damaged and strange ones read as far as they are whole."""

import contextlib

import pytest
from babel.messages.pofile import read_po as read_with_babel
from hypothesis import given
from hypothesis import strategies as st

from consult.formats.po import PoEntry, PoError, read_po, write_po

HEAD = {"Language": "ar", "X-Consult-Narrative": "shared"}
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
NAMES = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=20)
ENTRIES = st.lists(
    st.builds(PoEntry, NAMES, TEXTS.filter(bool), TEXTS, st.booleans()), min_size=1, max_size=6
)


def plain(entry: PoEntry) -> tuple[str, str, str, bool]:
    return entry.context, entry.source, entry.target, entry.is_fuzzy


@given(ENTRIES)
def test_a_file_that_comes_back_has_lost_nothing(entries: list[PoEntry]) -> None:
    read = read_po(write_po(HEAD, entries))
    assert list(map(plain, read.entries)) == list(map(plain, entries))
    assert read.damaged == ()
    assert HEAD.items() <= read.head.items()


def test_other_programs_read_the_same(tmp_path) -> None:  # type: ignore[no-untyped-def]
    entries = [
        PoEntry("water:1@ab", 'Say "so"\\ now\nand then\n', "قولوا «ذلك»", notes=("Before: كذا",)),
        PoEntry("water:2@ab", "Same", "", is_fuzzy=True),
        PoEntry("health:2@cd", "Same", "مثله"),
    ]
    path = tmp_path / "a.po"
    path.write_bytes(write_po(HEAD, entries))
    with path.open("rb") as file:
        found = [message for message in read_with_babel(file, abort_invalid=True) if message.id]
    assert [(one.context, one.id, one.string, one.fuzzy) for one in found] == list(map(plain, entries))


ENTRY = 'msgctxt "a"\nmsgid "Water"\nmsgstr "Eau"\n'
WHOLE = f'msgid ""\nmsgstr "Language: fr\\n"\n\n{ENTRY}\n'


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ('msgctxt "b"\nmsgid "Cut\nmsgstr "Coupé"\n', 8),
        ('msgctxt "b"\nmsgid "Cut"\nmsgstr "Coup', 8),
        ('msgctxt "b"\nmsgid "Cut"\n', 8),
        ('msgctxt "b"\nmsgstr "Coupé"\n', 8),
        ("what is this\n", 8),
        ('msgctxt "b"\nmsgid "Cut" and more\nmsgstr "x"\n', 8),
        ('msgctxt "b"\nmsgid "Cut"\nmsgid "Cut"\nmsgstr "x"\n', 8),
    ],
)
def test_a_damaged_entry_spoils_no_other(broken: str, line: int) -> None:
    for more, number in (("", 1), (f"\n\n{ENTRY}", 2)):
        read = read_po(f"{WHOLE}{broken}{more}".encode())
        assert len(read.entries) == number
        assert read.entries[0] == PoEntry("a", "Water", "Eau", line=4)
        assert all(plain(entry) == ("a", "Water", "Eau", False) for entry in read.entries)
        assert read.damaged[0] == line


def test_entries_without_an_empty_line_between_them_are_told_apart() -> None:
    text = f'{ENTRY}#, fuzzy\n{ENTRY}msgid "Bare"\nmsgstr ""\n"Nu"\n#~ msgid "Old"\n'
    read = read_po(text.encode())
    assert [plain(entry) for entry in read.entries] == [
        ("a", "Water", "Eau", False),
        ("a", "Water", "Eau", True),
        ("", "Bare", "Nu", False),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-6", "cp1256"])
def test_a_file_says_its_encoding_or_is_utf_8(encoding: str) -> None:
    text = (
        f'msgid ""\nmsgstr "Content-Type: text/plain; charset={encoding}\\n"\n\nmsgid "Water"\nmsgstr "ماء"\n'
    )
    assert read_po(text.replace("\n", "\r\n").encode(encoding)).entries[0].target == "ماء"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ('msgid "Water"\nmsgstr "ماء"\n'.encode("cp1256"), "encoding"),
        (b'"charset=klingon-8"', "encoding"),
        (b"\xff\xfea", "encoding"),
        (b"", "unreadable"),
        (b"PK\x03\x04", "unreadable"),
        (b"<xliff>", "unreadable"),
    ],
)
def test_what_cannot_be_read_is_refused_whole(data: bytes, reason: str) -> None:
    with pytest.raises(PoError) as refusal:
        read_po(data)
    assert refusal.value.reason == reason


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with contextlib.suppress(PoError):
        read_po(data)


def test_a_sentence_of_forty_thousand_signs_comes_back() -> None:
    entry = PoEntry("a", "x " * 20_000, "ء" * 40_000)
    assert plain(read_po(write_po(HEAD, [entry])).entries[0]) == plain(entry)
