"""The tags of the demonstration: a list, and what the facilitators of two consultations put them on."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from consult.contributions.services.tagging import add_tag, change_tags
from consult.demonstration.stage import Act, Stage

TAGS = (
    (
        {"en": "Care work", "fr": "Travail de soin", "es": "Cuidados", "ar": "أعمال الرعاية"},
        "la-06 la-32 la-33 la-40 la-41 la-42 la-52 eu-23 eu-30",
    ),
    (
        {"en": "Debt and taxes", "fr": "Dette et impôts", "es": "Deuda e impuestos", "ar": "الديون والضرائب"},
        "la-24 la-27 la-29 la-49 la-50 eu-19 eu-40",
    ),
    (
        {"en": "Health", "fr": "Santé", "es": "Salud", "ar": "الصحة"},
        "la-02 la-04 la-08 la-10 la-39 eu-12 eu-36",
    ),
    (
        {"en": "Mines and oil", "fr": "Mines et pétrole", "es": "Minas y petróleo", "ar": "المناجم والنفط"},
        "la-35 la-36 la-37 la-54",
    ),
    (
        {"en": "Own government", "fr": "Gouvernement propre", "es": "Gobierno propio", "ar": "الحكم الذاتي"},
        "la-16 la-18 la-19 la-21 la-22 la-23",
    ),
    (
        {"en": "Water", "fr": "Eau", "es": "Agua", "ar": "المياه"},
        "la-03 la-20 la-28 la-30 la-31 la-51 eu-15 eu-43",
    ),
)
_CONSULTATIONS = {"la": "latin-america", "eu": "europe"}


def acts_of_tagging(stage: Stage) -> Iterator[Act]:
    """Return that the list was written, and what was tagged; the newest contributions wait for it."""
    yield Act("tags", stage.day(-1, 9), partial(_tag, stage))


def _tag(stage: Stage, at: datetime) -> None:
    first = stage.facilitator("latin-america")
    for names, keys in TAGS:
        tag = add_tag(stage.narrative, names, first, at)
        for key in keys.split():
            actor = stage.facilitator(_CONSULTATIONS[key[:2]])
            change_tags(stage.contributions[key], [tag], [], actor, at)
