"""Sentences that several pages say."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from consult.consultations.at_hand import ReadConsultation
from consult.consultations.models import Consultation
from consult.contributions.editions import text_kept
from consult.narratives.kept_texts import KeptPlace
from consult.web.links import per_language, url_for
from consult.web.moments import show_moment


def consultation_window(consultation: Consultation | ReadConsultation, at: datetime) -> Markup:
    """Say in words until when a consultation is open, when it opens, or that it is closed."""
    state = consultation.state(at)
    moment = consultation.opens_at if state == "announced" else consultation.closes_at
    return _window(state, moment, consultation.zone)


@per_language
def _window(state: str, moment: datetime, zone: str) -> Markup:
    shown = show_moment(moment, zone)
    sentences = {
        "announced": _l("Opens on %(when)s", when=shown),
        "open": _l("Open until %(when)s", when=shown),
        "closed": _l("Closed since %(when)s", when=shown),
    }
    return Markup(str(sentences[state]))  # noqa: S704 - the translated sentence holds our own markup only


def place_url(consultation: ReadConsultation, place: KeptPlace) -> str:
    """Return where a section is discussed, read in the language of the place's text."""
    return url_for(
        "reading.section",
        consultation_id=consultation.public_id,
        key=place.section.key,
        text=text_kept(consultation, place),
    )
