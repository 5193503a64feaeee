"""The one next thing that a reader can do in a consultation."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from .activity import Activity
from .merge_desk import MergeDesk
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
    """What counts of the person who reads: signed in, may contribute, manage, consolidate, read the ledger."""

    is_signed_in: bool
    may_submit: bool
    may_manage: bool
    may_consolidate: bool
    may_read_ledger: bool = False


def next_step(
    consultation: Consultation,
    state: str,
    reader: Reader,
    done: Activity,
    link: Link,
    desk: MergeDesk | None = None,
) -> Step:
    """Return the one next step for a reader; `link` gives the address of a page, or None where there is none.

    `desk`: where the contributions are answered, or were, once it is closed.
    """
    text_url = link("reading.consultation_text", consultation_id=consultation.public_id)
    if state == "announced":
        text = _("You can read the text now and contribute from the opening on.")
        return Step(_("Read the text"), text, text_url, _("Read the text"))
    if state == "closed":
        if desk and desk.number:
            return _after_publication(consultation, reader, desk.number, link)
        return _after_closing(consultation, reader, text_url, link, desk)
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


def to_consolidate(consultation: Consultation, link: Link, desk: MergeDesk | None) -> Step | None:
    """Return the step of those who consolidate a closed consultation, or None once its version is published."""
    if desk and desk.number:
        return None
    return _after_closing(consultation, Reader(True, False, True, True), None, link, desk)


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


def _after_closing(
    consultation: Consultation, reader: Reader, text_url: str | None, link: Link, desk: MergeDesk | None
) -> Step:
    if reader.may_consolidate:
        start = link("consolidation.start", slug=consultation.narrative.slug)
        at_work = link("consolidation.desk", consolidation_id=desk.public_id) if desk else None
        return Step(
            _("Bring the contributions together"),
            _("The consultation is closed. Decide on the changes and answer each contribution."),
            at_work or start,
            _("Open the merge desk") if at_work else _("Start the merge"),
        )
    return Step(
        _("See what was said"),
        _("The consultation is closed. The facilitators answer each contribution."),
        link("summaries.consultation", consultation_id=consultation.public_id) or text_url,
        _("Look"),
    )


def _after_publication(consultation: Consultation, reader: Reader, number: str, link: Link) -> Step:
    """Lead to what became of each contribution; who may not read that, to the version."""
    title = _("Version %(number)s is published", number=number)
    ledger = (
        link("reading.ledger", consultation_id=consultation.public_id) if reader.may_read_ledger else None
    )
    if ledger:
        text = _("What was said, how it was answered, and where in the text it can be found.")
        return Step(title, text, ledger, _("What became of each contribution"))
    url = link("reading.revision", slug=consultation.narrative.slug, number=number)
    return Step(title, "", url, _("Read this version"))
