"""A change to the French text of an English narrative: proposed, rendered, brought to a desk; for tests to stand on."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask

from consult.consultations.models import Consultation
from consult.contributions import services
from consult.contributions.language_models import Rendering
from consult.contributions.models import Amendment
from consult.contributions.services import Sending
from consult.core.clock import now
from consult.core.database import db
from consult.people.models import Person
from consult.translations.readable import edition_of
from consult.translations.renderings import (
    first_day,
    give_rendering,
    rendering_task,
    reply_to_rendering,
)
from tests.desk import Desk
from tests.factories import make_consultation, make_organisation, make_person, place_of
from tests.translating import Translating, make_translating

FIND, REPLACE = "un droit", "un droit humain"
RIGHT, HUMAN_RIGHT = "a right", "a human right"


def address(language: str) -> str:
    """Return an address as a letter names it."""
    return f"https://consult.example/{language}/confirm"


@dataclass
class Across:
    """A narrative whose section on water can be read in French, a consultation on it, and one who speaks French."""

    work: Translating
    consultation: Consultation
    author: Person

    @property
    def base(self):  # type: ignore[no-untyped-def]
        """Return the French text of the section on water."""
        place = place_of(self.work.revision)
        return edition_of(self.consultation, place.section_text_id, "fr")

    def amend(
        self, find: str = FIND, replace: str = REPLACE, author: Person | None = None, **values: Any
    ) -> Amendment:
        """Propose a change to the French text."""
        base = self.base
        assert find in base.full, find
        given: dict[str, Any] = {
            "heading": base.heading,
            "body": base.body.replace(find, replace, 1),
            "rationale": "C’est notre droit.",
            "sending": Sending("name", "self", "fr"),
            "edition": base,
            **values,
        }
        section = place_of(self.work.revision).section
        return services.submit_amendment(self.consultation, section, author or self.author, now(), **given)

    def render(
        self, row: Amendment, find: str = RIGHT, replace: str = HUMAN_RIGHT, days: int = 7, **values: Any
    ) -> Rendering:
        """Render a change in English."""
        task = rendering_task(row)
        given: dict[str, Any] = {
            "until": first_day(row, now()) + timedelta(days=days),
            "seen": task.seen,
            "actor": self.work.leila,
            "at": now(),
            "address_of": address,
            **values,
        }
        body = task.source.body.replace(find, replace, 1)
        return give_rendering(task, task.source.heading, body, **given)

    def reply(self, row: Amendment, reply: str = "agrees", words: str = "", **values: Any) -> Rendering:
        """Let the author say yes or no to the newest rendering."""
        task = rendering_task(row)
        seen = task.newest.public_id if task.newest else ""
        given: dict[str, Any] = {"seen": seen, "actor": self.author, "at": now(), **values}
        return reply_to_rendering(task, reply, words, **given)

    def close(self) -> Desk:
        """Close the consultation and return its merge desk."""
        self.consultation.closes_at = now() - timedelta(days=1)
        db.session.flush()
        return Desk(self.consultation)


def make_across(app: Flask, **values: Any) -> Across:
    """Make the narrative, its French text, and an open consultation on it."""
    work = make_translating(app)
    work.reviewed("water")
    consultation = make_consultation(work.revision, zone="Africa/Dakar", **values)
    author = make_person(organisation=make_organisation(), display_name="Awa Diop")
    return Across(work, consultation, author)
