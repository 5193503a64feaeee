"""Who stands behind a change and against it: how many, from which regions, of which kinds of organisation."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.contributions.models import Contribution, Stance
from consult.people.labels import CONSTITUENCY_LABELS

from ..places import GroupWork
from .sight import region_named, tells


@dataclass(frozen=True)
class Weight:
    """One side: how many in words, and the lines that say from where and of what kind."""

    title: str
    regions: str
    constituencies: str
    is_against: bool = False


def weights_of(group: GroupWork) -> list[Weight]:
    """Return those who propose it, support it and object, each where there is anybody."""
    return [weight for weight in (_proposing(group), _supporting(group), _objecting(group)) if weight]


def _proposing(group: GroupWork) -> Weight | None:
    rows = group.supporters
    return _weight(rows, ngettext("%(num)d proposes it", "%(num)d propose it", len(rows)))


def _supporting(group: GroupWork) -> Weight | None:
    rows = [row for row in group.stances if row.position == "support"]
    return _weight(rows, ngettext("%(num)d supports it", "%(num)d support it", len(rows)))


def _objecting(group: GroupWork) -> Weight | None:
    rows = group.objections
    return _weight(rows, ngettext("%(num)d objects", "%(num)d object", len(rows)), is_against=True)


def _weight(rows: Sequence[Contribution | Stance], title: str, *, is_against: bool = False) -> Weight | None:
    if not rows:
        return None
    regions = Counter(filter(None, map(region_named, rows)))
    kinds = Counter(
        str(CONSTITUENCY_LABELS[row.constituency])
        for row in rows
        if row.constituency and tells(row, "constituency", row.constituency)
    )
    return Weight(title, _line(regions), _line(kinds), is_against)


def _line(counts: Counter[str]) -> str:
    return _(", ").join(
        _("%(region)s %(number)s", region=name, number=number) for name, number in counts.most_common()
    )
