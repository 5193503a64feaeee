"""The rows behind the balance of a narrative: what was sent, what it left in the newest version, who was asked."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from consult.consolidation.models import AttributionLink, AttributionRun, PassageLink
from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Stance
from consult.contributions.queries import counts_for_everybody
from consult.contributions.veil import veiled
from consult.core.database import db
from consult.narratives.models import Narrative, Revision, RevisionSection, Section, SectionText
from consult.people.models import Organisation, Region
from consult.text.words import is_word, tokens

TOGETHER = 5_000
"""So many ids are asked for at once."""


@dataclass(frozen=True)
class WordsOfText:
    """The words of a revision: how many, how many the facilitators' own, and those of each run with contributions."""

    total: int
    editorial: int
    runs: dict[int, int]
    links: list[tuple[int, int]]

    @property
    def credited(self) -> int:
        """Return how many words came from contributions."""
        return sum(self.runs.values())

    @property
    def first(self) -> int:
        """Return how many stood there before anybody was asked."""
        return self.total - self.credited - self.editorial


def consultations_of(narrative: Narrative) -> list[Consultation]:
    """Return the consultations on a narrative, the oldest first."""
    rows = db.session.scalars(
        sa.select(Consultation)
        .where(Consultation.narrative_id == narrative.id)
        .order_by(Consultation.opens_at, Consultation.id)
    )
    return list(rows)


def sent_rows(
    consultations: Iterable[Consultation], *conditions: sa.ColumnElement[bool], whole: bool = False
) -> list[tuple[object, ...]]:
    """Return a row per contribution that counts for everybody, in the order of `influence.COLUMNS`.

    `whole`: with what high protection tells nobody but those who decide.
    """
    ids = [row.id for row in consultations]
    high = [] if whole else ids
    rows = db.session.execute(
        sa.select(
            Contribution.id,
            Contribution.kind,
            Section.key,
            veiled(Region.code, "region", high),
            veiled(Contribution.constituency, "constituency", high),
            veiled(Contribution.language, "language", high),
            Contribution.person_id,
            Contribution.organisation_id,
            Contribution.disposition,
            Contribution.thread_id,
        )
        .outerjoin(Section, Section.id == Contribution.section_id)
        .outerjoin(Region, Region.id == Contribution.region_id)
        .where(Contribution.consultation_id.in_(ids), *counts_for_everybody(), *conditions)
        .order_by(Contribution.id)
    )
    return [(*row[:-1], row[-1] is not None) for row in rows]


def credited_rows(
    consultations: Iterable[Consultation], contributions: Collection[int]
) -> list[tuple[int, str, bool]]:
    """Return id, region ("": none that may be told) and whether it is a reply, of some contributions that count."""
    ids = [row.id for row in consultations]
    found: list[tuple[int, str, bool]] = []
    some = sorted(contributions)
    for start in range(0, len(some), TOGETHER):
        rows = db.session.execute(
            sa.select(
                Contribution.id,
                sa.func.coalesce(veiled(Region.code, "region", ids), ""),
                Contribution.thread_id.is_not(None),
            )
            .outerjoin(Region, Region.id == Contribution.region_id)
            .where(
                Contribution.id.in_(some[start : start + TOGETHER]),
                Contribution.consultation_id.in_(ids),
                *counts_for_everybody(),
            )
        )
        found += [(number, region, bool(is_reply)) for number, region, is_reply in rows]
    return found


def spoken_by_organisation(consultations: Iterable[Consultation]) -> list[int]:
    """Return how many contributions came from the people of each organisation."""
    ids = [row.id for row in consultations]
    query = (
        sa.select(sa.func.count())
        .where(
            Contribution.consultation_id.in_(ids),
            Contribution.organisation_id.is_not(None),
            *counts_for_everybody(),
        )
        .group_by(Contribution.organisation_id)
    )
    return list(db.session.scalars(query))


