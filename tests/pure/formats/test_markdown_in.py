"""Reading a narrative from Markdown."""

import pytest

from consult.formats.markdown_in import ImportedNarrative, NoticeCode, read_narrative

NARRATIVE = """# Public services for all

## 1. Water

Water is a **right**.

### 1.1 Wells

Villages keep their wells.

#### Repairs

Within a week.

## 2. Schools

Free of charge.
"""


def tree(narrative: ImportedNarrative) -> list[tuple[int, str, str]]:
    return [(section.depth, section.label, section.heading) for section in narrative.sections]


def codes(narrative: ImportedNarrative) -> list[tuple[int, str]]:
    return [(notice.line, notice.code.value) for notice in narrative.notices]


def errors(narrative: ImportedNarrative) -> list[tuple[int, str]]:
    return [(error.line, error.code.value) for error in narrative.errors]


def test_headings_become_sections_in_three_depths_under_the_title():
    narrative = read_narrative(NARRATIVE)
    assert narrative.title == "Public services for all"
    assert tree(narrative) == [
        (1, "1.", "Water"),
        (2, "1.1", "Wells"),
        (3, "", "Repairs"),
        (1, "2.", "Schools"),
    ]
    assert [section.parent for section in narrative.sections] == [None, 0, 1, None]
    assert [section.line for section in narrative.sections] == [3, 7, 11, 15]
    assert [section.body for section in narrative.sections] == [
        "Water is a **right**.", "Villages keep their wells.", "Within a week.", "Free of charge.",
    ]  # fmt: skip
    assert (narrative.notices, narrative.errors) == ((), ())


def test_two_headings_of_level_one_are_sections_and_no_title():
    narrative = read_narrative("# Water\n\na\n\n# Land\n\nb\n")
    assert narrative.title is None
    assert tree(narrative) == [(1, "", "Water"), (1, "", "Land")]


def test_a_heading_of_level_one_that_is_not_the_first_is_no_title():
    narrative = read_narrative("## Water\n\na\n\n# Land\n\nb\n")
    assert narrative.title is None
    assert tree(narrative) == [(2, "", "Water"), (1, "", "Land")]


def test_depths_follow_the_levels_that_the_document_uses():
    narrative = read_narrative("# T\n\n### A\n\na\n\n##### B\n\nb\n\n### C\n\nc\n")
    assert tree(narrative) == [(1, "", "A"), (2, "", "B"), (1, "", "C")]
    assert (7, "depth-jump") in codes(narrative)


def test_underlined_headings_are_read_like_those_with_number_signs():
    narrative = read_narrative("Title\n=====\n\nWater\n-----\n\na\n\nLand\n---\n\nb")
    assert narrative.title == "Title"
    assert tree(narrative) == [(1, "", "Water"), (1, "", "Land")]


@pytest.mark.parametrize("block", ["```\n# no\n```", "~~~sh\n## no\n~~~", "    # no", "> # no", "- # no"])
def test_a_number_sign_inside_code_lists_and_quotations_is_no_heading(block: str):
    narrative = read_narrative(f"# T\n\n## A\n\n{block}\n\n## B\n\nb\n")
    assert tree(narrative) == [(1, "", "A"), (1, "", "B")]
    assert narrative.sections[0].body == block


def test_a_fourth_level_stays_in_the_text_and_its_line_is_named():
    narrative = read_narrative("# A\n\n## B\n\n### C\n\nc\n\n#### D\n\nd\n\n##### E\n\n# F\n\nf")
    assert tree(narrative) == [(1, "", "A"), (2, "", "B"), (3, "", "C"), (1, "", "F")]
    assert narrative.sections[2].body == "c\n\n##### D\n\nd\n\n###### E"
    assert [pair for pair in codes(narrative) if pair[1] == "deeper-than-three"] == [
        (9, "deeper-than-three"), (13, "deeper-than-three"),
    ]  # fmt: skip


def test_text_before_the_first_section_is_kept_under_the_title():
    narrative = read_narrative("# Our demands\n\nWhy we write.\n\n## Water\n\na\n")
    assert tree(narrative) == [(1, "", "Our demands"), (1, "", "Water")]
    assert narrative.sections[0].body == "Why we write."
    assert codes(narrative) == [(3, "text-before-first-heading")]
    assert narrative.errors == ()


def test_long_text_before_the_first_section_is_named_by_its_beginning():
    long = read_narrative("# Ours\n\n" + "水" * 200 + "\n\n## Water\n\na").notices[0].params["text"]
    assert long == "水" * 79 + "…"
    assert read_narrative("# Ours\n\nWhy.\n\n## Water\n\na").notices[0].params["text"] == "Why."


def test_text_before_the_title_is_kept_with_the_text_after_it():
    narrative = read_narrative("Draft of March\n\n# Our demands\n\nWhy we write.\n\n## Water\n\na\n")
    assert narrative.sections[0].body == "Draft of March\n\nWhy we write."
    assert narrative.sections[0].line == 1


def test_text_before_the_first_heading_without_a_title_is_an_error_that_names_the_line():
    narrative = read_narrative("\n\nWhy we write.\n\n## Water\n\na\n\n## Land\n\nb")
    assert errors(narrative) == [(3, "text-before-first-heading")]
    assert narrative.sections[0].body == "Why we write."


def test_a_document_with_one_heading_is_one_section():
    narrative = read_narrative("# Our demands\n\nWater for all.")
    assert tree(narrative) == [(1, "", "Our demands")]
    assert narrative.errors == ()


