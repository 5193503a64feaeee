"""Documents that are broken, huge or strange: a clear message or a correct result, and no word lost."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.formats.imported import ImportedNarrative, NoticeCode
from consult.formats.markdown_in import read_narrative
from consult.formats.source import SIZE_LIMIT, read_source

TEXT = "# Our demands\n\n## 1. Water\n\nL'eau est un droit – الماء حق.\n\n## 2. Land\n\nLand.\n"


def facts(narrative: ImportedNarrative) -> list[object]:
    return [
        narrative.title,
        *((part.line, part.label, part.heading, part.body) for part in narrative.sections),
    ]


EXPECTED = facts(read_narrative(TEXT))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_gives_the_same_sections(line_end: str):
    narrative = read_narrative(TEXT.replace("\n", line_end).encode())
    assert facts(narrative) == EXPECTED
    assert narrative.notices == ()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-32"), "UTF-32"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
    ],
    ids=[
        "utf-16 with mark",
        "big end first",
        "utf-32",
        "little end first without mark",
        "big end without mark",
    ],
)
def test_utf_16_and_utf_32_are_converted_and_that_is_said(data: bytes, name: str):
    narrative = read_narrative(data)
    assert facts(narrative) == EXPECTED
    assert [(notice.code, notice.params) for notice in narrative.notices] == [
        (NoticeCode.ENCODING, {"encoding": name})
    ]
    assert narrative.errors == ()


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf" + TEXT.encode(), "\ufeff" + TEXT, TEXT.rstrip("\n"), TEXT + "\n\n"]
)
def test_a_byte_order_mark_or_a_missing_last_line_end_changes_nothing(data: bytes | str):
    narrative = read_narrative(data)
    assert facts(narrative) == EXPECTED
    assert (narrative.notices, narrative.errors) == ((), ())


def test_bytes_of_another_encoding_are_an_error_that_names_the_line():
    narrative = read_narrative(
        TEXT.replace("L'eau", "L'été").replace("–", "-").replace("الماء حق", "").encode("latin-1")
    )
    [error] = narrative.errors
    assert (error.line, error.code, error.params) == (
        5,
        NoticeCode.UNDECODABLE,
        {"encoding": "UTF-8", "count": 2},
    )
    assert narrative.sections[1].heading == "Land"


@pytest.mark.parametrize(
    "cut", [TEXT.encode("utf-16")[:-1], b"\xff\xfe\x00\xd8", "é".encode()[:1], b"# a\n\n\xff"]
)
def test_a_file_that_was_cut_off_is_an_error_and_not_an_exception(cut: bytes):
    assert NoticeCode.UNDECODABLE in {error.code for error in read_narrative(cut).errors}


def test_nul_and_other_characters_without_shape_are_removed_and_named():
    narrative = read_narrative("# T\n\n## A\n\nwa\x00ter\x00\nla\x1bnd\x07 \ufeff\n")
    assert narrative.sections[0].body == "water\nland"
    assert [(notice.line, notice.code, notice.params) for notice in narrative.notices] == [
        (5, NoticeCode.NUL_REMOVED, {"count": 2}),
        (6, NoticeCode.CONTROLS_REMOVED, {"count": 3}),
    ]


def test_direction_overrides_are_removed_and_named_and_direction_marks_stay():
    narrative = read_narrative("# T\n\n## A\u202etxt\n\nالمادة\u200f 3\u2066.")
    assert (narrative.sections[0].heading, narrative.sections[0].body) == ("Atxt", "المادة\u200f 3.")
    assert [(notice.line, notice.code) for notice in narrative.notices] == [(3, NoticeCode.DIRECTION_REMOVED)]


def test_a_lone_surrogate_is_an_error_that_names_the_line():
    [error] = read_narrative("# T\n\n## A\n\nwater \ud800 and \udc00").errors
    assert (error.line, error.code, error.params) == (5, NoticeCode.LONE_SURROGATE, {"count": 2})


def test_surrogates_that_make_a_pair_are_one_character():
    narrative = read_narrative("# T\n\n## A\n\n\ud83c\udf0d")
    assert narrative.sections[0].body == "🌍"
    assert narrative.errors == ()


def test_letters_are_composed_once_when_they_come_in():
    narrative = read_narrative("# T\n\n## Cafe\u0301\n\ne\u0301te\u0301")
    assert (narrative.sections[0].heading, narrative.sections[0].body) == ("Café", "été")


@pytest.mark.parametrize("break_", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_the_line_breaks_of_word_processors_are_line_breaks(break_: str):
    assert read_narrative(f"# T\n\n## A\n\none{break_}two").sections[0].body == "one\ntwo"


def test_a_file_of_more_than_a_megabyte_is_refused_with_both_sizes():
    for data in ("# a\n" + "x" * SIZE_LIMIT, b"# a\n" + b"x" * SIZE_LIMIT, "ي" * (SIZE_LIMIT // 2 + 1)):
        narrative = read_narrative(data)
        [error] = narrative.errors
        assert (error.code, error.params["limit"]) == (NoticeCode.TOO_LARGE, SIZE_LIMIT)
        assert narrative.sections == ()


@pytest.mark.parametrize(
    "pattern",
    [
        "# a\n\nb\n\n",
        "x",
        "x\n",
        "- ",
        "> ",
        "[",
        "*",
        "`a",
        "```\n",
        "#",
        "# \n",
        "a\n---\n",
        "|a|\n|-|\n",
        "<!--",
        "![",
        "1. A\n",
        "**a",
        "---\n",
        "a: b\n",
        "\\",
        "## I. \n",
        "<a ",
        "  \n",
        "é",
        "\x00",
    ],
)
def test_a_document_made_to_be_slow_is_read_in_time(pattern: str):
    text = pattern * (30_000 // len(pattern.encode()))
    begun = time.process_time()
    read_narrative(text)
    assert time.process_time() - begun < 2.5


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_no_document_raises(data: bytes | str):
    narrative = read_narrative(data)
    assert narrative.sections or narrative.errors


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def held(narrative: ImportedNarrative) -> list[str]:
    """Return the words of everything that an import hands over."""
    parts = [narrative.title or "", *(f"{name} {value}" for name, value in narrative.front)]
    for section in narrative.sections:
        parts += [section.label, section.heading, section.body]
    parts += [str(value) for notice in narrative.notices for value in notice.params.values()]
    return words_of(" ".join(parts).replace("_", " "))


PIECES = st.sampled_from(
    [
        "alpha",
        "beta",
        "حق",
        "3.",
        "1.1 ",
        "IV. ",
        "Article 5 ",
        "# ",
        "## ",
        "### ",
        "#### ",
        "##### ",
        "\n",
        "\n\n",
        "\n===\n",
        "\n---\n",
        "- ",
        "1. ",
        "> ",
        "```",
        "\n```\n",
        "    ",
        "*",
        "**",
        "`",
        "<b>",
        "<!--",
        "-->",
        "|",
        "\n|-|\n",
        "[x](",
        "https://good.example",
        ")",
        "[x]: ",
        "![",
        "]",
        " ",
        "\r\n",
        "\\",
        ":",
        "  \n",
        "\u2003",
        "&emsp;",
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=50).map("".join))
def test_no_word_of_any_line_is_lost(text: str):
    narrative = read_narrative(text)
    kept = held(narrative)
    for word in ("alpha", "beta", "حق", "Article"):
        assert " ".join(kept).count(word) >= text.count(word)
    assert set(words_of(read_source(text).text.replace("_", " "))) - {"emsp"} <= set(kept)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=9), min_size=1), st.randoms()
)
def test_no_word_is_lost_from_a_document_of_ordinary_words(words: list[str], random):
    between = [" ", "\n", "\n\n", "\n\n## ", "\n\n### ", "\n\n- ", "\n---\n", "\n\n# ", ". "]
    text = "".join(word + random.choice(between) for word in words)
    kept = held(read_narrative(text))
    assert all(kept.count(word) >= found for word, found in tally(read_source(text).text).items())


def tally(text: str) -> dict[str, int]:
    return {word: words_of(text).count(word) for word in words_of(text)}
