"""Who may read, translate and choose languages: each page and form of translations for each kind of person."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from consult.core.clock import now
from consult.core.database import db
from consult.core.logs import Event
from consult.narratives.agreed_terms import AgreedTerm, terms_of
from consult.narratives.models import Narrative
from consult.people.models import Person, RoleGrant
from consult.text.terms import Term
from consult.translations import terms
from consult.translations.models import Translation
from tests.factories import (
    grant_role,
    make_consultation,
    make_narrative,
    make_organisation,
    make_person,
    make_revision,
)
from tests.page import PageClient
from tests.translating import SECTIONS, WATER, Translating, make_translating

ROOT = "/en/narratives/shared/languages"
READ = [ROOT, f"{ROOT}/fr/terms", f"{ROOT}/fr/terms.csv"]
WORK = [f"{ROOT}/fr/sections/water", f"{ROOT}/fr/file", f"{ROOT}/fr.po"]
CHOOSE = [f"{ROOT}/choose"]


@pytest.fixture
def work(app: Flask) -> Translating:
    return make_translating(app)


def person_of(work: Translating, kind: str) -> Person | None:
    if kind == "nobody":
        return None
    if kind == "member":
        return make_person(organisation=make_organisation())
    if kind == "translator elsewhere":
        return make_person("translator", make_narrative(slug="elsewhere", target_languages=["fr"]))
    if kind == "translator of a consultation":
        return make_person("translator", make_consultation(work.revision))
    role, _of, scope = kind.partition(" of ")
    return make_person(role, work.narrative if scope == "this" else None)


def client_of(work: Translating, kind: str) -> PageClient:
    person = person_of(work, kind)
    return work.client(person) if person else work.app.test_client()  # type: ignore[return-value]


PEOPLE = [
    # who; reading, working, choosing: of a public narrative, of one that only those invited read
    ("nobody", (200, 302, 302), (404, 404, 404)),
    ("member", (200, 403, 403), (404, 404, 404)),
    ("participant of the network", (200, 403, 403), (200, 403, 403)),
    ("working-group-member of this", (200, 403, 403), (200, 403, 403)),
    ("translator of this", (200, 200, 403), (200, 200, 403)),
    ("translator of the network", (200, 200, 403), (200, 200, 403)),
    ("translator elsewhere", (200, 403, 403), (404, 404, 404)),
    ("translator of a consultation", (200, 403, 403), (200, 403, 403)),
    ("facilitator of this", (200, 200, 200), (200, 200, 200)),
    ("secretariat of the network", (200, 200, 200), (200, 200, 200)),
]


@pytest.mark.parametrize(("kind", "public", "invited"), PEOPLE, ids=[row[0] for row in PEOPLE])
def test_each_page_is_for_those_and_only_those(
    work: Translating, kind: str, public: tuple[int, int, int], invited: tuple[int, int, int]
) -> None:
    client = client_of(work, kind)
    for audience, wanted in (("public", public), ("invited", invited)):
        work.narrative.read_audience = audience
        for paths, status in zip((READ, WORK, CHOOSE), wanted, strict=True):
            asked = paths if audience == "public" else paths[:1]
            found = {path: client.get(path).status_code for path in asked}
            assert found == dict.fromkeys(asked, status), audience


FORMS: list[tuple[str, dict[str, Any]]] = [
    ("fr/sections/water", {"s-0": "Eau", "counter": 0}),
    (
        "fr/sections/water",
        {f"s-{n}": words for n, words in enumerate(WATER)} | {"counter": 0, "step": "send"},
    ),
    ("fr/sections/water", {"counter": 0, "step": "review"}),
    ("fr/sections/water", {"counter": 0, "step": "return", "remark": "x"}),
    ("fr/file", {"file": "po"}),
    ("fr/terms", {"source": "water", "term": "eau"}),
    ("fr/terms/table", {"file": "csv"}),
    ("choose", {"other": "sw"}),
]
FILES = {"po": b'msgid ""\nmsgstr "Language: fr\\n"\n', "csv": b"source,term\nair,air\n"}


def sent(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "file": (BytesIO(FILES[data["file"]]), "a")} if "file" in data else data


@pytest.mark.parametrize(
    "kind",
    [
        "nobody",
        "member",
        "participant of the network",
        "working-group-member of this",
        "translator elsewhere",
        "translator of a consultation",
    ],
)
def test_nobody_else_changes_anything(work: Translating, kind: str) -> None:
    client = client_of(work, kind)
    row = terms.keep_term(work.narrative, "fr", Term("a", "b"), actor=work.leila, at=now())
    events = db.session.query(Event).count()
    forms = [*FORMS, (f"fr/terms/{row.public_id}/remove", {})]
    found = [client.post(f"{ROOT}/{path}", data=sent(data)).status_code for path, data in forms]
    assert found == [403] * len(forms)
    db.session.expire_all()
    assert work.narrative.target_languages == ["fr", "ar"]
    assert (db.session.query(Translation).count(), db.session.query(AgreedTerm).count()) == (0, 1)
    assert db.session.query(Event).count() == events


def test_no_form_of_a_page_is_taken_without_its_token(work: Translating) -> None:
    client = work.client(work.leila)
    found = [client.post(f"{ROOT}/{path}", data=sent(data), csrf=False).status_code for path, data in FORMS]
    assert set(found[:-1]) == {400}
    assert db.session.query(Translation).count() == 0


def test_looking_writes_nothing(work: Translating) -> None:
    work.post(work.leila, WATER, step="send")
    events = db.session.query(Event).count()
    client = work.client(make_person("secretariat"))
    for path in [*READ, *WORK, *CHOOSE]:
        assert client.get(path).status_code == 200
    db.session.expire_all()
    assert db.session.query(Event).count() == events
    assert (work.row().counter, work.row().status) == (2, "waiting")


def test_the_ways_that_the_matrix_offers_are_those_that_may_be_gone(work: Translating) -> None:
    ways = {"work": work.path(), "file": f"{ROOT}/fr/file", "choose": f"{ROOT}/choose"}
    for kind, offered in (
        ("nobody", set()),
        ("member", set()),
        ("translator of this", {"work", "file"}),
        ("facilitator of this", {"work", "file", "choose"}),
    ):
        page = client_of(work, kind).get(ROOT).text
        assert {name for name, path in ways.items() if f'href="{path}"' in page} == offered, kind
        assert "Agree on a term" not in page
    may = {kind: client_of(work, kind).get(READ[1]).text for kind in ("member", "translator of this")}
    assert [("Agree on a term" in page) for page in may.values()] == [False, True]


def test_only_those_who_may_review_are_offered_to_approve(work: Translating) -> None:
    work.post(work.leila, WATER, step="send")
    buttons = {}
    for person in (work.leila, work.iker, make_person("facilitator", work.narrative)):
        page = work.client(person).get(work.path()).text
        buttons[person.id] = (">Approve</button>" in page, "Give it back" in page)
    assert list(buttons.values()) == [(False, True), (True, True), (True, True)]


def test_a_role_that_was_taken_away_ends_at_once(work: Translating) -> None:
    client = work.client(work.leila)
    assert client.get(work.path()).status_code == 200
    db.session.query(RoleGrant).filter_by(person_id=work.leila.id).delete()
    db.session.expire_all()
    assert client.get(work.path()).status_code == 403
    assert client.post(work.path(), data={"s-0": "Eau", "counter": 0}).status_code == 403
    grant_role(work.leila, "translator", work.narrative)
    db.session.expire_all()
    assert client.get(work.path()).status_code == 200


def test_terms_of_another_language_or_narrative_are_not_taken_away_through_this_one(
    work: Translating,
) -> None:
    other: Narrative = make_narrative(slug="other", target_languages=["fr"])
    make_revision(other, SECTIONS)
    client = work.client(work.leila)
    for narrative, language in ((work.narrative, "ar"), (other, "fr")):
        row = terms.keep_term(narrative, language, Term("a", "b"), actor=work.leila, at=now())
        assert client.post(f"{ROOT}/fr/terms/{row.public_id}/remove").status_code == 404
    assert db.session.query(AgreedTerm).count() == 2
    own = f"{ROOT}/ar/terms/{terms_of(work.narrative.id, 'ar')[0].public_id}/remove"
    assert [client.post(own).status_code for _time in range(2)] == [303, 404]
    told = db.session.query(Event).filter_by(kind="term-removed").one()
    assert (told.subject, told.actor_id, told.narrative_id) == (
        "agreed_terms",
        work.leila.id,
        work.narrative.id,
    )
