"""A thousand accounts speak without a name or under another one: nothing public ties one to the other."""

import re
from collections import Counter
from contextvars import Context
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from consult.consultations.models import Consultation
from consult.contributions.models import Comment, Contribution, ContributionText
from consult.core.database import db
from consult.people.models import Account, Person
from tests.desk import Desk
from tests.factories import (
    make_amendment,
    make_network,
    make_organisation,
    make_region,
    make_stance,
)

MANY, SPEAK, SENT = 1000, 300, datetime(2026, 3, 11, 13, 37, 41, tzinfo=UTC)
LINK = re.compile(r'(?:href|action|hx-get)="(/[^"#]*)')
IDS = re.compile(r"(?<![0-9a-z])[0-9a-z]{12}(?![0-9a-z])")
KIND = re.compile(
    r"(?<=/)(?:[0-9a-f]{64}|[0-9a-z]{12}|africa|asia|europe|water|health)(?=[/.]|$)|\d+(?:\.\d+)?"
)
"""What tells pages of one kind apart: which contribution, person, region, section or version is shown."""
TABLE = re.compile(r"(?:/summary/(?!contributions).*\.csv|/report\.[a-z]+)$")
FEW = {"/en/contributions/…": 3}
"""So many are read of a kind of page; one of the others, and one with choices in its address."""


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A published revision of a narrative to which a thousand people spoke."""
    make_network()
    desk = Desk()
    homes = [
        make_organisation(region=make_region(code)) for code in ("africa", "asia", "europe") for _ in range(4)
    ]
    people = _people(homes)
    sections = [place.section for place in desk.consultation.base_revision.places]
    taken = make_amendment(desk.consultation, people[1], visibility="region", submitted_at=SENT)
    make_stance(taken, people[2], "objection", reason="No.", visibility="organisation")
    desk.decide("human", "accept")
    desk.answer_all("noted")
    desk.publish()
    said = [_said(desk.consultation, person, sections[n % 2].id, n) for n, person in enumerate(people)]
    words = {"number": 1, "revision_id": desk.consultation.base_revision_id, "created_at": SENT}
    bodies = [f"We say this for the {number}th time." for number in range(SPEAK)]
    texts = zip(_insert(Comment, said), bodies, strict=True)
    _insert(ContributionText, [{"contribution_id": row, "body": body, **words} for row, body in texts])
    db.session.commit()
    return desk


def _people(homes: list[Any]) -> list[Person]:
    """Write all the people; return those who speak. All rows of a kind are written at once: that is fast."""
    accounts = _insert(
        Account,
        [
            {"email": f"nym{n:04}@secret.example", "created_at": SENT - timedelta(minutes=n)}
            for n in range(MANY)
        ],
    )
    people = _insert(Person, [_person(n, one, homes[n % len(homes)]) for n, one in enumerate(accounts)])
    spoke = sa.select(Person).where(Person.id.in_(people[:SPEAK])).order_by(Person.id)
    return list(db.session.scalars(spoke))


def _insert(model: Any, rows: list[dict[str, Any]]) -> list[int]:
    """Insert rows at once; return their ids in the same order."""
    ids = sa.insert(model).returning(model.id, sort_by_parameter_order=True)
    return list(db.session.scalars(ids, rows))


def _person(number: int, account: int, home: Any) -> dict[str, Any]:
    # Of each ten, three write under a name of their choice that says nothing of their address.
    return {
        "account_id": account,
        "display_name": f"Heron {number} of the reeds" if number % 10 < 3 else f"Nym{number:04} Realname",
        "organisation_id": home.id,
        "region_id": home.region_id,
        "languages": ["en"],
    }


def _said(consultation: Consultation, person: Person, section: int, number: int) -> dict[str, Any]:
    return {
        "narrative_id": consultation.narrative_id,
        "consultation_id": consultation.id,
        "person_id": person.id,
        "section_id": section,
        "language": "en",
        "comment_kind": "remark",
        "visibility": ("name" if number % 10 < 3 else ("organisation", "region")[number % 2]),
        "status": "submitted",
        "submitted_at": SENT + timedelta(seconds=number),
        "region_id": person.region_id,
        "organisation_id": person.organisation_id,
        "country": "KE",
        "constituency": "ngo",
    }


def everything_public(client: FlaskClient) -> dict[str, str]:
    """Return what everybody gets, with its head, by path: each page and file that a link leads to from the start."""
    found: dict[str, str] = {}
    waiting, kinds = ["/en/"], Counter[tuple[str, bool]]()
    while waiting:
        path = unescape(waiting.pop(0))
        kind = _kind(path)
        if path in found or kinds[kind] >= FEW.get(kind[0], 1) or not path.startswith("/en/"):
            continue
        kinds[kind] += 1
        answer = Context().run(client.get, path)  # as a request of its own
        if answer.status_code == 200:
            text = answer.get_data().decode("utf-8", "replace")
            found[path] = f"{answer.headers}\n{text}"
            waiting += LINK.findall(text) if "html" in answer.content_type else []
    return found


def _kind(path: str) -> tuple[str, bool]:
    """Return the kind of a page, and whether choices are in its address; a table of counts is one wherever it is."""
    address, _, choices = path.partition("?")
    table = TABLE.search(address)
    return (table.group(), False) if table else (KIND.sub("…", address), bool(choices))


def test_nothing_public_ties_what_was_said_to_an_account(app: Flask, desk: Desk) -> None:
    pages = everything_public(FlaskClient(app))  # its pages are checked by other tests
    endpoints = " ".join(pages)
    for part in (
        "/sections/water",
        "/ledger.csv",
        "/contributions.csv",
        "/summary",
        "/regions/",
        "/compare",
        ".md",
    ):
        assert part in endpoints, part
    secret = set(db.session.scalars(sa.select(Person.public_id))) | set(
        db.session.scalars(sa.select(Account.public_id))
    )
    assert len(secret) >= 2 * MANY
    hits = []
    for path, text in pages.items():
        hits += [(path, word) for word in ("secret.example", "Realname", "Nym0", "nym0") if word in text]
        hits += [(path, word) for word in secret & set(IDS.findall(text))]
        hits += [
            (path, word) for word in ("13:37", "T13:", "13:4", "13:5") if word in text
        ]  # days, and no hours
    assert hits == []
    listed = next(text for path, text in pages.items() if path.endswith("/contributions.csv"))
    assert listed.count("We say this for the") == SPEAK
    assert "Heron 1 of the reeds" in listed  # a name that was chosen is shown
    _check_ids()


def _check_ids() -> None:
    """Public ids tell neither the order nor the author."""
    rows = db.session.execute(
        sa.select(Contribution.public_id, Person.public_id, Account.public_id)
        .join(Person, Person.id == Contribution.person_id)
        .join(Account, Account.id == Person.account_id)
        .order_by(Contribution.id)
    ).all()
    ids = [row[0] for row in rows]
    rising = sum(one < other for one, other in pairwise(ids))
    assert 0.4 < rising / len(ids) < 0.6  # no more than chance
    assert len({one for row in rows for one in row}) >= 3 * SPEAK
    assert not any(row[0][:6] in (row[1][:6], row[2][:6]) for row in rows)
