"""Stable keys of sections."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.formats.keys import section_key
from consult.formats.markdown_in import read_narrative


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Public services", "public-services"),
        ("L'eau, un droit – pour tous !", "leau-un-droit-pour-tous"),
        ("¿Quién decide?", "quien-decide"),
        ("Straße und Œuvre, Łódź", "strasse-und-oeuvre-lodz"),
        ("2030 Agenda", "2030-agenda"),
        ("الماء حق", "section-7"),
        ("水は権利", "section-7"),
        ("الماء UN حق", "section-7"),
        ("", "section-7"),
        ("—", "section-7"),
    ],
)
def test_a_key_is_the_heading_in_plain_letters_or_a_number(heading: str, key: str):
    assert section_key(heading, 7, {}) == key


def test_a_key_that_is_taken_gets_a_number():
    taken: dict[str, int] = {}
    assert [section_key("Water", 1, taken) for _ in range(3)] == ["water", "water-2", "water-3"]
    assert section_key("Water 2", 4, taken) == "water-2-2"


def test_a_number_in_the_place_of_words_never_meets_a_heading_of_that_name():
    narrative = read_narrative("# T\n\n## Section 2\n\na\n\n## الماء\n\nb\n")
    assert [section.key for section in narrative.sections] == ["section-2", "section-2-2"]


def test_a_long_heading_is_cut_between_words():
    key = section_key("water " * 40, 1, {})
    assert len(key) <= 60
    assert set(key.split("-")) == {"water"}
    assert len(section_key("w" * 300, 1, {})) == 60


@given(st.lists(st.one_of(st.text(max_size=20), st.sampled_from(["a", "a 2", "a-2", "A", "section 1", ""]))))
def test_keys_are_unique_and_fit_into_an_address(headings: list[str]):
    taken: dict[str, int] = {}
    keys = [section_key(heading, place, taken) for place, heading in enumerate(headings, 1)]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key) for key in keys)
