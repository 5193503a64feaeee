"""The command line, thin: each command calls verbs."""

import click
from flask import Flask
from flask.cli import FlaskGroup

from consult import create_app


def _create() -> Flask:
    return create_app()


@click.group(cls=FlaskGroup, create_app=_create, add_default_commands=False)
def main() -> None:
    """Consult: a network writes one text together."""


@main.command()
def verify() -> None:
    """Recompute the hash of every revision and text; name each that is not as it was published."""
    from consult.core.database import db
    from consult.narratives.integrity import verify_chain
    from consult.narratives.models import Narrative

    faults = 0
    for narrative in db.session.query(Narrative).order_by(Narrative.slug):
        problems = verify_chain(narrative)
        faults += len(problems)
        click.echo(f"{narrative.slug}: {len(problems) or 'no'} faults")
        for problem in problems:
            click.echo(
                f"  {problem.revision.number} ({problem.revision.line}): {problem.fault} {problem.key}".rstrip()
            )
    if faults:
        raise SystemExit(1)
