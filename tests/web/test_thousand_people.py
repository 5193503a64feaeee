"""A thousand accounts speak without a name or under another one: nothing public ties one to the other."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

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
FEW = 3
"""Of pages that differ by one contribution or passage only, so many are read."""


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A published revision of a narrative to which a thousand people spoke."""
    make_network()
    desk = Desk()
    homes = [
        make_organisation(region=make_region(code)) for code in ("africa", "asia", "europe") for _ in range(4)
    ]
    people = [_person(number, homes[number % len(homes)]) for number in range(MANY)]
    db.session.add_all(people)
    db.session.flush()
    sections = [place.section for place in desk.consultation.base_revision.places]
    taken = make_amendment(desk.consultation, people[1], visibility="region", submitted_at=SENT)
    make_stance(taken, people[2], "objection", reason="No.", visibility="organisation")
    desk.decide("human", "accept")
    desk.answer_all("noted")
    desk.publish()
    rows = [_said(desk.consultation, person, sections[n % 2], n) for n, person in enumerate(people[:SPEAK])]
    db.session.add_all(rows)
    db.session.flush()
    db.session.commit()
    return desk


def _person(number: int, home: Any) -> Person:
    # Of each ten, three write under a name of their choice that says nothing of their address.
    name = f"Heron {number} of the reeds" if number % 10 < 3 else f"Nym{number:04} Realname"
    account = Account(email=f"nym{number:04}@secret.example", created_at=SENT - timedelta(minutes=number))
    return Person(account=account, display_name=name, organisation=home, region=home.region, languages=["en"])


def _said(consultation: Consultation, person: Person, section: Any, number: int) -> Contribution:
    row = Comment(
        narrative_id=consultation.narrative_id,
        consultation=consultation,
        person=person,
        section=section,
        language="en",
        comment_kind="remark",
        visibility=("name" if number % 10 < 3 else ("organisation", "region")[number % 2]),
        status="submitted",
        submitted_at=SENT + timedelta(seconds=number),
        region_id=person.region.id,
        organisation_id=person.organisation.id,
        country="KE",
        constituency="ngo",
    )
    words = {"number": 1, "revision_id": consultation.base_revision_id, "created_at": SENT}
    row.texts.append(ContributionText(body=f"We say this for the {number}th time.", **words))
    return row


def everything_public(client: Any) -> dict[str, str]:
    """Return what everybody gets, with its head, by path: each page and file that a link leads to from the start."""
    found: dict[str, str] = {}
    waiting, kinds = ["/en/"], dict[str, int]()
    while waiting:
        path = unescape(waiting.pop(0))
        kind = re.sub(r"[0-9a-f]{64}|[0-9a-z]{12}|\d+", "…", path.split("?")[0])
        if path in found or kinds.get(kind, 0) >= FEW or not path.startswith("/en/"):
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = client.get(path)
        if answer.status_code == 200:
            text = answer.get_data().decode("utf-8", "replace")
            found[path] = f"{answer.headers}\n{text}"
            waiting += LINK.findall(text) if "html" in answer.content_type else []
    return found


def test_nothing_public_ties_what_was_said_to_an_account(app: Flask, desk: Desk) -> None:
    pages = everything_public(app.test_client())
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