@pytest.mark.parametrize(
    "text", ["Water for all.", "\n\n- water\n- land", "**Water**\n\nfor all", "```\n# x\n```"]
)
def test_a_document_without_heading_is_an_error_and_its_text_is_still_shown(text: str):
    narrative = read_narrative(text)
    assert [error.code for error in narrative.errors] == [NoticeCode.NO_HEADING]
    assert "empty-heading" not in {code for _, code in codes(narrative)}
    assert narrative.sections[0].body == text.strip()


@pytest.mark.parametrize(
    "data", ["", " \n\t\n", b"", b"\xef\xbb\xbf", b"\xff\xfe", "\x00", "\ufeff\n", "---"]
)
def test_a_document_without_words_is_an_error(data: bytes | str):
    narrative = read_narrative(data)
    assert len(narrative.errors) == 1


def test_a_title_alone_is_an_error():
    assert errors(read_narrative("\n# Our demands\n")) == [(2, "only-title")]


@pytest.mark.parametrize("levels", ["#", "##", "mixed"])
def test_five_hundred_headings_are_five_hundred_sections(levels: str):
    marks = {"mixed": ["#", "##", "###"]}.get(levels, [levels])
    text = "\n\n".join(f"{marks[n % len(marks)]} {n + 1}. Heading\n\nText {n}." for n in range(500))
    narrative = read_narrative(text)
    assert len(narrative.sections) == 500
    assert [section.body for section in narrative.sections] == [f"Text {n}." for n in range(500)]
    assert len({section.key for section in narrative.sections}) == 500
    assert narrative.errors == ()


def test_more_headings_than_anyone_can_consult_on_are_an_error():
    narrative = read_narrative("# a\n\n" * 2_001)
    assert [(error.line, error.code) for error in narrative.errors] == [(4001, NoticeCode.TOO_MANY_HEADINGS)]


def test_empty_headings_and_sections_and_doubled_headings_are_named():
    narrative = read_narrative("# T\n\n##\n\na\n\n## Land\n\n## Land\n\nb\n\n## Water\n\n### Wells\n\nc")
    assert codes(narrative) == [(3, "empty-heading"), (7, "empty-section"), (9, "duplicate-heading")]


def test_a_heading_that_is_only_a_number_is_not_called_empty():
    narrative = read_narrative("# T\n\n## Article 1\n\na\n\n## Article 2\n\nb")
    assert tree(narrative) == [(1, "Article 1", ""), (1, "Article 2", "")]
    assert [section.key for section in narrative.sections] == ["article-1", "article-2"]
    assert narrative.notices == ()


def test_the_same_heading_below_two_sections_is_no_double():
    narrative = read_narrative("# T\n\n## A\n\n### Aims\n\na\n\n## B\n\n### Aims\n\nb")
    assert narrative.notices == ()


def test_a_heading_keeps_its_words_and_its_link_is_named():
    narrative = read_narrative("# T\n\n## *Water* for **`all`** [now](https://good.example)\n\na")
    assert tree(narrative) == [(1, "", "Water for all now")]
    [notice] = narrative.notices
    assert notice.code == NoticeCode.HEADING_LINK
    assert notice.params["address"] == "https://good.example"


def test_html_is_kept_as_letters_and_named_once():
    narrative = read_narrative(
        "# T\n\n## A\n\na<br>b\n\n<div>c</div>\n\n`<code>` 3 < 4 <https://good.example>"
    )
    assert narrative.sections[0].body.startswith("a<br>b\n\n<div>c</div>")
    [notice] = narrative.notices
    assert (notice.line, notice.code, notice.params) == (
        5,
        NoticeCode.HTML_AS_TEXT,
        {"text": "<br>", "count": 3},
    )


def test_pictures_are_named():
    narrative = read_narrative("# T\n\n## A\n\na\nb ![map](map.png)")
    assert codes(narrative) == [(6, "image-as-link")]


def test_lines_that_were_perhaps_meant_as_headings_are_named():
    narrative = read_narrative(
        "# T\n\n## A\n\n**2. Public services**\n\nb\n\n3. BACKGROUND\n\n**Bold** words in a line\n"
    )
    assert codes(narrative) == [(5, "looks-like-heading"), (9, "looks-like-heading")]


def test_an_open_block_of_code_is_closed_and_named():
    narrative = read_narrative("# T\n\n## A\n\n```\ncode\n\n## B\n\nb")
    assert narrative.sections[0].body == "```\ncode\n\n## B\n\nb\n```"
    assert codes(narrative) == [(5, "code-not-closed")]


def test_a_paragraph_that_a_line_of_dashes_made_a_heading_is_named():
    narrative = read_narrative("# T\n\n" + "Water is a right. " * 20 + "\n---\n\na")
    assert (3, "long-heading") in codes(narrative)


def test_bodies_are_normalised():
    body = (
        read_narrative("# T\n\n## A\n\n\n\none \ntwo  \nthree\t\n\n\n\n    code  \n\n\n    more\n\n\n")
        .sections[0]
        .body
    )
    assert body == "one\ntwo\\\nthree\n\n    code  \n\n\n    more"


def test_front_matter_is_no_text_and_its_title_is_used_where_there_is_no_other():
    narrative = read_narrative(
        '---\ntitle: "Our: demands"\nauthors:\n  - A\n  - B\n---\nHello.\n\n## Water\n\na'
    )
    assert narrative.front == (("title", "Our: demands"), ("authors", "- A\n- B"))
    assert narrative.title == "Our: demands"
    assert tree(narrative) == [(1, "", "Our: demands"), (1, "", "Water")]
    assert [section.line for section in narrative.sections] == [7, 9]


def test_a_rule_at_the_beginning_is_not_taken_for_front_matter():
    narrative = read_narrative("---\n\nJust words, no names.\n\n---\n\n# T\n\n## A\n\na")
    assert narrative.front == ()
    assert "Just words" in narrative.sections[0].body
