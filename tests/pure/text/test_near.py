"""Texts nearly equal to their base: what is told without cutting all of it is what cutting all of it tells."""

import sys
from random import Random

import pytest
from drawn import BLANKS, edits, few_parts, lists_of_parts, parts, words, written
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.engine_texts import COMMON, Writer
from consult.text import Hunk, apply, diff
from consult.text.plain import plain_change, plain_places, plain_run
from consult.text.words import cut, cut_base

# The package names the function `diff`; its module is found beside it.
diff_module = sys.modules["consult.text.diff"]

WALLS = [
    "Clean water is a right of every person.",
    "States shall report to all of us each year!",
    "Qui paie l’eau, et pour qui\u202f?",
    "الماء حق لكل إنسان في كل مكان؟",
    "- a list that has no stop at all\n",
    "Internationalisation-committee\n",
    "Yes.",
    "1.",
    "It costs 3.5 each, or **more** than that.",
    "no no no no no no no no no no no.",
]


def near(base, revised):
    """Return the hunks of the quick way, None where it gives up; they must be those of the whole."""
    a = cut_base(base)
    found = diff_module._hunks_nearby(a, revised)
    assert found is None or found == diff_module._hunks_of_whole(a, revised)
    return found


sentences = st.one_of(
    st.sampled_from(WALLS),
    st.tuples(st.sampled_from(WALLS), words).map(" ".join),
    st.lists(parts, min_size=3, max_size=9).map(written),
)
documents = st.lists(st.tuples(sentences, st.sampled_from([" ", " ", "\n\n", *BLANKS])), max_size=8)
blots = st.sampled_from(
    [
        "",
        " ",
        ".",
        ". ",
        "\n",
        "\n\n",
        "x",
        "the ",
        " the",
        "’",
        "'",
        "\u0301",
        "\u0600",
        "\ud800",
        "*",
        "no ",
    ]
)


@st.composite
def blotted(draw, text):
    """Draw what becomes of a text in which a few signs go or come at up to four places."""
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(blots) + text[place + draw(st.integers(0, 5)) :]
    return text


@given(documents.flatmap(lambda drawn: st.tuples(st.just(written(drawn)), edits(drawn))))
def test_sentences_that_come_go_and_move_are_told_as_by_the_whole(pair):
    near(*pair)


@given(documents.map(written).flatmap(lambda base: st.tuples(st.just(base), blotted(base))))
def test_signs_changed_anywhere_are_told_as_by_the_whole(pair):
    near(*pair)


@given(st.one_of(lists_of_parts, few_parts).flatmap(lambda d: st.tuples(st.just(written(d)), edits(d))))
def test_texts_without_a_wall_are_told_as_by_the_whole(pair):
    near(*pair)


@pytest.mark.parametrize("lang", COMMON)
def test_planted_edits_are_told_as_by_the_whole_and_nearly_always_the_quick_way(lang):
    writer = Writer(11, lang)
    base = writer.section()
    drawn = [writer.amendment(base, 1 + number % 5) for number in range(60)]
    found = [near(base, planted.text) for planted in drawn]
    assert sum(hunks is not None for hunks in found) >= 58
    for _ in range(40):
        near(base, writer.amendment(base, 4, rewrites=0.3, moves=0.3).text)


@pytest.mark.parametrize("seed", range(4))
def test_many_small_changes_are_told_as_by_the_whole(seed):
    random = Random(seed)
    spare = [word for wall in WALLS for word in wall.split(" ")] + ["x", ".", "a a", "\u00a0", "\n\n"]
    for _ in range(100):
        parts = " ".join(random.sample(WALLS, random.randint(1, 5))).split(" ")
        base = " ".join(parts)
        for _ in range(random.randint(1, 3)):
            place = random.randint(0, len(parts))
            parts[place : place + random.randint(0, 3)] = random.sample(spare, random.randint(0, 2))
        near(base, random.choice([" ", " ", "  "]).join(parts) if random.random() < 0.1 else " ".join(parts))


FIRST, SECOND, THIRD = WALLS[0], WALLS[1], "Nobody is left behind by the law."
TEXT = f"{FIRST} {SECOND} {THIRD}"


