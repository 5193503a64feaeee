"""Which deletion and insertion are one move."""

from random import Random

import pytest

from consult.text import Hunk, diff
from consult.text.moves import all_moves, moves
from consult.text.words import cut_base

SIX = "every person has a right here"
OTHER = "each of us must act soon"


def moved(old, new, replaced="", beside=""):
    """Return whether words that go and words that come elsewhere are taken for a move."""
    base = f"{old} In the middle. {replaced}"
    start = len(base) - len(replaced)
    hunks = [Hunk(0, len(old), beside), Hunk(start, len(base), new)]
    return moves(base, hunks) == [(hunks[0], hunks[1])]


@pytest.mark.parametrize(
    ("old", "new", "is_move"),
    [
        (SIX, SIX, True),
        (SIX, SIX.replace("person", "child"), True),
        (SIX, SIX.replace("person", "child").replace("right", "claim"), False),
        (SIX, OTHER, False),
        ("a person has a right", "a person has a right", False),
        ("a b c d e f", "a b c d e f", True),  # the shortest there is
        ("a b c d e", "a b c d e", False),
        ("a b c d e f g h i j", "a b c x e f y h i j", True),  # just four fifths
        ("a b c d e f g h i", "a b c x e f y h i", False),
        (SIX, "Every, person: has a “right” here", True),
    ],
)
def test_six_words_of_which_four_fifths_come_back_are_a_move(old, new, is_move):
    assert moved(old, new) == is_move


@pytest.mark.parametrize(
    ("replaced", "beside", "is_move"),
    [("old", "", True), ("two words", "", False), ("", "new", True), ("", "two words", False)],
)
def test_a_place_that_loses_or_gets_a_quarter_of_other_words_is_no_end_of_a_move(replaced, beside, is_move):
    assert moved(SIX, SIX, replaced, beside) == is_move


@pytest.mark.parametrize(("beside", "is_move"), [("one", True), ("two words", False)])
def test_just_a_quarter_is_too_much(beside, is_move):
    eight = f"{SIX} and now"
    assert moved(eight, eight, replaced=beside) == is_move
    assert moved(eight, eight, beside=beside) == is_move


def test_each_insertion_is_used_once_and_the_most_similar_is_taken():
    base = f"{SIX}. {SIX}. Middle words."
    near = SIX.replace("person", "child")
    hunks = [
        Hunk(0, len(SIX), ""),
        Hunk(len(SIX) + 2, 2 * len(SIX) + 2, ""),
        Hunk(len(base) - 1, len(base) - 1, near),
        Hunk(len(base), len(base), SIX),
    ]
    assert moves(base, hunks) == [(hunks[0], hunks[3]), (hunks[1], hunks[2])]


LONG = "Every person on earth has a right to clean water."
SHORT = "States shall act on it now."


def test_of_sentences_that_change_places_those_with_more_words_stay_also_where_one_is_changed():
    two = "Everybody shall report."
    base = f"Before. {two} {SHORT} {LONG} Nobody is left behind."
    revised = f"Before. {LONG} {two} {SHORT} Nobody is left behind."
    stay = f"{two} {SHORT} "  # nine words against ten
    moved = [Hunk(8, 8 + len(stay), ""), Hunk(8 + len(stay + LONG) + 1, 8 + len(stay + LONG) + 1, stay)]
    assert diff(base, revised) == moved
    base, revised = (text.replace(SHORT, f"{SHORT[:-1]} and for ever.") for text in (base, revised))
    place = base.index(LONG)
    moved = [Hunk(8, 8, f"{LONG} "), Hunk(place, place + len(LONG) + 1, "")]
    assert diff(base, revised) == moved
    inserted = Hunk(base.index("act on"), base.index("act on"), "then ")
    changed = revised.replace("shall act", "shall then act")
    assert diff(base, changed) == [moved[0], inserted, moved[1]]


def test_words_rather_than_letters_say_which_sentence_moves():
    few = "Internationalisation notwithstanding, parliamentarians deliberate."
    many = "We all go out on the sea and up to a hill."
    assert len(few) > len(many)
    base, revised = f"{few} {many} The end.", f"{many} {few} The end."
    assert {hunk.new.strip() for hunk in diff(base, revised)} == {few, ""}


def found(base, amended):
    return [
        (move.sentence, move.gone.start, move.come.start)
        for move in all_moves(cut_base(base), diff(base, amended))
    ]


LONG = "We begin with a sentence that stays where it is. "
OTHER = "We end with another one that stays where it is. "


