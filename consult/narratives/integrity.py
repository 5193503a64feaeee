"""Recompute what the hashes promise: every text has its address, every revision its hash, every parent its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from consult.core.database import db
from consult.formats.chain import header_line, revision_line, text_line

from .models import Narrative, Revision, RevisionParent, RevisionSection
from .services import revision_hash, text_sha


class Fault(StrEnum):
    """What can be wrong with a revision."""

    TEXT = "text"  # a section text is not the one that its address was made of
    HASH = "hash"  # the hash does not follow from parents, number, line, note, places and texts
    PARENT = "parent"  # it follows from a revision of another narrative, or from a later one


@dataclass(frozen=True)
class Problem:
    """A fault of one revision; `key` names the section where the fault is one text's."""

    revision: Revision
    fault: Fault
    key: str = ""


def verify_chain(narrative: Narrative) -> list[Problem]:
    """Return every fault of a narrative's revisions, in their order; an empty list means that all is as published."""
    return [problem for revision in _revisions(narrative) for problem in _problems_of(revision)]


def chain_lines(narrative: Narrative) -> Iterator[str]:
    """Return the lines of the file from which anybody can recompute the chain; no name of a person is in it."""
    yield header_line(narrative.slug)
    written: set[str] = set()
    for revision in _revisions(narrative):
        for text in (place.text for place in revision.places):
            if text.sha not in written:
                written.add(text.sha)
                yield text_line(text.sha, text.language, text.heading, text.body)
        yield revision_line(
            number=revision.number,
            line=revision.line,
            parents=[parent.hash for parent in parents_of(revision)],
            note=revision.change_note,
            places=[(one.section.key, one.depth, one.label, one.text.sha) for one in revision.places],
            digest=revision.hash,
        )


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


def _problems_of(revision: Revision) -> list[Problem]:
    parents = parents_of(revision)
    problems = [
        Problem(revision, Fault.TEXT, place.section.key)
        for place in revision.places
        if place.text.sha != text_sha(place.text.language, place.text.heading, place.text.body)
    ]
    if any(parent.narrative_id != revision.narrative_id or parent.id >= revision.id for parent in parents):
        problems.append(Problem(revision, Fault.PARENT))
    if revision.hash != revision_hash(revision, [parent.hash for parent in parents], revision.places):
        problems.append(Problem(revision, Fault.HASH))
    return problems
