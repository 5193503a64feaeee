"""A consultation of a whole world, written by chance in bulk: what summaries are measured on.

At size 1: 250,000 contributions of 60,000 people out of 280 organisations, 75 countries and 6 regions, on 40 sections
in 120 days, and 1,000,000 stances on 20,000 proposed changes. Rows go straight into the real tables, thousands in a
statement. The same size and seed give the same rows.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from typing import Any

import sqlalchemy as sa

from benchmarks.engine_texts import SEED
from benchmarks.site import add_consultation, written_revision
from consult.contributions.hunks import ENGINE_VERSION, group_key
from consult.contributions.models import Contribution, ContributionText, Stance, StoredHunk
from consult.core.database import db
from consult.core.ids import ALPHABET
from consult.core.logs import Event
from consult.people.models import Network, Organisation, Person, Region
from consult.rules.states import CONSTITUENCIES, DISPOSITIONS
from consult.text import Hunk

CONTRIBUTIONS, PEOPLE, AMENDMENTS, STANCES = 250_000, 60_000, 20_000, 1_000_000
SECTIONS, ORGANISATIONS, COUNTRIES, DAYS = 40, 280, 75, 120
REGIONS = ("africa", "asia", "europe", "latin-america", "mena", "pacific")
REGION_WEIGHTS = (30, 25, 15, 18, 9, 3)
ZONE = "Africa/Nairobi"
HOURS_AHEAD = 3
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
STATEMENT = 5_000
"""Rows for one statement."""


@dataclass(frozen=True)
class Crowd:
    """What was written, by ids."""

    consultation_id: int
    narrative_id: int
    revision_id: int
    section_ids: Sequence[int]
    text_ids: Sequence[int]
    people: Sequence[tuple[int, int, int | None]]  # id, region, organisation
    last_contribution: int
    first_stance: int
    amendment_ids: Sequence[int]


def write_crowd(size: float, seed: int = SEED) -> Crowd:
    """Write everything in the present transaction; return what was written."""
    draw = random.Random(seed)
    revision = written_revision("crowd", "A narrative of many", SECTIONS, 120)
    db.session.add(Network(name="The world", is_demonstration=True))
    consultation = add_consultation(
        revision, "A consultation of many", opens=BEGAN, closes=BEGAN + timedelta(days=10_000), zone=ZONE
    )
    people = _people(draw, max(int(PEOPLE * size), 50))
    places = list(revision.places)
    crowd = Crowd(
        consultation.id,
        revision.narrative_id,
        revision.id,
        [place.section_id for place in places],
        [place.section_text_id for place in places],
        people,
        max(int(CONTRIBUTIONS * size), 100),
        1,
        range(1, max(int(AMENDMENTS * size), 20) + 1),
    )
    add_contributions(crowd, draw, 1, crowd.last_contribution)
    add_stances(crowd, draw, 1, max(int(STANCES * size), 200))
    return crowd


def _people(draw: random.Random, number: int) -> list[tuple[int, int, int | None]]:
    regions = [
        Region(code=code, names={"en": code.title()}, position=place) for place, code in enumerate(REGIONS)
    ]
    db.session.add_all(regions)
    db.session.flush()
    countries = [f"{chr(65 + place // 26)}{chr(65 + place % 26)}" for place in range(COUNTRIES)]
    organisations = [
        Organisation(
            name=f"Organisation {place}",
            country=countries[place % COUNTRIES],
            region=draw.choices(regions, REGION_WEIGHTS)[0],
            constituency=CONSTITUENCIES[place % len(CONSTITUENCIES)],
        )
        for place in range(ORGANISATIONS)
    ]
    db.session.add_all(organisations)
    db.session.flush()
    # A few organisations bring most people, as they do; three in ten people come alone.
    heavy = list(accumulate(1 / (place + 1) for place in range(ORGANISATIONS)))
    drawn = draw.choices(organisations, cum_weights=heavy, k=number)
    alone = draw.choices((True, False), (3, 7), k=number)
    of = draw.choices(regions, REGION_WEIGHTS, k=number)
    rows = [
        (
            place + 1,
            of[place].id if alone[place] else drawn[place].region_id or 0,
            None if alone[place] else drawn[place].id,
        )
        for place in range(number)
    ]
    _write(
        Person,
        (
            {
                "id": number,
                "public_id": _public(number),
                "display_name": f"Person {number}",
                "region_id": region,
                "organisation_id": organisation,
                "country": countries[number % COUNTRIES],
                "languages": ["en"],
                "created_at": BEGAN,
            }
            for number, region, organisation in rows
        ),
    )
    return rows


def add_contributions(
    crowd: Crowd, draw: random.Random, first: int, last: int, *, log: bool = False, begins: int = 0
) -> None:
    """Write contributions with these ids, one wording each; with `log` an event for each, as its verb writes."""
    words = _vocabulary(draw)
    amendments = len(crowd.amendment_ids)
    wordings = []

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(first, last + 1):
            person, region, organisation = draw.choice(crowd.people)
            section = min(int(draw.random() ** 1.5 * SECTIONS), SECTIONS - 1)
            kind = (
                "amendment"
                if number <= amendments
                else draw.choice(("comment", "comment", "answer", "highlight"))
            )
            is_reply = kind == "comment" and draw.random() < 0.3 and last > amendments
            disposition = draw.choice(DISPOSITIONS) if not is_reply and draw.random() < 0.6 else None
            at = BEGAN + timedelta(seconds=begins + int(draw.random() * DAYS * 86_400))
            wordings.append((number, section, " ".join(draw.choices(words, k=draw.randint(8, 60)))))
            yield {
                "id": number,
                "public_id": _public(number),
                "kind": kind,
                "narrative_id": crowd.narrative_id,
                "consultation_id": crowd.consultation_id,
                "section_id": crowd.section_ids[section] if draw.random() < 0.97 else None,
                "language": "en",
                "person_id": person,
                "voice": "organisation" if organisation and draw.random() < 0.15 else "self",
                "visibility": draw.choices(("name", "organisation", "region", "facilitators"), (5, 2, 2, 1))[
                    0
                ],
                "region_id": region,
                "organisation_id": organisation,
                "status": "submitted" if draw.random() < 0.98 else "withdrawn",
                "created_at": at,
                "submitted_at": at,
                "hidden_at": at if draw.random() < 0.01 else None,
                "is_late": False,
                "disposition": disposition,
                "disposed_at": at if disposition else None,
                "comment_kind": "remark" if kind == "comment" else None,
                "operation": "reword" if kind == "amendment" else None,
                "thread_id": 1 if is_reply else None,
                "text_number": 1,
                "channel": "web",
                "version": 1,
            }

    _write(Contribution.__table__, rows())
    _write(
        ContributionText,
        (
            {
                "id": number,
                "contribution_id": number,
                "number": 1,
                "heading": "",
                "body": body,
                "rationale": "",
                "base_text_id": crowd.text_ids[section],
                "revision_id": crowd.revision_id,
                "made_by": "author",
                "created_at": BEGAN,
            }
            for number, section, body in wordings
        ),
    )
    proposed = [number for number, _section, _words in wordings if number <= amendments]
    _write(StoredHunk.__table__, _hunks(crowd, random.Random(first), proposed))
    if log:
        _log(crowd, "contribution-submitted", "contributions", range(first, last + 1))


def _hunks(crowd: Crowd, draw: random.Random, proposed: Iterable[int]) -> Iterator[dict[str, Any]]:
    """Return one change or two of each amendment; of three changes one is proposed by others, too."""
    for number in proposed:
        for place in range(draw.choice((1, 1, 2))):
            word = f"word{draw.randrange(100)}" if draw.random() < 1 / 3 else f"word{number}"
            start = 40 * draw.randrange(10) + 400 * place
            hunk = Hunk(start, start + 5, word)
            yield {
                "narrative_id": crowd.narrative_id,
                "text_id": number,
                "start": hunk.start,
                "end": hunk.end,
                "new": hunk.new,
                "group_key": group_key(hunk),
                "engine_version": ENGINE_VERSION,
            }


def add_stances(
    crowd: Crowd, draw: random.Random, first: int, number: int, *, log: bool = False, after: int = 0
) -> None:
    """Write so many stances with ids from `first` on, each person once on a change; some changes are liked more.

    `after`: so many on each change were written before.
    """
    liked = {target: draw.betavariate(4, 2) for target in crowd.amendment_ids}
    each = -(-number // len(crowd.amendment_ids))
    step = len(crowd.people)

    def pairs() -> Iterator[tuple[int, tuple[int, int, int | None]]]:
        for target in crowd.amendment_ids:
            chosen = {(target * 131 + place * 7919) % step for place in range(after, after + each)}
            yield from ((target, crowd.people[place]) for place in sorted(chosen))

    def rows() -> Iterator[dict[str, Any]]:
        for place, (target, (person, region, organisation)) in enumerate(islice(pairs(), number)):
            accepts = draw.random() < min(max(liked[target] + (region % 3 - 1) * 0.1, 0.02), 0.98)
            yield {
                "id": first + place,
                "public_id": _public(first + place),
                "narrative_id": crowd.narrative_id,
                "consultation_id": crowd.consultation_id,
                "contribution_id": target,
                "person_id": person,
                "position": ("can-live-with" if place % 3 == 0 else "support") if accepts else "objection",
                "reason": "",
                "voice": "organisation" if organisation and draw.random() < 0.1 else "self",
                "visibility": "facilitators" if draw.random() < 0.05 else "name",
                "region_id": region,
                "organisation_id": organisation,
                "taken_at": BEGAN,
            }

    _write(Stance, rows())
    if log:
        _log(crowd, "stance-taken", "stances", range(first, first + number))


def _log(crowd: Crowd, kind: str, subject: str, ids: Iterable[int]) -> None:
    about = {"at": BEGAN, "kind": kind, "narrative_id": crowd.narrative_id, "subject": subject}
    rows = ({**about, "consultation_id": crowd.consultation_id, "subject_id": number} for number in ids)
    _write(Event, rows)


def _write(model: Any, rows: Iterable[dict[str, Any]]) -> None:
    waiting = iter(rows)
    while some := list(islice(waiting, STATEMENT)):
        db.session.connection().execute(sa.insert(model), some)


def _public(number: int) -> str:
    """Return a public id for a number: as long as a real one, and different for each."""
    letters = []
    for _ in range(12):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(reversed(letters))


def _vocabulary(draw: random.Random) -> list[str]:
    letters = "aeioulnrstdm"
    return ["".join(draw.choices(letters, k=draw.randint(3, 9))) for _ in range(4_000)]
