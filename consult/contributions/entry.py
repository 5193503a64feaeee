"""What pages of later features draw to let people in: the comment form on a section's own page."""

from datetime import datetime

from consult.consultations.at_hand import ReadConsultation
from consult.consultations.models import Consultation
from consult.narratives.kept_texts import KeptPlace
from consult.narratives.models import RevisionSection
from consult.people.models import Person
from consult.web.access import Reader

from .choosing import offer_languages, offer_paragraphs, offer_sending
from .forms import CommentForm


def comment_form(
    consultation: Consultation | ReadConsultation,
    place: RevisionSection | KeptPlace,
    person: Person | Reader,
    at: datetime,
    **values: str,
) -> CommentForm:
    """Return the form of a comment on a section, as it was sent or, on a GET, with the values given.

    Draw it with `contributions/_comment_form.html`, which reads `form`, `consultation`, `place` and `inline`.
    """
    form = CommentForm(data=values)
    offer_sending(form, person, at)
    offer_languages(form, consultation)
    offer_paragraphs(form, place.text)
    return form
