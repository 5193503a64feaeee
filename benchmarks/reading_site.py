"""The site that the reading benchmarks measure: the demonstration, and a long narrative with many comments."""

from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from benchmarks.engine_texts import SEED, Writer
from benchmarks.site import add_consultation, filled_site, session_of, written_revision
from consult.consultations.models import Consultation
from consult.contributions.services import Sending, submit_comment
from consult.core.clock import now
from consult.core.database import db
from consult.demonstration.loader import load_demonstration
from consult.narratives.models import Revision
from consult.people.models import Account, Organisation, Person

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
    return filled_site(folder, _filled)


def _filled(app: Flask, url: str) -> Site:
    load_demonstration()
    found = db.session.query(Consultation).filter_by(read_audience="public")
    demonstration = found.order_by(Consultation.closes_at.desc()).first()
    assert demonstration is not None, "the demonstration has no consultation that everybody may read"
    revision = written_revision("long", "A long narrative", SECTIONS, WORDS)
    consultation = add_consultation(revision)
    people = [add_person(number) for number in range(20)]
    many = _comments(consultation, revision, 0, MANY, people)
    fifty = _comments(consultation, revision, 1, FIFTY, people)
    return Site(
        app=app,
        database_url=url,
        account=session_of(people[0].account),
        demonstration=_text(demonstration),
        long=_text(consultation),
        many=many,
        fifty=fifty,
    )


def _text(consultation: Consultation) -> Target:
    return Target(
        f"/en/consultations/{consultation.public_id}/text", f"/text/{consultation.base_revision_id}"
    )


def add_person(number: int) -> Person:
    """Make a person of an organisation of their own."""
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
