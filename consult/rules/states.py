"""States and their legal transitions, as tables. Progress and outcome are separate things."""

from datetime import datetime

CONTRIBUTION_KINDS = ("comment", "amendment", "answer", "highlight")
COMMENT_KINDS = ("remark", "query", "suggestion")
OPERATIONS = ("reword", "add", "remove", "move")
VOICES = ("self", "organisation")
VISIBILITIES = ("name", "organisation", "region", "facilitators")
"""From the most open to the least: lowering goes to the right."""
POSITIONS = ("support", "can-live-with", "objection", "asking-members")
ACCEPTING = ("support", "can-live-with")
SPOKEN = (*ACCEPTING, "objection")
"""The positions that count: who still asks their members has not spoken yet."""
STATUSES = ("draft", "submitted", "withdrawn")
TAKEN_UP = ("accepted", "accepted-in-part")
"""The dispositions of what has shaped the text."""
DISPOSITIONS = ("accepted", "accepted-in-part", "noted", "carried-forward", "not-accepted")
OUTCOMES = ("accept", "adapt", "decline")
CONSOLIDATION_STATES = ("open", "published", "abandoned")
QUESTION_KINDS = ("open", "single", "multiple", "scale", "ranking", "matrix", "matrix-scale")
CONSTITUENCIES = (
    "grassroots-movement",
    "ngo",
    "trade-union",
    "indigenous-peoples-organisation",
    "academic",
    "other",
)
GENDERS = ("woman", "man", "self-described", "declined")
OWN_CONSTITUENCIES = (*CONSTITUENCIES, "self-described", "declined")
ORGANISATION_STATUSES = ("proposed", "confirmed")
GROUP_KINDS = ("working", "advisory")
"""An advisory group advises: it has no decision."""
CHANNELS = ("paper", "phone", "voice", "talk", "meeting")
SURVEY_STATES = ("uploaded", "reading", "done", "failed", "withdrawn")
SURVEY_READERS = ("readers", "facilitators")
"""Who reads the words of open answers: whoever may read the consultation, or its facilitators."""
AUTHOR_REPLIES = ("agrees", "objects")
ADOPTION_KINDS = ("meeting", "written")
ADOPTION_STATES = ("open", "adopted", "objected")
PROTECTIONS = ("standard", "high")
LEDGER_AUDIENCES = ("public", "members")

STATUS_TRANSITIONS = frozenset(
    {
        ("draft", "submitted"),
        ("draft", "withdrawn"),
        ("submitted", "withdrawn"),
    }
)
SURVEY_TRANSITIONS = frozenset(
    {
        ("uploaded", "reading"),
        ("uploaded", "withdrawn"),
        ("reading", "done"),
        ("reading", "failed"),
        ("reading", "withdrawn"),
        ("failed", "withdrawn"),
        ("done", "withdrawn"),
    }
)
CONSOLIDATION_TRANSITIONS = frozenset({("open", "published"), ("open", "abandoned")})


def may_follow(transitions: frozenset[tuple[str, str]], before: str, after: str) -> bool:
    """Say whether `after` may follow `before` in a table of transitions."""
    return (before, after) in transitions


def adoption_state(kind: str, until: datetime | None, at: datetime, *, is_objected: bool) -> str:
    """Return open, adopted or objected: a meeting adopts at once, writing when nobody objects until its end."""
    if kind == "meeting" or until is None:
        return "adopted"
    if at < until:
        return "open"
    return "objected" if is_objected else "adopted"


def confirmation(reply: str | None, until: datetime, at: datetime) -> str:
    """Return how an author takes a rendering of their words: confirmed, objected, waiting, or silent until the end.

    Silence counts as yes.
    """
    if reply is not None:
        return "confirmed" if reply == "agrees" else "objected"
    return "waiting" if at < until else "silent"


def is_lower(visibility: str, than: str) -> bool:
    """Say whether a visibility shows no more than another and is not the same."""
    return VISIBILITIES.index(visibility) > VISIBILITIES.index(than)
