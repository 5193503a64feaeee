"""`consult verify` tells whether every published revision is as it was."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from consult.cli import export_chain, main, verify
from consult.consolidation.services.reverting import revert_revision
from consult.core.database import db
from consult.narratives.models import Revision
from consult.narratives.services import note_sha
from tests.factories import keep, make_narrative, make_person, make_revision


def test_verify_passes_what_is_as_published(app: Flask) -> None:
    make_revision(make_narrative(slug="ours"))
    db.session.commit()
    result = app.test_cli_runner().invoke(verify)
    assert (result.exit_code, result.output) == (0, "ours: no faults\n")


def test_verify_names_what_was_forged_and_fails(app: Flask) -> None:
    narrative = make_revision(make_narrative(slug="ours")).narrative
    forged = Revision(narrative=narrative, major=2, minor=0, published_at=narrative.created_at, hash="f" * 64)
    forged.note_nonce, forged.note_sha = "", note_sha("", "")
    keep(forged)
    db.session.commit()
    result = app.test_cli_runner().invoke(verify)
    assert result.exit_code == 1
    assert result.output == "ours: 1 faults\n  2.0 (global): hash\n"


@pytest.fixture
def chain(app: Flask, tmp_path: Path) -> Path:
    """The exported chain of three revisions, the last of which takes the second back."""
    first = make_revision(make_narrative(slug="ours"))
    second = make_revision(
        first.narrative, [("water", "Water", "Water is a human right.")], number=(1, 1), parent=first
    )
    revert_revision(second, make_person(display_name="Ines Duarte"), "Wrong.", first.published_at)
    db.session.commit()
    target = tmp_path / "ours.jsonl"
    assert app.test_cli_runner().invoke(export_chain, ["ours", str(target)]).exit_code == 0
    return target


def check(path: Path) -> tuple[int, str]:
    """Verify the file as somebody does who has no database."""
    result = CliRunner().invoke(main, ["verify", "--file", str(path)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def test_an_exported_chain_is_verified_without_a_database_and_names_nobody(chain: Path) -> None:
    newest = db.session.query(Revision).order_by(Revision.id.desc()).first()
    assert newest is not None
    code, said = check(chain)
    assert (code, "3 revisions, no faults" in said, f"newest (global): {newest.hash}" in said) == (
        0,
        True,
        True,
    )
    assert "Ines" not in chain.read_text()
    lines = chain.read_text().splitlines()
    text = json.loads(lines[1])
    blackened = json.dumps(text | {"nonce": None, "heading": None, "body": None})
    chain.write_text("\n".join([lines[0], blackened, *lines[2:]]))
    assert check(chain)[0] == 0


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            lambda lines: [line.replace("a human right", "a good") for line in lines],
            "its words are not those",
        ),
        (
            lambda lines: [line.replace("Wrong.", "Right.") for line in lines],
            "its note is not that of its digest",
        ),
        (lambda lines: [line for line in lines if '"1.1"' not in line], "does not stand before it"),
        (lambda lines: [line for line in lines if "a human right" not in line], "a text is missing"),
        (lambda lines: [*lines, '{"revision": 1}', "[]", "nonsense"], "cannot be read"),
        (lambda lines: lines[:1], "no revision"),
        (lambda lines: ['{"format": "other"}', *lines[1:]], "not a file of the format"),
        (lambda lines: [], "no revision"),
    ],
)
def test_what_was_changed_in_the_file_is_named(
    chain: Path, fault: Callable[[list[str]], list[str]], said: str
) -> None:
    chain.write_text("\n".join(fault(chain.read_text().splitlines())))
    code, output = check(chain)
    assert code == 1
    assert said in output


def test_a_narrative_that_is_not_there_is_said(app: Flask) -> None:
    result = app.test_cli_runner().invoke(export_chain, ["nowhere"])
    assert (result.exit_code, "nowhere" in result.output) == (1, True)
