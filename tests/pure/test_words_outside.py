"""No word that people read stands outside of what is translated: templates, letters, messages and refusals.

What pages show is tested in a made-up language as well (`tests/conventions/test_unwrapped_words.py`); this one finds
what no page of that walk shows, such as letters and refusals.
"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(
    path
    for path in (ROOT / "templates").rglob("*.*")
    if path.suffix in (".html", ".txt") and "developer" not in path.parts
)
CODE = sorted(path for path in (ROOT / "consult").rglob("*.py") if "demonstration" not in path.parts)
MARKS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
UNREAD = re.compile(r"<(script|style|code)\b.*?</\1>|<!.*?>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
ATTRIBUTE = re.compile(r"\b[\w\ufffc-]+=(\"[^\"]*\"|'[^']*')")  # of a macro that prints attributes alone
READ_ALOUD = re.compile(r"\b(?:aria-label|title|alt|placeholder|data-say-[a-z]+)=\"([^\"]*)\"")
ENTITY = re.compile(r"&[a-z]+;")
WORD = re.compile(r"[^\W\d_]{2,}")
SAID_TO_PEOPLE = {
    "flash",
    "InvalidInput",
    "ValidationError",
    "StopValidation",
    "NotAllowed",
    "NotFound",
    "Conflict",
}
NO_TRANSLATION = {"Consult", "Markdown", "CSV"}


def words_outside(template: str) -> list[str]:
    """Return the words of a template that are printed as they stand."""
    rest = UNREAD.sub(" ", MARKS.sub("\ufffc", template))
    pieces = [*ATTRIBUTE.sub(" ", TAG.sub(" ", rest)).split("\ufffc"), *READ_ALOUD.findall(rest)]
    found = [word for piece in pieces for word in WORD.findall(ENTITY.sub(" ", piece))]
    return [word for word in found if word not in NO_TRANSLATION]


def bare_messages(code: str) -> list[str]:
    """Return the strings that code says to people without having them translated."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        said = node.args[0]
        if name in SAID_TO_PEOPLE and isinstance(said, ast.Constant | ast.JoinedStr):
            found.append(f"{name} in line {node.lineno}: {ast.unparse(said)}")
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_prints_no_word_of_its_own(path: Path) -> None:
    assert words_outside(path.read_text(encoding="utf-8")) == []


def test_code_says_nothing_to_people_untranslated() -> None:
    found = {str(path.relative_to(ROOT)): bare_messages(path.read_text(encoding="utf-8")) for path in CODE}
    assert {path: said for path, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>{{ _('Read it') }}</p>", []),
        ("<p>Read {{ it }}</p>", ["Read"]),
        ('<a title="Read it">{{ it }}</a>', ["Read", "it"]),
        ("{% if read %}{{ _('now') }} · 1.0{% endif %}{# a remark #}", []),
        ("Hello,\n\n{{ url }}", ["Hello"]),
        ('<img alt="{{ title }}">&nbsp;<script>let read</script>', []),
    ],
)
def test_a_word_outside_is_found(template: str, found: list[str]) -> None:
    assert words_outside(template) == found


def test_a_bare_message_is_found() -> None:
    assert len(bare_messages("flash('Saved.')\nraise InvalidInput(f'No {name}')")) == 2
    assert bare_messages("flash(_('Saved.'))\nraise InvalidInput(_l('No'), field='x')\nlog('x')") == []
