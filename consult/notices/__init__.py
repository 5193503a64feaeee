"""The sending of letters: how one leaves this machine, the worker that sends what is due, the letter of the day."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    from .views import bp

    return [bp]
