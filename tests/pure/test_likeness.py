"""Nearly equal texts are found as sets, with any number of them, and what is only about the same thing is not."""

import time

import pytest

from consult.text.likeness import alike, distinct

CAMPAIGN = (
    "We ask the network to name water as a commons that no company may own or sell in any of our countries."
)
OTHER = "Water must be paid for by those who use most of it, and the money must go to the pipes of the poor."
STRANGERS = [" ".join(f"{letter}{number}" for number in range(6)) for letter in "abcdefghijklm"]


@pytest.mark.parametrize(
    ("texts", "sets"),
    [
        ([], []),
        ([CAMPAIGN, OTHER], []),
        ([CAMPAIGN, OTHER, CAMPAIGN.upper() + "!!"], [[0, 2]]),
        ([CAMPAIGN, CAMPAIGN.replace("any", "all") + " Thank you."], [[0, 1]]),
        (["I agree.", "i agree", "I do agree"], [[0, 1]]),
        (["a b c d e f", "a b c d e f g"], [[0, 1]]),
        (["a b c d e", "a b c d e f"], []),  # fewer than six words must be equal
        (["a b c d e f g h", "a b d e x f g h"], [[0, 1]]),  # known by the last three words alone
        (["a b c d e f g h", "a b c x f g d h"], []),
        ([f"{word} goes to the town hall on foot" for word in "abcdefghijklmnop"], [list(range(16))]),
        ([*STRANGERS, "a b c d e f g", "a b c x e f g"], [[13, 14]]),  # found among many
        (["a b c d e f g", "a b c h i j k"], []),  # three words in a row are no likeness
        (["a b c d e f g", "a b c x e f g", "a b c x e f y"], [[0, 1, 2]]),
        (["", " ", "…"], []),
        ([OTHER, CAMPAIGN, OTHER, CAMPAIGN, CAMPAIGN], [[1, 3, 4], [0, 2]]),
        (["الماء حق لكل إنسان ولا يباع في أي سوق"] * 2 + ["水は売り物ではない"] * 2, [[0, 1], [2, 3]]),
    ],
)
def test_which_texts_say_the_same(texts: list[str], sets: list[list[int]]) -> None:
    assert alike(texts) == sets


def test_a_campaign_is_counted_both_ways_and_three_thousand_texts_take_moments() -> None:
    signed = [f"{CAMPAIGN} Signed in village {number}." for number in range(40)]
    others = [
        " ".join(f"word{(number * 37 + place * place) % 997}" for place in range(30))
        for number in range(3000)
    ]
    started = time.process_time()
    (found,) = [members for members in alike([*others, *signed]) if max(members) >= 3000]
    assert time.process_time() - started < 5
    assert found == list(range(3000, 3040))
    assert distinct(signed) == 40
    assert distinct([CAMPAIGN, CAMPAIGN.lower()]) == 1
