"""A text beside its translation: where a change lies in the original, and which words stand for which sentence."""

import random

import pytest

from consult.text import apply, diff
from consult.text.aligned import cells, own_words, spots, touched, whole
from consult.text.hunks import Hunk
from consult.text.units import Unit, units

BODY = (
    "Water is a right.\n\n- It is not for sale.\n- Everyone must have it. Every day.\n\n---\n\nNobody pays."
)
HEADING = "Water"
FRENCH = [
    "L’eau",
    "L’eau est un droit.",
    "Elle n’est pas à vendre.",
    "Chacun doit en avoir.",
    "Chaque jour.",
    "",
    "Personne ne paie.",
]


def parts() -> list[Unit]:
    return [Unit("", HEADING, "\n\n"), *units(BODY)]


def french(*changes: tuple[str, str]) -> str:
    return _changed(whole(parts(), FRENCH), *changes)


def english(*changes: tuple[str, str]) -> str:
    return _changed(f"{HEADING}\n\n{BODY}", *changes)


def _changed(text: str, *changes: tuple[str, str]) -> str:
    for find, replace in changes:
        assert text.count(find) == 1, find
        text = text.replace(find, replace)
    return text


def test_the_sentences_of_both_texts_tile_them() -> None:
    assert whole(parts()) == f"{HEADING}\n\n{BODY}"
    for text, where in ((whole(parts()), cells(parts())), (french(), cells(parts(), FRENCH))):
        assert [one.place for one in where] == list(range(7)), "the rule has no words, and stands as it is"
        assert "".join(text[one.start : one.end] for one in where) == text
    joined = [*FRENCH[:3], "Chacun doit en avoir, chaque jour.", "", *FRENCH[5:]]
    assert [one.place for one in cells(parts(), joined)] == [0, 1, 2, 3, 5, 6], "its words stand in another"


@pytest.mark.parametrize(
    ("change", "first", "last", "source"),
    [
        (("L’eau\n", "Les eaux\n"), 0, 0, "Water"),
        (("un droit", "un droit humain"), 1, 1, "Water is a right."),
        (("- Elle n’est pas", "- Elle n’est jamais"), 2, 2, "- It is not for sale."),
        (("avoir. Chaque jour", "avoir, chaque jour"), 3, 4, "- Everyone must have it. Every day."),
        ((" Chaque jour.", ""), 3, 4, "- Everyone must have it. Every day."),
        (("paie.", "paie. Jamais."), 6, 6, "Nobody pays."),
    ],
)
def test_a_change_is_shown_beside_its_place_in_the_original(
    change: tuple[str, str], first: int, last: int, source: str
) -> None:
    (spot,) = spots(parts(), FRENCH, french(change))
    assert (spot.first, spot.last, spot.source.strip()) == (first, last, source)
    assert spot.before.strip() in french()
    assert spot.after.strip() in french(change)
    assert spot.after != spot.before


def test_several_changes_stand_apart_and_neighbours_together() -> None:
    found = spots(parts(), FRENCH, french(("un droit", "le droit"), ("Personne", "Nul")))
    assert [(one.first, one.last) for one in found] == [(1, 1), (6, 6)]
    found = spots(parts(), FRENCH, french(("un droit", "le droit"), ("à vendre", "une marchandise")))
    assert [(one.first, one.last) for one in found] == [(1, 2)]
    assert spots(parts(), FRENCH, french()) == []


def test_what_is_set_in_between_belongs_to_a_neighbour() -> None:
    where = cells(parts())
    assert touched(where, [Hunk(0, 0, "The ")]) == {0}
    assert touched(where, [Hunk(len(english()), len(english()), " Ever.")]) == {6}
    assert touched(where, [Hunk(0, len(english()), "")]) == set(range(7))
    assert touched(where, []) == set()


@pytest.mark.parametrize(
    ("theirs", "rendered", "found"),
    [
        (
            [("un droit", "un droit humain")],
            [("a right", "a human right")],
            {"Water is a human right.": "L’eau est un droit humain."},
        ),
        (
            [("à vendre.", "à vendre. Elle n’est à personne.")],
            [("for sale.", "for sale. It is nobody’s.")],
            {"It is nobody’s.": "Elle n’est à personne."},
        ),
        (
            [("Chacun doit", "Chacune et chacun doivent"), ("Chaque", "Chaque nuit et chaque")],
            [("Everyone must", "All must"), ("Every day", "Every night and every day")],
            {
                "All must have it.": "Chacune et chacun doivent en avoir.",
                "Every night and every day.": "Chaque nuit et chaque jour.",
            },
        ),
        (
            [("Chacun doit en avoir.", "Chacun doit en avoir. Et chacune.")],
            [("Everyone must", "Every woman and every man must")],
            {"Every woman and every man must have it.": "Chacun doit en avoir. Et chacune."},
        ),
        ([("L’eau\n", "Les eaux\n")], [("Water\n", "Waters\n")], {"Waters": "Les eaux"}),
        ([(" Chaque jour.", "")], [(" Every day.", "")], {}),
        ([("un droit", "le droit")], [], {}),
        (
            [("Personne ne paie.", "Personne ne paie.\n\nPas un sou.")],
            [("Nobody pays.", "Nobody pays a penny.")],
            {},
        ),
    ],
)
def test_the_authors_words_are_found_for_each_new_sentence(
    theirs: list[tuple[str, str]], rendered: list[tuple[str, str]], found: dict[str, str]
) -> None:
    assert own_words(parts(), FRENCH, french(*theirs), english(*rendered)) == found


def test_words_for_a_sentence_that_reads_otherwise_by_now_are_left_aside() -> None:
    given = (
        french(("un droit", "un droit humain"), ("Personne", "Nul")),
        english(("a right", "a human right"), ("Nobody pays", "No one pays")),
    )
    now = [FRENCH[0], "L’eau, c’est un droit.", *FRENCH[2:]]
    assert own_words(parts(), FRENCH, *given, now) == {"No one pays.": "Nul ne paie."}
    assert len(own_words(parts(), FRENCH, *given, FRENCH)) == 2


def test_whatever_is_changed_each_spot_holds_its_changes_whole() -> None:
    chance = random.Random(6)
    words = ["eau", " ", ".", " Oui.", "\n\n", "- ", "é", ""]
    for _ in range(150):
        text = french()
        for _ in range(chance.randint(1, 3)):
            start = chance.randint(0, len(text))
            text = text[:start] + chance.choice(words) + text[start + chance.randint(0, 30) :]
        found = spots(parts(), FRENCH, text)
        assert sum(len(one.hunks) for one in found) == len(diff(french(), text))
        for one in found:
            assert one.after == apply(one.before, one.hunks)
        for sentence, told in own_words(parts(), FRENCH, text, english(("a right", "rights"))).items():
            assert sentence not in english()
            assert "\n" not in told
