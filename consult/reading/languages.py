"""The text of a revision in the language that the reader chose for it, which is not that of the interface."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import request
from flask_babel import gettext as _

from consult.consultations.at_hand import ReadConsultation
from consult.narratives.kept_texts import KeptPlace, KeptSection, KeptText
from consult.narratives.models import Revision, RevisionSection
from consult.translations.credits import Credit, credits_of
from consult.translations.readable import Ready, languages_to_read, texts_in
from consult.web.links import url_for
from consult.web.locale import language_name

from .navigation import readable_narratives


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
    """The places of a revision, or one of them, as they are read in the chosen language."""

    revision: Revision
    places: Sequence[RevisionSection]

    @cached_property
    def ready(self) -> dict[str, Ready]:
        """Return how many of the places can be read in each other language."""
        return languages_to_read(self.revision.narrative, self._wordings)

    @cached_property
    def chosen(self) -> str | None:
        """Return the language that was asked for, or None for the original."""
        asked = request.args.get("text", "")
        return asked if asked in self.revision.narrative.target_languages else None

    @cached_property
    def _wordings(self) -> list[int]:
        return [place.section_text_id for place in self.places]

    @cached_property
    def _texts(self) -> Mapping[int, KeptText]:
        ready = self.ready.get(self.chosen or "")
        return texts_in(self.revision, self.chosen, self._wordings, ready) if ready and self.chosen else {}

    def place(self, place: RevisionSection) -> RevisionSection | KeptPlace:
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

    def note(self, place: RevisionSection) -> str | None:
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
        original = self.revision.narrative.working_language
        found = [
            TextChoice(
                original, language_name(original), url_for(endpoint, **values), not self.chosen, _("original")
            )
        ]
        for code in self.revision.narrative.target_languages:
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


def ready_elsewhere(consultation: ReadConsultation) -> dict[str, Ready]:
    """Return how much of the text of a consultation can be read in each other language, outside of it.

    Nothing for a reader who may read the consultation and not the narrative.
    """
    narrative = consultation.narrative
    if not narrative.target_languages or narrative.slug not in readable_narratives():
        return {}
    return languages_to_read(narrative, [place.section_text_id for place in consultation.places])


def choices_elsewhere(consultation: ReadConsultation, ready: Mapping[str, Ready]) -> list[TextChoice]:
    """Return the links to the text of a consultation in the languages that are ready."""
    total = len(consultation.places)
    here = {"slug": consultation.narrative.slug, "number": consultation.base_revision.number}
    return [
        TextChoice(
            code,
            language_name(code),
            url_for("reading.revision", **here, text=code),
            is_current=False,
            note=_part(one.number, total),
        )
        for code, one in ready.items()
    ]


def _part(ready: int, total: int) -> str | None:
    """Return how much is ready, where that is not all."""
    return None if ready == total else _("%(done)s of %(total)s", done=ready, total=total)
