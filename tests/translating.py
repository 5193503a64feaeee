"""A narrative with people who translate it, and the steps of translating, for tests to stand on."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from consult.core.clock import now
from consult.core.database import db
from consult.narratives.models import Narrative, Revision
from consult.people.models import Person
from consult.translations import services
from consult.translations.models import Translation
from consult.translations.tasks import Task, tasks_of
from consult.translations.tasks import language_of as load
from tests.factories import make_narrative, make_network, make_person, make_revision
from tests.page import PageClient

SECTIONS = [
    ("water", "Water", "Water is a right.\n\nIt is not for sale. Everyone must have it, every day."),
    ("health", "Health", "Health care is free for all.\n\n- Nobody pays at the door."),
]
WATER = ["L’eau", "L’eau est un droit.", "Elle n’est pas à vendre.", "Chacun doit en avoir, chaque jour."]
HEALTH = ["Santé", "Les soins sont gratuits pour tous.", "Personne ne paie à la porte."]


@dataclass
class Translating:
    """A narrative in English with French and Arabic as targets, one who translates and one who reviews."""

    app: Flask
    narrative: Narrative
    revision: Revision
    leila: Person
    iker: Person
    clients: dict[int, PageClient] = field(default_factory=dict)

    def task(self, key: str = "water", language: str = "fr") -> Task:
        """Return a section of the newest revision to be translated."""
        return next(task for task in tasks_of(load(self.narrative.slug, language)) if task.section.key == key)

    def row(self, key: str = "water", language: str = "fr") -> Translation:
        """Return the translation of its present wording."""
        found = self.task(key, language).row
        assert found is not None
        return found

    def reviewed(
        self, key: str = "water", words: list[str] | None = None, language: str = "fr"
    ) -> Translation:
        """Let one person translate a section and the other approve it."""
        given = words or {"water": WATER, "health": HEALTH}[key]
        task = self.task(key, language)
        counter = task.row.counter if task.row else 0
        sent = services.send_for_review(task, given, counter=counter, actor=self.leila, at=now())
        task = self.task(key, language)
        return services.review_translation(task, given, counter=sent.counter, actor=self.iker, at=now())

    def revise(self, key: str = "water", heading: str = "Water", body: str = "") -> Revision:
        """Publish the next revision, in which one section reads anew."""
        sections = [(key, heading, body) if one[0] == key else one for one in self.sections()]
        number = (self.revision.major, self.revision.minor + 1)
        self.revision = make_revision(self.narrative, sections, number=number, parent=self.revision)
        return self.revision

    def sections(self) -> list[tuple[str, str, str]]:
        """Return key, heading and body of each section as it stands."""
        return [(place.section.key, place.text.heading, place.text.body) for place in self.revision.places]

    def client(self, person: Person) -> PageClient:
        """Return the browser of a person."""
        if person.id not in self.clients:
            self.clients[person.id] = self.app.test_client().sign_in(person)  # type: ignore[attr-defined]
        return self.clients[person.id]

    def path(self, key: str = "water", language: str = "fr") -> str:
        """Return the address of the translate page of a section."""
        return f"/en/narratives/{self.narrative.slug}/languages/{language}/sections/{key}"

    def post(self, person: Person, words: list[str], key: str = "water", **values: Any) -> Any:
        """Send the form of the translate page as it would be now."""
        db.session.expire_all()
        task = self.task(key)
        counter = task.row.counter if task.row else 0
        fields = {f"s-{place}": word for place, word in enumerate(words)}
        data = {"source": task.source.sha, "counter": counter, **fields, **values}
        answer = self.client(person).post(self.path(key), data=data)
        db.session.expire_all()
        return answer


def make_translating(app: Flask) -> Translating:
    """Write the narrative, its first revision, and two translators."""
    make_network()
    narrative = make_narrative(slug="shared", target_languages=["fr", "ar"])
    revision = make_revision(narrative, SECTIONS)
    people = [make_person("translator", narrative, display_name=name) for name in ("Leïla Ben", "Iker Zubi")]
    return Translating(app, narrative, revision, *people)


def make_narrative_like(work: Translating) -> Narrative:
    """Make another narrative of the same sections."""
    other = make_narrative(slug="other", target_languages=["fr"])
    make_revision(other, work.sections())
    return other
