"""The hunks of an amendment, derived by the engine and stored with the verb that stores its text."""

import hashlib

from consult.core.database import db
from consult.text import Hunk, diff

from .models import Contribution, ContributionText, StoredHunk

ENGINE_VERSION = 1


def group_key(hunk: Hunk) -> str:
    """Return what identical changes to one base text share: a digest of start, end and new words."""
    return hashlib.sha256(f"{hunk.start}\0{hunk.end}\0{hunk.new}".encode()).hexdigest()


def store_hunks(amendment: Contribution, text: ContributionText) -> list[StoredHunk]:
    """Derive and add the hunks of an amendment's wording against its base; return them."""
    assert text.base_text is not None
    db.session.flush()
    rows = [
        StoredHunk(
            narrative_id=amendment.narrative_id,
            text_id=text.id,
            start=hunk.start,
            end=hunk.end,
            new=hunk.new,
            group_key=group_key(hunk),
            engine_version=ENGINE_VERSION,
        )
        for hunk in diff(text.base_text.full, text.full)
    ]
    db.session.add_all(rows)
    return rows


def hunks_of(text: ContributionText) -> list[Hunk]:
    """Return a wording's stored hunks of the present engine as the engine's values."""
    return [Hunk(row.start, row.end, row.new) for row in text.hunks if row.engine_version == ENGINE_VERSION]
