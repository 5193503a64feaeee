"""The text of a section in the language in which somebody reads it: a later feature keeps translations and says so."""

from collections.abc import Callable
from dataclasses import replace

from flask import Flask, current_app, request

from consult.consultations.at_hand import AnyConsultation
from consult.narratives.kept_texts import KeptPlace, KeptText

Editions = Callable[[AnyConsultation, int, str], KeptText | None]
"""From a consultation, a wording's id and a language to the text that readers are given in that language, if any."""
_NAME = "consult.editions"


def register_editions(app: Flask, editions: Editions) -> None:
    """Let a feature say what stands for a wording in another language."""
    app.extensions[_NAME] = editions


def in_language(of: AnyConsultation, place: KeptPlace, language: str) -> KeptPlace:
    """Return a place with its text in a language, or as it is where that is not ready."""
    editions: Editions | None = current_app.extensions.get(_NAME)
    if editions is None or language in ("", place.text.language):
        return place
    text = editions(of, place.section_text_id, language)
    return replace(place, text=text) if text else place


def text_asked(of: AnyConsultation, place: KeptPlace) -> str | None:
    """Return the language of a place's text for an address (`text`); None for the original."""
    language = place.text.language
    return language if language != of.narrative.working_language else None


def text_kept(of: AnyConsultation, place: KeptPlace) -> str | None:
    """Return the language that the page itself was asked for, so that who chose one stays in it; else the same."""
    asked, narrative = request.args.get("text", ""), of.narrative
    chosen = asked in (narrative.working_language, *narrative.target_languages)
    return asked if chosen else text_asked(of, place)
