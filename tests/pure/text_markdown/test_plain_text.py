"""The words of a Markdown text, and the passages of it that can be quoted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.text.markdown import paragraphs, plain_text

BODY = """Water is a **human right**.
It is not a commodity.

- Nobody may be cut off.
- Prices are set in public:
  1. yearly,
  2. after a hearing.

> The well belongs to the village.

| Year | Price |
|------|-------|
| 2024 | 3     |

```
left as it is
```
"""


def test_plain_text_keeps_words_and_drops_marks():
    assert plain_text("Water is a **human _right_**, see [the report](https://good.example).") == (
        "Water is a human right, see the report."
    )


def test_plain_text_puts_a_blank_line_between_blocks_and_marks_list_items():
    assert (
        plain_text("One\n\n- two\n- three\n\n4. five\n5) six")
        == "One\n\n- two\n\n- three\n\n4. five\n\n5) six"
    )


def test_plain_text_writes_a_table_row_by_row():
    assert plain_text("| Year | Price |\n|-|-|\n| 2024 | 3 |") == "Year | Price\n\n2024 | 3"


def test_plain_text_keeps_line_breaks_and_code():
    assert plain_text("a\\\nb\nc\n\n    code *here*") == "a\nb\nc\n\ncode *here*"


def test_plain_text_drops_direction_overrides():
    assert plain_text("safe\u202etxt.exe &#x202e;x") == "safetxt.exe x"


@pytest.mark.parametrize("text", ["", "\n", "---", "[a]: https://good.example"])
def test_plain_text_of_a_text_without_words_is_empty(text: str):
    assert plain_text(text) == ""


@given(st.lists(st.text("abcdeغماü", min_size=1, max_size=8), min_size=1, max_size=20))
def test_plain_text_leaves_plain_words_alone(words: list[str]):
    assert plain_text(" ".join(words)) == " ".join(words)


def test_paragraphs_are_numbered_and_cut_out_of_the_body_exactly():
    found = paragraphs(BODY)
    assert [paragraph.index for paragraph in found] == list(range(8))
    assert [BODY[paragraph.start : paragraph.end] for paragraph in found] == [part.text for part in found]


def test_each_paragraph_begins_with_its_first_word_and_not_with_a_list_mark():
    assert [part.text.split()[0] for part in paragraphs(BODY)] == [
        "Water", "Nobody", "Prices", "yearly,", "after", "The", "|", "```",
    ]  # fmt: skip


def test_a_paragraph_of_several_lines_is_one():
    assert paragraphs(BODY)[0].text == "Water is a **human right**.\nIt is not a commodity."


@pytest.mark.parametrize(
    ("body", "start"), [("- one\n  two", 2), ("> one\n> two", 2), ("1. > one\n   > two", 5), ("one\ntwo", 0)]
)
def test_a_passage_of_several_lines_begins_behind_its_mark(body: str, start: int):
    assert [(part.start, part.text) for part in paragraphs(body)] == [(start, body[start:])]


def test_a_list_mark_that_repeats_the_words_is_not_taken_for_them():
    assert [(part.start, part.text) for part in paragraphs("1. 1\n\n- a - a")] == [(3, "1"), (8, "a - a")]


def test_headings_count_as_paragraphs_and_empty_ones_do_not():
    assert [part.text for part in paragraphs("# Scope #\n\n##\n\nText\n====")] == ["Scope #", "Text\n===="]


def test_offsets_count_code_points_also_beyond_the_basic_plane():
    body = "𝔘𝔫𝔦 🌍\n\nالماء"
    assert [(part.start, part.end) for part in paragraphs(body)] == [(0, 5), (7, 12)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_offsets_hold_for_every_kind_of_line_end(line_end: str):
    body = f"One{line_end}two{line_end}{line_end}- three{line_end}{line_end}four"
    assert [part.text for part in paragraphs(body)] == [f"One{line_end}two", "three", "four"]


@pytest.mark.parametrize("body", ["", " \n\n", "---", "\x00", "[a]: b"])
def test_a_body_without_words_has_hardly_a_paragraph(body: str):
    assert [part.text.strip("\x00") for part in paragraphs(body)] in ([], [""])


PIECES = st.sampled_from(
    [
        "word",
        "كلمة",
        "🌍",
        " ",
        "\n",
        "\r\n",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "# ",
        "    ",
        "```",
        "\n|-|\n",
        "===",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_paragraphs_never_overlap_and_are_what_their_offsets_say(body: str):
    end_of_the_last = 0
    for index, part in enumerate(paragraphs(body)):
        assert part.index == index
        assert end_of_the_last <= part.start < part.end <= len(body)
        assert body[part.start : part.end] == part.text
        end_of_the_last = part.end


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["word", "كلمة", "\n", "\n\n", " ", "- ", "> ", "1. "]), max_size=40).map(
        "".join
    )
)
def test_every_word_of_a_body_is_in_a_paragraph(body: str):
    held = " ".join(part.text for part in paragraphs(body))
    assert (body.count("word"), body.count("كلمة")) == (held.count("word"), held.count("كلمة"))
