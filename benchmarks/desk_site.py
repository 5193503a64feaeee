"""The site that the desk's benchmarks measure: two merge desks with many amendments and comments."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask

from benchmarks.engine_texts import SEED, Writer
from benchmarks.reading_site import add_person
from benchmarks.site import add_consultation, filled_site, session_of, written_revision
from consult.consolidation.material import load_material
from consult.consolidation.models import Consolidation
from consult.consolidation.overview import desk_work
from consult.consolidation.services import answer, confirm_proposals, decide, start_consolidation
from consult.consultations.models import Consultation
from consult.contributions.services import Sending, submit_amendment, submit_comment
from consult.core.clock import now
from consult.core.database import db
from consult.narratives.models import RevisionSection
from consult.people.models import Network, Person, RoleGrant

CROWDED = ((300, 1000), (100, 0), (1000, 0))
"""How many amendments and comments the sections of the crowded desk have."""
SECTIONS, EACH = 40, 25
LONG, SHORT = 2000, 400
"""How many words a section has at the crowded desk and at that which is published."""


@dataclass(frozen=True)
class DeskSite:
    """The application with what is in it. `groups`: by section key a change that is free, and the section's id."""

    app: Flask
    database_url: str
    account: tuple[str, str, str]
    desk: str
    whole: str
    floor_page: str
    groups: dict[str, tuple[str, int]]


def open_site(folder: Path) -> DeskSite:
    """Migrate a database in the folder, fill it and return the site."""
    return filled_site(folder, _filled)


def _filled(app: Flask, url: str) -> DeskSite:
    db.session.add(Network(name="Benchmarks", languages=["en"]))
    people = [add_person(number) for number in range(30)]
    me = people[0]
    db.session.add(RoleGrant(person_id=me.id, role="facilitator", scope="network"))
    crowded = _consulted("crowded", len(CROWDED), LONG)
    for place, (amendments, comments) in zip(crowded.base_revision.places, CROWDED, strict=True):
        _amend(crowded, place, amendments, people)
        _comment(crowded, place, comments, people)
    whole = _consulted("whole", SECTIONS, SHORT)
    for place in whole.base_revision.places:
        _amend(whole, place, EACH, people)
    desk, other = _desk(crowded, me), _desk(whole, me)
    _complete(other, me)
    first = crowded.base_revision.places[0]
    return DeskSite(
        app=app,
        database_url=url,
        account=session_of(me.account),
        desk=desk.public_id,
        whole=other.public_id,
        floor_page=f"/desk/{crowded.base_revision_id}/{crowded.id}/{first.section_id}",
        groups=_free_groups(desk),
    )


def _consulted(slug: str, sections: int, words: int) -> Consultation:
    return add_consultation(written_revision(slug, slug, sections, words, SEED + sections))


def _amend(consultation: Consultation, place: RevisionSection, number: int, people: Sequence[Person]) -> None:
    """Propose to replace one to three words in a row somewhere, each time others."""
    dice, writer = random.Random(SEED + number), Writer(SEED + place.section_id)
    for turn in range(number):
        words = place.text.body.split(" ")
        at = dice.randrange(1, len(words) - 4)
        if any("\n" in word for word in words[at - 1 : at + 4]):
            at = 1
        words[at : at + dice.randint(1, 3)] = [f"{word}{turn}" for word in writer.words(1, 3)]
        submit_amendment(
            consultation,
            place.section,
            people[turn % len(people)],
            now(),
            heading=place.text.heading,
            body=" ".join(words),
            sending=Sending(visibility="name"),
            rationale="It says more.",
        )


def _comment(
    consultation: Consultation, place: RevisionSection, number: int, people: Sequence[Person]
) -> None:
    writer = Writer(SEED + number)
    for turn in range(number):
        submit_comment(
            consultation,
            place.section,
            people[turn % len(people)],
            now(),
            body=" ".join(writer.words(20, 60)),
            comment_kind="remark",
            sending=Sending(visibility="name"),
        )


def _desk(consultation: Consultation, facilitator: Person) -> Consolidation:
    consultation.closes_at = now() - timedelta(minutes=1)
    db.session.flush()
    return start_consolidation(consultation.narrative, [consultation], facilitator, now())


def _complete(desk: Consolidation, facilitator: Person) -> None:
    """Decline what is open in each section, then answer all as decided."""
    given = {"facilitator": facilitator, "at": now()}
    for work in desk_work(load_material(desk)).sections:
        for counter, group in enumerate(work.undecided):
            decide(
                desk,
                work.section,
                group.key,
                "decline",
                reason="Later.",
                counter=counter,
                **given,  # type: ignore[arg-type]
            )
    confirm_proposals(desk, None, "As decided.", **given)  # type: ignore[arg-type]
    for row in desk_work(load_material(desk)).material.unanswered():
        answer(desk, row, "noted", "Read.", **given)  # type: ignore[arg-type]


def _free_groups(desk: Consolidation) -> dict[str, tuple[str, int]]:
    return {
        work.section.key: (group.key, work.section.id)
        for work in desk_work(load_material(desk)).sections
        for group in work.groups
        if group.group.reason == "free"
    }