@pytest.mark.parametrize(
    ("words", "again", "sentence"),
    [
        ("Act now. ", "Act now. ", "Act now"),
        ("Water. ", "Water. ", None),  # a lone word
        ("- Clean water\n", "- Clean water\n", "Clean water"),
        ("Clean water.\n\n", "Clean water.\n\n", "Clean water"),
        ("الماء حق. ", "الماء حق. ", "الماء حق"),
        ("Act now. ", "Act soon. ", None),
        ("Act now. ", "Please act now. ", None),
        ("… ", "… ", None),  # there are no words
    ],
)
def test_a_sentence_that_goes_and_comes_is_a_move_however_short(words, again, sentence):
    base = f"{LONG}{words}{OTHER}"
    for amended, places in (
        (f"{LONG}{OTHER}{again}", (len(LONG), len(base))),
        (f"{again}{LONG}{OTHER}", (len(LONG), 0)),
    ):
        moves = found(base, amended)
        assert [move[0] for move in moves] == ([sentence] if sentence else [])
        assert all(abs(move[1] - places[0]) < 3 > abs(move[2] - places[1]) for move in moves)


def test_a_sentence_that_stands_several_times_is_not_known_to_have_moved():
    base = f"Act now. {LONG}Act now. {OTHER}"
    assert found(base, f"Act now. {LONG}{OTHER}Act now. ") == []
    assert found(f"{LONG}Act now. {OTHER}", f"Act now. {LONG}{OTHER}Act now. ") == []


def test_two_sentences_that_go_to_one_place_are_two_moves():
    base = f"Act now. {LONG}Water is life. {OTHER}We stop here, all of us."
    moves = found(base, f"{LONG}{OTHER}Act now. Water is life. We stop here, all of us.")
    assert [sentence for sentence, _, _ in moves] == ["Act now", "Water is life"]
    assert len({come for _, _, come in moves}) == 1


def test_a_sentence_that_is_put_together_from_another_one_moves_between_all_the_changes_that_make_it():
    base = "Buy water. The state pays for all of it, always. Buy more."
    moves = found(base, "Buy more. The state pays for all of it, always. Buy water.")
    water, more = base.index("water"), base.index("more")
    assert moves == [("Buy more", more, water), ("Buy water", water, more)]


def test_a_phrase_that_is_no_sentence_moves_as_before():
    base = f"Where every person has a right here, {LONG}{OTHER}"
    amended = f"{LONG}{OTHER}Where every person has a right here, "
    assert [sentence for sentence, _, _ in found(base, amended)] == [""]
    assert len(moves(base, diff(base, amended))) == 1


def test_many_changes_are_looked_at_too():
    words = [f"Sentence {number} stays. " for number in range(60)]
    base = "Act now. " + "".join(words)
    amended = "".join(word.replace("stays", "remains") for word in words) + "Act now. "
    assert [sentence for sentence, _, _ in found(base, amended)] == ["Act now"]


@pytest.mark.parametrize(
    ("base", "hunks", "sentences"),
    [
        # What goes reaches over the end of the sentence, and into the next one.
        (
            "We need more.\n- We need air.",
            [Hunk(3, 18, "all"), Hunk(28, 28, "\n- We need more.")],
            ["We need more"],
        ),
        ("We act. They pay for it.", [Hunk(0, 12, "You"), Hunk(24, 24, " We act.")], ["We act"]),
        ("We act! They pay for it.", [Hunk(3, 12, "do"), Hunk(24, 24, "\nWe act!")], ["We act"]),
        ("We act. They pay for it.", [Hunk(3, 12, "do"), Hunk(24, 24, " They act.")], []),
        ("We act. They pay for it.", [Hunk(3, 12, "do"), Hunk(24, 24, " So.")], []),
    ],
)
def test_a_sentence_that_goes_with_a_part_of_the_next_one_is_known_again(base, hunks, sentences):
    assert [move.sentence for move in all_moves(cut_base(base), hunks)] == sentences


def test_what_only_abuts_the_words_that_come_or_go_is_no_half():
    base = "One two. Act now. Three four. We end here."
    gone, come = Hunk(9, 18, ""), Hunk(30, 30, "Act now. ")
    beside = [Hunk(4, 9, "too. "), Hunk(18, 23, "Tree"), Hunk(24, 30, "for. "), Hunk(30, 32, "You")]
    hunks = sorted([gone, come, *beside])
    assert [tuple(move) for move in all_moves(cut_base(base), hunks)] == [("Act now", gone, come)]


@pytest.mark.parametrize("seed", range(3))
def test_the_quick_look_for_moves_overlooks_none(seed, monkeypatch):
    pool = [
        LONG.strip(),
        OTHER.strip(),
        "Act now.",
        "We need clean water.",
        "We need clean air for all.",
        "We need.",
    ]
    random = Random(seed)
    tried = []
    for _ in range(40):
        sentences = random.sample(pool, 4)
        base = " ".join(sentences)
        random.shuffle(sentences)
        words = " ".join(sentences).split(" ")
        words[random.randrange(len(words))] = random.choice(["so", "We", "now. We"])
        tried.append((cut_base(base), diff(base, " ".join(words))))
    quick = [all_moves(base, hunks) for base, hunks in tried]
    monkeypatch.setattr("consult.text.moves._may_move", lambda base, hunks: True)
    assert quick == [all_moves(base, hunks) for base, hunks in tried]
    assert sum(map(bool, quick)) > 20
