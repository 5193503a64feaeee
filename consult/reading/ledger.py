"""The ledger of a consultation: each contribution that everybody may know of, with its answer and where it went.

Who may not read the consultation itself reads kind, section, region, answer and passages, and no words and no author.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import joinedload

from consult.consolidation.models import Consolidation, DispositionChange
from consult.consultations.models import Consultation
from consult.contributions.display import Shown, shown_list
from consult.contributions.labels import DISPOSITIONS, KINDS
from consult.contributions.models import Contribution
from consult.contributions.queries import answered_as, counts_for_everybody, stands_alone
from consult.contributions.veil import region_shown, veil_over
from consult.core.database import db
from consult.narratives.models import Narrative, RevisionSection, Section, SectionText
from consult.narratives.services import latest_revision
from consult.people.models import Region
from consult.rules.states import CONTRIBUTION_KINDS
from consult.text.markdown import render_markdown

from .remains import remains
from .went import Went, went

PAGE = 50
WAITING = "waiting"
"""In the address: contributions that have no answer yet."""


@dataclass(frozen=True)
class Wanted:
    """What the reader asked to see; empty: everything."""

    section: str = ""
    region: str = ""
    kind: str = ""
    disposition: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Wanted":
        """Return what an address asks for; values that there are not are left aside."""
        kind, disposition = query.get("kind", ""), query.get("disposition", "")
        return cls(
            query.get("section", "").replace("\x00", ""),
            query.get("region", "").replace("\x00", ""),
            kind if kind in CONTRIBUTION_KINDS else "",
            disposition if disposition in (*DISPOSITIONS, WAITING) else "",
        )

    @property
    def query(self) -> dict[str, str]:
        """Return the same as arguments of an address, the empty ones left out."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Entry:
    """One contribution in the ledger, with the replies that are answered as one with it.

    `answered`: its answer; a reply that stands alone may have that of what began its thread, `with_it`, whose reason is
    not told. `shown` None: the reader may know what became of it, but not what it said. Else its replies are in it.
    `left`: what the newest version keeps of the words (`remains`).
    """

    row: Contribution
    shown: Shown | None
    heading: str
    places: tuple[Went, ...] = ()
    times_carried: int = 0
    replies: tuple[Contribution, ...] = ()
    left: Mapping[tuple[int, str], tuple[str, str]] = field(default_factory=dict)
    with_it: str | None = None

    @property
    def answered(self) -> str | None:
        """Return its answer, or that of what began its thread."""
        return self.row.disposition or self.with_it

    @property
    def kind(self) -> str:
        """Return what it is, in words."""
        return self.shown.kind if self.shown else str(KINDS[self.row.kind])

    @property
    def region(self) -> Region | None:
        """Return the region that it is from, where that may be told."""
        return region_shown(self.row)

    @property
    def reason(self) -> Markup | None:
        """Return the reason of the answer, rendered."""
        words = self.row.disposition_reason
        return render_markdown(words, heading_offset=1) if words else None


def counted(consultation: Consultation) -> dict[str, int]:
    """Return how many contributions have which answer, those that wait under `WAITING`."""
    answer = answered_as().label("answer")
    rows = db.session.execute(
        sa.select(answer, sa.func.count()).where(*_listed(consultation)).group_by(answer)
    )
    found = {disposition or WAITING: number for disposition, number in rows}
    return {name: found[name] for name in (*DISPOSITIONS, WAITING) if name in found}


def found_by(consultation: Consultation, wanted: Wanted) -> int:
    """Return how many contributions the reader's choice leaves."""
    query = _filtered(sa.select(sa.func.count(Contribution.id)), consultation, wanted)
    return db.session.scalar(query) or 0


def entries(consultation: Consultation, wanted: Wanted, *, page: int | None, with_words: bool) -> list[Entry]:
    """Return a page of the ledger (None: all of it), in order of the text, then of arrival."""
    query = _filtered(sa.select(Contribution), consultation, wanted).options(
        joinedload(Contribution.person),
        joinedload(Contribution.organisation),
        joinedload(Contribution.region),
        joinedload(Contribution.section),
        joinedload(Contribution.consultation),
    )
    query = query.order_by(
        sa.func.coalesce(RevisionSection.position, 10_000), Contribution.submitted_at, Contribution.id
    )
    if page is not None:
        query = query.limit(PAGE).offset((page - 1) * PAGE)
    rows = list(db.session.scalars(query))
    return entries_of(
        rows, dict(sections_of(consultation)), with_words=with_words, replies=_replies(consultation, rows)
    )


def sections_of(consultation: Consultation) -> list[tuple[str, str]]:
    """Return key and name of each section of the base revision, in order."""
    return _named_sections(consultation.base_revision_id)


