"""The diff, on cases that a person can check by eye."""

import pytest

from consult.text import Hunk, apply, diff, is_typographic


def changes(base, revised):
    return [(base[hunk.start : hunk.end], hunk.new) for hunk in diff(base, revised)]


def test_equal_texts_have_no_hunks():
    assert diff("Water is a right.", "Water is a right.") == []


def test_changes_of_neighbouring_words_are_one_hunk():
    assert changes("the quick fox", "a slow fox") == [("the quick", "a slow")]


def test_changes_with_an_untouched_word_between_are_two_hunks():
    assert changes("States must act now.", "Governments must act soon.") == [
        ("States", "Governments"),
        ("now", "soon"),
    ]


@pytest.mark.parametrize(
    ("base", "revised", "expected"),
    [
        ("Nous voulons l’eau.", "Nous voulons l’air.", [("l’eau", "l’air")]),
        ("non-state actors", "state actors", [("non-state", "state")]),
        ("12,5 percent", "12,7 percent", [("12,5", "12,7")]),
        ("المُجْتَمَع المدني", "المجتمع المدني", [("المُجْتَمَع", "المجتمع")]),
        ("¿Qué hacer?", "¿Qué decir?", [("hacer", "decir")]),
    ],
)
def test_words_stay_whole(base, revised, expected):
    assert changes(base, revised) == expected


def test_an_inserted_sentence_is_one_hunk_between_sentences():
    base = "We act. We learn. We act."
    assert diff(base, "We act. We learn. We act. We learn.") == [Hunk(25, 25, " We learn.")]


def test_an_inserted_list_item_is_one_whole_line():
    assert diff("- one\n- two\n- three", "- one\n- one and a half\n- two\n- three") == [
        Hunk(5, 5, "\n- one and a half")
    ]


def test_a_repeated_word_inserted_gets_one_place_whoever_edits_elsewhere():
    base = "very good and very clear words for all of us"
    plain = diff(base, base.replace("very good", "very very good"))
    beside = diff(base, base.replace("very good", "very very good").replace("us", "them"))
    assert beside[0] == plain[0]


def test_hunks_never_slide_past_each_other():
    base, revised = "a a b a a", "a b a a a a"
    assert apply(base, diff(base, revised)) == revised


def test_typography_alone_is_a_hunk_of_its_own_kind():
    base, revised = "He said 'no' to the plan.", "He said ’no’ to our plan."
    assert changes(base, revised) == [("'", "’"), ("'", "’"), ("the", "our")]
    assert is_typographic("'", "’")
    assert not is_typographic("the", "our")


def test_a_paragraph_break_is_no_typography():
    assert not is_typographic(" ", "\n\n")
    assert is_typographic("Oui ?", "Oui\u202f?")


@pytest.mark.parametrize(
    ("base", "revised", "expected"),
    [
        ("clean water now", "clean **water** now", [("water", "**water**")]),
        (
            "a **clean** water and _so_ on",
            "a clean water and so on",
            [("**clean**", "clean"), ("_so_", "so")],
        ),
        ("see the report here", "see [the report](x.org) here", [("the report", "[the report](x.org)")]),
        ("one\n\ntwo", "*one\n\ntwo*", [("", "*"), ("", "*")]),
        ("* one\n* two", "* one\n* new\n* two", [("", "\n* new")]),
    ],
)
def test_marks_of_markdown_open_and_close_in_one_hunk(base, revised, expected):
    assert changes(base, revised) == expected


def test_apply_sorts_and_keeps_the_given_order_at_one_point():
    assert apply("ab", [Hunk(1, 2, "c"), Hunk(1, 1, "x"), Hunk(1, 1, "y")]) == "axyc"


@pytest.mark.parametrize("hunks", [[Hunk(0, 2, "x"), Hunk(1, 3, "y")], [Hunk(0, 9, "")], [Hunk(2, 1, "")]])
def test_apply_refuses_overlap_and_places_outside(hunks):
    with pytest.raises(ValueError, match="Hunk"):
        apply("abc", hunks)


@pytest.mark.parametrize(
    ("base", "amended", "changes"),
    [
        # A sentence that changes places goes, and comes, as a whole, whatever its neighbours have in common with it.
        (
            "We need clean water. The state pays for all of us, always. We need more.",
            "The state pays for all of us, always. We need clean water. We all need more.",
            [("We need clean water. ", ""), ("", "We need clean water. "), ("", "all ")],
        ),
        (
            "We need more. Clean water is a right. The state pays for all of us, always. Clean air is one.",
            "We need more. The state pays for all of us, always. Clean air is a right. Clean water is a right.",
            [("Clean water is a right. ", ""), ("one", "a right"), ("", " Clean water is a right.")],
        ),
        (
            "We need more of it. The state pays for all of us, always. We need it now. We need clean water.",
            "We need it now. The state pays for all of us, always. We need clean water.",
            [("We need more of it. ", "We need it now. "), ("We need it now. ", "")],
        ),
    ],
)
def test_a_sentence_that_changes_places_is_never_taken_apart(base, amended, changes):
    assert [(base[hunk.start : hunk.end], hunk.new) for hunk in diff(base, amended)] == changes
    assert apply(base, diff(base, amended)) == amended
