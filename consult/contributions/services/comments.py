"""Comments on a section or a quoted passage, and the replies that form their thread."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from consult.consultations.at_hand import AnyConsultation
from consult.core.errors import InvalidInput, WrongState
from consult.narratives.kept_texts import AnySection, KeptText
from consult.people.at_hand import AnyPerson
from consult.rules.states import COMMENT_KINDS

from ..models import Comment, Contribution
from ..quotes import find_quote, paragraph_span
from .sending import Sending
from .wordings import base_place, required_text, send_new

EMPTY = _l("Write something before you send it.")


def submit_comment(
    consultation: AnyConsultation,
    section: AnySection | None,
    actor: AnyPerson,
    at: datetime,
    *,
    body: str,
    comment_kind: str,
    sending: Sending,
    quote: str = "",
    paragraph: int | None = None,
    edition: KeptText | None = None,
) -> Comment:
    """Send a comment on a section, or on the text as a whole where none is given; return it.

    `quote` is a passage of the section's body as the base revision has it, or as its `edition` in another language
    has it; `paragraph` (from 0) says which one is meant when it stands there several times; a paragraph without
    quote means the whole of it. Raises WrongState before opening and InvalidInput for an empty text, an unknown kind
    or a passage that is not there.
    """
    if comment_kind not in COMMENT_KINDS:
        raise InvalidInput(_l("Say whether this is a remark, a query or a suggestion."), field="comment_kind")
    base = edition or base_place(consultation, section).text if section else None
    start, end = quoted_span(base.body if base else "", quote, paragraph)
    row = Comment(
        section_id=section.id if section else None,
        comment_kind=comment_kind,
        quote_start=start,
        quote_end=end,
    )
    words = required_text(body, field="body", message=EMPTY)
    send_new(row, consultation, actor, at, sending, body=words, base=base)
    return row


def quoted_span(body: str, quote: str, paragraph: int | None) -> tuple[int, int] | tuple[None, None]:
    """Return where a quote stands, (None, None) for none. Raises InvalidInput when it cannot be found."""
    if not quote.strip() and paragraph is None:
        return None, None
    try:
        found = find_quote(body, quote, paragraph) if quote.strip() else paragraph_span(body, paragraph or 0)
    except ValueError:
        found = None
    if found is None:
        raise InvalidInput(
            _l(
                "This passage is not in the section as it is being discussed. Copy it again, or leave it out."
            ),
            field="quote",
        )
    return found


def reply(
    parent: Contribution,
    actor: AnyPerson,
    at: datetime,
    *,
    body: str,
    sending: Sending,
    comment_kind: str = "remark",
) -> Comment:
    """Answer a contribution within its thread; return the reply. A thread is disposed of as one.

    Raises WrongState when what is replied to is not submitted, or the consultation has not opened.
    """
    if parent.status != "submitted" or parent.hidden_at is not None:
        raise WrongState(_l("This contribution was withdrawn or hidden: it takes no more replies."))
    base = base_place(parent.consultation, parent.section).text if parent.section else None
    row = Comment(
        section_id=parent.section_id,
        comment_kind=comment_kind,
        thread_id=parent.thread_id or parent.id,
        reply_to_id=parent.id,
    )
    words = required_text(body, field="body", message=EMPTY)
    send_new(row, parent.consultation, actor, at, sending, body=words, base=base)
    return row