def _named_sections(revision_id: int) -> list[tuple[str, str]]:
    rows = db.session.execute(
        sa.select(Section.key, RevisionSection.label, SectionText.heading)
        .join(RevisionSection, RevisionSection.section_id == Section.id)
        .join(SectionText, SectionText.id == RevisionSection.section_text_id)
        .where(RevisionSection.revision_id == revision_id)
        .order_by(RevisionSection.position)
    )
    return [(key, f"{label} {heading}".strip()) for key, label, heading in rows]


def regions_of(consultation: Consultation) -> list[Region]:
    """Return the regions from which something was sent."""
    ids = sa.select(Contribution.region_id).where(*_listed(consultation))
    rows = db.session.scalars(sa.select(Region).where(Region.id.in_(ids)).order_by(Region.position))
    return [row for row in rows if veil_over(consultation).shows("region", row.code)]


def times_carried(ids: Sequence[int]) -> dict[int, int]:
    """Return how many publications carried each contribution forward."""
    rows = db.session.execute(
        sa.select(
            DispositionChange.contribution_id, sa.func.count(DispositionChange.consolidation_id.distinct())
        )
        .join(Consolidation, Consolidation.id == DispositionChange.consolidation_id)
        .where(
            DispositionChange.contribution_id.in_(ids),
            DispositionChange.disposition == "carried-forward",
            Consolidation.state == "published",
        )
        .group_by(DispositionChange.contribution_id)
    )
    return {contribution_id: number for contribution_id, number in rows}


def _listed(consultation: Consultation) -> tuple[sa.ColumnElement[bool], ...]:
    """A reply stands with what began its thread, if that is there; what only facilitators read is not told."""
    return (
        Contribution.consultation_id == consultation.id,
        stands_alone(),
        *counts_for_everybody(),
    )


def _filtered(query: sa.Select, consultation: Consultation, wanted: Wanted) -> sa.Select:
    query = (
        query.select_from(Contribution)
        .outerjoin(Section, Section.id == Contribution.section_id)
        .outerjoin(Region, Region.id == Contribution.region_id)
        .outerjoin(
            RevisionSection,
            sa.and_(
                RevisionSection.revision_id == consultation.base_revision_id,
                RevisionSection.section_id == Contribution.section_id,
            ),
        )
        .where(*_listed(consultation))
    )
    if wanted.disposition == WAITING:
        query = query.where(answered_as().is_(None))
    if wanted.region and not veil_over(consultation).shows("region", wanted.region):
        query = query.where(sa.false())
    chosen = (
        (Section.key, wanted.section),
        (Region.code, wanted.region),
        (Contribution.kind, wanted.kind),
        (answered_as(), wanted.disposition if wanted.disposition != WAITING else ""),
    )
    return query.where(*(column == value for column, value in chosen if value))


def _replies(consultation: Consultation, rows: list[Contribution]) -> dict[int, list[Contribution]]:
    """Return the replies that everybody may know of, by what began their thread, the oldest first."""
    found: dict[int, list[Contribution]] = defaultdict(list)
    replies = db.session.scalars(
        sa.select(Contribution)
        .where(
            Contribution.consultation_id == consultation.id,
            Contribution.thread_id.in_([row.id for row in rows]),
            *counts_for_everybody(),
        )
        .order_by(Contribution.submitted_at, Contribution.id)
        .options(
            joinedload(Contribution.person),
            joinedload(Contribution.organisation),
            joinedload(Contribution.region),
            joinedload(Contribution.consultation),
        )
    )
    for reply in replies:
        found[reply.thread_id or 0].append(reply)
    return found


def entries_of(
    rows: list[Contribution],
    names: dict[str, str],
    *,
    with_words: bool = True,
    replies: Mapping[int, list[Contribution]] | None = None,
) -> list[Entry]:
    """Return rows as lines of a ledger; `names` of sections by key, `replies` by the id of what began their thread."""
    ids, under = [row.id for row in rows], replies or {}
    threads = [*rows, *(reply for row in rows for reply in under.get(row.id, ()))]
    shown = {one.row.id: one for one in shown_list(threads)} if with_words else {}
    places, carried, left = went(ids), times_carried(ids), remains(ids)
    with_it = _answered_with([row for row in rows if row.thread_id and row.disposition is None])
    return [
        Entry(
            row,
            shown.get(row.id),
            names.get(row.section.key, "") if row.section else "",
            tuple(places.get(row.id, ())),
            carried.get(row.id, 0),
            tuple(under.get(row.id, ())),
            left,
            with_it.get(row.id),
        )
        for row in rows
    ]


def _answered_with(replies: list[Contribution]) -> dict[int, str | None]:
    """Return by the id of each reply the answer of what began its thread; no query where there is none."""
    if not replies:
        return {}
    ids = [row.id for row in replies]
    rows = db.session.execute(sa.select(Contribution.id, answered_as()).where(Contribution.id.in_(ids)))
    return {reply_id: answer for reply_id, answer in rows}


def names_in(narrative: Narrative) -> dict[str, str]:
    """Return the name of each section of the newest revision, by key."""
    newest = latest_revision(narrative)
    return dict(_named_sections(newest.id)) if newest else {}
