"""What pages of later features draw to let people in: the comment form on a section's own page."""

from datetime import datetime

from consult.consultations.at_hand import AnyConsultation
from consult.narratives.kept_texts import KeptPlace
from consult.people.at_hand import AnyPerson

from .choosing import offer_languages, offer_paragraphs, offer_sending
from .forms import CommentForm


def comment_form(
    consultation: AnyConsultation,
    place: KeptPlace,
    person: AnyPerson,
    at: datetime,
    **values: str,
) -> CommentForm:
    """Return the form of a comment on a section, as it was sent or, on a GET, with the values given.

    Draw it with `contributions/_comment_form.html`, which reads `form`, `consultation`, `place`, `inline` and
    `read_in`.
    """
    form = CommentForm(data=values)
    offer_sending(form, person, at)
    offer_languages(form, consultation)
    offer_paragraphs(form, place.text)
    return form