@pytest.mark.parametrize(
    ("old", "new", "is_plain"),
    [
        (" right ", " duty ", True),
        (" a right ", " the duty ", True),
        ("right of", "right and duty of", True),
        ("Clean water", "Water", True),
        ("Clean", "Safe clean", True),
        ("report to all", "report all", True),
        ("of every", "of every every", True),  # comes at its canonical place
        ("person", "person, now", True),
        ("law.", "law", False),  # the sentence does not end there
        ("law.", "law. Ever.", False),
        ("law.", "law now.", True),
        ("year!", "year! Now!", False),
        ("a right", "**a right**", False),  # marks may have to do with others
        ("is a right of", "is of a right", False),  # words that are kept in another place
        (" a ", "\u00a0a ", None),  # typography alone is told for each token
        (" a ", "  a ", None),
        (" a ", "\u0600 a ", False),
        (f"{SECOND} ", "", False),
        (SECOND, FIRST, None),  # a sentence of elsewhere: it may have moved
        (f"{FIRST} {SECOND}", f"{SECOND} {FIRST}", None),
    ],
)
def test_one_place_in_one_sentence_is_plain(old, new, is_plain):
    assert TEXT.count(old) == 1
    revised = TEXT.replace(old, new)
    a = cut_base(TEXT)
    at = next((n for n, (x, y) in enumerate(zip(TEXT, revised, strict=False)) if x != y), len(revised))
    place = next((p for p in plain_places(a) if p and p.start <= at < p.start + len(p.piece)), None)
    change = place and plain_change(a, revised, place, at, 0)
    found = near(TEXT, revised)
    assert (found is not None) == (is_plain is not None)
    assert ([change[0]] == found if change else False) == bool(is_plain)
    assert apply(TEXT, diff(TEXT, revised)) == revised


@pytest.mark.parametrize(
    ("first", "second", "is_told"),
    [
        (("a right", "the duty"), ("shall report", "must report"), True),
        (("of every", "of really every"), ("to all ", "to "), True),
        (("Clean water", "Water"), ("each year", "every month"), True),
        (("a right", "States"), ("States", "Nations"), False),  # what goes there comes here
        (("person.", "person now."), ("States", "All States"), False),  # one space alone could be anything
        (("of every", "of every every"), ("to all ", "to "), False),  # it would slide
        (("Clean", "**Clean**"), ("year", "month"), False),
        (("Clean water is a right of every person.", "1."), ("year", "month"), True),
        (("person", "person. Really"), ("year", "month"), False),
        (
            ("person", "human being"),
            ("States ", ""),
            False,
        ),  # the space behind “States” may be that before it
    ],
)
def test_two_sentences_side_by_side_are_told_at_once_where_nothing_of_one_comes_in_the_other(
    first, second, is_told
):
    parts = [f"{FIRST.replace(*first)} ", f"{SECOND.replace(*second)} "]
    run = plain_run(cut_base(TEXT), 0, parts)
    found = near(TEXT, "".join([*parts, THIRD]))
    assert (run == found) if is_told else run is None


@given(st.lists(st.sampled_from(WALLS), min_size=2, max_size=5, unique=True), st.data())
def test_sentences_changed_side_by_side_are_told_as_by_the_whole(sentences, data):
    changed = []
    for sentence in sentences:
        parts = sentence.split(" ")
        place = data.draw(st.integers(0, len(parts) - 1))
        parts[place : place + data.draw(st.integers(0, 2))] = data.draw(st.lists(words, max_size=2))
        changed.append(" ".join(parts))
    near(" ".join(sentences), " ".join(changed))


@pytest.mark.parametrize(
    ("pieces", "walls"),
    [
        ([FIRST, SECOND, THIRD], [0, 1, 2]),
        ([FIRST, "Yes.", SECOND], [0, 2]),  # too short for an anchor
        ([FIRST, FIRST, SECOND], [2]),  # twice in the text
        ([FIRST, "Internationalisation-committee\n", SECOND], [0, 2]),  # two words part nothing
        ([FIRST, "Our international committee\n", SECOND], [0, 1, 2]),
    ],
)
def test_a_wall_stands_once_is_long_and_parts_what_is_beside_it(pieces, walls):
    text = " ".join(pieces).replace("\n ", "\n")
    assert cut(text).walls == walls
    assert [bool(place and place.is_lone) for place in plain_places(cut(text))[:-1]] == [
        number - 1 in {-1, *walls} and number + 1 in {3, *walls} and pieces.count(pieces[number]) == 1
        for number in range(3)
    ]


@pytest.mark.parametrize("text", ["", "x" * 20_001, f"{TEXT} \u0600 1"])
def test_texts_too_long_or_with_signs_that_swallow_a_space_are_cut_whole(text):
    assert near(text, f"{text} x") == ([Hunk(0, 0, " x")] if not text else None)


def test_a_far_longer_text_is_cut_whole():
    assert near(TEXT, f"{TEXT} {'x ' * 10_000}") is None