def stance_rows(consultations: Iterable[Consultation]) -> list[tuple[object, ...]]:
    """Return how often each stance on a section was taken that everybody may read: rows of `agreement.COLUMNS`.

    Several people who speak for one organisation are one, unless they took different positions.
    """
    who = sa.case((Stance.voice == "organisation", Stance.organisation_id), else_=Stance.person_id)
    ids = [row.id for row in consultations]
    region: sa.Label[Any] = veiled(Region.code, "region", ids, Stance).label("told_region")
    each = (
        sa.select(
            Section.key, region, Stance.position, (sa.func.max(Stance.reason) != "").label("has_reason")
        )
        .join(Section, Section.id == Stance.section_id)
        .outerjoin(Region, Region.id == Stance.region_id)
        .where(
            Stance.consultation_id.in_(ids),
            Stance.section_id > 0,
            Stance.withdrawn_at.is_(None),
            Stance.visibility != "facilitators",
        )
        .group_by(Section.key, sa.literal_column("told_region"), Stance.position, Stance.voice, who)
        .subquery()
    )
    rows = db.session.execute(sa.select(*each.c, sa.func.count()).group_by(*each.c))
    return [(*row[:-2], bool(row[-2]), row[-1]) for row in rows]


def words_of(revision: Revision) -> WordsOfText:
    """Count the words of a revision by what its attribution says of them."""
    texts = {
        row.id: row.full
        for row in db.session.scalars(
            sa.select(SectionText)
            .join(RevisionSection, RevisionSection.section_text_id == SectionText.id)
            .where(RevisionSection.revision_id == revision.id)
        )
    }
    links = _links(texts)
    credited = {run_id for run_id, _contribution in links}
    runs: dict[int, int] = {}
    editorial = 0
    for run in db.session.scalars(
        sa.select(AttributionRun).where(AttributionRun.section_text_id.in_(list(texts)))
    ):
        number = count_words(texts[run.section_text_id][run.start : run.end])
        if run.id in credited:
            runs[run.id] = number
        elif run.is_editorial:
            editorial += number
    return WordsOfText(sum(map(count_words, texts.values())), editorial, runs, links)


def _links(texts: Iterable[int]) -> list[tuple[int, int]]:
    rows = db.session.execute(
        sa.select(AttributionLink.run_id, AttributionLink.contribution_id)
        .join(AttributionRun, AttributionRun.id == AttributionLink.run_id)
        .where(AttributionRun.section_text_id.in_(list(texts)))
    )
    return [(run_id, contribution_id) for run_id, contribution_id in rows]


def count_words(text: str) -> int:
    """Return how many words a text has: tokens that hold a letter or a digit."""
    return sum(map(is_word, tokens(text)))


def passages_shaped(narrative: Narrative) -> dict[int, int]:
    """Return by contribution how many passages a named person said it shaped."""
    rows = db.session.execute(
        sa.select(PassageLink.contribution_id, sa.func.count())
        .where(PassageLink.narrative_id == narrative.id)
        .group_by(PassageLink.contribution_id)
    )
    return {contribution_id: number for contribution_id, number in rows}


def members_by_region() -> Counter[str]:
    """Return how many confirmed organisations each region has; the empty code is for those without a region."""
    rows = db.session.execute(
        sa.select(sa.func.coalesce(Region.code, ""), sa.func.count())
        .select_from(Organisation)
        .outerjoin(Region, Region.id == Organisation.region_id)
        .where(Organisation.status == "confirmed")
        .group_by(Region.code)
    )
    return Counter({code: number for code, number in rows})


def sections_of(revision: Revision) -> Sequence[tuple[str, str]]:
    """Return key and name of the sections of a revision, in order of the text."""
    rows = db.session.execute(
        sa.select(Section.key, RevisionSection.label, SectionText.heading)
        .join(Section, Section.id == RevisionSection.section_id)
        .join(SectionText, SectionText.id == RevisionSection.section_text_id)
        .where(RevisionSection.revision_id == revision.id)
        .order_by(RevisionSection.position)
    )
    return [(key, f"{label} {heading}".strip()) for key, label, heading in rows]
