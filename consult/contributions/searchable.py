"""What of a contribution can be found: what it says, and the reason with which it was answered.

Of a proposed change these are the words that it puts in, not the whole section, and its rationale. No author's name
is in the index: whoever asks to be shown less is not found by an old one.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from consult.consultations.models import Consultation
from consult.core.database import db
from consult.core.search_index import Findable, add_to_index, put_into_index
from consult.narratives.kept_texts import KeptText
from consult.narratives.models import SectionText
from consult.text import diff

from .models import Contribution, ContributionText

BATCH = 500


def said(
    row: Contribution, base: SectionText | KeptText | None, heading: str, body: str, rationale: str
) -> str:
    """Return what a wording of a contribution says beside its heading, as Markdown."""
    if row.operation == "reword" and base is not None:
        parts = [hunk.new for hunk in diff(base.full, f"{heading}\n\n{body}")]
    else:
        parts = [*(row.choices or ()), body]
    return "\n\n".join(part for part in (*parts, rationale) if part.strip())


def said_in(text: ContributionText) -> str:
    """Return what a stored wording says."""
    return said(text.contribution, text.base_text, text.heading, text.body, text.rationale)


def heading_of(row: Contribution, heading: str) -> str:
    """Return the heading that is a contribution's own: that of a section which it would add."""
    return heading if row.operation == "add" else ""


def wording(
    row: Contribution, base: SectionText | KeptText | None, heading: str, body: str, rationale: str
) -> Findable:
    """Return a wording of a contribution as it is to be found."""
    words = said(row, base, heading, body, rationale)
    return Findable("contribution", row.id, row.narrative_id, row.language, heading_of(row, heading), words)


def let_answer_be_found(row: Contribution) -> None:
    """Put the reason with which a contribution was answered into the index, in place of an earlier one."""
    put_into_index(_answer(row))


def _answer(row: Contribution) -> Findable:
    return Findable(
        "disposition", row.id, row.narrative_id, language_of_answer(row), "", row.disposition_reason or ""
    )


def language_of_answer(row: Contribution) -> str:
    """Return the language in which a reason is taken to be written: the first of its consultation."""
    languages = row.consultation.languages
    return languages[0] if languages else row.consultation.narrative.working_language


def index_all_contributions() -> int:
    """Put every contribution and every answer into an empty index; return how many things."""
    number = 0
    asked = (
        sa.select(ContributionText)
        .join(ContributionText.contribution)
        .where(ContributionText.number == Contribution.text_number)
        .order_by(Contribution.id)
        .options(
            joinedload(ContributionText.base_text),
            joinedload(ContributionText.contribution)
            .joinedload(Contribution.consultation)
            .joinedload(Consultation.narrative),
        )
    )
    for texts in db.session.scalars(asked.execution_options(yield_per=BATCH)).partitions():
        found = list(_all_of(texts))
        add_to_index(found)
        number += len(found)
    return number


def _all_of(texts: Iterable[ContributionText]) -> Iterable[Findable]:
    for text in texts:
        row = text.contribution
        yield wording(row, text.base_text, text.heading, text.body, text.rationale)
        if row.disposition is not None:
            yield _answer(row)
