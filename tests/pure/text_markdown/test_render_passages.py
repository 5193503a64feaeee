"""Passages that a reader may point at carry their offset."""

import re

import pytest

from consult.text.markdown import paragraphs, render_markdown, render_passages

TEXTS = [
    "One paragraph.",
    "First.\n\nSecond *one*.",
    "Before:\n\n- tight\n- list\n\nAfter.",
    "- loose\n\n- list\n\n  with two paragraphs",
    "1. one\n2. two\n   - inner\n   - more",
    "> quoted words\n\n### A heading\n\nText.",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\nAfter the table.",
    "```\ncode\n```\n\nAfter the code.",
    "الماء حق.\n\nالصحة حق.",
    "##\n\nAfter an empty heading.",
    "\u202e# With a direction override\n\nAfter it.",
    "Windows\r\nlines.\r\n\r\n- one\r\n- two\r\n\r\nAfter them.",
    "\x00# NUL\n\nAfter it.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_passage_carries_its_offset_once_and_in_order(text: str) -> None:
    found = [int(number) for number in re.findall(r'data-start="(\d+)"', render_passages(text))]
    assert found == [passage.start for passage in paragraphs(text)]


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_else_differs_from_the_plain_rendering(text: str) -> None:
    bare = re.sub(r' data-start="\d+"', "", render_passages(text))
    assert bare == render_markdown(text, heading_offset=1)


def test_an_offset_cannot_be_forged_in_the_text() -> None:
    assert re.findall(r"<p[^>]*data-start[^>]*>", render_passages('<p data-start="9">x</p>')) == [
        '<p dir="auto" data-start="0">'
    ]
