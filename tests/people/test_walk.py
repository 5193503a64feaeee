"""Walks over every route of the site: no unsafe request without its token, and no GET that writes."""

from collections.abc import Iterator

import sqlalchemy as sa
from flask import Flask, request
from werkzeug.routing import Rule

from config import Settings
from consult import create_app
from consult.core.database import SAFE_METHODS, db
from tests.factories import make_consultation, make_network, make_organisation, make_person, make_revision
from tests.page import PageClient
from tests.people.sign_in_steps import ask, link_in, newest_letter


def rules_with(app: Flask, *, safe: bool) -> Iterator[Rule]:
    """Yield the routes that take a safe method, or those that take an unsafe one."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and bool((rule.methods or set()) - SAFE_METHODS) != safe:
            yield rule


def path_of(app: Flask, rule: Rule, known: dict[str, object]) -> str:
    """Return a path of a route, with ids that exist where they are known."""
    converters = rule._converters
    values = {name: known.get(name, _example(converters[name])) for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, values, method=next(iter(rule.methods or ())))


def _example(converter: object) -> object:
    """Return a value that a converter takes."""
    if "Integer" in type(converter).__name__:
        return 1
    return next(iter(sorted(getattr(converter, "items", ()))), "x")


WITHOUT_TOKEN = {"notices.stop_now"}
"""What mail programs post to, with a signed address as the proof."""


def test_every_unsafe_request_without_its_token_is_refused(app: Flask, client: PageClient) -> None:
    make_network(is_demonstration=True)
    client.sign_in(make_person("secretariat"))
    rules = list(rules_with(app, safe=False))
    assert len(rules) > 20
    assert {rule.endpoint for rule in rules} >= WITHOUT_TOKEN
    for rule in rules:
        if rule.endpoint in WITHOUT_TOKEN:
            continue
        path = path_of(app, rule, {"lang": "en", "language": "fr"})
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


def test_a_request_from_a_page_of_another_site_is_refused_even_with_its_token(
    app: Flask, client: PageClient
) -> None:
    make_network()
    client.sign_in(make_person())
    for origin, status in (
        ("https://evil.example", 400),
        ("http://localhost.evil.example", 400),
        ("https://", 400),
        ("http://[", 400),
        ("http://localhost", 303),
        ("null", 303),
    ):
        answer = client.post("/en/sign-out", headers={"Origin": origin})
        assert answer.status_code == status, origin


def test_the_link_page_takes_its_form_over_https_although_it_names_no_referrer(client: PageClient) -> None:
    person = make_person()
    ask(client, person.account.email)
    path = link_in(newest_letter())
    token = client.csrf_token()
    answer = client.post(
        path, data={"csrf_token": token}, headers={"Origin": "null"}, base_url="https://localhost"
    )
    assert answer.status_code == 303


def test_the_readers_address_is_taken_from_our_own_proxies_only(app: Flask) -> None:
    seen: list[tuple[str, str, str]] = []
    for proxies in (0, 1):
        settings = Settings(mode="test", secret_key="x", proxies=proxies, database_url="sqlite://")
        site = create_app(settings)

        @site.before_request
        def note() -> None:
            seen.append((str(request.remote_addr), request.host, request.scheme))

        headers = {
            "X-Forwarded-For": "198.51.100.1, 203.0.113.9",
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Proto": "https",
        }
        site.test_client().get("/static/icon.svg", headers=headers).close()
    assert seen[:1] == [("127.0.0.1", "localhost", "http")]
    assert ("203.0.113.9", "localhost", "https") in seen
