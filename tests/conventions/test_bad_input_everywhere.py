"""Every form that any page shows, filled with what no form expects: a message or a correct result, never a fault, and
what was typed comes back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_from_bytes, urlsplit

import pytest
import sqlalchemy as sa

from consult.core.database import db
from tests.conventions.test_routes import TABLE
from tests.conventions.walking import ACTORS, World

MARK = "Zebra"
EVERYWHERE = {
    "empty": b"",
    "NUL": b"Zebra\x00stripes",
    "lone surrogates and broken bytes": b"Zebra\xed\xa0\x80stripes\xff\xfe",
    "right-to-left overrides": "Zebra\u202e\u2067stripes\u2069\u202c\ufeff".encode(),
    "a script": b'"><script>alert("Zebra")</script><img src=x onerror=alert(1)>',
    "attributes of htmx": b'<div hx-get="/en/" hx-trigger="load" data-hx-post="/">Zebra</div>{{ 7*7 }}{% raw %}',
    "formulas and long numbers": b"=Zebra()" + b"9" * 60,
}
IN_ONE_FIELD = {"NUL": b"Zebra\x00", "a number without end": b"9" * 60, "broken bytes": b"\xed\xa0\x80"}
LIVE = ('<script>alert("Zebra', "<img src=x", '<div hx-get="/en/" hx-trigger', "49{%")
MEGABYTE = b"Zebra " * 170_000


PLANTED, WORD, NUMBER = "right-to-left overrides", "planted-word", "987654321"


def plant_columns() -> dict[str, bytes]:
    """Return a value for every name that a column of any table has."""
    names = {column.name for table in db.metadata.sorted_tables for column in table.columns}
    return {name: (NUMBER if name.endswith("id") else WORD).encode() for name in sorted(names)}


@dataclass
class FoundForm:
    """A form of a page: where it goes, what a browser would send, and which fields somebody types into."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """Find the forms of a page, filled in as somebody in a hurry would."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[FoundForm] = []
        self.select = ""
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(FoundForm(values["action"], values.get("method", "get")))
        elif self.found and tag in ("input", "textarea", "select", "button") and values.get("name"):
            self._take(tag, values)
        elif (
            self.select
            and tag == "option"
            and values.get("value")
            and not self.found[-1].values.get(self.select)
        ):
            self.found[-1].values[self.select] = values["value"]

    def _take(self, tag: str, values: dict[str, str]) -> None:
        form, name, kind = self.found[-1], values["name"], values.get("type", tag)
        if kind in ("radio", "checkbox", "button", "submit", "hidden"):
            form.values.setdefault(name, values.get("value", ""))
        elif tag == "select":
            self.select = name
        elif kind != "file":
            form.typed.append(name)
            form.values[name] = values.get("value") or _hasty(kind)
            self.area = name if tag == "textarea" else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""

    handle_startendtag = handle_starttag  # type: ignore[assignment]


SECRET = ("people.choose_password",)
"""A password never comes back in a page."""


def _hasty(kind: str) -> str:
    return {"date": "2026-04-01", "time": "12:00", "email": "a@members.example"}.get(kind, "Words")


def forms(world: World) -> Iterator[tuple[str, str, FoundForm]]:
    """Yield who meets a form, its endpoint, and the form; each kind of form once."""
    seen = set()
    for endpoint, row in TABLE.items():
        for actor in ("participant", "facilitator", "secretariat"):
            if row.get("GET", [0] * 6)[ACTORS.index(actor)] != 200 or endpoint.startswith("developer."):
                continue
            for form in forms_of(world.client(actor).get(world.path(endpoint)).text):
                goal = goal_of(world, form)
                if form.typed and goal not in seen:
                    seen.add(goal)
                    yield actor, goal, form


def forms_of(page: str) -> list[FoundForm]:
    parser = Forms()
    parser.feed(page)
    return parser.found


