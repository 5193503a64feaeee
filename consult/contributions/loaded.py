"""All that a list of contributions needs, in one query for each kind of thing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.util import identity_key

from consult.consultations.models import Consultation, GuidingQuestion
from consult.core.database import db
from consult.narratives.models import Narrative, RevisionSection, SectionText
from consult.people.models import Organisation, Person, Region

from .language_models import Rendering, SaidTranslation
from .models import Contribution, ContributionText, Stance
from .powers import Powers
from .queries import Tally, spoken_stances, tallies
from .rendered import renderings_of
from .translated import ByLanguage, translations_of


@dataclass
class Loaded:
    """What stands beside the rows, by their ids; persons, organisations and regions are kept by the session.

    `foreign` has the working language for each change that is proposed to the text in another one.
    """

    texts: dict[int, ContributionText] = field(default_factory=dict)
    tallies: dict[int, Tally] = field(default_factory=dict)
    stances: dict[int, list[Stance]] = field(default_factory=dict)
    headings: dict[tuple[int, int], str] = field(default_factory=dict)
    foreign: dict[int, str] = field(default_factory=dict)
    renderings: dict[int, Rendering] = field(default_factory=dict)
    working: dict[int, str] = field(default_factory=dict)
    translations: dict[int, ByLanguage] = field(default_factory=dict)
    powers: dict[int, Powers] = field(default_factory=dict)
    kept: list[Any] = field(default_factory=list)  # held, so that the session does not let go of them


def load(rows: Sequence[Contribution], person_id: int | None) -> Loaded:
    """Load what the rows need to be shown to a person (None: to an anonymous reader)."""
    if not rows:
        return Loaded()
    ids = [row.id for row in rows]
    found = Loaded(tallies=tallies(ids))
    _add_texts(found, rows)
    found.renderings = renderings_of(found.foreign)
    if found.tallies or person_id is not None:
        found.stances = spoken_stances(ids, person_id)
    said = [stance for stances in found.stances.values() for stance in stances]
    found.kept += _warm(Consultation, (row.consultation_id for row in rows))
    found.kept += _warm(GuidingQuestion, (row.question_id for row in rows))
    for model, column in ((Person, "person_id"), (Organisation, "organisation_id"), (Region, "region_id")):
        found.kept += _warm(model, (getattr(one, column) for one in [*rows, *said]))
    found.headings = _headings(rows)
    return found


_IS_TRANSLATED = sa.exists().where(SaidTranslation.contribution_id == Contribution.id)


def _add_texts(found: Loaded, rows: Sequence[Contribution]) -> None:
    """Add each row's current wording, its hunks at hand, and how it stands between languages."""
    rewords = {row.id for row in rows if row.operation == "reword"}
    asked = sa.select(ContributionText, Narrative.working_language, _IS_TRANSLATED).join(
        Contribution,
        sa.and_(
            Contribution.id == ContributionText.contribution_id,
            Contribution.text_number == ContributionText.number,
        ),
    )
    asked = asked.join(Narrative, Narrative.id == Contribution.narrative_id)
    asked = asked.where(Contribution.id.in_([row.id for row in rows]))
    asked = asked.options(joinedload(ContributionText.base_text))
    if rewords:
        asked = asked.options(selectinload(ContributionText.hunks))
    translated = []
    for text, language, is_translated in db.session.execute(asked):
        row_id = text.contribution_id
        found.texts[row_id], found.working[row_id] = text, language
        if row_id in rewords and text.base_text and text.base_text.language != language:
            found.foreign[row_id] = language
        if is_translated:
            translated.append(row_id)
    found.translations = translations_of(translated)


def _warm(model: type, ids: Iterable[int | None]) -> list[Any]:
    """Load rows by id into the session, so that relations find them without a query; return them.

    What the session holds already is not asked for again.
    """
    wanted = {one for one in ids if one is not None}
    at_hand = {one: db.session.identity_map.get(identity_key(model, one)) for one in wanted}
    held = [row for row in at_hand.values() if row is not None]
    missing = [one for one, row in at_hand.items() if row is None]
    if not missing:
        return held
    return [*held, *db.session.scalars(sa.select(model).where(model.id.in_(missing)))]  # type: ignore[attr-defined]


def _headings(rows: Sequence[Contribution]) -> dict[tuple[int, int], str]:
    """Return the headings of the sections that proposals point at, by base revision and section."""
    pairs = {
        (row.consultation.base_revision_id, row.after_section_id) for row in rows if row.after_section_id
    }
    if not pairs:
        return {}
    found = db.session.execute(
        sa.select(RevisionSection.revision_id, RevisionSection.section_id, SectionText.heading)
        .join(SectionText, SectionText.id == RevisionSection.section_text_id)
        .where(
            RevisionSection.revision_id.in_({pair[0] for pair in pairs}),
            RevisionSection.section_id.in_({pair[1] for pair in pairs}),
        )
    )
    return {(revision, section): heading for revision, section, heading in found}
