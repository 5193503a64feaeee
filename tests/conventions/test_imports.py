"""The import rules of the house: pure packages know no framework, features know only earlier ones."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PURE = ("text", "merging", "formats")
FRAMEWORKS = {
    "flask",
    "flask_babel",
    "flask_sqlalchemy",
    "flask_wtf",
    "htmx_flask",
    "pandas",
    "sqlalchemy",
    "wtforms",
}
FEATURES = (
    "people",
    "narratives",
    "consultations",
    "contributions",
    "surveys",
    "translations",
    "consolidation",
    "blackouts",
    "meetings",
    "advocacy",
    "signons",
    "reading",
    "summaries",
    "documents",
    "notices",
    "api",
    "demonstration",
)
FILES = sorted((ROOT / "consult").rglob("*.py"))


def imports_of(path: Path) -> set[str]:
    """Return the dotted names that a file imports, relative ones made absolute."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) + "." if node.level else ""
            module = base + (node.module or "")
            found |= {module.rstrip("."), *(f"{module.rstrip('.')}.{alias.name}" for alias in node.names)}
    return found


def room_of(name: str) -> str:
    """Return the room of a dotted name: consult.text.words is of text."""
    parts = name.split(".")
    return parts[1] if parts[0] == "consult" and len(parts) > 1 else ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_imports_only_what_its_room_may(path: Path) -> None:
    room = path.relative_to(ROOT / "consult").parts[0].removesuffix(".py")
    faults = [name for name in sorted(imports_of(path)) if not _may(room, path.stem, name)]
    assert not faults


def _may(room: str, stem: str, name: str) -> bool:
    other = room_of(name)
    top = name.split(".")[0]
    if top == "pandas":
        return room == "summaries"
    if room in (*PURE, "rules"):
        return top not in FRAMEWORKS and other in _pure_reach(room)
    if stem in ("services", "hunks") and room in FEATURES and top in ("flask", "flask_wtf", "wtforms"):
        return False
    if room in ("core", "web"):
        return other not in FEATURES
    if room in FEATURES and other in FEATURES and other != room:
        return FEATURES.index(other) < FEATURES.index(room) and _is_model_or_verb(name)
    return True


def _pure_reach(room: str) -> set[str]:
    if room == "rules":
        return {"", "rules"}
    return {"", *PURE[: PURE.index(room) + 1]}


def _is_model_or_verb(name: str) -> bool:
    parts = name.split(".")
    return len(parts) < 3 or parts[2] not in ("views", "forms")


def test_only_the_core_and_the_command_line_commit() -> None:
    allowed = {"consult/core/transaction.py", "consult/cli.py"}
    committing = {
        str(path.relative_to(ROOT))
        for path in FILES
        if "session.commit()" in path.read_text() and str(path.relative_to(ROOT)) not in allowed
    }
    assert not committing


def test_config_is_the_only_reader_of_the_environment() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for path in FILES
        if "environ" in path.read_text().replace("request.environ", "") and path.name != "bootstrap.py"
    }
    assert not readers