def goal_of(world: World, form: FoundForm) -> str:
    """Return the endpoint that a form goes to."""
    routes = world.app.url_map.bind("localhost")
    return str(routes.match(urlsplit(form.action).path, method=form.method.upper())[0])


quoted = cache(quote_from_bytes)


def send(world: World, actor: str, form: FoundForm, values: dict[str, bytes]) -> Any:
    """Send a form as bytes, so that what is no text can be sent as well."""
    client = world.client(actor)
    given = {name: value.encode() for name, value in form.values.items()} | values
    given["csrf_token"] = client.csrf_token().encode()
    body = "&".join(f"{quote_from_bytes(name.encode())}={quoted(value)}" for name, value in given.items())
    if form.method == "get":
        return client.get(f"{form.action}?{body}")
    return client.post(form.action, data=body.encode(), content_type="application/x-www-form-urlencoded")


@pytest.fixture(scope="module")
def found(world: World) -> list[tuple[str, str, FoundForm]]:
    return list(forms(world))


@pytest.fixture
def written(world: World) -> Iterator[list[str]]:
    """Return the values of whatever is written while a test runs."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.lstrip()[:6].upper() in ("INSERT", "UPDATE"):
            found.append(repr(values))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield found
    sa.event.remove(db.engine, "before_cursor_execute", note)


def test_the_forms_are_found(found: list[tuple[str, str, FoundForm]]) -> None:
    goals = {goal for _actor, goal, _form in found}
    assert {"contributions.submit_comment", "consultations.create", "people.save_profile"} <= goals
    assert {"consolidation.own_words", "narratives.preview_import", "consolidation.answer"} <= goals
    assert len(found) > 25


@pytest.mark.parametrize("name", EVERYWHERE)
def test_bad_words_in_every_field_are_refused_or_taken_and_come_back(
    world: World, found: list[tuple[str, str, FoundForm]], written: list[str], name: str
) -> None:
    """With one of them go fields of every name that a column has: none may reach a column."""
    faults, planted = [], plant_columns() if name == PLANTED else {}
    for actor, goal, form in found:
        own = {**form.values, "csrf_token": ""}
        extra = {column: value for column, value in planted.items() if column not in own}
        answer = send(world, actor, form, extra | dict.fromkeys(form.typed, EVERYWHERE[name]))
        if answer.status_code not in (200, 303, 409, 422):
            faults.append(f"{goal}: {answer.status_code}")
        elif (
            answer.status_code in (409, 422) and MARK.encode() in EVERYWHERE[name] and MARK not in answer.text
        ):
            faults.append(f"{goal}: {answer.status_code}, and what was typed is gone")
        faults += [f"{goal}: {code} is live" for code in LIVE if code in answer.text]
    assert (len(planted) > 150 and written) or name != PLANTED
    assert [one for one in written if WORD in one or NUMBER in one] == []
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", IN_ONE_FIELD)
def test_bad_value_in_any_one_field_is_no_fault(
    world: World, found: list[tuple[str, str, FoundForm]], name: str
) -> None:
    faults = []
    for actor, goal, form in found:
        for one in form.values:
            status = send(world, actor, form, {one: IN_ONE_FIELD[name]}).status_code
            if status >= 500:
                faults.append(f"{goal} {one}: {status}")
    assert not faults, "\n".join(faults)


def test_a_megabyte_in_one_field_is_refused_and_comes_back(
    world: World, found: list[tuple[str, str, FoundForm]]
) -> None:
    faults = []
    for actor, goal, form in found:
        if form.method == "post" and goal not in SECRET:
            answer = send(world, actor, form, {form.typed[-1]: MEGABYTE})
            if answer.status_code not in (303, 409, 422) or (
                answer.status_code != 303 and MARK not in answer.text
            ):
                faults.append(f"{goal} {form.typed[-1]}: {answer.status_code}")
    assert not faults, "\n".join(faults)
