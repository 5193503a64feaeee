"""The one next thing that a reader can do in a consultation."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from .activity import Activity
from .models import Consultation

Link = Callable[..., str | None]


@dataclass(frozen=True)
class Step:
    """A title, a sentence, and a link with its words where there is a page to go to."""

    title: str
    text: str
    url: str | None = None
    action: str = ""


@dataclass(frozen=True)
class Reader:
    """What counts of the person who reads: signed in, may contribute, manages it, may consolidate."""

    is_signed_in: bool
    may_submit: bool
    may_manage: bool
    may_consolidate: bool


def next_step(consultation: Consultation, state: str, reader: Reader, done: Activity, link: Link) -> Step:
    """Return the one next step for a reader; `link` gives the address of a page, or None where there is none."""
    text_url = link("reading.consultation_text", consultation_id=consultation.public_id)
    if state == "announced":
        text = _("You can read the text now and contribute from the opening on.")
        return Step(_("Read the text"), text, text_url, _("Read the text"))
    if state == "closed":
        return _after_closing(consultation, reader, text_url, link)
    if not reader.is_signed_in:
        url = link("people.sign_in", next=link("consultations.show", consultation_id=consultation.public_id))
        return Step(
            _("Sign in to take part"),
            _("You can read without signing in. To contribute, we send a link to your e-mail address."),
            url,
            _("Sign in"),
        )
    if reader.may_manage:
        text = _(
            "Read what comes in. What breaks the rules can be hidden, and the window extended, with a reason."
        )
        return Step(_("Follow the consultation"), text, text_url, _("See what has come in"))
    if not reader.may_submit:
        text = _("Who may contribute is said below. If you think that you should, ask the facilitators.")
        return Step(_("You can read here"), text, text_url, _("Read the text"))
    return _while_open(consultation, done, text_url, link)


def _while_open(consultation: Consultation, done: Activity, text_url: str | None, link: Link) -> Step:
    left = [question for question in consultation.questions if question.id not in done.answered]
    if left and done.own:
        url = link(
            "contributions.answer", consultation_id=consultation.public_id, question_id=left[0].public_id
        )
        title = ngettext("Answer one question", "Answer %(num)d questions", len(left))
        return Step(title, _("Each has a page of its own, and none must be answered."), url, _("Begin"))
    return Step(
        _("Read the text and say what you think"),
        _("Comment where something is missing. Propose other words where you would write it differently."),
        text_url,
        _("Read the text"),
    )


def _after_closing(consultation: Consultation, reader: Reader, text_url: str | None, link: Link) -> Step:
    if reader.may_consolidate:
        return Step(
            _("Bring the contributions together"),
            _("The consultation is closed. Decide on the changes and answer each contribution."),
            link("consolidation.start", slug=consultation.narrative.slug),
            _("Start the merge"),
        )
    return Step(
        _("See what was said"),
        _("The consultation is closed. The facilitators answer each contribution."),
        link("summaries.consultation", consultation_id=consultation.public_id) or text_url,
        _("Look"),
    )
