"""A document becomes a narrative with its first revision; nothing is mended that the preview did not show."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.core.logs import log_event
from consult.formats.imported import ImportedNarrative, ImportedSection
from consult.formats.keys import section_key
from consult.people.models import Person
from consult.rules.permissions import AUDIENCES
from consult.text import normalise

from .models import Narrative
from .services import Place, add_revision

RESERVED_SLUGS = frozenset({"import"})
LONGEST_LABEL = 40  # what the column of printed labels holds
_NUMBER = re.compile(r"(\d{1,4})\.(\d{1,4})")


@dataclass(frozen=True)
class Frame:
    """What the person who imports says about the document: title, language, who may read, the version's number."""

    title: str
    language: str
    read_audience: str
    number: tuple[int, int]


def read_number(words: str) -> tuple[int, int]:
    """Return (major, minor) of a version number such as 1.0; InvalidInput for anything else."""
    found = _NUMBER.fullmatch(words.strip())
    if not found:
        raise InvalidInput(
            _l("Write the number as two numbers with a point between, such as 1.0."), field="number"
        )
    return int(found[1]), int(found[2])


def narrative_slug(title: str) -> str:
    """Return the address of a narrative to be: its title's words in ASCII, or "narrative", not yet taken."""
    stem = section_key(title, 0, {})
    stem = "narrative" if stem == "section-0" else stem
    similar = sa.or_(Narrative.slug == stem, Narrative.slug.startswith(f"{stem}-", autoescape=True))
    taken = RESERVED_SLUGS | set(db.session.scalars(sa.select(Narrative.slug).where(similar)))
    slug, count = stem, 2
    while slug in taken:
        slug, count = f"{stem}-{count}", count + 1
    return slug


def create_narrative(
    frame: Frame, document: ImportedNarrative, *, actor: Person | None, at: datetime
) -> Narrative:
    """Write a narrative with its first revision from a document that was read without errors; return it.

    InvalidInput names the field: a title that is there already, a document with errors or with a printed label
    that is too long to be one.
    """
    _check_frame(frame)
    _check_document(document)
    narrative = Narrative(
        slug=narrative_slug(frame.title),
        title=frame.title,
        working_language=frame.language,
        read_audience=frame.read_audience,
        created_at=at,
    )
    db.session.add(narrative)
    db.session.flush()
    log_event("narrative-imported", narrative, actor_id=actor.id if actor else None)
    add_revision(
        narrative,
        places_of(document.sections),
        number=frame.number,
        parent=None,
        change_note="",
        actor=actor,
        at=at,
    )
    return narrative


def places_of(sections: Sequence[ImportedSection]) -> list[Place]:
    """Return what stands at each place, in the form in which texts are kept."""
    return [
        Place(
            section.key,
            section.depth,
            normalise(section.label),
            normalise(section.heading),
            normalise(section.body),
        )
        for section in sections
    ]


def _check_frame(frame: Frame) -> None:
    if not frame.title:
        raise InvalidInput(_l("Give the narrative a title."), field="title")
    if db.session.scalar(sa.select(Narrative.id).where(Narrative.title == frame.title)):
        raise InvalidInput(_l("There is a narrative with this title already."), field="title")
    if frame.read_audience not in AUDIENCES:
        raise InvalidInput(_l("Choose who may read it."), field="read_audience")


def _check_document(document: ImportedNarrative) -> None:
    if document.errors or not document.sections:
        raise InvalidInput(_l("The document cannot be taken as it is."), field="text")
    for section in document.sections:
        if len(section.label) > LONGEST_LABEL:
            raise InvalidInput(
                _l(
                    "Line %(line)s: the number before the heading is too long. Put a word of the heading there.",
                    line=section.line,
                ),
                field="text",
            )
