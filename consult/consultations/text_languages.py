"""In which of its languages the text of a consultation cannot be read yet: a later feature knows, and says so here."""

from collections.abc import Callable, Sequence

from flask import Flask, current_app

from consult.narratives.models import Revision

from .models import Consultation

Waiting = dict[str, list[str]]
"""For each language that is not ready the headings of the sections that are not."""
_NAME = "consult.text_languages"


def register_text_languages(app: Flask, waiting: Callable[[Revision, Sequence[str]], Waiting]) -> None:
    """Let a feature say which sections of a revision cannot be read in which languages."""
    app.extensions[_NAME] = waiting


def not_ready(consultation: Consultation) -> Waiting:
    """Return the sections that cannot be read in the consultation's languages; empty where nobody translates."""
    revision = consultation.base_revision
    others = [code for code in consultation.languages if code != consultation.narrative.working_language]
    waiting = current_app.extensions.get(_NAME)
    return waiting(revision, others) if waiting and others else {}
