"""Where a section stands in a language: original, draft, reviewed, stale. A translation belongs to one wording of the
section, so whatever keeps its wording from one revision to the next stays current, and only what changed is stale."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

ORIGINAL, REVIEWED, WAITING, DRAFT, STALE, MISSING = STATES = (
    "original",
    "reviewed",
    "waiting",
    "draft",
    "stale",
    "missing",
)
"""The working language itself; reviewed by a second person; sent for review; begun; reviewed for an earlier wording;
not begun."""
STATUSES = (DRAFT, WAITING, REVIEWED)
"""What the record of one translation can be."""


@dataclass(frozen=True, slots=True)
class Work:
    """The translation of one wording: its status now, and whether words of it were ever reviewed."""

    status: str
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a section in a language.

    `since` is the number of the revision whose wording is not translated yet, where the state is stale.
    `in_work` is draft or waiting where reviewed words stand and new ones are being written.
    """

    state: str
    since: str | None = None
    in_work: str | None = None

    @property
    def is_ready(self) -> bool:
        """Say whether the section can be read in the language as it stands."""
        return self.state in (ORIGINAL, REVIEWED)


def standing(history: Sequence[tuple[str, int]], works: Mapping[int, Work]) -> Standing:
    """Return where a section stands in a language other than the working one.

    `history` are the number of each revision, the oldest first, and the wording (an id) that the section has in it;
    the last is the one that is asked about. `works` are the translations into the language, by wording.
    """
    wording = history[-1][1]
    work = works.get(wording)
    begun = work.status if work and work.status != REVIEWED else None
    if work and work.is_reviewed:
        return Standing(REVIEWED, in_work=begun)
    since = _stale_since(history, works)
    if since is not None:
        return Standing(STALE, since, begun)
    return Standing(begun) if begun else Standing(MISSING)


def _stale_since(history: Sequence[tuple[str, int]], works: Mapping[int, Work]) -> str | None:
    """Return the first revision after the last one whose wording was reviewed in the language."""
    for place in range(len(history) - 2, -1, -1):
        work = works.get(history[place][1])
        if work and work.is_reviewed:
            return history[place + 1][0]
    return None


def not_ready(standings: Mapping[str, Standing], order: Iterable[str]) -> list[str]:
    """Return the keys of the sections that cannot be read in the language yet, in their order."""
    return [key for key in order if not standings[key].is_ready]
