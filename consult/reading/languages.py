"""The text of a revision in the language that the reader chose for it; else in that of the page, where it is ready."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext as _

from consult.consultations.at_hand import ReadConsultation, ReadNarrative, ReadRevision
from consult.narratives.kept_texts import KeptPlace, KeptSection, KeptText
from consult.narratives.models import Narrative, Revision, RevisionSection
from consult.translations.credits import Credit, credits_of
from consult.translations.readable import Ready, languages_of_revision, languages_to_read, texts_in
from consult.web.links import url_for
from consult.web.locale import current_language, language_name

AnyPlace = TypeVar("AnyPlace", RevisionSection, KeptPlace)


@dataclass(frozen=True)
class TextChoice:
    """One language to read the text in."""

    code: str
    name: str
    url: str
    is_current: bool
    note: str | None = None


@dataclass(frozen=True)
class InLanguage:
    """The places of a revision, or one of them, as they are read in the chosen language.

    `of` is the narrative, where the revision is known by its plain values alone.
    """

    revision: Revision | ReadRevision
    places: Sequence[RevisionSection | KeptPlace]
    of: ReadNarrative | None = None

    @classmethod
    def within(cls, consultation: ReadConsultation, places: Sequence[KeptPlace]) -> "InLanguage":
        """Return places of a consultation's base revision as they are read there."""
        return cls(consultation.base_revision, places, consultation.narrative)

    @property
    def narrative(self) -> Narrative | ReadNarrative:
        """Return the narrative whose text it is."""
        return self.of or self.revision.narrative  # type: ignore[union-attr]  # a row knows its narrative

    @cached_property
    def ready(self) -> dict[str, Ready]:
        """Return how many of the places can be read in each other language."""
        if len(self.places) > 1:  # all of them
            return languages_of_revision(self.narrative, self.revision.id)
        return languages_to_read(self.narrative, self._wordings)

    @cached_property
    def chosen(self) -> str | None:
        """Return the language that was asked for, or None for the original.

        Who asks for none reads in the language of the page, as far as that is ready.
        """
        asked = request.args.get("text", "")
        if asked in (self.narrative.working_language, *self.narrative.target_languages):
            return asked if asked != self.narrative.working_language else None
        own = current_language()
        return own if own in self.narrative.target_languages and own in self.ready else None

    @property
    def asked_original(self) -> str | None:
        """Return the language of the original where it was asked for: links say it again, so that one stays in it."""
        original = self.narrative.working_language
        return original if request.args.get("text") == original else None

    @property
    def kept_under(self) -> tuple[str | None, str | None, Ready | None]:
        """Return what the texts in the chosen language, and their links, depend on, beside the revision."""
        return self.asked_original, self.chosen, self.ready.get(self.chosen) if self.chosen else None

    @cached_property
    def _wordings(self) -> list[int]:
        return [place.section_text_id for place in self.places]

    @cached_property
    def _texts(self) -> Mapping[int, KeptText]:
        ready = self.ready.get(self.chosen) if self.chosen else None
        return texts_in(self.revision, self.chosen, self._wordings, ready) if ready and self.chosen else {}

    def place(self, place: AnyPlace) -> AnyPlace | KeptPlace:
        """Return a place with its text in the chosen language; in the original where that is not ready."""
        text = self._texts.get(place.section_text_id)
        if text is None:
            return place
        return KeptPlace(
            KeptSection(place.section_id, place.section.key),
            text,
            place.depth,
            place.label,
        )

    def note(self, place: RevisionSection | KeptPlace) -> str | None:
        """Return what is said where a section is not ready in the chosen language."""
        if self.chosen is None or place.section_text_id in self._texts:
            return None
        return _(
            "Not ready in this language (%(language)s) yet: this is the original.",
            language=language_name(self.chosen),
        )

    @property
    def credit(self) -> Credit | None:
        """Return who translated and reviewed what is shown."""
        if self.chosen is None:
            return None
        key = self.places[0].section.key if len(self.places) == 1 else None
        return credits_of(self.revision, self.chosen, key).get(self.chosen)

    def choices(self, endpoint: str, **values: Any) -> list[TextChoice]:
        """Return the languages to choose from, the original first; none where there is only that."""
        if not self.ready and not self.chosen:
            return []
        original = self.narrative.working_language
        is_default = current_language() not in self.narrative.target_languages
        url = url_for(endpoint, **values, text=None if is_default else original)
        found = [TextChoice(original, language_name(original), url, not self.chosen, _("original"))]
        for code in self.narrative.target_languages:
            if code not in self.ready and code != self.chosen:
                continue
            ready = self.ready[code].number if code in self.ready else 0
            url = url_for(endpoint, **values, text=code)
            found.append(
                TextChoice(
                    code, language_name(code), url, code == self.chosen, _part(ready, len(self.places))
                )
            )
        return found


def _part(ready: int, total: int) -> str | None:
    """Return how much is ready, where that is not all."""
    return None if ready == total else _("%(done)s of %(total)s", done=ready, total=total)
