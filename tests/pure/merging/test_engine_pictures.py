"""The pictures of docs/engine.md show what the engine answers today."""

import re
from xml.etree import ElementTree

import pytest

from tests.engine_pictures import COLUMNS, FOLDER, PICTURES

GUIDE = FOLDER.with_suffix(".md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_current_and_shown(name):
    drawn = PICTURES[name]()
    assert (FOLDER / f"{name}.svg").read_text(encoding="utf-8") == drawn, (
        "run python -m tests.engine_pictures"
    )
    assert re.search(rf"!\[[^\]]{{30,}}\]\(engine/{name}\.svg\)", GUIDE)
    texts = [
        node.text or "" for node in ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")
    ]
    assert max(map(len, texts)) <= COLUMNS


def test_the_pictures_show_every_way_that_matters():
    groups, attribution, carrying = (PICTURES[name]() for name in ("groups", "attribution", "carrying"))
    assert all(words in groups for words in ("open, clash", "in, free", "overlap with", "same-sentence with"))
    assert "Aoife Brannock, " in attribution
    assert all(f"{state}:" in carrying for state in ("clean", "satisfied", "clashing"))


def test_no_picture_is_left_over():
    assert {path.stem for path in FOLDER.iterdir()} == set(PICTURES)
