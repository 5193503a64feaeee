"""Cells of a summary counted one by one in plain Python: what counters and queries are compared with."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from consult.summaries import tables
from consult.summaries.tables import EVERYWHERE, Cells


def cells_of(rows: Iterable[tuple[Any, ...]]) -> Cells:
    """Return the cells of contributions, each given as kind, section, region, day, disposition, voice, person,
    organisation, whether it is a reply, and whether it may be shown with its organisation."""
    sent: Counter[Any] = Counter()
    days: Counter[Any] = Counter()
    named: Counter[Any] = Counter()
    speakers: dict[Any, set[int]] = defaultdict(set)
    for kind, section, region, day, disposition, voice, person, organisation, is_reply, is_named in rows:
        sent[section or "", region or "", kind, disposition or "", is_reply] += 1
        days[day, region or "", kind] += 1
        if is_named and organisation is not None:
            named[organisation, voice] += 1
        who = organisation if voice == "organisation" else person
        if who is not None:
            speakers[region or "", voice].add(who)
            speakers[EVERYWHERE, voice].add(who)
    return tables.cells_of(
        [(*key, number) for key, number in sent.items()],
        [(*key, number) for key, number in days.items()],
        [(*key, len(who)) for key, who in speakers.items()],
        [(*key, number) for key, number in named.items()],
    )
