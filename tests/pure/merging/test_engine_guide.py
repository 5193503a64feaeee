"""The examples of docs/engine.md are run, so they cannot lie."""

import doctest
from pathlib import Path

GUIDE = Path(__file__).parents[3] / "docs" / "engine.md"


def test_every_example_of_the_guide_gives_what_it_shows():
    result = doctest.testfile(str(GUIDE), module_relative=False, encoding="utf-8")
    assert result.attempted > 15
    assert result.failed == 0
