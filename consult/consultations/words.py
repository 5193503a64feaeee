"""The words for audiences, states and kinds of questions; sentences that hold a moment."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from consult.web.moments import show_day, show_moment

from .models import Consultation, WindowChange

READERS = {
    "public": _l("Everyone, also without signing in"),
    "link": _l("Whoever has the link and joins with it"),
    "members": _l("Members of the network, and whoever takes part"),
    "invited": _l("Only those whom the facilitators invite"),
}
CONTRIBUTORS = {
    "public": _l("Everyone who signs in"),
    "link": _l("Whoever has the link and joins with it"),
    "members": _l("Members of the network"),
    "invited": _l("Only those whom the facilitators invite"),
}
LEDGER_READERS = {
    "": _l("Whoever may read the consultation"),
    "public": _l("Everyone; the words and the authors only for those who may read the consultation"),
    "members": _l("Members of the network, and whoever takes part"),
}
PROTECTIONS = {
    "standard": _l("Standard: region and organisation are shown as each author chose"),
    "high": _l("High: what few people share is not shown, and weeks stand for days"),
}
KEPT = {
    "": _l("As long as the narrative is worked on"),
    "30": _l("A month after the closing"),
    "182": _l("Half a year after the closing"),
    "365": _l("A year after the closing"),
    "730": _l("Two years after the closing"),
    "1095": _l("Three years after the closing"),
}
STATES = {"announced": _l("announced"), "open": _l("open"), "closed": _l("closed")}
STATE_TINTS = {"announced": "info", "open": "good", "closed": "neutral"}
QUESTION_KINDS = {
    "open": _l("Open: an answer in one's own words"),
    "single": _l("One choice out of several"),
    "multiple": _l("Several choices"),
    "scale": _l("A scale, such as from 1 to 5"),
    "ranking": _l("A ranking: the choices put in order"),
    "matrix": _l("Several statements, each with one choice out of several"),
    "matrix-scale": _l("Several statements, each on a scale, such as from 1 to 5"),
}


def sentence(text: str, **values: object) -> Markup:
    """Return a translated text with %(name)s places filled; what is Markup stays, the rest is escaped."""
    return escape(text) % values


def kept_sentence(consultation: Consultation) -> Markup | str:
    """Return until when what was sent is linked with persons, or since when it no longer is; "" without an end."""
    if consultation.anonymised_at:
        day = show_day(consultation.anonymised_at, consultation.zone)
        return sentence(
            _("Since %(day)s nothing that was sent here is linked with a person any more."), day=day
        )
    until = consultation.kept_until
    if until is None:
        return ""
    day = show_day(until, consultation.zone)
    return sentence(_("On %(day)s what was sent here is parted from the persons who sent it."), day=day)


def state_sentence(consultation: Consultation, at: datetime) -> Markup:
    """Return what the clock says of a consultation, with the moment in its own zone."""
    opens = show_moment(consultation.opens_at, consultation.zone)
    closes = show_moment(consultation.closes_at, consultation.zone)
    state = consultation.state(at)
    if state == "announced":
        return sentence(_("Opens %(opens)s and closes %(closes)s."), opens=opens, closes=closes)
    if state == "open":
        return sentence(_("Open until %(closes)s."), closes=closes)
    return sentence(_("Closed since %(closes)s."), closes=closes)


def change_sentence(change: WindowChange, consultation: Consultation) -> Markup:
    """Return an extension or early closing with its reason, as everybody may read it."""
    before, after = (show_moment(moment, consultation.zone) for moment in (change.before, change.after))
    if change.kind == "extended":
        words = _("Extended from %(before)s to %(after)s, because: %(reason)s")
    else:
        words = _("Closed early at %(after)s instead of %(before)s, because: %(reason)s")
    return sentence(words, before=before, after=after, reason=change.reason)
