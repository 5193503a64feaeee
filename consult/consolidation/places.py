"""What a section's page decides on: groups of identical changes, and the places in the text that they claim."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from consult.contributions.hunks import group_key
from consult.contributions.models import Contribution, Stance
from consult.merging import Group
from consult.text import Hunk, render_in_sentence

from .models import Decision


@dataclass(frozen=True)
class GroupWork:
    """One group at the desk: its change, who proposes it, what was decided."""

    group: Group
    key: str
    base: str
    language: str
    supporters: tuple[Contribution, ...]
    decision: Decision | None
    stances: tuple[Stance, ...] = ()

    @property
    def anchor(self) -> str:
        """Return a short name for ids within the page."""
        return self.key[:12]

    @property
    def hunk(self) -> Hunk:
        """Return the change itself."""
        return self.group.hunk

    @property
    def old(self) -> str:
        """Return the words that the change replaces."""
        return self.base[self.hunk.start : self.hunk.end]

    @property
    def proposed(self) -> str:
        """Return the words that are proposed, or those that stand there where they are to go."""
        return self.hunk.new if self.hunk.new.strip() else self.old

    @property
    def is_editorial(self) -> bool:
        """Say whether it is the facilitator's own change and nobody's proposal."""
        return not self.supporters

    @property
    def needs_decision(self) -> bool:
        """Say whether somebody must choose: it clashes or touches, and nothing has taken its place."""
        return self.group.state == "open" and self.group.reason in ("clash", "touching")

    @property
    def objections(self) -> tuple[Stance, ...]:
        """Return the objections to the amendments behind it."""
        return tuple(stance for stance in self.stances if stance.position == "objection")

    @property
    def supporting_regions(self) -> set[int]:
        """Return the ids of the regions from which somebody proposes or supports it."""
        supports = [one for one in self.stances if one.position == "support"]
        rows: list[Contribution | Stance] = [*self.supporters, *supports]
        return {row.region_id for row in rows if row.region_id is not None}

    def marked(self, labels: tuple[str, str]) -> Markup:
        """Return the change in its sentence; `labels` are the words for inserted and deleted."""
        return render_in_sentence(self.base, self.hunk, lang=self.language, labels=labels)


@dataclass(frozen=True)
class Spot:
    """Groups that claim the same words or the same point, in order; mostly one alone."""

    groups: tuple[GroupWork, ...]

    @property
    def start(self) -> int:
        """Return where the passage begins in the ground text."""
        return min(group.hunk.start for group in self.groups)

    @property
    def end(self) -> int:
        """Return where the passage ends in the ground text."""
        return max(group.hunk.end for group in self.groups)

    @property
    def name(self) -> str:
        """Return the name of the passage in addresses and forms."""
        return f"{self.start}-{self.end}"

    @property
    def key(self) -> str:
        """Return the key under which own words for the whole passage are kept."""
        return group_key(Hunk(self.start, self.end, ""))

    @property
    def is_clash(self) -> bool:
        """Say whether not all of its groups can stand."""
        return len(self.groups) > 1

    @property
    def is_one_point(self) -> bool:
        """Say whether all of its groups are set in at one point: then several can be kept, in order."""
        return self.is_clash and self.start == self.end

    @property
    def is_contested(self) -> bool:
        """Say whether not all of its groups can stand, or one cannot with another place: words moved from there."""
        return self.is_clash or any(group.group.reason == "clash" for group in self.groups)

    @property
    def is_open(self) -> bool:
        """Say whether it still needs a decision."""
        return any(group.needs_decision for group in self.groups)


def spots_of(groups: Iterable[GroupWork]) -> Iterator[Spot]:
    """Cut the groups, in order of the text, into those that claim the same words or insert at the same point."""
    spot: list[GroupWork] = []
    end = point = -1
    for group in groups:
        hunk = group.hunk
        if spot and not (hunk.start < end or hunk.start == hunk.end == point):
            yield Spot(tuple(spot))
            spot = []
            end = -1
        spot.append(group)
        end = max(end, hunk.end)
        point = hunk.start if hunk.start == hunk.end else -1
    if spot:
        yield Spot(tuple(spot))
