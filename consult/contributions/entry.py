"""What pages of later features draw to let people in: the comment form on a section's own page."""

from datetime import datetime

from consult.consultations.models import Consultation
from consult.narratives.models import RevisionSection
from consult.people.models import Person

from .choosing import offer_languages, offer_paragraphs, offer_sending
from .forms import CommentForm


def comment_form(
    consultation: Consultation, place: RevisionSection, person: Person, at: datetime, **values: str
) -> CommentForm:
    """Return the form of a comment on a section, as it was sent or, on a GET, with the values given.

    Draw it with `contributions/_comment_form.html`, which reads `form`, `consultation`, `place` and `inline`.
    """
    form = CommentForm(data=values)
    offer_sending(form, person, at)
    offer_languages(form, consultation)
    offer_paragraphs(form, place.text)
    return form
