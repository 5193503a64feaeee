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
