"""Who may get an account by asking: a feature says of a page whether it admits people that the network does not know.

A consultation that is joined by its link does, while it is open; the start page does not.
"""

from collections.abc import Callable

from flask import Flask, current_app

Admission = Callable[[str], bool]


def register_admission(app: Flask, admits: Admission) -> None:
    """Let a feature say, of a path of this site, whether whoever signs in to get there is given an account."""
    app.extensions.setdefault("consult.admissions", []).append(admits)


def path_admits(path: str | None) -> bool:
    """Say whether a path admits people that the network does not know."""
    return bool(path) and any(
        admits(str(path)) for admits in current_app.extensions.get("consult.admissions", [])
    )
