"""Notes of a conversation: what is one thing that was said, and which section it is about."""

import pytest

from consult.text.notes import Named, Note, split_notes

SECTIONS = [
    Named("water", "1.", "Water"),
    Named("services", "2.1", "Services"),
    Named("care", "2.2", "Who pays: care for all"),
    Named("aims-a", "3.1", "Aims"),
    Named("aims-b", "4.1", "Aims"),
    Named("maa", "٥", "الماء"),
]
SPLIT = {
    "nothing": ("", []),
    "white space alone": (" \n\t\n  ", []),
    "paragraphs": ("One.\n\nTwo.", ["One.", "Two."]),
    "a paragraph over several lines": ("One\ngoes on.\n\nTwo.", ["One goes on.", "Two."]),
    "hyphens": ("- One\n- Two", ["One", "Two"]),
    "stars, dots, dashes, plus": ("* One\n• Two\n•Three\n– Four\n+ Five", ["One", "Two", "Three", "Four", "Five"]),
    "numbers": ("1. One\n2) Two\n(3) Three\n10. Ten", ["One", "Two", "Three", "Ten"]),
    "Arabic digits": ("١. واحد\n٢) اثنان\n۳. سه", ["واحد", "اثنان", "سه"]),
    "bullets apart": ("- One\n\n- Two\n\n\n- Three", ["One", "Two", "Three"]),
    "a bullet over several lines": ("- One\n  goes on\nand on\n- Two", ["One goes on and on", "Two"]),
    "nested": ("- One\n  - inner\n  - more\n- Two", ["One\n\n- inner\n- more", "Two"]),
    "nested deeper, with tabs": ("1. One\n\t- inner\n\t\t* deepest\n2. Two", ["One\n\n- inner\n- deepest", "Two"]),
    "nested after a blank line": ("- One\n\n  - inner\n\n- Two", ["One\n\n- inner", "Two"]),
    "a second paragraph of a bullet": ("- One\n\n  Its rest.\n\nTwo", ["One\n\nIts rest.", "Two"]),
    "all bullets indented": ("  - One\n  - Two\n- Three", ["One", "Two", "Three"]),
    "a paragraph before a list": ("They said:\n- One", ["They said:", "One"]),
    "a minus, a year, a star are no bullets":
        ("-5 degrees\n\n2024 was dry.\n\n*dry*", ["-5 degrees", "2024 was dry.", "*dry*"]),
    "a bullet with nothing": ("-\n\n- One", ["-", "One"]),
    "Windows line ends": ("- One\r\n- Two\r\n\r\nThree", ["One", "Two", "Three"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "bodies"), SPLIT.values(), ids=SPLIT)
def test_notes_are_split_at_blank_lines_and_bullets(text: str, bodies: list[str]) -> None:
    assert [note.body for note in split_notes(text)] == bodies


NAMED = {
    "label and heading with a colon": ("2.1 Services:\n- One\n- Two", [("One", "services"), ("Two", "services")]),
    "a heading alone, in other case": ("SERVICES\nOne\n\nTwo", [("One", "services"), ("Two", "services")]),
    "a label and the first words of the heading": ("2.2 Who pays:\nOne\n\n2.2 who\nTwo",
                                                   [("One", "care"), ("Two", "care")]),
    "not the first letters, nor without the label": ("2.2 Wh\n\nWho pays", [("2.2 Wh", ""), ("Who pays", "")]),
    "a label alone": ("2.1:\nOne", [("One", "services")]),
    "with a Markdown mark": ("## 2.1 Services\n\nOne\n\n**Water**\n\nTwo", [("One", "services"), ("Two", "water")]),
    "bold with the colon inside": ("**Services:** One.", [("One.", "services")]),
    "its note on the same line": ("2.1 Services: the clinic closed: why?", [("the clinic closed: why?", "services")]),
    "as a bullet with bullets in it": ("- Services\n  - One\n  - Two\n- Water\n  - Three",
                                       [("One", "services"), ("Two", "services"), ("Three", "water")]),
    "a numbered heading is no bullet": ("1. Water\nOne", [("One", "water")]),
    "a heading with a colon": ("Who pays: care for all\nOne\n\n2.2 Who pays: care for all:\nTwo",
                             [("One", "care"), ("Two", "care")]),
    "in Arabic, digits of both kinds": ("٥ الماء:\nواحد\n\nWater\nx\n\n5: اثنان",
                                        [("واحد", "maa"), ("x", "water"), ("اثنان", "maa")]),
    "digits of a Latin label in Arabic": ("٢٫١:\nOne", [("One", "services")]),
    "a name that two have gives none": ("Water\nOne\n\nAims\nTwo\n\n4.1 Aims\nThree",
                                        [("One", "water"), ("Two", ""), ("Three", "aims-b")]),
    "words with a name in them": ("Water is life.\n\nAmina: no water.",
                                  [("Water is life.", ""), ("Amina: no water.", "")]),
    "before any heading": ("One\n\nWater\n\nTwo", [("One", ""), ("Two", "water")]),
    "headings alone": ("Water\n\nServices", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "notes"), NAMED.values(), ids=NAMED)
def test_a_line_that_names_a_section_gives_it_to_what_follows(
    text: str, notes: list[tuple[str, str]]
) -> None:
    assert split_notes(text, SECTIONS) == [Note(*note) for note in notes]


def test_a_label_that_is_empty_names_nothing() -> None:
    assert split_notes("::\n\nOne", [Named("water", "", "Water")]) == [Note("::"), Note("One")]


def test_long_notes_are_split_in_the_time_of_their_length() -> None:
    assert len(split_notes("- " * 25_000 + "\n" + "- a\n  - b\n" * 6_000, SECTIONS)) == 6_001
    assert len(split_notes("- a\n" + "  - b\n" * 15_000, SECTIONS)) == 1
