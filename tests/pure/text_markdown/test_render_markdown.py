"""What readers see of a text that somebody else typed."""

import re
import time

import pytest
from hostile_payloads import ADDRESSES, ATTRIBUTES, ELEMENTS, LINK_FORMS, MARKDOWN
from html_inspector import BIDI, REL, Inspector
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from consult.text.markdown import FORMATTED_LIMIT, render_markdown, render_passages

PAYLOADS = ELEMENTS + ATTRIBUTES + MARKDOWN
IN_PLACES = ["{0}", "Before {0} after", "> {0}", "- {0}", "# {0}", "**{0}**", "| {0} |\n|-|\n| {0} |"]


def faults(text: str) -> list[str]:
    html = render_markdown(text)
    assert "data-start" not in html or "data-start" in text
    found = Inspector(html).faults + Inspector(render_passages(text)).faults
    return found + [f"control U+{ord(mark):04X}" for mark in BIDI + "\x00" if mark in html]


def test_the_list_of_payloads_is_long_and_has_no_doubles():
    assert len(set(PAYLOADS)) == len(PAYLOADS)
    assert len(set(ADDRESSES)) == len(ADDRESSES)
    assert len(PAYLOADS) >= 140


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_text_can_do_nothing_but_be_read(payload: str):
    for place in IN_PLACES:
        assert faults(place.replace("{0}", payload)) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_hostile_address_is_no_link_in_any_form(address: str):
    for form in LINK_FORMS:
        text = form.replace("{0}", address)
        assert faults(text) == []
        assert not any("evil.example" in link for link in Inspector(render_markdown(text)).links)


@pytest.mark.parametrize("payload", ELEMENTS)
def test_typed_html_is_shown_as_the_letters_that_were_typed(payload: str):
    typed, shown = (
        re.sub(r"[\W_]", "", text) for text in (payload, Inspector(render_markdown(payload)).words)
    )
    assert shown == typed


@pytest.mark.parametrize(
    "address",
    [
        "https://good.example",
        "http://good.example/a?b=c&d=e#f",
        "HTTPS://good.example/x",
        "mailto:a@b.example",
        "https://good.example/%D8%AD%D9%82",
        "https://حق.example/ماء",
        "https://good.example/@name",
    ],
)
def test_a_link_to_the_web_or_to_a_mailbox_works_and_gives_nothing_away(address: str):
    html = render_markdown(f"See [the report]({address}).")
    assert len(Inspector(html).links) == 1
    assert f'rel="{REL}"' in html
    assert Inspector(html).faults == []


def test_words_of_a_link_that_leads_nowhere_stay():
    assert render_markdown("Register [here](#), *[now](/now)*.") == (
        '<p dir="auto">Register here, <em>now</em>.</p>\n'
    )


def test_a_picture_becomes_a_link_and_is_not_fetched():
    html = render_markdown("![A map](https://good.example/map.png)")
    assert "<img" not in html
    assert "A map" in html


def test_emphasis_lists_quotations_and_tables_are_formatted():
    html = render_markdown("*a* **b** ~~c~~ `d`\n\n- e\n\n> f\n\n| g |\n|---|\n| h |\n\n---\n\ni\\\nj")
    for part in ("<em>a</em>", "<strong>b</strong>", "<del>c</del>", "<code>d</code>", "<li>e</li>",
                 "<blockquote", "<th>g</th>", "<td>h</td>", "<hr>", "i<br>"):  # fmt: skip
        assert part in html


def test_a_list_that_begins_at_three_is_shown_from_three():
    assert '<ol start="3"' in render_markdown("3. Water\n4. Land")


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("# a", ["h3"]),
        ("###### a", ["h3"]),
        ("# a\n\n## b\n\n#### c", ["h3", "h4", "h4"]),
        ("### a\n\n# b", ["h4", "h3"]),
        ("a\n===\n\nb\n---", ["h3", "h4"]),
    ],
)
def test_headings_inside_a_text_begin_at_the_third_level(text: str, tags: list[str]):
    html = render_markdown(text)
    assert [f"h{part[0]}" for part in html.split("<h")[1:]] == tags


