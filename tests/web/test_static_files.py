"""The sheet of styles, the script and the files made by others."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "static"
CSS = (STATIC / "app.css").read_text(encoding="utf-8")
SCRIPT = (STATIC / "app.js").read_text(encoding="utf-8")
PHYSICAL = re.compile(
    r"[\s;{](?:left|right|top|bottom|width|height|(?:min|max)-(?:width|height)"
    r"|(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)[\w-]*"
    r"|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
)
FOUR_SIDES = re.compile(
    r"[\s;{](?:margin|padding|inset|border-(?:width|style|color)):"
    r"\s*([^\s;]+) ([^\s;]+) ([^\s;]+) ([^\s;]+)\s*[;}]"
)
SIDES_AS_VALUES = re.compile(r"(?:text-align|float|clear|caption-side):\s*(?:left|right|top|bottom)\b")
PAIRS = [  # Words on a ground: every pair that the sheet uses for text, at least 4.5 to 1.
    *(
        (words, ground)
        for words in ("ink", "muted", "accent")
        for ground in ("paper", "raised", "tint", "accent-tint")
    ),
    *((words, ground) for words in ("ink", "muted") for ground in ("good-tint", "bad-tint", "wait-tint")),
    *((kind, ground) for kind in ("good", "bad", "wait") for ground in ("paper", f"{kind}-tint")),
    ("on-accent", "accent"),
]


def rules() -> str:
    """Return the sheet without comments and without the conditions of its media queries."""
    return re.sub(r"@(?:media|container|supports)[^{]*", "", re.sub(r"/\*.*?\*/", "", CSS, flags=re.S))


def colours(scheme: str) -> dict[str, str]:
    """Return the named colours of the light or the dark scheme."""
    light, dark = CSS.split("@media screen and (prefers-color-scheme: dark)")[:2]
    found = re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", light)
    return dict(
        found + re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", dark.split("/*")[0] if scheme == "dark" else "")
    )


def luminance(colour: str) -> float:
    """Return the relative luminance of #rgb or #rrggbb as WCAG 2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_style_names_no_side_by_left_or_right() -> None:
    assert PHYSICAL.findall(rules()) == []
    assert SIDES_AS_VALUES.findall(rules()) == []


def test_shorthands_of_four_sides_are_alike_on_both() -> None:
    assert [sides for sides in FOUR_SIDES.findall(rules()) if sides[1] != sides[3]] == []


def test_check_for_sides_would_find_one() -> None:
    assert PHYSICAL.search("p { margin-left: 1em; }")
    assert PHYSICAL.search("p {left: 1em; }")
    assert not PHYSICAL.search("p { margin-inline-start: 1em; inline-size: 3px }")
    assert FOUR_SIDES.search("p { padding: 1px 2px 3px 4px; }")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(scheme: str) -> None:
    named = colours(scheme)
    poor = {
        (a, b): round(contrast(named[a], named[b]), 2) for a, b in PAIRS if contrast(named[a], named[b]) < 4.5
    }
    assert poor == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_controls_and_the_focus_stand_out(scheme: str) -> None:
    named = colours(scheme)
    grounds = ("paper", "raised")
    assert [g for g in grounds for line in ("edge", "accent") if contrast(named[line], named[g]) < 3] == []


def test_contrast_is_computed_as_defined() -> None:
    assert round(contrast("#000", "#ffffff"), 1) == 21.0
    assert round(contrast("#777777", "#fff"), 2) == 4.48


def test_sheet_and_script_stay_small() -> None:
    assert len(gzip.compress(CSS.encode())) < 9_000
    assert len(gzip.compress(SCRIPT.encode())) < 4_000
    assert len(SCRIPT.splitlines()) < 100


def test_script_writes_text_and_never_markup() -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|document\.write|new Function", SCRIPT
    )


def test_nothing_of_ours_is_fetched_from_elsewhere() -> None:
    assert "//" not in re.sub(r"^\s*//.*|(?<=\s)// .*", "", SCRIPT, flags=re.M)
    assert not re.search(r"https?:|url\(['\"]?//", CSS)


def test_every_file_that_the_sheet_names_is_there() -> None:
    named = re.findall(r"url\((.*?)\)", CSS)
    assert named
    assert [name for name in named if not (STATIC / name).is_file()] == []


def test_vendored_files_are_those_that_were_taken() -> None:
    table = (STATIC / "vendor" / "VENDORED.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([^`]+)` .*\| `([0-9a-f]{64})` \|$", table, re.M))
    files = {
        path.name: path for path in (STATIC / "vendor").iterdir() if path.suffix in (".js", ".woff2", ".css")
    }
    assert set(listed) == set(files)
    assert listed == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def test_licences_of_vendored_files_lie_beside_them() -> None:
    table = (STATIC / "vendor" / "VENDORED.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w-]+-licence\.txt)`", table))
    assert named == {path.name for path in (STATIC / "vendor").glob("*-licence.txt")}
