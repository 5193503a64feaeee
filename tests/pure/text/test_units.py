"""Texts cut into sentences to be translated, put together again, and joined after two people changed them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.text.units import Origin, Unit, compose, one_line, origins, together, units

LIST = (
    "We ask that\n\n- every contract is published;\n- boards include users. Workers, too.\n\n1. **One.** Two."
    "\n\n> Said."
)
WORDS = st.sampled_from(["water", "l’eau", "الماء", "niñez", "12,5", "**right**", "art.", "(no)", "2020."])
ENDS = st.sampled_from(
    [". ", "! ", "؟ ", ".\n\n", ";\n- ", ".\n\n1. ", ".\n\n## ", ".\n\n> ", ": ", "\n\n---\n\n"]
)
TEXTS = st.lists(st.tuples(st.lists(WORDS, min_size=1, max_size=5), ENDS), max_size=8).map(
    lambda parts: "".join(" ".join(words) + end for words, end in parts).strip()
)


def words_of(text: str) -> list[str]:
    return [part.words for part in units(text)]


def test_marks_of_lists_quotations_and_headings_are_kept_from_the_words() -> None:
    parts = units(LIST)
    assert [part.words for part in parts] == [
        "We ask that",
        "every contract is published;",
        "boards include users.",
        "Workers, too.",
        "**One.**",
        "Two.",
        "Said.",
    ]
    assert [part.lead for part in parts] == ["", "- ", "- ", "", "1. ", "", "> "]


def test_a_translation_stands_under_the_marks_of_the_original() -> None:
    french = ["Nous demandons que", "chaque contrat soit publié ;", "les conseils…", "Le personnel aussi."]
    assert compose(units(LIST), [*french, "**Un.**", "Deux.", "Dit."]) == (
        "Nous demandons que\n\n- chaque contrat soit publié ;\n- les conseils… Le personnel aussi.\n\n"
        "1. **Un.** Deux.\n\n> Dit."
    )


def test_a_sentence_whose_words_stand_in_another_leaves_no_mark_behind() -> None:
    parts = units("One. Two.\n\n- Three.\n\nFour.")
    assert compose(parts, ["Un et deux.", "", "Trois.", "Quatre."]) == "Un et deux.\n\n- Trois.\n\nQuatre."
    assert compose(parts, ["Un.", "Deux et trois.", "", "Quatre."]) == "Un. Deux et trois.\n\nQuatre."
    assert compose(parts, ["", "", "", ""]) == ""
    with pytest.raises(ValueError, match="shorter"):
        compose(parts, ["Un."])


def test_what_has_no_letters_is_copied_and_not_translated() -> None:
    parts = units("One.\n\n---\n\n| a | b |\n| --- | --- |\n| 1 | 2 |")
    assert [part.is_words for part in parts] == [True, False, True, False, False]
    assert compose(parts, ["Un.", "", "| un | deux |", "", ""]) == (
        "Un.\n\n---\n\n| un | deux |\n| --- | --- |\n| 1 | 2 |"
    )


@given(TEXTS)
def test_units_joined_are_the_text_again(text: str) -> None:
    parts = units(text)
    assert "".join(part.lead + part.words + part.tail for part in parts) == text
    assert compose(parts, [part.words for part in parts]) == text
    assert all(part.words == part.words.strip() for part in parts)


@given(TEXTS)
def test_the_original_comes_from_itself_word_for_word(text: str) -> None:
    words = words_of(text)
    assert [origin and origin.is_equal for origin in origins(words, words)] == [True] * len(words)
    assert origins([], words) == [None] * len(words)


@given(st.lists(st.text("abcdefgh ", min_size=8, max_size=30), unique=True), st.data())
def test_no_earlier_sentence_is_given_twice_and_equal_ones_are_equal(
    before: list[str], data: st.DataObject
) -> None:
    after = data.draw(st.permutations(before)) if before else []
    found = origins(before, after)
    places = [origin.place for origin in found if origin]
    assert len(set(places)) == len(places)
    assert [before[origin.place] for origin in found if origin and origin.is_equal] == after


def test_a_changed_sentence_is_known_again_and_a_new_one_is_new() -> None:
    before = ["Water is a right.", "It is not for sale.", "Nobody pays at the door."]
    after = [
        "Water is a human right.",
        "Xyz quite unlike 1234!",
        "Nobody pays at the door.",
        "It is not for sale.",
    ]
    assert origins(before, after) == [Origin(0, False), None, Origin(2, True), Origin(1, True)]


JOINED = [
    # base, mine, theirs; words, theirs shown, is theirs
    ("a", "a", "a", ("a", None, False)),
    ("a", "b", "a", ("b", None, False)),
    ("a", "a", "b", ("b", None, True)),
    ("a", "b", "b", ("b", None, False)),
    ("a", "b", "c", ("b", "c", False)),
    ("", "b", "", ("b", None, False)),
    ("a", "", "c", ("", "c", False)),
]


@pytest.mark.parametrize(("base", "mine", "theirs", "wanted"), JOINED)
def test_two_changes_of_the_same_words_are_joined(
    base: str, mine: str, theirs: str, wanted: tuple[str, str | None, bool]
) -> None:
    (found,) = together([base], [mine], [theirs])
    assert (found.words, found.theirs, found.is_theirs) == wanted


@given(st.lists(st.tuples(*[st.sampled_from("abc")] * 3)))
def test_no_changed_word_of_either_is_lost(rows: list[tuple[str, str, str]]) -> None:
    base, mine, theirs = ([row[place] for row in rows] for place in range(3))
    for found, was, one, other in zip(together(base, mine, theirs), base, mine, theirs, strict=True):
        shown = {found.words, found.theirs}
        assert one == was or one in shown
        assert other == was or other in shown


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Two\n lines\t and  blanks ", "Two lines and blanks"),
        ("Ça va\u202f? Oui\u00a0: « bien »", "Ça va\u202f? Oui\u00a0: « bien »"),
        ("e\u0301te\u0301", "été"),
        ("turned \u202eround\u2069", "turned round"),
        ("a\x00b\ud800c\ufeff", "a b c"),
        ("الماء\u200f حق", "الماء\u200f حق"),
    ],
)
def test_words_come_into_one_line(typed: str, kept: str) -> None:
    assert one_line(typed) == kept
    assert one_line(kept) == kept


def test_a_unit_of_marks_alone_has_no_words() -> None:
    assert not Unit("", "***", "\n").is_words
    assert Unit("", "حق", "").is_words
