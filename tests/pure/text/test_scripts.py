"""Hints about words that are not in the language they stand for."""

import pytest

from consult.text.scripts import is_in_script, is_untouched


@pytest.mark.parametrize(
    ("text", "script", "fits"),
    [
        ("الماء حق للجميع", "Arab", True),
        ("Water is a right for all", "Arab", False),
        ("Water is a right for all", "Latn", True),
        ("الماء حق للجميع", "Latn", False),
        ("الماء حق (UNESCO)", "Arab", True),
        ("UN, ILO", "Arab", True),  # names keep their script
        ("1948, 2008!", "Arab", True),
        ("", "Arab", True),
        ("Water is a right for all", "Zzzz9", True),
        ("Вода это право", "Cyrl", True),
        ("水是一项人人享有的权利", "Hani", True),
    ],
)
def test_most_letters_are_of_the_script_of_the_language(text: str, script: str, fits: bool) -> None:
    assert is_in_script(text, script) is fits


@pytest.mark.parametrize(
    ("source", "target", "untouched"),
    [
        ("Water is a right.", "water is a RIGHT", True),
        ("Water is a right.", "L’eau est un droit.", False),
        ("United Nations", "United Nations", False),
        ("Water is a right.", "", False),
    ],
)
def test_the_very_words_of_the_original_are_noticed(source: str, target: str, untouched: bool) -> None:
    assert is_untouched(source, target) is untouched
