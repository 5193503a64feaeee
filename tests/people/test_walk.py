"""Walks over every route of the site: no unsafe request without its token, and no GET that writes."""

from collections.abc import Iterator

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from consult.core.database import SAFE_METHODS, db
from tests.factories import make_consultation, make_network, make_organisation, make_person, make_revision
from tests.page import PageClient


def rules_with(app: Flask, *, safe: bool) -> Iterator[Rule]:
    """Yield the routes that take a safe method, or those that take an unsafe one."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and bool((rule.methods or set()) - SAFE_METHODS) != safe:
            yield rule


def path_of(app: Flask, rule: Rule, known: dict[str, object]) -> str:
    """Return a path of a route, with ids that exist where they are known."""
    converters = rule._converters
    values = {
        name: known.get(name, 1 if "Integer" in type(converters[name]).__name__ else "x")
        for name in rule.arguments
    }
    return app.url_map.bind("localhost").build(rule.endpoint, values, method=next(iter(rule.methods or ())))


def test_every_unsafe_request_without_its_token_is_refused(app: Flask, client: PageClient) -> None:
    make_network(is_demonstration=True)
    client.sign_in(make_person("secretariat"))
    rules = list(rules_with(app, safe=False))
    assert len(rules) > 20
    for rule in rules:
        path = path_of(app, rule, {"lang": "en"})
        for data in ({}, {"csrf_token": "wrong"}):
            answer = client.post(path, data=data, csrf=False)
            assert answer.status_code == 400, f"{path} took a request without its token: {answer.status}"


def test_no_get_of_any_page_changes_the_database(app: Flask, client: PageClient) -> None:
    make_network(is_demonstration=True)
    revision = make_revision()
    consultation = make_consultation(revision)
    person = make_person("secretariat", organisation=make_organisation(), persona_note="Secretary.")
    client.sign_in(person)
    known = {
        "lang": "en",
        "slug": revision.narrative.slug,
        "number": "1.0",
        "key": "water",
        "consultation_id": consultation.public_id,
        "person_id": person.public_id,
        "organisation_id": person.organisation.public_id,
        "code": "africa",
    }
    db.session.commit()
    before = _everything()
    shown = 0
    for rule in rules_with(app, safe=True):
        answer = client.get(path_of(app, rule, known))
        assert answer.status_code < 500, f"{rule.rule}: {answer.status}"
        shown += answer.status_code == 200
    assert shown > 15
    assert _everything() == before


def _everything() -> dict[str, list[tuple[object, ...]]]:
    rows = {
        table.name: [tuple(row) for row in db.session.execute(sa.select(table).order_by(*table.primary_key))]
        for table in db.metadata.sorted_tables
    }
    db.session.rollback()
    return rows
