"""Writes the narrative in other languages: each section saved, sent and approved by the people and on the days told."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from consult.demonstration.network import grant
from consult.demonstration.other_languages import Translation
from consult.demonstration.stage import Act, Stage
from consult.rules.permissions import Role, Scope
from consult.text.terms import Term
from consult.translations.services import review_translation, save_translation, send_for_review
from consult.translations.tasks import Task
from consult.translations.terms import keep_term

REVIEWED_AFTER = 2
"""How many days after it was written a translation is approved."""


def acts_of_translation(stage: Stage) -> Iterator[Act]:
    """Return what the translators did: their roles first, then each section."""
    first = min(told.day for told in stage.demo.translations)
    yield Act("translators", stage.day(first, 8), partial(write_translators, stage))
    for told in stage.demo.translations:
        name = f"{told.language} {told.key}"
        yield Act(f"translation {name}", stage.day(told.day, 14), partial(write_translation, stage, told))
        if told.reviewer:
            at = stage.day(told.day + REVIEWED_AFTER, 15)
            yield Act(f"review {name}", at, partial(approve, stage, told))


def write_translators(stage: Stage, at: datetime) -> None:
    """Give the role to those who translate the narrative; they begin with the terms that they agree on."""
    for person in stage.demo.people:
        if Role.TRANSLATOR in person.roles:
            grant(stage, person.key, Role.TRANSLATOR, (Scope.NARRATIVE, stage.narrative.id), at)
    for told in stage.demo.terms:
        term = Term(told.source, told.term, told.avoid, told.meaning)
        keep_term(stage.narrative, told.language, term, actor=stage.people[told.agreed_by], at=at)


def write_translation(stage: Stage, told: Translation, at: datetime) -> None:
    """Save a section, and send it where it is complete."""
    task = _task(stage, told)
    given = _wordings(task, told)
    translator = stage.people[told.translator]
    if told.reviewer or told.is_sent:
        send_for_review(task, given, counter=0, actor=translator, at=at)
    else:
        save_translation(task, given, counter=0, actor=translator, at=at)


def approve(stage: Stage, told: Translation, at: datetime) -> None:
    """Approve a section in the name of its reviewer."""
    task = _task(stage, told)
    row = task.row
    assert row is not None
    assert told.reviewer is not None
    reviewer = stage.people[told.reviewer]
    review_translation(task, row.wordings, counter=row.counter, actor=reviewer, at=at)


def _task(stage: Stage, told: Translation) -> Task:
    places = stage.revisions[told.of].places
    place = next(place for place in places if place.section.key == told.key)
    return Task(stage.narrative, told.language, place.section, place.text)


def _wordings(task: Task, told: Translation) -> list[str]:
    """Return the sentences under the places that have words; of a draft the last ones may be missing."""
    lines = iter([line for line in told.sentences.splitlines() if line])
    return [next(lines, "") if part.is_words else "" for part in task.parts]
