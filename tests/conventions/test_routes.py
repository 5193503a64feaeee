"""Every route for every actor against one table; and nobody learns of what lies in another consultation."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.conventions.walking import ACTORS, ROLES, World, status_of

TABLE: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "routes.toml").read_text())
BY_ROLE: dict[str, dict[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "routes_by_role.toml").read_text()
)
METHODS = ("GET", "POST")
MISSING = "zzzzzzzzzzzz"


def routes(app: Flask) -> list[tuple[str, str, set[str]]]:
    """Return endpoint, method and arguments of every route but the static files."""
    return [
        (rule.endpoint, method, rule.arguments)
        for rule in app.url_map.iter_rules()
        for method in METHODS
        if rule.endpoint != "static" and method in (rule.methods or ())
    ]


def test_table_names_every_route_and_no_other(site: Flask) -> None:
    listed = {(endpoint, method) for endpoint, row in TABLE.items() for method in row if method != "needs"}
    assert listed == {(endpoint, method) for endpoint, method, _arguments in routes(site)}


def test_table_names_the_permission_of_every_route(site: Flask) -> None:
    views = site.view_functions
    needs = {name: getattr(getattr(views[name], "permission", None), "name", "PUBLIC") for name in TABLE}
    assert needs == {endpoint: row["needs"] for endpoint, row in TABLE.items()}


@pytest.mark.parametrize("actor", ACTORS)
def test_each_actor_is_let_in_where_the_table_says_so(world: World, actor: str) -> None:
    place = ACTORS.index(actor)
    found, wanted = {}, {}
    for endpoint, method, _arguments in routes(world.app):
        path = world.path(endpoint, method=method)
        found[endpoint, method] = status_of(world.client(actor), path, method)
        wanted[endpoint, method] = TABLE[endpoint][method][place]
    assert found == wanted


@pytest.mark.parametrize("role", ROLES)
def test_each_role_over_a_part_of_the_work_is_let_in_there_and_nowhere_else(world: World, role: str) -> None:
    place = ACTORS.index("other")
    own = {
        (endpoint, method): int(status)
        for (method, status), endpoints in ((key.split(), value) for key, value in BY_ROLE[role].items())
        for endpoint in endpoints
    }
    found, wanted = {}, {}
    for endpoint, method, _arguments in routes(world.app):
        found[endpoint, method] = status_of(world.client(role), world.path(endpoint, method=method), method)
        wanted[endpoint, method] = own.pop((endpoint, method), TABLE[endpoint][method][place])
    assert found == wanted
    assert not own  # no row for a route that is not there


def foreign_paths(world: World) -> Iterator[tuple[str, str, str]]:
    """Yield, for each id of each route: method, address with an id of the other narrative, address with none."""
    for endpoint, method, arguments in routes(world.app):
        for name in sorted(arguments & set(world.foreign)):
            there = world.path(endpoint, {name: world.foreign[name]}, method=method)
            yield method, there, world.path(endpoint, {name: MISSING}, method=method)


def words_of(world: World, actor: str, method: str, path: str) -> tuple[int, str]:
    """Return status and page, without its own address and its tokens."""
    answer = world.client(actor).open(path, method=method)
    page = answer.text.replace(path.split("/en/", 1)[1], "…")
    return answer.status_code, re.sub(r'value="[^"]{40,}"', "", page)


@pytest.mark.parametrize("actor", ["anonymous", "participant", "facilitator", "working-group"])
def test_what_lies_in_another_consultation_is_answered_like_what_is_nowhere(world: World, actor: str) -> None:
    for method, path, missing in foreign_paths(world):
        status, page = words_of(world, actor, method, path)
        assert status in (403, 404) or (actor, status) == ("anonymous", 302), f"{method} {path}: {status}"
        assert (status, page) == words_of(world, actor, method, missing), path
