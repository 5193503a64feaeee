"""A text that was edited by hand, as changes of the ground text: what was changed before and stays, stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.text import Hunk, apply, diff


@dataclass(frozen=True)
class Recast:
    """One change of the ground text by hand; `replaced` are the changes in whose place it comes."""

    hunk: Hunk
    replaced: tuple[Hunk, ...] = ()


@dataclass(frozen=True)
class _Shown:
    """A change of the ground text with the span that its words take in the text as it stands."""

    hunk: Hunk
    start: int
    end: int

    @property
    def delta(self) -> int:
        """Return by how much it makes the text longer."""
        return len(self.hunk.new) - (self.hunk.end - self.hunk.start)


@dataclass
class _Stretch:
    """A span of the text as it stands that was edited, widened to the whole of each change that it meets."""

    start: int
    end: int
    edits: list[Hunk]
    met: list[_Shown]


def recast(base: str, changes: Sequence[Hunk], edited: str) -> list[Recast]:
    """Return what turns the base with its changes into the edited text, as changes of the base, in order.

    `changes`: those that stand, in order and without overlap. What is returned overlaps no change that stays.
    """
    standing = apply(base, changes)
    shown = _shown(changes)
    found = []
    for stretch in _stretches(shown, diff(standing, edited)):
        before = sum(one.delta for one in shown if one.end <= stretch.start and one not in stretch.met)
        met = sum(one.delta for one in stretch.met)
        words = standing[stretch.start : stretch.end]
        local = [Hunk(e.start - stretch.start, e.end - stretch.start, e.new) for e in stretch.edits]
        hunk = Hunk(stretch.start - before, stretch.end - before - met, apply(words, local))
        found.append(Recast(hunk, tuple(one.hunk for one in stretch.met)))
    return found


def _shown(changes: Sequence[Hunk]) -> list[_Shown]:
    found, shift = [], 0
    for hunk in changes:
        start = hunk.start + shift
        found.append(_Shown(hunk, start, start + len(hunk.new)))
        shift += found[-1].delta
    return found


def _stretches(shown: Sequence[_Shown], edits: Sequence[Hunk]) -> list[_Stretch]:
    found: list[_Stretch] = []
    for edit in edits:
        met = [one for one in shown if _meets(edit, one)]
        start = min([edit.start, *(one.start for one in met)])
        end = max([edit.end, *(one.end for one in met)])
        last = found[-1] if found else None
        if last and (start < last.end or any(one in last.met for one in met)):
            last.end = max(last.end, end)
            last.edits.append(edit)
            last.met += [one for one in met if one not in last.met]
        else:
            found.append(_Stretch(start, end, [edit], met))
    return found


def _meets(edit: Hunk, one: _Shown) -> bool:
    """Say whether an edit goes into the words of a change, or adds words where a change adds some."""
    if edit.start == edit.end and one.hunk.start == one.hunk.end:
        return one.start <= edit.start <= one.end
    if one.start == one.end:  # it took words out: nothing of it is seen
        return edit.start < one.start < edit.end
    return edit.start < one.end and one.start < edit.end
