"""Changes that stand in one sentence: how it would read with all that are in the text and one more."""

from markupsafe import Markup

from consult.merging import overlap
from consult.text import Hunk, apply, sentence_around, show_lines

from .places import GroupWork
from .work import SectionWork


def as_it_would_read(work: SectionWork, group: GroupWork) -> Markup | None:
    """Return the sentence with this change beside the others that stand in it; None where no other stands there."""
    hunk = group.hunk
    start, end = sentence_around(work.base, hunk)
    others = [
        other
        for other in work.merged.changes
        if start <= other.start and other.end <= end and other != hunk and not _meets(other, hunk)
    ]
    if not others:
        return None
    local = [Hunk(one.start - start, one.end - start, one.new) for one in (*others, hunk)]
    return show_lines(apply(work.base[start:end], local).strip())


def _meets(one: Hunk, other: Hunk) -> bool:
    return overlap(one, other) or one.start == one.end == other.start == other.end
