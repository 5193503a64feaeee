"""The site that the reading benchmarks measure: the demonstration, and a long narrative with many comments."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from benchmarks.engine_texts import SEED, Writer
from config import Settings
from consult import create_app
from consult.consultations.models import Consultation
from consult.contributions.services import Sending, submit_comment
from consult.core.clock import now
from consult.core.database import db
from consult.core.transaction import unit_of_work
from consult.demonstration.loader import load_demonstration
from consult.narratives.models import Narrative, Revision
from consult.narratives.services import Place, add_revision
from consult.people.models import Account, Organisation, Person
from consult.people.sessions import open_session

SECTIONS = 40
WORDS = 400
MANY = 200
FIFTY = 50


@dataclass(frozen=True)
class Target:
    """A page to measure and the page of the floor that shows the same."""

    ours: str
    floor: str


@dataclass(frozen=True)
class Site:
    """The application with what is in it."""

    app: Flask
    database_url: str
    account: tuple[str, str, str]
    demonstration: Target
    long: Target
    many: Target
    fifty: Target


def open_site(folder: Path) -> Site:
    """Migrate a database in the folder, fill it and return the site."""
    url = f"sqlite:///{folder / 'benchmark.sqlite'}"
    app = create_app(
        Settings(database_url=url, secret_key="a secret of the benchmarks", letters_folder=str(folder))
    )
    with app.app_context():
        upgrade()
        load_demonstration()
        with unit_of_work():
            return _filled(app, url)


def _filled(app: Flask, url: str) -> Site:
    found = db.session.query(Consultation).filter_by(read_audience="public")
    demonstration = found.order_by(Consultation.closes_at.desc()).first()
    assert demonstration is not None, "the demonstration has no consultation that everybody may read"
    narrative = _narrative()
    revision = _revision(narrative)
    consultation = _consultation(narrative, revision)
    people = [_person(number) for number in range(20)]
    many = _comments(consultation, revision, 0, MANY, people)
    fifty = _comments(consultation, revision, 1, FIFTY, people)
    account = people[0].account
    assert account is not None
    return Site(
        app=app,
        database_url=url,
        account=(account.public_id, account.session_epoch, open_session(account, now()).public_id),
        demonstration=_text(demonstration),
        long=_text(consultation),
        many=many,
        fifty=fifty,
    )


def _text(consultation: Consultation) -> Target:
    return Target(
        f"/en/consultations/{consultation.public_id}/text", f"/text/{consultation.base_revision_id}"
    )


def _narrative() -> Narrative:
    row = Narrative(slug="long", title="A long narrative")
    db.session.add(row)
    db.session.flush()
    return row


def _revision(narrative: Narrative) -> Revision:
    writer = Writer(SEED)
    places = [
        Place(f"part-{number}", 1, f"{number}.", f"Part {number}", writer.section(WORDS))
        for number in range(1, SECTIONS + 1)
    ]
    return add_revision(narrative, places, number=(1, 0), parent=None, change_note="", actor=None, at=now())


def _consultation(narrative: Narrative, revision: Revision) -> Consultation:
    opens, closes = now() - timedelta(days=1), now() + timedelta(days=20)
    row = Consultation(
        narrative=narrative,
        base_revision=revision,
        title="A consultation",
        read_audience="public",
        contribute_audience="public",
        opens_at=opens,
        closes_at=closes,
        opens_wall=opens.strftime("%Y-%m-%dT%H:%M"),
        closes_wall=closes.strftime("%Y-%m-%dT%H:%M"),
        zone="UTC",
        languages=["en"],
    )
    db.session.add(row)
    db.session.flush()
    return row


def _person(number: int) -> Person:
    organisation = Organisation(name=f"Organisation of the benchmarks {number}", constituency="other")
    row = Person(
        display_name=f"Reader {number}",
        account=Account(email=f"reader{number}@benchmarks.example"),
        organisation=organisation,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _comments(
    consultation: Consultation, revision: Revision, index: int, number: int, people: list[Person]
) -> Target:
    """Send comments on a section, a third with a quoted passage; return the section's page."""
    place = revision.places[index]
    writer = Writer(SEED + index)
    for turn in range(number):
        quoted = " ".join(place.text.body.split()[turn : turn + 8]) if turn % 3 == 0 else ""
        submit_comment(
            consultation,
            place.section,
            people[turn % len(people)],
            now(),
            body=" ".join(writer.words(20, 60)),
            comment_kind="remark",
            sending=Sending(visibility="name"),
            quote=quoted if quoted in place.text.body else "",
        )
    ours = f"/en/consultations/{consultation.public_id}/sections/{place.section.key}"
    return Target(ours, f"/section/{revision.id}/{consultation.id}/{place.section_id}")
