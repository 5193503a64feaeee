"""Where each section of a revision stands in each language: what the matrix shows and what readers are given."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from consult.core.database import db
from consult.narratives.kept_texts import KeptPlace, KeptSection, KeptText, kept_places
from consult.narratives.models import Narrative, Revision, RevisionSection
from consult.narratives.services import latest_revision
from consult.rules.readiness import MISSING, Standing, Work, standing

from .draft_models import OfferedDraft, OfferedPlace
from .draft_places import changed_places
from .models import Translation
from .tasks import LanguageOf

History = list[tuple[str, int]]
DRAFT_NUMBER = ""
"""What stands for the number of a draft: it has none yet."""


@dataclass(frozen=True)
class Board:
    """The sections of a revision in order, and where each stands in each language."""

    places: Sequence[KeptPlace]
    languages: Sequence[str]
    standings: dict[tuple[str, str], Standing]

    def at(self, key: str, language: str) -> Standing:
        """Return where a section stands in a language."""
        return self.standings.get((key, language), Standing(MISSING))

    def count(self, language: str, state: str) -> int:
        """Return how many sections are in a state in a language."""
        return sum(self.at(place.section.key, language).state == state for place in self.places)

    def waits(self, language: str) -> list[KeptPlace]:
        """Return the sections that cannot be read in a language yet."""
        return [place for place in self.places if not self.at(place.section.key, language).is_ready]


def board_of(revision: Revision, languages: Iterable[str] | None = None) -> Board:
    """Return the board of a revision, for these languages or for all target languages of its narrative."""
    narrative = revision.narrative
    chosen = list(narrative.target_languages if languages is None else languages)
    chosen = [code for code in chosen if code != narrative.working_language]
    places, histories = kept_places(revision), histories_of(revision)
    works = _works(narrative, chosen)
    standings = {
        (place.section.key, language): standing(
            histories[place.section_id], works.get((place.section_id, language), {})
        )
        for place in places
        for language in chosen
    }
    return Board(places, chosen, standings)


def board_of_draft(draft: OfferedDraft) -> Board:
    """Return the board of what a draft changes: where these sections stand if it is published as it is now."""
    narrative, changed = draft.narrative, changed_places(draft)
    chosen = [code for code in narrative.target_languages if code != narrative.working_language]
    latest = latest_revision(narrative)
    histories, works = histories_of(latest) if latest else {}, _works(narrative, chosen)
    standings = {
        (place.section.key, language): standing(
            [*histories.get(place.section_id, []), (DRAFT_NUMBER, place.text_id)],
            works.get((place.section_id, language), {}),
        )
        for place in changed
        for language in chosen
    }
    return Board([_kept(place) for place in changed], chosen, standings)


def _kept(place: OfferedPlace) -> KeptPlace:
    text = place.text
    kept = KeptText(text.id, text.heading, text.body, text.language, text.body_offset)
    return KeptPlace(KeptSection(place.section_id, place.section.key), kept, place.depth, place.label)


def board_in(found: LanguageOf) -> Board:
    """Return the board of the revision, or the draft, that is translated, in its one language."""
    return board_of_draft(found.draft) if found.draft else board_of(found.revision, [found.language])


def not_ready_in(revision: Revision, languages: Iterable[str]) -> dict[str, list[str]]:
    """Return the headings of the sections that cannot be read yet, for each language in which there are some."""
    board = board_of(revision, languages)
    waiting = {code: [place.text.heading for place in board.waits(code)] for code in board.languages}
    return {code: headings for code, headings in waiting.items() if headings}


def histories_of(revision: Revision) -> dict[int, History]:
    """Return for each section the wordings (ids) that it has in the revisions of the line up to this one."""
    number = sa.tuple_(Revision.major, Revision.minor)
    asked = (
        sa.select(RevisionSection.section_id, RevisionSection.section_text_id, Revision.major, Revision.minor)
        .join(Revision, Revision.id == RevisionSection.revision_id)
        .where(
            Revision.narrative_id == revision.narrative_id,
            Revision.line == revision.line,
            number <= sa.tuple_(sa.literal(revision.major), sa.literal(revision.minor)),
        )
        .order_by(Revision.major, Revision.minor)
    )
    found: dict[int, History] = defaultdict(list)
    for section_id, text_id, major, minor in db.session.execute(asked):
        found[section_id].append((f"{major}.{minor}", text_id))
    return found


def _works(narrative: Narrative, languages: Sequence[str]) -> dict[tuple[int, str], dict[int, Work]]:
    asked = sa.select(
        Translation.section_id,
        Translation.language,
        Translation.source_text_id,
        Translation.status,
        Translation.text_id,
    ).where(Translation.narrative_id == narrative.id, Translation.language.in_(languages))
    found: dict[tuple[int, str], dict[int, Work]] = defaultdict(dict)
    for section_id, language, source_id, status, text_id in db.session.execute(asked):
        found[section_id, language][source_id] = Work(status, text_id is not None)
    return found
