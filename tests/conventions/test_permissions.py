"""Every endpoint names its permission or says that it is public."""

from flask import Flask

from consult.rules.permissions import MAP, Permission

GIVEN_BY_FLASK = {"static"}


def test_every_endpoint_names_its_permission_or_says_public(app: Flask) -> None:
    silent = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in GIVEN_BY_FLASK and not hasattr(view, "permission")
    ]
    assert not silent


def test_every_permission_is_in_the_map() -> None:
    assert set(MAP) == set(Permission)
