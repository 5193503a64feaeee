"""What goes on in a consultation, told by the feature that holds the contributions.

Contributions come after consultations in the order of imports. So they register here who can count them, and the
pages and verbs of a consultation ask here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from .models import Consultation, GuidingQuestion


@dataclass(frozen=True)
class Activity:
    """What everybody may count in a consultation, and what one person has sent there."""

    counts: dict[str, int] = field(default_factory=dict)  # by kind: comment, amendment, answer, highlight
    own: int = 0
    answered: frozenset[int] = frozenset()  # ids of the questions that the person has answered


class Source(Protocol):
    """Who can count contributions."""

    def activity(self, consultation: Consultation, person_id: int | None) -> Activity:
        """Return the counts of a consultation; drafts, hidden and withheld contributions are not in them."""
        ...

    def has_answers(self, question: GuidingQuestion) -> bool:
        """Say whether anybody has begun an answer, sent or not."""
        ...


_sources: list[Source] = []
_answered: dict[str, Callable[[GuidingQuestion], bool]] = {}


def register_source(source: Source) -> None:
    """Let a feature answer; the last one that registers does."""
    _sources[:] = [source]


def register_answered(is_answered: Callable[[GuidingQuestion], bool]) -> None:
    """Let a feature say that a question was answered in another way than by a contribution."""
    _answered[is_answered.__module__] = is_answered


def activity(consultation: Consultation, person_id: int | None) -> Activity:
    """Return what goes on in a consultation; nothing as long as no feature can count."""
    return _sources[0].activity(consultation, person_id) if _sources else Activity()


def has_answers(question: GuidingQuestion) -> bool:
    """Say whether a question has an answer, so that its wording must stay."""
    sent = bool(_sources) and _sources[0].has_answers(question)
    return sent or any(is_answered(question) for is_answered in _answered.values())
