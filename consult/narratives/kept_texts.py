"""The places and texts of revisions, kept in memory: a revision never changes, so they are read once in a process.

They are plain values that look like the rows they were read from, and belong to no session.
"""

from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa

from consult.core.database import db
from consult.core.kept import Shelf
from consult.narratives.models import RevisionSection, Section, SectionText

MOST = 64
_places = Shelf(MOST)


@dataclass(frozen=True, slots=True)
class KeptSection:
    """A section: its id and its key."""

    id: int
    key: str


@dataclass(frozen=True, slots=True)
class KeptText:
    """A section text."""

    id: int
    heading: str
    body: str
    language: str
    body_offset: int

    @property
    def full(self) -> str:
        """Return the text as the engine sees it: heading, blank line, body."""
        return f"{self.heading}\n\n{self.body}"


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """A place of a revision, with its section and its text."""

    section: KeptSection
    text: KeptText
    depth: int
    label: str

    @property
    def section_id(self) -> int:
        """Return the section's id."""
        return self.section.id

    @property
    def section_text_id(self) -> int:
        """Return the text's id."""
        return self.text.id


AnySection = Section | KeptSection
"""A section: the row, or what is kept of it."""


class Published(Protocol):
    """A revision, as a row or as a plain value."""

    @property
    def id(self) -> int: ...
    @property
    def public_id(self) -> str: ...
    @property
    def hash(self) -> str: ...


def kept_places(revision: Published) -> tuple[KeptPlace, ...]:
    """Return the places of a revision in order.

    Its random public id and the hash of its content tell it from one with the same id in another database.
    """
    key = (revision.id, revision.public_id, revision.hash)
    found = _places.get(key)
    if found is None:
        found = tuple(_read(revision.id))
        if found:
            _places.put(key, found)
    return found


def _read(revision_id: int) -> list[KeptPlace]:
    rows = db.session.execute(
        sa.select(RevisionSection, Section, SectionText)
        .join(Section, Section.id == RevisionSection.section_id)
        .join(SectionText, SectionText.id == RevisionSection.section_text_id)
        .where(RevisionSection.revision_id == revision_id)
        .order_by(RevisionSection.position)
    )
    return [
        KeptPlace(
            KeptSection(section.id, section.key),
            KeptText(text.id, text.heading, text.body, text.language, text.body_offset),
            place.depth,
            place.label,
        )
        for place, section, text in rows
    ]