def test_headings_may_all_be_put_one_level_lower():
    assert render_markdown("# a\n\n## b", heading_offset=1).count("<h4") == 2


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("الماء حق", '<p dir="auto">'),
        ("- الماء", '<ul dir="auto">'),
        ("1. الماء", '<ol dir="auto">'),
        ("> الماء", '<blockquote dir="auto">'),
        ("# الماء", '<h3 dir="auto">'),
        ("    x", '<pre dir="auto">'),
        ("| a |\n|-|\n| b |", '<table dir="auto">'),
    ],
)
def test_each_outermost_block_follows_the_direction_of_its_own_letters(text: str, opening: str):
    assert render_markdown(text).startswith(opening)


def test_a_nested_block_does_not_hide_its_letters_from_the_block_around_it():
    # A browser that works out dir="auto" skips descendants that have a dir of their own.
    html = render_markdown("> الماء حق\n>\n> - للجميع\n\n- واحد\n\n  اثنان")
    assert html.count("dir=") == 2


def test_a_direction_override_is_taken_out_and_the_words_stay():
    assert render_markdown("safe\u202etxt.exe &#x2067;x") == '<p dir="auto">safetxt.exe x</p>\n'


def test_direction_marks_that_arabic_needs_are_kept():
    assert "\u200f" in render_markdown("المادة 3\u200f.")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t"])
def test_an_empty_text_is_an_empty_result(text: str):
    assert render_markdown(text).strip() == ""


def test_the_result_needs_no_further_escaping_in_a_template():
    assert isinstance(render_markdown("a"), Markup)
    assert isinstance(render_markdown("a" * (FORMATTED_LIMIT + 1)), Markup)


def test_a_text_of_just_the_greatest_length_is_formatted_still():
    longest = "*a* ".ljust(FORMATTED_LIMIT, "b")
    assert "<em>a</em>" in render_markdown(longest)
    assert "*a*" in render_markdown(f"{longest}b")


@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script> ", "[x](javascript:alert(1))\n\n", "a\r\n\r\n"]
)
def test_a_very_long_text_is_shown_plain_and_safe_and_whole(payload: str):
    text = payload * (FORMATTED_LIMIT // len(payload) + 1)
    inspector = Inspector(render_markdown(text))
    assert inspector.faults == []
    assert inspector.words.split() == text.split()
    assert inspector.links == []


@pytest.mark.parametrize(
    "text",
    [
        "[" * 19_000,
        "*a_" * 6_000,
        "> " * 9_000,
        "`a``" * 4_500,
        "<" * 19_000,
        "- " * 9_000,
        "|a" * 9_000 + "\n|-",
        "![[]()" * 3_000,
        "a\n" * 9_500,
        "[a](" * 4_500,
        "&#x26;" * 3_000,
        "\\" * 19_000,
        "[a]: b\n" * 2_500,
    ],
)
def test_a_text_made_to_be_slow_is_rendered_in_time(text: str):
    begun = time.process_time()
    assert faults(text) == []
    assert time.process_time() - begun < 5


def test_the_same_text_is_rendered_once():
    text = "Remembered by its content."
    assert render_markdown(text) is render_markdown(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_rendered_safely(text: str):
    assert faults(text) == []


FRAGMENTS = st.sampled_from(
    [
        "<",
        ">",
        "script",
        "[x](",
        "javascript:",
        ")",
        "\n",
        "\n\n",
        "`",
        "```",
        "*",
        "_",
        "|",
        "-",
        '"',
        "'",
        "&#",
        "x3c;",
        "\\",
        "https://",
        "evil.example",
        "![",
        "]",
        " ",
        "    ",
        "> ",
        "# ",
        "onclick=",
        "\x00",
        "\u202e",
        "~~",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(FRAGMENTS, max_size=40).map("".join))
def test_any_mixture_of_dangerous_pieces_is_rendered_safely(text: str):
    assert faults(text) == []
