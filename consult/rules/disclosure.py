"""Who may see what of a contribution: its words, its author, and what stands in their place.

Visibility and status are the author's choice, hidden is the moderator's; this page says what follows from them.
"""

from dataclasses import dataclass
from typing import Literal

AuthorShown = Literal["name", "organisation", "region", "nobody"]
Placeholder = Literal["withdrawn", "hidden", "late", "facilitators", "draft"]


@dataclass(frozen=True)
class Circumstances:
    """What decides: the contribution's own state, and who looks at it."""

    visibility: str
    status: str = "submitted"
    is_hidden: bool = False
    waits: bool = False  # arrived late and not admitted yet
    is_own: bool = False
    is_facilitator: bool = False


def placeholder(about: Circumstances) -> Placeholder | None:
    """Return what stands in the place of the words for this viewer, or None when the words are shown.

    A draft and what was withdrawn are for the author only, also before facilitators.
    """
    if about.is_own:
        return None
    if about.status == "draft":
        return "draft"
    if about.status == "withdrawn":
        return "withdrawn"
    if about.is_facilitator:
        return None
    if about.is_hidden:
        return "hidden"
    if about.waits:
        return "late"
    return "facilitators" if about.visibility == "facilitators" else None


def author_shown(about: Circumstances) -> AuthorShown:
    """Return how much of the author anybody else reads; facilitators see what the visibility says, too, not more.

    Where the words are not shown, nothing of the author is.
    """
    if placeholder(about) is not None or about.visibility == "facilitators":
        return "nobody"
    if about.visibility == "name":
        return "name"
    return "organisation" if about.visibility == "organisation" else "region"


def is_listed(about: Circumstances) -> bool:
    """Say whether the viewer learns that it is there: hidden ones are named as hidden, with the reason."""
    return placeholder(about) in (None, "hidden")


def counts_for_all(visibility: str, status: str, *, is_hidden: bool, waits: bool) -> bool:
    """Say whether a contribution or stance is part of the figures that everybody reads."""
    return visibility != "facilitators" and status == "submitted" and not is_hidden and not waits
