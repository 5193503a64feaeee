"""PO files as other programs write them, line by line; and what is written is what those programs expect."""

import pytest

from consult.formats.po import PoEntry, PoError, read_po, write_po

HEAD = 'msgid ""\nmsgstr "Language: fr\\n"\n\n'


def read(text: str) -> list[tuple[str, str, str, bool]]:
    return [(one.context, one.source, one.target, one.is_fuzzy) for one in read_po(text.encode()).entries]


ENTRIES = {
    "comments of every kind": (
        '#. extracted\n#: file.py:3\n#| msgid "Older"\n# by hand\nmsgid "a"\nmsgstr "b"\n',
        [("", "a", "b", False)],
    ),
    "fuzzy among other flags": ('#, python-format, fuzzy\nmsgid "a"\nmsgstr "b"\n', [("", "a", "b", True)]),
    "a flag that only sounds alike": ('#, fuzzyish\nmsgid "a"\nmsgstr "b"\n', [("", "a", "b", False)]),
    "the word in a comment": ('# fuzzy\n#. #, fuzzy\nmsgid "a"\nmsgstr "b"\n', [("", "a", "b", False)]),
    "fuzzy is of its own entry": (
        '#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr "d"\n',
        [("", "a", "b", True), ("", "c", "d", False)],
    ),
    "blanks around": ('  msgid\t"a"  \n msgstr   "b" \n', [("", "a", "b", False)]),
    "many lines": ('msgid ""\n"a "\n"b"\nmsgstr "" \n"c\\n"\n"d"\n', [("", "a b", "c\nd", False)]),
    "escapes": (r'msgid "\"\\\t\n\r"' + '\nmsgstr "x"\n', [("", '"\\\t\n\r', "x", False)]),
    "an escape that is none stays": (r'msgid "\q\\q"' + '\nmsgstr "x"\n', [("", "\\q\\q", "x", False)]),
    "a backslash before an n": (r'msgid "\\n"' + '\nmsgstr "x"\n', [("", "\\n", "x", False)]),
    "no line end at the end": ('msgid "a"\nmsgstr "b"', [("", "a", "b", False)]),
    "an empty context is a context": ('msgctxt ""\nmsgid ""\nmsgstr "b"\n', [("", "", "b", False)]),
    "old entries are left out": (
        'msgid "a"\nmsgstr "b"\n#~ msgid "x"\n#~ msgstr "y"\n',
        [("", "a", "b", False)],
    ),
}


@pytest.mark.parametrize(("text", "entries"), ENTRIES.values(), ids=ENTRIES)
def test_an_entry_is_read_as_it_was_meant(text: str, entries: list[tuple[str, str, str, bool]]) -> None:
    assert read(HEAD + text) == entries


DAMAGED = {
    # what stands from line 4 on, the lines that are named
    "plural forms are not ours": ('msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "bs"\n', (4,)),
    "a string of nothing": ('"lost"\n\nmsgid "a"\nmsgstr "b"\n', (4,)),
    "text between": ('msgid "a"\nwhat\nmsgstr "b"\n', (4,)),
    "an empty line within": ('msgid "a"\n\nmsgstr "b"\n', (4, 6)),
    "a quote not escaped": ('msgid "a"b"\nmsgstr "b"\n', (4,)),
    "the last backslash takes the quote": ('msgid "a\\"\nmsgstr "b"\n', (4,)),
    "the comment counts to its entry, the line is that of the words": ('# one\n#, fuzzy\nmsgid "a"\n', (6,)),
    "two in a row": ('msgid "a"\n\nmsgid "b"\n\nmsgid "c"\nmsgstr "d"\n', (4, 6)),
    "a word without a string": ('msgid\nmsgstr "b"\n', (4,)),
    "context twice": ('msgctxt "x"\nmsgctxt "y"\nmsgid "a"\nmsgstr "b"\n', (4,)),
}


@pytest.mark.parametrize(("text", "lines"), DAMAGED.values(), ids=DAMAGED)
def test_what_is_damaged_is_named_by_the_line_where_its_words_begin(
    text: str, lines: tuple[int, ...]
) -> None:
    found = read_po(f'{HEAD}{text}\nmsgctxt "k"\nmsgid "whole"\nmsgstr "entier"\n'.encode())
    assert found.damaged == lines
    assert found.entries[-1].source == "whole"
    assert found.head == {"Language": "fr"}


def test_the_head_is_read_name_by_name_and_may_stand_anywhere_or_be_missing() -> None:
    text = 'msgid "a"\nmsgstr "b"\n\nmsgid ""\nmsgstr "Language : fr\\nX-Odd\\nX-Time: 10:30\\nX-Empty:\\n"\n'
    assert read_po(text.encode()).head == {"Language": "fr", "X-Time": "10:30", "X-Empty": ""}
    assert read_po(b'msgid "a"\nmsgstr "b"\n').head == {}
    assert read_po(HEAD.encode()).entries == ()
    with pytest.raises(PoError) as refusal:
        read_po(b'msgid "a"\n')
    assert refusal.value.reason == "unreadable", "nothing in it is whole"


def test_what_is_written_is_one_block_for_each_entry() -> None:
    made = write_po(
        {"Language": "fr", "X-Title": "two\nlines"},
        [
            PoEntry("k", 'say "so"\\', "une\ndeux", notes=("one\n  two", "")),
            PoEntry("", "bare", "", is_fuzzy=True),
            PoEntry("t", "a\tb", "\r"),
        ],
    )
    assert made.decode() == (
        'msgid ""\n'
        'msgstr ""\n'
        '"Language: fr\\n"\n'
        '"X-Title: two lines\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        "\n"
        "# one two\n"
        "#\n"
        'msgctxt "k"\n'
        'msgid "say \\"so\\"\\\\"\n'
        'msgstr ""\n'
        '"une\\n"\n'
        '"deux"\n'
        "\n"
        "#, fuzzy\n"
        'msgid "bare"\n'
        'msgstr ""\n'
        "\n"
        'msgctxt "t"\n'
        'msgid "a\\tb"\n'
        'msgstr "\\r"\n'
    )


def test_no_note_becomes_an_entry_and_no_given_head_the_encoding() -> None:
    sly = PoEntry("k", "a", "b", notes=('x"\nmsgid "evil"\nmsgstr "y"', "\u2028msgid", ", fuzzy"))
    made = read_po(write_po({"Content-Type": "text/plain; charset=latin-1", "MIME-Version": "9"}, [sly]))
    assert [(one.source, one.target, one.is_fuzzy) for one in made.entries] == [("a", "b", False)]
    assert made.head["Content-Type"] == "text/plain; charset=UTF-8"
    assert made.head["MIME-Version"] == "1.0"
