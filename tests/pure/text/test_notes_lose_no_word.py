"""Whatever shape notes have, no word of them is lost, said twice or put into another order."""

import random
import re

import pytest

from consult.text.notes import Named, Note, split_notes

SECTIONS = [Named("water", "1.", "Water"), Named("care", "2.1", "Care")]
LINES = [
    "- {}",
    "  - {}",
    "\t* {}",
    "1. {}",
    "{}",
    "   {}",
    "",
    "(2) {}",
    "• {}",
    "## {}",
    "{}:",
    "Water: {}",
    "2.1 Care: {}",
]


def drawn(seed: int) -> tuple[str, list[str]]:
    """Return notes of random shape, and the words in them that name no section."""
    dice = random.Random(seed)
    lines, words = [], []
    for number in range(dice.randint(1, 30)):
        said = f"w{number}x v{number}y"
        line = dice.choice(LINES)
        words += said.split() if "{}" in line else []
        lines.append(line.format(said))
    return "\n".join(lines), words


@pytest.mark.parametrize("seed", range(60))
def test_every_word_is_in_one_note_in_its_order(seed: int) -> None:
    text, words = drawn(seed)
    notes = split_notes(text, SECTIONS)
    assert re.findall(r"[wv]\d+[xy]", " ".join(note.body for note in notes)) == words
    assert all(note.body.strip() == note.body != "" for note in notes)
    assert {note.section for note in notes} <= {"", "water", "care"}
    assert split_notes(text.replace("\n", "\r\n"), SECTIONS) == notes


ODD = {
    # a colon of Chinese and Japanese
    "a full-width colon": ("Water：One", [("One", "water")]),
    # bold round the name, with a space behind the colon
    "bold before a note": ("**Water**: One", [("One", "water")]),
    # the label may be dressed as a numbered bullet with a bracket
    "a label in brackets": ("2.1)\nOne", [("One", "care")]),
    # a time is no heading
    "a clock time": ("14:30 we met", [("14:30 we met", "")]),
    # nothing behind the colon is a heading alone
    "spaces behind the colon": ("Care:   \n- One", [("One", "care")]),
    # a section that is named again takes what follows again
    "back to the first": ("Water\nOne\n\nCare\nTwo\n\nWater\nThree",
                          [("One", "water"), ("Two", "care"), ("Three", "water")]),
    # a heading ends the paragraph above it without an empty line
    "no empty line before a heading": ("One\nWater\nTwo", [("One", ""), ("Two", "water")]),
    # a note behind the colon goes on in the next line
    "goes on below its heading": ("Care: One\ngoes on", [("One goes on", "care")]),
    # a bullet of three digits is one, of four is a year
    "three digits, four digits": ("100. One\n\n2024. Two", [("One", ""), ("2024. Two", "")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "notes"), ODD.values(), ids=ODD)
def test_odd_lines_are_read_as_a_person_would(text: str, notes: list[tuple[str, str]]) -> None:
    assert split_notes(text, SECTIONS) == [Note(*note) for note in notes]
