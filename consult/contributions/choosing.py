"""What the forms of contributions offer to a person: voices, visibilities, languages, paragraphs, sections."""

from datetime import datetime
from functools import cache, lru_cache

from flask_babel import gettext as _

from consult.consultations.at_hand import AnyConsultation
from consult.narratives.kept_texts import KeptSection, KeptText, kept_places
from consult.people.at_hand import AnyPerson
from consult.people.models import Mandate, Organisation
from consult.rules.states import VISIBILITIES
from consult.text.markdown import paragraphs, plain_text
from consult.web.forms import Form, choices
from consult.web.locale import current_language, language_name

from . import labels
from .forms import CommentForm, SendingForm, StructureForm, WordsForm
from .services import Sending, valid_mandates

WORDS_SHOWN = 14


def offer_sending(form: SendingForm, person: AnyPerson, at: datetime) -> None:
    """Offer the voices under which a person may speak, and the ways in which it can be shown.

    The mandates are asked for when the form is drawn, or when something was chosen that only a mandate allows.
    """
    mandates = cache(lambda: valid_mandates(person.id, at))
    form.voice.choices = lambda: choices(_voices(mandates()))
    form.visibility.choices = lambda: choices(
        [
            (value, labels.VISIBILITIES_EXPLAINED[value])
            for value in VISIBILITIES
            if value != "organisation" or person.organisation_id is not None or mandates()
        ]
    )


def _voices(mandates: list[Mandate]) -> list[tuple[str, str]]:
    return [("self", _("For myself"))] + [
        (mandate.organisation.public_id, _("For %(organisation)s", organisation=mandate.organisation.name))
        for mandate in mandates
    ]


def chosen_sending(form: SendingForm, person: AnyPerson, at: datetime, language: str) -> Sending:
    """Return what the person chose in a form that was validated."""
    speaks_for_self = form.voice.data == "self"
    organisation = None if speaks_for_self else _organisation_of(form.voice.data, person, at)
    return Sending(
        visibility=form.visibility.data,
        voice="self" if speaks_for_self else "organisation",
        language=language,
        organisation=organisation,
    )


def _organisation_of(voice: str, person: AnyPerson, at: datetime) -> Organisation | None:
    for mandate in valid_mandates(person.id, at):
        if mandate.organisation.public_id == voice:
            return mandate.organisation
    return None


def voice_value(voice: str, organisation: Organisation | None) -> str:
    """Return the value of the voice field for what was stored."""
    return organisation.public_id if voice == "organisation" and organisation else "self"


def offer_languages(form: WordsForm, consultation: AnyConsultation, *, also: str | None = None) -> None:
    """Offer the consultation's languages, the narrative's and the interface's; the interface's is chosen."""
    narrative = consultation.narrative
    codes = [
        *consultation.languages,
        narrative.working_language,
        *narrative.target_languages,
        current_language(),
        *([also] if also else []),
    ]
    form.language.choices = choices([(code, language_name(code)) for code in dict.fromkeys(codes)])
    if not form.language.data:
        form.language.data = also or current_language()


def offer_paragraphs(form: CommentForm, base: KeptText) -> None:
    """Offer the whole section and each of its paragraphs by its first words."""
    parts = [(str(one.index), first_words(one.text)) for one in paragraphs(base.body)]
    form.paragraph.choices = choices([("", _("The whole section")), *parts])


def offer_sections(form: StructureForm, consultation: AnyConsultation) -> None:
    """Offer the sections of the base revision, and the place before all of them."""
    places = kept_places(consultation.base_revision)
    headings = [(place.section.key, f"{place.label} {place.text.heading}".strip()) for place in places]
    if form.section is not None:
        form.section.choices = choices([("", _("Choose a section")), *headings])
    if form.after is not None:
        form.after.choices = choices([("", _("At the beginning, before all others")), *headings])


def section_by_key(consultation: AnyConsultation, key: str | None) -> KeptSection | None:
    """Return the section of the base revision with this key, or None."""
    for place in kept_places(consultation.base_revision):
        if place.section.key == key:
            return place.section
    return None


@lru_cache(maxsize=4096)
def first_words(text: str) -> str:
    """Return how a paragraph begins, in plain words."""
    words = plain_text(text).split()
    shown = " ".join(words[:WORDS_SHOWN])
    return shown + " …" if len(words) > WORDS_SHOWN else shown


def give_ids(form: Form, suffix: str) -> None:
    """Give the fields ids of their own, for a form that stands on a page more than once; their names stay."""
    for field in form:
        field.id = f"{field.id}-{suffix}"
        field.label.field_id = field.id
