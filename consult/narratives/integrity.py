"""Recompute what the hashes promise: every text has its address, every revision its hash, every parent its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from consult.core.database import db
from consult.formats.chain import edition_line, header_line, revision_line, text_line
from consult.text.blacked_out import count_passages, is_blacked_out

from .edition_models import EditionPlace
from .editions import editions_of, faulty_editions
from .models import Narrative, Revision, RevisionParent, RevisionSection, SectionText
from .services import address_of, note_sha, revision_hash, sha_of, text_sha


class Fault(StrEnum):
    """What can be wrong with a revision."""

    TEXT = "text"  # a section text is not the one that its address was made of
    NOTE = "note"  # the change note is not the one that its digest was made of
    HASH = "hash"  # the hash does not follow from parents, number, line, note, places and texts
    PARENT = "parent"  # it follows from a revision of another narrative, or from a later one
    EDITION = "edition"  # one of its language editions (`key`: language and number) is not as it was sealed


@dataclass(frozen=True)
class Problem:
    """A fault of one revision; `key` names the section where the fault is one text's."""

    revision: Revision
    fault: Fault
    key: str = ""


def count_blacked_out(narrative: Narrative) -> int:
    """Return how many passages were blacked out in a narrative's texts, each wording of a text counted."""
    rows = db.session.scalars(
        sa.select(SectionText).where(SectionText.narrative_id == narrative.id, SectionText.nonce.is_(None))
    )
    return sum(count_passages(row.full) for row in rows)


def verify_chain(narrative: Narrative) -> list[Problem]:
    """Return every fault of a narrative's revisions, in their order; an empty list means that all is as published."""
    return [problem for revision in _revisions(narrative) for problem in _problems_of(revision)]


def chain_lines(narrative: Narrative) -> Iterator[str]:
    """Return the lines of the file from which anybody can recompute the chain; no name of a person is in it."""
    yield header_line(narrative.slug)
    written: set[str] = set()
    for revision in _revisions(narrative):
        yield from _text_lines(revision.places, written)
        yield revision_line(
            number=revision.number,
            line=revision.line,
            parents=[parent.hash for parent in parents_of(revision)],
            note=None if revision.note_nonce is None else revision.change_note,
            note_nonce=revision.note_nonce,
            note_sha=revision.note_sha,
            places=[(one.section.public_id, one.depth, one.label, one.text.sha) for one in revision.places],
            digest=revision.hash,
        )
        for edition in editions_of(revision):
            yield from _text_lines(edition.places, written)
            shas = [place.text.sha for place in edition.places]
            yield edition_line(revision.hash, edition.language, edition.number, shas, edition.hash)


def _text_lines(places: Iterable[RevisionSection | EditionPlace], written: set[str]) -> Iterator[str]:
    """Yield the line of each text that is not `written` yet."""
    for text in (place.text for place in places):
        if text.sha not in written:
            written.add(text.sha)
            words = (None, None) if text.nonce is None else (text.heading, text.body)
            yield text_line(text.sha, text.nonce, text.language, *words)


def _revisions(narrative: Narrative) -> Iterable[Revision]:
    """Return the revisions with their places and texts, the oldest first."""
    return db.session.scalars(
        sa.select(Revision)
        .where(Revision.narrative_id == narrative.id)
        .order_by(Revision.id)
        .options(
            selectinload(Revision.places).joinedload(RevisionSection.text),
            selectinload(Revision.places).joinedload(RevisionSection.section),
        )
    )


def parents_of(revision: Revision) -> list[Revision]:
    """Return the revisions that one follows from: its parent first, then those merged into it."""
    merged = db.session.scalars(
        sa.select(Revision)
        .join(RevisionParent, RevisionParent.parent_id == Revision.id)
        .where(RevisionParent.revision_id == revision.id)
        .order_by(RevisionParent.position)
    )
    return [*([revision.parent] if revision.parent else []), *merged]


def is_as_published(text: SectionText) -> bool:
    """Say whether a text has the words of its digest; or, where a passage was blacked out, what was left of them."""
    words = (text.language, text.heading, text.body)
    if text.nonce is None:
        return is_blacked_out(text.full) and text.address == address_of(*words)
    return text.sha == text_sha(text.nonce, *words)


def _is_note_as_published(revision: Revision) -> bool:
    note = revision.change_note
    if revision.note_nonce is None:
        return is_blacked_out(note) and revision.note_left == sha_of(note)
    return revision.note_sha == note_sha(revision.note_nonce, note)


def _problems_of(revision: Revision) -> list[Problem]:
    parents = parents_of(revision)
    problems = [
        Problem(revision, Fault.TEXT, place.section.key)
        for place in revision.places
        if not is_as_published(place.text)
    ]
    if not _is_note_as_published(revision):
        problems.append(Problem(revision, Fault.NOTE))
    if any(parent.narrative_id != revision.narrative_id or parent.id >= revision.id for parent in parents):
        problems.append(Problem(revision, Fault.PARENT))
    if revision.hash != revision_hash(revision, [parent.hash for parent in parents], revision.places):
        problems.append(Problem(revision, Fault.HASH))
    problems += [
        Problem(revision, Fault.EDITION, f"{edition.language} {edition.number}")
        for edition in faulty_editions(revision, is_as_published)
    ]
    return problems
