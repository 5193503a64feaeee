"""Verbs on narratives: a section text by its content, a revision with its hash."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from consult.core.database import db
from consult.core.errors import NotFound
from consult.core.ids import nonce
from consult.core.logs import log_event
from consult.people.models import Person

from .models import GLOBAL_LINE, Narrative, Revision, RevisionSection, Section, SectionText
from .searchable import let_texts_be_found


@dataclass(frozen=True)
class Place:
    """What stands at one place of a revision to be: section key, depth, printed label, heading, body."""

    key: str
    depth: int
    label: str
    heading: str
    body: str


def address_of(language: str, heading: str, body: str) -> str:
    """Return by what an equal section text is found: SHA-256 over language, heading and body, separated by NUL."""
    return sha_of("\0".join((language, heading, body)))


def text_sha(nonce: str, language: str, heading: str, body: str) -> str:
    """Return the digest of a section text that revisions are hashed over: of its nonce and what its address covers."""
    return sha_of("\0".join((nonce, language, heading, body)))


def note_sha(nonce: str, note: str) -> str:
    """Return the digest of a change note that its revision is hashed over."""
    return sha_of(f"{nonce}\0{note}")


def revision_hash(revision: Revision, parent_hashes: Sequence[str], places: Sequence[RevisionSection]) -> str:
    """Return the revision's hash as docs/data.md defines it: parents, number, line, note, every place and text."""
    lines = ["consult-revision-2", *parent_hashes, revision.number, revision.line, revision.note_sha or ""]
    lines += [
        f"{place.section.public_id}\t{place.depth}\t{place.label}\t{place.text.sha}" for place in places
    ]
    return sha_of("\n".join(lines))


def sha_of(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def store_texts(
    narrative: Narrative, language: str, wordings: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], SectionText]:
    """Return the section text of each (heading, body), made where it is not there yet; in two statements for all.

    What is left of a text since a passage was blacked out stays the text that it was.
    """
    addresses = {wording: address_of(language, *wording) for wording in wordings}
    query = sa.select(SectionText).where(
        SectionText.narrative_id == narrative.id, SectionText.address.in_(addresses.values())
    )
    found = {text.address: text for text in db.session.scalars(query.order_by(SectionText.id.desc()))}
    made = {
        address: _new_text(narrative, address, language, *wording)
        for wording, address in addresses.items()
        if address not in found
    }
    db.session.add_all(made.values())
    db.session.flush()
    let_texts_be_found(made.values())
    found |= made
    return {wording: found[address] for wording, address in addresses.items()}


def _new_text(narrative: Narrative, address: str, language: str, heading: str, body: str) -> SectionText:
    mark = nonce()
    return SectionText(
        narrative_id=narrative.id,
        sha=text_sha(mark, language, heading, body),
        nonce=mark,
        address=address,
        language=language,
        heading=heading,
        body=body,
    )


def store_text(narrative: Narrative, language: str, heading: str, body: str) -> SectionText:
    """Return the section text with this content, made if it is not there yet."""
    return store_texts(narrative, language, [(heading, body)])[heading, body]


def store_sections(narrative: Narrative, keys: Iterable[str]) -> dict[str, Section]:
    """Return the narrative's section of each key, made where it is not there yet; in two statements for all."""
    wanted = list(keys)
    query = sa.select(Section).where(Section.narrative_id == narrative.id, Section.key.in_(wanted))
    found = {section.key: section for section in db.session.scalars(query)}
    for key in wanted:
        if key not in found:
            found[key] = Section(narrative_id=narrative.id, key=key)
            db.session.add(found[key])
    db.session.flush()
    return found


def places_of(revision_id: int, section: Section | None = None) -> list[RevisionSection]:
    """Return the places of a revision in their order, or that of one section; texts and all in one query."""
    query = (
        sa.select(RevisionSection)
        .where(RevisionSection.revision_id == revision_id)
        .options(joinedload(RevisionSection.section), joinedload(RevisionSection.text))
        .order_by(RevisionSection.position)
    )
    if section is not None:
        query = query.where(RevisionSection.section_id == section.id)
    return list(db.session.scalars(query))


def add_revision(
    narrative: Narrative,
    places: Sequence[Place],
    *,
    number: tuple[int, int],
    parent: Revision | None,
    change_note: str,
    actor: Person | None,
    at: datetime,
    line: str = GLOBAL_LINE,
    is_substantive: bool = True,
) -> Revision:
    """Write an immutable revision with its places and hash; return it. The caller has checked who and when."""
    rows = _rows_of(narrative, places)
    revision = Revision(
        narrative=narrative,
        line=line,
        major=number[0],
        minor=number[1],
        parent=parent,
        change_note=change_note,
        is_substantive=is_substantive,
        published_at=at,
        published_by_id=actor.id if actor else None,
    )
    revision.note_nonce = nonce()
    revision.note_sha = note_sha(revision.note_nonce, change_note)
    revision.hash = revision_hash(revision, [parent.hash] if parent else [], rows)
    revision.places = rows
    db.session.add(revision)
    db.session.flush()
    log_event("revision-published", revision, actor_id=actor.id if actor else None, after=revision.number)
    return revision


def _rows_of(narrative: Narrative, places: Sequence[Place]) -> list[RevisionSection]:
    sections = store_sections(narrative, [place.key for place in places])
    texts = store_texts(
        narrative, narrative.working_language, [(place.heading, place.body) for place in places]
    )
    return [
        RevisionSection(
            section=sections[one.key],
            text=texts[one.heading, one.body],
            position=index,
            depth=one.depth,
            label=one.label,
        )
        for index, one in enumerate(places)
    ]


def latest_revision(narrative: Narrative, line: str = GLOBAL_LINE) -> Revision | None:
    """Return the newest revision of a line, or None before the first."""
    return db.session.scalar(
        sa.select(Revision)
        .where(Revision.narrative_id == narrative.id, Revision.line == line)
        .order_by(Revision.major.desc(), Revision.minor.desc())
        .limit(1)
    )


def narrative_by_slug(slug: str) -> Narrative:
    """Return the narrative with this slug, or raise NotFound."""
    found = db.session.scalar(sa.select(Narrative).where(Narrative.slug == slug))
    if found is None:
        raise NotFound
    return found


def find_revision(slug: str, number: str, line: str = GLOBAL_LINE) -> Revision | None:
    """Return the revision of a narrative with a number such as 1.0, or None."""
    major, _, minor = number.partition(".")
    if not (major.isdecimal() and minor.isdecimal() and number.isascii() and len(number) < 12):
        return None
    return db.session.scalar(
        sa.select(Revision)
        .join(Narrative, Revision.narrative_id == Narrative.id)
        .where(
            Narrative.slug == slug,
            Revision.line == line,
            Revision.major == int(major),
            Revision.minor == int(minor),
        )
    )
