"""`consult verify` tells whether every published revision is as it was."""

from flask import Flask

from consult.cli import verify
from consult.core.database import db
from consult.narratives.models import Revision
from tests.factories import keep, make_narrative, make_revision


def test_verify_passes_what_is_as_published(app: Flask) -> None:
    make_revision(make_narrative(slug="ours"))
    db.session.commit()
    result = app.test_cli_runner().invoke(verify)
    assert (result.exit_code, result.output) == (0, "ours: no faults\n")


def test_verify_names_what_was_forged_and_fails(app: Flask) -> None:
    narrative = make_revision(make_narrative(slug="ours")).narrative
    keep(Revision(narrative=narrative, major=2, minor=0, published_at=narrative.created_at, hash="f" * 64))
    db.session.commit()
    result = app.test_cli_runner().invoke(verify)
    assert result.exit_code == 1
    assert result.output == "ours: 1 faults\n  2.0 (global): hash\n"
