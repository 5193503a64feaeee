"""Writing a narrative as Markdown, and reading back what was written."""

import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.formats.body import normal_body
from consult.formats.imported import ImportedNarrative
from consult.formats.markdown_in import read_narrative
from consult.formats.markdown_out import write_narrative


@dataclass(frozen=True)
class Section:
    depth: int
    label: str
    heading: str
    body: str


def read_back(title: str | None, sections: list[Section]) -> tuple[str | None, list[Section]]:
    narrative = read_narrative(write_narrative(title, sections))
    assert narrative.errors == ()
    return narrative.title, as_sections(narrative)


def as_sections(narrative: ImportedNarrative) -> list[Section]:
    return [Section(part.depth, part.label, part.heading, part.body) for part in narrative.sections]


def test_a_narrative_is_written_as_a_person_would_write_it():
    sections = [
        Section(1, "", "Our demands", "Why we write."),
        Section(1, "1.", "Water", "Water is a *right*."),
        Section(2, "1.1", "Wells", "Villages keep them."),
    ]
    assert write_narrative("Our demands", sections, front={"version": "1.0", "licence": "CC BY: 4.0"}) == (
        '---\nversion: 1.0\nlicence: "CC BY: 4.0"\nsection-levels: 2-4\n---\n\n# Our demands\n\n'
        "Why we write.\n\n## 1. Water\n\nWater is a *right*.\n\n### 1.1\u2003Wells\n\nVillages keep them.\n"
    )


def test_front_values_are_read_back_as_they_were():
    front = {
        "version": "1.0",
        "note": 'Say "water":\nfirst # and -',
        "hash": "0012",
        "empty": "",
        "name": "حق",
    }
    narrative = read_narrative(write_narrative("T", [Section(1, "", "A", "a")], front=front))
    assert dict(narrative.front) == {**front, "section-levels": "2-4"}


@pytest.mark.parametrize(
    ("label", "heading"),
    [
        ("3.", "Rights"),
        ("", "3. Rights"),
        ("", "2030 Agenda"),
        ("", "17 goals"),
        ("17", "goals"),
        ("", "Article 5"),
        ("Article 5", ""),
        ("Article 5", "Homes"),
        ("Part One", "Homes"),
        ("", "Part One"),
        ("IV.", "Land"),
        ("", "IV. Land"),
        ("§ 4", "x"),
        ("", "§ 4 x"),
        ("(a)", "x"),
        ("", "(a) x"),
        ("Goal 5:", "x"),
        ("", "Goal 5: x"),
        ("*", "x"),
        ("", "*x*"),
        ("", "# x #"),
        ("", "C#"),
        ("", "a_b_c [d](e) <f> &amp; `g` \\ ~~h~~ !"),
        ("المادة 3", "الماء"),
        ("٣.", "الماء"),
        ("", "--- "),
        ("", "- x"),
        ("", "> x"),
        ("", "[x]: y"),
        ("1.5", "x"),
        ("", "1.5 degrees"),
        ("A.1", "x"),
        ("", "A"),
        ("", ""),
        ("2.1", ""),
        ("Part One", ""),
        ("", "x &emsp;"),
        ("*", ""),
    ],
)
def test_label_and_heading_are_read_back_apart(label: str, heading: str):
    sections = [Section(1, "", "Before", "a"), Section(1, label, heading.strip(), "b")]
    assert read_back("T", sections) == ("T", sections)


@pytest.mark.parametrize("title", [None, "T", "1. T", "*T*", "T #", "---", "الماء حق", "[T]"])
def test_the_title_is_read_back(title: str | None):
    sections = [Section(1, "", "A", "a"), Section(1, "", "B", "b")]
    assert read_back(title, sections) == (title, sections)


@pytest.mark.parametrize("depths", [[1, 3], [2], [3, 1], [2, 2], [1, 3, 3, 1], [3]])
def test_depths_are_read_back_also_where_one_is_left_out(depths: list[int]):
    sections = [Section(depth, "", f"Heading {depth}", "a") for depth in depths]
    assert read_back("T", sections)[1] == sections


def test_headings_that_a_contributor_put_into_a_text_do_not_become_sections():
    sections = [Section(1, "", "A", "# One\n\nTwo\n===\n\nThree\n---\n\n#### Four"), Section(1, "", "B", "b")]
    found = read_back("T", sections)[1]
    assert [section.heading for section in found] == ["A", "B"]
    assert found[0].body == "##### One\n\n##### Two\n\n###### Three\n\n###### Four"


def test_a_block_of_code_left_open_does_not_swallow_the_sections_after_it():
    sections = [Section(1, "", "A", "```\n## B"), Section(1, "", "B", "b")]
    assert [section.heading for section in read_back("T", sections)[1]] == ["A", "B"]


LABELS = st.sampled_from(
    ["", "1.", "2.1", "3)", "IV.", "iv)", "(a)", "B.", "Article 5", "§ 4", "Goal 3:", "12", "Annex", "٤."]
)
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"]), max_size=30)
MARKUP = st.sampled_from(
    [
        "word",
        "حق",
        "3.",
        "*",
        "_",
        "`",
        "```",
        "~~~",
        "#",
        "## ",
        "- ",
        "1. ",
        "> ",
        "[",
        "](",
        ")",
        "<b>",
        "&amp;",
        "\\",
        "|",
        "\n",
        "\n\n",
        "  \n",
        "    ",
        "---",
        "===",
        "\t",
        " ",
    ]
)
BODIES = st.lists(MARKUP, max_size=25).map("".join).map(normal_body)


def settled(words: str) -> str:
    return unicodedata.normalize("NFC", " ".join(words.split()))


SECTIONS = st.builds(Section, st.sampled_from([1, 2, 3]), LABELS, WORDS.map(settled), BODIES)


@settings(max_examples=400, deadline=None)
@given(WORDS.map(settled), st.lists(SECTIONS, min_size=1, max_size=6))
def test_any_narrative_is_read_back_to_the_same_tree(title: str, sections: list[Section]):
    narrative = read_narrative(write_narrative(title, sections))
    assert as_sections(narrative) == sections
    assert narrative.title == (title or None)


@settings(max_examples=300, deadline=None)
@given(st.lists(MARKUP, max_size=40).map("".join))
def test_normalising_a_body_twice_changes_nothing_more(text: str):
    assert normal_body(normal_body(text)) == normal_body(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(MARKUP, max_size=60).map("".join))
def test_what_was_imported_is_exported_and_imported_again_without_change(text: str):
    narrative = read_narrative("# T\n\n## A\n\na\n\n" + text)
    again = read_narrative(write_narrative(narrative.title, narrative.sections))
    assert (again.title, as_sections(again)) == (narrative.title, as_sections(narrative))
