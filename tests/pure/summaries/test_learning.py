"""Suggested tags: how often they are right, when they are said to fit well, and what is never learnt."""

import pytest
from invented_texts import InventedTexts

from consult.summaries.learning import LEAST_TEXTS, MOST_PARTS, Learnt, learn

WATER = ["public water for all", "the water is public", "keep public water", "water, public water"]
LAND = ["land for those who farm", "who farm the land", "farm land is common", "a farm on common land"]


def small(*more: tuple[str, frozenset[str]]) -> Learnt:
    """Return what is learnt from four texts about water and four about land."""
    given = [*((text, {"water"}) for text in WATER), *((text, {"land"}) for text in LAND)]
    return learn([*((text, frozenset(tags)) for text, tags in given), *more])


def test_a_thousand_tags_suggest_the_right_one_first_and_among_three() -> None:
    texts = InventedTexts(1)
    known, new = texts.sample(1000), texts.sample(300)
    learnt = learn([(text, frozenset([tag])) for text, tag in known])
    made = learnt.suggested([text for text, _tag in new])
    first = [some[0].tag == tag for some, (_text, tag) in zip(made, new, strict=True)]
    among = [tag in {one.tag for one in some} for some, (_text, tag) in zip(made, new, strict=True)]
    assert sum(first) / len(new) >= 0.75
    assert sum(among) / len(new) >= 0.90
    assert all(len(some) <= 3 for some in made)
    # What is said of how far to trust it holds for texts that it has not seen.
    likely = [hit for hit, some in zip(first, made, strict=True) if some[0].is_likely]
    assert len(likely) >= 150
    assert sum(likely) / len(likely) >= 0.75
    assert abs(learnt.right / learnt.tried - sum(first) / len(new)) <= 0.08
    assert len(learnt.parts) <= MOST_PARTS


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("WATER — public!", ["water"]),
        ("waters, publicly", ["water"]),  # other forms of the words
        ("farming", ["land"]),
        ("", []),
        ("█████", []),
        ("zzz qqq", []),  # nothing of it was ever learnt
    ],
)
def test_texts_are_judged_by_what_they_share_with_the_tagged_ones(text: str, first: list[str]) -> None:
    (made,) = small().suggested([text])
    assert [one.tag for one in made][:1] == first


def test_a_text_with_two_tags_teaches_both() -> None:
    both = [("public water for the farm", frozenset({"water", "land"}))] * 3
    (made,) = small(*both).suggested(["public water for the farm"])
    assert {one.tag for one in made} == {"water", "land"}


def test_words_of_few_texts_are_forgotten() -> None:
    learnt = small(("Ombeline lives at the well", frozenset({"water"})), ("Ombeline", frozenset({"water"})))
    assert LEAST_TEXTS == 3
    assert "  water  " in learnt.parts
    assert not [part for part in learnt.parts if "ombe" in part or "well" in part]
    assert learnt.suggested(["Ombeline"]) == [[]]


def test_nothing_fits_well_where_the_trial_went_badly() -> None:
    odd = [("the same words again", frozenset({tag})) for tag in "abcdefgh"]
    learnt = learn(odd)
    assert learnt.right == 0
    assert learnt.tried == 8
    assert not any(one.is_likely for some in learnt.suggested(["the same words again"]) for one in some)


def test_nothing_can_be_learnt_from_texts_without_words() -> None:
    learnt = learn([("", frozenset({"a"})), ("…", frozenset({"b"}))])
    assert learnt.suggested(["anything", ""]) == [[], []]
