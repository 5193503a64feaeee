"""What a search finds, as far as the reader may see it: sections of the newest versions, contributions, answers.

What may be seen is asked of the rows each time, never of the index: the same rules as on the pages, in one condition,
so that neither a page of results nor a count tells of anything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.contributions.queries import begins_thread, counts_for_everybody
from consult.core.database import db
from consult.core.kept import kept
from consult.core.search_index import SearchEntry, hits, known_languages
from consult.narratives.models import GLOBAL_LINE, Narrative, Revision, RevisionSection
from consult.rules.permissions import Permission
from consult.rules.states import CONTRIBUTION_KINDS
from consult.text.stems import asked
from consult.translations.models import Translation
from consult.web.access import actor, may

from .finding_surveys import SURVEY, surveys_read, words_seen

PAGE = 20
LONGEST = 200
"""How many signs a query may have."""
SECTION, ANSWER = "section", "disposition"
KINDS = (SECTION, *CONTRIBUTION_KINDS, ANSWER, SURVEY)


@dataclass(frozen=True)
class Query:
    """What the reader looks for; an empty choice leaves everything in."""

    words: str = ""
    kind: str = ""
    narrative: str = ""
    language: str = ""

    @classmethod
    def from_address(cls, values: Mapping[str, str]) -> "Query":
        """Return what an address asks for; a kind that there is not is left aside."""
        words, kind, narrative, language = (
            values.get(name, "").replace("\x00", "") for name in ("q", "kind", "narrative", "language")
        )
        return cls(" ".join(words.split()), kind if kind in KINDS else "", narrative[:80], language[:12])

    @property
    def address(self) -> dict[str, str]:
        """Return the same as arguments of an address, the empty ones left out."""
        named = {"q": self.words, "kind": self.kind, "narrative": self.narrative, "language": self.language}
        return {name: value for name, value in named.items() if value}

    @property
    def is_too_long(self) -> bool:
        """Say whether it is longer than a search takes."""
        return len(self.words) > LONGEST

    @cached_property
    def wanted(self) -> list[frozenset[str]]:
        """Return the words that are searched for, each with its forms; none where only small words were typed."""
        return [] if self.is_too_long else asked(self.words, kept("languages of the search", known_languages))


@dataclass(frozen=True)
class Sight:
    """Where the reader may look: newest revisions, and ids of consultations by what may be read of them."""

    person_id: int | None
    revisions: list[Revision]
    read: list[int]
    ledgers: list[int]
    facilitated: list[int]

    @cached_property
    def surveys(self) -> list[int]:
        """Return the ids of the surveys whose words the reader may read."""
        return surveys_read(self.read, self.facilitated)


def sight_of_reader() -> Sight:
    """Return where the present reader may look; narratives and consultations are dozens, not thousands."""
    rows = list(db.session.scalars(sa.select(Consultation)))
    return Sight(
        actor().person_id,
        [row for row in newest_revisions() if may(Permission.NARRATIVE_READ, row)],
        [row.id for row in rows if may(Permission.CONSULTATION_READ, row)],
        [row.id for row in rows if may(Permission.LEDGER_READ, row.ledger_facts())],
        [row.id for row in rows if may(Permission.CONTRIBUTION_MODERATE, row)],
    )


def newest_revisions() -> list[Revision]:
    """Return the newest revision of each narrative."""
    rows = db.session.scalars(
        sa.select(Revision)
        .where(Revision.line == GLOBAL_LINE)
        .order_by(Revision.major, Revision.minor)
        .options(joinedload(Revision.narrative))
    )
    return list({row.narrative_id: row for row in rows}.values())


@dataclass(frozen=True)
class Hit:
    """A thing that was found: its kind in the index, its id, and the language in which it was indexed."""

    kind: str
    thing_id: int
    language: str
    number: int = 1  # of a survey: how many answers hold the words


@dataclass
class Found:
    """One page of what was found, and how much of each kind, and in which languages, there is to choose from."""

    hits: list[Hit] = field(default_factory=list)
    number: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)


def find(query: Query, page: int) -> Found:
    """Return a page (from 1) of what the reader may see of what the query finds.

    Sections come first, those before others in whose heading a word stands; then what was sent, the newest first.
    """
    if not query.wanted:
        return Found()
    found = _seen(query)
    counts = db.session.execute(
        sa.select(found.c.shown_kind, found.c.language, sa.func.count()).group_by(
            found.c.shown_kind, found.c.language
        )
    ).all()
    in_language = [row for row in counts if query.language in ("", row[1])]
    rows = db.session.execute(
        sa.select(found.c.kind, found.c.thing_id, found.c.language, found.c.number)
        .where(*_chosen(found, query))
        .order_by(
            found.c.kind != SECTION,
            ~found.c.in_heading,
            found.c.position,
            found.c.moment.desc(),
            found.c.last,
        )
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return Found(
        [Hit(*row) for row in rows],
        sum(row[2] for row in in_language if query.kind in ("", row[0])),
        {kind: sum(row[2] for row in in_language if row[0] == kind) for kind in KINDS},
        sorted({row[1] for row in counts}),
    )


_MOMENT = sa.case(
    (SearchEntry.kind == ANSWER, Contribution.disposed_at),
    else_=sa.func.coalesce(Contribution.submitted_at, Contribution.created_at),
)
"""When a contribution or its answer was given; nothing for a section."""


def places_seen(sight: Sight) -> sa.Subquery:
    """Return as a table which texts stand where in the newest versions, and which translations of them are offered."""
    ids = [row.id for row in sight.revisions]
    place = RevisionSection
    originals = sa.select(
        place.section_text_id.label("text_id"), place.revision_id, place.section_id, place.position
    )
    translated = sa.select(Translation.text_id, place.revision_id, place.section_id, place.position).join(
        place, place.section_text_id == Translation.source_text_id
    )
    offered = sa.or_(
        *(
            sa.and_(place.revision_id == row.id, Translation.language.in_(row.narrative.target_languages))
            for row in sight.revisions
        ),
        sa.false(),
    )
    return sa.union_all(originals.where(place.revision_id.in_(ids)), translated.where(offered)).subquery(
        "places"
    )


def _chosen(found: sa.Subquery, query: Query) -> list[sa.ColumnElement[bool]]:
    choices = ((found.c.shown_kind, query.kind), (found.c.language, query.language))
    return [column == value for column, value in choices if value]


def _seen(query: Query) -> sa.Subquery:
    """Return as a table what holds the wanted words and may be seen by the reader."""
    near, sight = hits(query.wanted), sight_of_reader()
    places = places_seen(sight)
    position = sa.select(sa.func.min(places.c.position)).where(places.c.text_id == SearchEntry.thing_id)
    is_section = sa.and_(SearchEntry.kind == SECTION, SearchEntry.thing_id.in_(sa.select(places.c.text_id)))
    shown_kind = sa.case((SearchEntry.kind == "contribution", Contribution.kind), else_=SearchEntry.kind)
    asked_for = (
        sa.select(
            SearchEntry.kind,
            SearchEntry.thing_id,
            SearchEntry.language,
            shown_kind.label("shown_kind"),
            near.c.in_heading,
            _MOMENT.label("moment"),
            sa.case((SearchEntry.kind == SECTION, position.scalar_subquery())).label("position"),
            sa.literal(1).label("number"),
            SearchEntry.thing_id.label("last"),
        )
        .join(near, near.c.id == SearchEntry.id)
        .outerjoin(
            Contribution, sa.and_(SearchEntry.kind != SECTION, Contribution.id == SearchEntry.thing_id)
        )
        .where(sa.or_(is_section, _contribution_seen(sight), _answer_seen(sight)))
    )
    if query.narrative:
        named = sa.select(Narrative.id).where(Narrative.slug == query.narrative)
        asked_for = asked_for.where(SearchEntry.narrative_id.in_(named))
    if not sight.surveys:
        return asked_for.subquery("found")
    return sa.union_all(asked_for, words_seen(near, sight.surveys, query.narrative)).subquery("found")


def _contribution_seen(sight: Sight) -> sa.ColumnElement[bool]:
    """Be one's own, be sent to oneself as a facilitator, or be for all who may read the consultation."""
    for_all = sa.and_(Contribution.consultation_id.in_(sight.read), *counts_for_everybody())
    return sa.and_(SearchEntry.kind == "contribution", sa.or_(*_by_person(sight), for_all))


def _answer_seen(sight: Sight) -> sa.ColumnElement[bool]:
    """Answer such a contribution, or stand in a ledger that the reader may read."""
    in_ledger = sa.and_(Contribution.consultation_id.in_(sight.ledgers), begins_thread())
    for_all = sa.and_(
        sa.or_(Contribution.consultation_id.in_(sight.read), in_ledger), *counts_for_everybody()
    )
    return sa.and_(SearchEntry.kind == ANSWER, sa.or_(*_by_person(sight), for_all))


def _by_person(sight: Sight) -> tuple[sa.ColumnElement[bool], ...]:
    """One's own, drafts and withdrawn ones too; and what was sent to oneself, also hidden, late or for oneself only."""
    to_facilitator = sa.and_(
        Contribution.consultation_id.in_(sight.facilitated), Contribution.status == "submitted"
    )
    if sight.person_id is None:
        return (to_facilitator,)
    return (Contribution.person_id == sight.person_id, to_facilitator)
