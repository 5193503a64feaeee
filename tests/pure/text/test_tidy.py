"""Which changes are one, and where a change that could stand at several places stands."""

import pytest

from consult.text import Hunk, diff


def numbered(letter, count):
    """Return so many different words."""
    return " ".join(f"{letter}{number}" for number in range(count))


def spans(base, revised):
    return [(base[hunk.start : hunk.end], hunk.new) for hunk in diff(base, revised)]


@pytest.mark.parametrize(
    ("kept", "changed", "hunks"),
    [
        ("k", 2, 1),
        ("k", 1, 2),
        ("k l", 4, 1),
        ("k l", 3, 2),
        ("k l m", 3, 2),
        ("k l m n", 4, 2),
        (",", 2, 1),
        (",", 1, 2),
    ],
)
def test_changes_are_joined_over_few_words_when_much_changes_on_both_sides(kept, changed, hunks):
    base = f"{numbered('a', changed)} {kept} {numbered('b', changed)} and the rest stays as it is here"
    revised = f"{numbered('c', changed)} {kept} {numbered('d', changed)} and the rest stays as it is here"
    assert len(diff(base, revised)) == hunks


@pytest.mark.parametrize(("small", "hunks"), [(1, 2), (2, 1)])
def test_the_smaller_of_two_changes_decides_whether_they_are_joined(small, hunks):
    base = f"{numbered('a', small)} k {numbered('b', 5)} and the rest"
    revised = f"{numbered('c', small)} k {numbered('d', 5)} and the rest"
    assert len(diff(base, revised)) == hunks
    base = f"{numbered('b', 5)} k {numbered('a', small)} and the rest"
    revised = f"{numbered('d', 5)} k {numbered('c', small)} and the rest"
    assert len(diff(base, revised)) == hunks


def sentence_of(letter, first, last, kept="keep these five words here"):
    """Return a sentence that keeps some words, five if not told, between two parts of so many words."""
    return f"{numbered(letter, first)} {kept} {numbered(letter * 2, last)}."


@pytest.mark.parametrize(
    ("old", "new", "kept", "hunks"),
    [
        ((6, 6), (7, 6), "keep these five words here", 1),  # five and twenty words change around five
        ((6, 6), (6, 6), "keep these five words here", 2),  # four and twenty do
        ((2, 3), (20, 20), "keep these five words here", 1),
        ((2, 2), (20, 20), "keep these five words here", 2),  # so little went that this is an addition
        ((20, 20), (2, 3), "keep these five words here", 1),
        ((20, 20), (2, 2), "keep these five words here", 2),
        ((4, 4), (4, 4), "keep these three", 1),  # sixteen words change, the fewest there are
        ((4, 3), (4, 4), "keep these three", 2),
    ],
)
def test_a_sentence_of_which_hardly_a_word_is_kept_is_one_rewrite(old, new, kept, hunks):
    gone, come = sentence_of("a", *old, kept), sentence_of("b", *new, kept)
    found = diff(f"Before it all. {gone} After it all.", f"Before it all. {come} After it all.")
    assert len(found) == hunks
    assert (found == [Hunk(15, 15 + len(gone) - 1, come[:-1])]) == (hunks == 1)


@pytest.mark.parametrize("between", [". ", "\n", "؟ "])
def test_rewrites_of_two_sentences_stay_two(between):
    kept = "and these words stay"
    base = f"{numbered('a', 9)} {kept}{between}{kept} {numbered('b', 9)} and so on"
    revised = f"{numbered('c', 9)} {kept}{between}{kept} {numbered('d', 9)} and so on"
    assert len(diff(base, revised)) == 2


def test_changes_before_and_after_a_stop_are_two():
    base, revised = f"{numbered('a', 5)}. {numbered('b', 5)}!", f"{numbered('c', 5)}. {numbered('d', 5)}!"
    assert spans(base, revised) == [
        (numbered("a", 5), numbered("c", 5)),
        (numbered("b", 5), numbered("d", 5)),
    ]


def test_few_words_that_change_are_no_rewrite_of_a_sentence():
    base = "a1 a2 keep it b1 b2 with these c1 c2 and so on."
    assert len(diff(base, base.replace("a1 a2", "x").replace("b1 b2", "y").replace("c1 c2", "z"))) == 3


@pytest.mark.parametrize(
    ("base", "revised", "expected"),
    [
        # a whole sentence, with the space behind it, before the sentence that begins like it
        (
            "One is here. Two is here.",
            "One is here. Two was here. Two is here.",
            Hunk(13, 13, "Two was here. "),
        ),
        # of two equal words the first place, with the space behind
        ("It is very good so", "It is very very good so", Hunk(6, 6, "very ")),
        ("It is very very good so", "It is very good so", Hunk(6, 11, "")),
        # between words the space goes with the word before which something stands
        ("all people count", "all the people count", Hunk(4, 4, "the ")),
        # at the end of a paragraph, a sentence comes with the space before it
        ("Act now.\n\nEnd.", "Act now. Act well.\n\nEnd.", Hunk(8, 8, " Act well.")),
        # a paragraph comes with the break before it
        ("A b.\n\nC d.", "A b.\n\nE f.\n\nC d.", Hunk(4, 4, "\n\nE f.")),
        # at the end of the text
        ("Act now.", "Act now. Act well.", Hunk(8, 8, " Act well.")),
        ("So, now and then", "So, now, and then", Hunk(7, 7, ",")),
        # a colon ends what comes before, as a stop does
        ("We say: all act, all win", "We say: all act: all act, all win", Hunk(8, 8, "all act: ")),
        # a deleted sentence of two equal ones is the first
        ("Yes. Go on. Go on. End.", "Yes. Go on. End.", Hunk(5, 12, "")),
        (
            "مرحبا بكم. نعم الآن. نعم غدا.",
            "مرحبا بكم. نعم اليوم. نعم الآن. نعم غدا.",
            Hunk(11, 11, "نعم اليوم. "),
        ),
    ],
)
def test_an_insertion_or_deletion_has_one_place(base, revised, expected):
    assert diff(base, revised) == [expected]
