"""The README keeps its word: what it links to is there, its pictures are light, its commands exist."""

import re
from pathlib import Path

import pytest

from consult.cli import main
from tests.screenshots import FOLDER, HEAVIEST, PICTURES

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
ALL_PICTURES = 900_000
"""How many bytes the pictures may have together."""


def local_links() -> list[str]:
    targets = re.findall(r"\]\(([^)\s]+)\)", README)
    return [target for target in targets if not target.startswith(("http", "#"))]


@pytest.mark.parametrize("target", local_links())
def test_what_the_readme_links_to_is_there(target: str) -> None:
    assert (ROOT / target).is_file()


def test_a_link_within_the_readme_leads_to_one_of_its_headings() -> None:
    headings = {
        re.sub(r"[^a-z -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in README.splitlines()
        if line.startswith("#")
    }
    inner = re.findall(r"\]\(#([^)]+)\)", README)
    assert inner
    assert set(inner) <= headings


def test_the_tour_shows_every_picture_that_the_script_takes_and_no_other() -> None:
    shown = [Path(target).stem for target in local_links() if target.startswith("docs/tour/")]
    assert shown == [picture.name for picture in PICTURES]
    assert {path.stem for path in FOLDER.iterdir()} == set(shown)


def test_the_pictures_are_light_enough_for_a_slow_line() -> None:
    sizes = [path.stat().st_size for path in FOLDER.iterdir()]
    assert max(sizes) <= HEAVIEST
    assert sum(sizes) <= ALL_PICTURES


def test_every_picture_has_words_for_those_who_do_not_see_it() -> None:
    alternatives = re.findall(r"!\[([^\]]*)\]\(", README)
    assert len(alternatives) == len(PICTURES) + 1
    assert all(len(words.split()) > 5 for words in alternatives)


def test_the_commands_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"make ([a-z]+)", README.replace("`make` alone", ""))) <= targets
    commands = set(re.findall(r"-m consult ([a-z-]+)", README))
    assert {"init", "demo", "verify", "sign-in-link"} <= commands <= set(main.commands)


def test_the_rooms_of_the_readme_are_folders_and_none_is_left_out() -> None:
    table = README.split("## Where things are")[1].split("## Licence")[0]
    rooms = {path.name for path in (ROOT / "consult").iterdir() if (path / "__init__.py").exists()}
    missing = sorted(room for room in rooms if not re.search(rf"`(consult/)?{room}`", table))
    assert missing == []
