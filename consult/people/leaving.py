"""What later features keep of a person: how each forgets them when they leave, and what of it is theirs to see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app

from .models import Person


@dataclass(frozen=True)
class Keeper:
    """How a feature forgets a person, and what it would hand them: plain values by the name of the thing."""

    forget: Callable[[Person, datetime], None]
    known: Callable[[Person], dict[str, Any]]


def register_keeper(app: Flask, keeper: Keeper) -> None:
    """Let a feature forget a person and tell them what it keeps of them."""
    app.extensions.setdefault("consult.keepers", []).append(keeper)


def forget_everywhere(person: Person, at: datetime) -> None:
    """Let each feature forget a person; what they sent must still be theirs, so that it is found."""
    for keeper in _keepers():
        keeper.forget(person, at)


def known_elsewhere(person: Person) -> dict[str, Any]:
    """Return what the features keep of a person, as plain values for a file."""
    return {name: value for keeper in _keepers() for name, value in keeper.known(person).items()}


def _keepers() -> list[Keeper]:
    return list(current_app.extensions.get("consult.keepers", []))
