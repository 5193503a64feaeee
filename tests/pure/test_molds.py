"""A form drawn once and filled in for each place: whatever is filled in stays words."""

import pytest
from markupsafe import Markup

from consult.consolidation.views.molds import Mold, mark


def test_each_value_stands_in_its_places_escaped() -> None:
    mold = Mold(f'<a href="{mark("url")}" id="{mark("name")}">{mark("name")}</a>!')
    filled = mold.fill({"url": "/a?b=1&c=2", "name": '"<b>'})
    assert filled == Markup('<a href="/a?b=1&amp;c=2" id="&#34;&lt;b&gt;">&#34;&lt;b&gt;</a>!')
    assert mold.fill({"url": "", "name": "x"}) == '<a href="" id="x">x</a>!', "the mold is as it was"


@pytest.mark.parametrize(
    "words", [mark("url"), mark("name"), "\ue000", "\ue001url\ue000", "{{ url }}", "%(url)s"]
)
def test_words_that_look_like_a_place_are_not_filled(words: str) -> None:
    mold = Mold(f"{mark('name')}|{mark('url')}|{mark('name')}")
    assert mold.fill({"name": words, "url": "here"}) == f"{words}|here|{words}"


def test_what_has_no_place_is_left_out_and_what_is_missing_is_told() -> None:
    assert Mold("nothing").fill({"name": "x"}) == "nothing"
    with pytest.raises(KeyError):
        Mold(mark("name")).fill({"url": "x"})
