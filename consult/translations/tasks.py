"""What somebody translates: one wording of a section into one language, cut into sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import sqlalchemy as sa

from consult.core.database import db
from consult.core.errors import NotFound
from consult.narratives.models import Narrative, Revision, RevisionSection, Section, SectionText
from consult.narratives.services import latest_revision, narrative_by_slug, places_of
from consult.rules.permissions import Facts
from consult.text.units import Origin, Unit, compose, origins, units

from .draft_models import OfferedDraft, OfferedPlace
from .draft_places import changed_places
from .models import Translation


def parts_of(text: SectionText) -> list[Unit]:
    """Return the units of a section text, its heading first."""
    return [Unit("", text.heading, "\n\n"), *units(text.body)]


def put_together(source: SectionText, wordings: Sequence[str]) -> tuple[str, str]:
    """Return heading and body in the other language."""
    return wordings[0] if wordings else "", compose(parts_of(source)[1:], wordings[1:])


@dataclass(frozen=True)
class LanguageOf:
    """A narrative and one of the languages into which it is translated; `draft`: before that is published."""

    narrative: Narrative
    language: str
    draft: OfferedDraft | None = None

    @property
    def revision(self) -> Revision:
        """Return the newest revision, which is what is translated unless a draft is."""
        found = latest_revision(self.narrative)
        if found is None:
            raise NotFound
        return found

    @property
    def state(self) -> str:
        """Return what files name: the number of the revision, or that it is a draft."""
        return "draft" if self.draft else self.revision.number

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks: that of the narrative, or of the draft."""
        return (self.draft or self.narrative).facts(at)


@dataclass(frozen=True)
class Task:
    """One wording of a section, to be translated into one language."""

    narrative: Narrative
    language: str
    section: Section
    source: SectionText
    label: str = ""
    draft: OfferedDraft | None = None

    @property
    def of(self) -> LanguageOf:
        """Return the narrative, or the draft of it, in the language."""
        return LanguageOf(self.narrative, self.language, self.draft)

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks: that of the narrative, or of the draft."""
        return self.of.facts(at)

    @cached_property
    def parts(self) -> list[Unit]:
        """Return the units of the source text."""
        return parts_of(self.source)

    @cached_property
    def rows(self) -> list[Translation]:
        """Return all translations of the section into the language, whatever its wording, the newest first.

        Those of a draft that is not published are seen from this draft only.
        """
        asked = sa.select(Translation).where(
            Translation.section_id == self.section.id,
            Translation.language == self.language,
            Translation.source_text_id.not_in(_words_of_other_drafts(self.draft)),
        )
        newest = asked.order_by(Translation.updated_at.desc(), Translation.id.desc())
        # What another transaction wrote while this one waited must be seen.
        return list(db.session.scalars(newest, execution_options={"populate_existing": True}))

    @property
    def row(self) -> Translation | None:
        """Return the translation of this wording, if it is begun."""
        return next((row for row in self.rows if row.source_text_id == self.source.id), None)

    @property
    def before(self) -> Translation | None:
        """Return the newest translation of another wording."""
        return next((row for row in self.rows if row.source_text_id != self.source.id), None)

    @cached_property
    def earlier(self) -> "Earlier":
        """Return what there is of an earlier wording, sentence by sentence."""
        return Earlier.of(self.before, self.parts)

    def wordings(self) -> list[str]:
        """Return the words as they stand: what was saved, or what is kept of the wording before."""
        if self.row is not None:
            return list(self.row.wordings)
        return [
            words if origin and origin.is_equal else ""
            for words, origin in zip(self.earlier.targets, self.earlier.origins, strict=True)
        ]


@dataclass(frozen=True)
class Earlier:
    """For each sentence of a text: which sentence of an earlier wording it was, that one's words, its translation."""

    origins: list[Origin | None]
    sources: list[str]
    targets: list[str]

    @classmethod
    def of(cls, before: Translation | None, parts: Sequence[Unit]) -> "Earlier":
        """Return what the translation of an earlier wording gives for the sentences of this one."""
        if before is None:
            return cls([None] * len(parts), [""] * len(parts), [""] * len(parts))
        old = [part.words for part in parts_of(before.source)]
        targets = [*before.wordings, *[""] * len(old)]
        found = origins(old, [part.words for part in parts])
        return cls(
            found,
            [old[origin.place] if origin else "" for origin in found],
            [targets[origin.place] if origin else "" for origin in found],
        )


def language_of(slug: str, language: str) -> LanguageOf:
    """Return a narrative and one of its target languages; NotFound for any other."""
    narrative = narrative_by_slug(slug)
    if language not in narrative.target_languages or language == narrative.working_language:
        raise NotFound
    return LanguageOf(narrative, language)


def language_with_terms(slug: str, language: str) -> LanguageOf:
    """Return a narrative and one of its languages, be it that in which it is written; NotFound for any other."""
    narrative = narrative_by_slug(slug)
    return (
        LanguageOf(narrative, language)
        if language == narrative.working_language
        else language_of(slug, language)
    )


def task_of(slug: str, language: str, key: str) -> Task:
    """Return the section of the newest revision that is to be translated."""
    return task_in(language_of(slug, language), key)


def _no_task() -> Task:
    raise NotFound


def _words_of_other_drafts(own: OfferedDraft | None) -> sa.Select[int]:
    """Select the texts that stand only in drafts that were given to translators and not published."""
    published = sa.select(RevisionSection.section_id).where(
        RevisionSection.section_text_id == OfferedPlace.text_id
    )
    asked = (
        sa.select(OfferedPlace.text_id)
        .join(OfferedDraft, OfferedDraft.id == OfferedPlace.draft_id)
        .where(OfferedDraft.revision_id.is_(None), ~published.exists())
    )
    if own is None:
        return asked
    mine = sa.select(OfferedPlace.text_id).where(OfferedPlace.draft_id == own.id)
    return asked.where(OfferedPlace.text_id.not_in(mine))


def tasks_of(found: LanguageOf) -> list[Task]:
    """Return every section of the newest revision, in order; of a draft those that it changes."""
    places = changed_places(found.draft) if found.draft else places_of(found.revision.id)
    return [
        Task(found.narrative, found.language, place.section, place.text, place.label, found.draft)
        for place in places
    ]


def task_in(found: LanguageOf, key: str) -> Task:
    """Return the task of a section; NotFound for one that is not to be translated there."""
    return next((task for task in tasks_of(found) if task.section.key == key), None) or _no_task()


def of_wording(task: Task, sha: str) -> Task:
    """Return the task for the wording that a form was made from, which may be an earlier one of the section.

    NotFound where the section never had it.
    """
    if sha == task.source.sha:
        return task
    if not sha.isalnum():
        raise NotFound  # no hash, and a NUL in it is more than PostgreSQL takes
    published = sa.select(RevisionSection.section_text_id).where(
        RevisionSection.section_id == task.section.id
    )
    offered = sa.select(OfferedPlace.text_id).where(OfferedPlace.section_id == task.section.id)
    text = db.session.scalars(
        sa.select(SectionText).where(
            SectionText.sha == sha, sa.or_(SectionText.id.in_(published), SectionText.id.in_(offered))
        )
    ).first()
    if text is None:
        raise NotFound
    return Task(task.narrative, task.language, task.section, text, task.label, task.draft)


def untranslated(parts: Iterable[Unit], wordings: Sequence[str]) -> list[int]:
    """Return the places of the sentences that have no words yet."""
    return [
        place
        for place, (part, words) in enumerate(zip(parts, wordings, strict=True))
        if part.is_words and not words
    ]
