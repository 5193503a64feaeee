"""`consult verify --file` answers any file in plain words, and `export-chain` writes where it is told to."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from consult.cli import export_chain, main, verify
from consult.core.database import db
from consult.narratives.services import Place, add_revision
from tests.factories import make_narrative, make_revision


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "0 revisions, 1 faults\n  no revision"),
        (b"\xff\xfe\x00binary\n", "line 1: cannot be read"),
        (b"[" * 60_000, "line 1: cannot be read"),
        (b'{"format": "consult-chain-1"}\n\n', "line 2: cannot be read"),
    ],
)
def test_any_file_is_answered_with_its_faults_and_not_with_an_error(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "given"
    path.write_bytes(content)
    result = CliRunner().invoke(main, ["verify", "--file", str(path)])
    assert (result.exit_code, said in result.output) == (1, True), result.output


@pytest.mark.parametrize("name", ["nothing-here", "."])
def test_a_file_that_is_not_there_is_said_so(tmp_path: Path, name: str) -> None:
    result = CliRunner().invoke(main, ["verify", "--file", str(tmp_path / name)])
    assert result.exit_code == 2
    assert "--file" in result.output


def test_a_chain_goes_to_the_screen_with_one_line_for_a_text_that_stays(app: Flask, tmp_path: Path) -> None:
    sections = [("water", "الماء", "Water\n\nis a right.")]
    first = make_revision(make_narrative(slug="ours"), sections)
    places = [Place(key, 1, "1.", heading, body) for key, heading, body in sections]
    add_revision(
        first.narrative,
        places,
        number=(1, 1),
        parent=first,
        change_note="Nothing.",
        actor=None,
        at=first.published_at,
    )
    db.session.commit()
    shown = app.test_cli_runner().invoke(export_chain, ["ours"]).output
    assert len(shown.splitlines()) == 4
    assert "الماء" in shown
    path = tmp_path / "shown.jsonl"
    path.write_text(shown, encoding="utf-8")
    result = CliRunner().invoke(main, ["verify", "--file", str(path)])
    assert (result.exit_code, "2 revisions, no faults" in result.output) == (0, True)


def test_each_narrative_of_a_site_is_verified_in_order_of_its_name(app: Flask) -> None:
    for slug in ("theirs", "ours"):
        make_revision(make_narrative(slug=slug))
    db.session.commit()
    assert app.test_cli_runner().invoke(verify).output == "ours: no faults\ntheirs: no faults\n"
