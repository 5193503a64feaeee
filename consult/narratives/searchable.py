"""What of a narrative can be found: each text of a section, by its words."""

from collections.abc import Iterable

import sqlalchemy as sa

from consult.core.database import db
from consult.core.search_index import Findable, add_to_index

from .models import SectionText

BATCH = 500


def let_texts_be_found(texts: Iterable[SectionText]) -> None:
    """Put section texts that were just stored into the index of the search. A text never changes."""
    add_to_index(
        [
            Findable("section", text.id, text.narrative_id, text.language, text.heading, text.body)
            for text in texts
        ]
    )


def index_all_texts() -> int:
    """Put every section text into an empty index; return how many."""
    number = 0
    asked = sa.select(SectionText).order_by(SectionText.id)
    for texts in db.session.scalars(asked.execution_options(yield_per=BATCH)).partitions():
        let_texts_be_found(texts)
        number += len(texts)
    return number
