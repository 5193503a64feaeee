"""The look of the code itself: small rooms, logical directions, no code within pages."""

import ast
import re
from pathlib import Path

import pytest

from consult.rules.permissions import MAP, READ_FIRST, READS, Permission

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "consult").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.*ml")) + sorted((ROOT / "templates").rglob("*.txt"))
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 45, 120
PHYSICAL = re.compile(
    r"(?:margin|padding|border|scroll-margin|inset)-(?:left|right)\b|(?<![-\w])(?:left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius"
)
INLINE = re.compile(
    r"<[a-z][^>]*\s(?:style|on[a-z]+)\s*=|<style\b|<script(?![^>]*\ssrc=)(?![^>]*application/json)"
)
UNSAFE = re.compile(r"\|\s*safe\b|\bautoescape\s+false")
TURNED = re.compile(r'<li\b[^>]*\bdir="auto"')  # its sign would stand on the side without room
UNDONE = re.compile(
    r"\b(?:TODO|FIXME|XXX|HACK)\b|pytest\.(?:skip|xfail|mark\.skip|mark\.xfail)|NotImplementedError"
)


def lines_of(path: Path) -> int:
    return len(path.read_text().splitlines())


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_no_file_is_longer_than_a_reader_holds() -> None:
    assert named([path for path in CODE if lines_of(path) > LONGEST_FILE]) == []
    assert named([path for path in TEMPLATES if lines_of(path) > LONGEST_TEMPLATE]) == []


def test_functions_are_short() -> None:
    lengths = {
        f"{path.relative_to(ROOT)}: {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    ordered = sorted(lengths.values())
    assert [name for name, length in lengths.items() if length > LONGEST_FUNCTION] == []
    assert ordered[len(ordered) // 2] <= 10
    assert ordered[len(ordered) * 95 // 100] < 40


def test_every_module_says_what_it_holds() -> None:
    silent = [
        path
        for path in CODE
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert named(silent) == []


@pytest.mark.parametrize(
    ("pattern", "paths"),
    [
        (PHYSICAL, [ROOT / "static" / "app.css"]),
        (INLINE, [path for path in TEMPLATES if path.suffix == ".html"]),
        (UNSAFE, TEMPLATES),
        (TURNED, TEMPLATES),
        (
            UNDONE,
            [*CODE, *TEMPLATES, *(path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__))],
        ),
    ],
    ids=[
        "left and right in style sheets",
        "code within pages",
        "text that is not escaped",
        "items that turn from their list",
        "unfinished work",
    ],
)
def test_what_must_not_stand_anywhere(pattern: re.Pattern[str], paths: list[Path]) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:90]}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        (PHYSICAL, "a { margin-left: 1em }"),
        (PHYSICAL, "a { text-align: right; }"),
        (PHYSICAL, "a { left: 0 }"),
        (INLINE, '<p style="color: red">'),
        (INLINE, '<a href="#" onclick="go()">'),
        (INLINE, "<script>go()</script>"),
        (UNSAFE, "{{ words | safe }}"),
        (TURNED, '<li class="one" dir="auto">'),
        (UNDONE, "# TODO: later"),
    ],
)
def test_a_planted_fault_is_found(pattern: re.Pattern[str], planted: str) -> None:
    assert pattern.search(planted)


def test_what_may_stand_is_not_taken_for_a_fault() -> None:
    assert not PHYSICAL.search("a { margin-inline-start: 1em; inset-inline-end: 0; text-align: start }")
    assert not INLINE.search('<script src="/static/app.js" defer></script>')


def test_each_permission_says_in_a_sentence_what_it_allows() -> None:
    assert set(MAP) == set(Permission)
    assert [one.name for one in Permission if not re.fullmatch(r"[A-Z].{10,}\.", one.value)] == []
    assert set(READ_FIRST) | set(READ_FIRST.values()) | READS <= set(Permission)
    assert set(READ_FIRST.values()) <= READS
