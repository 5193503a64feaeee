"""Who asks the permission map, and what is asked about: plain values.

An `Actor` is who asks (their person and grants), `Facts` are what is asked about (where it lies, its window, its
author).
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is within a scope."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    WORKING_GROUP_MEMBER = "working-group-member"
    SECRETARIAT = "secretariat"
    TRANSLATOR = "translator"
    RAPPORTEUR = "rapporteur"
    REVIEWER = "reviewer"


class Scope(StrEnum):
    """How far a role reaches."""

    NETWORK = "network"
    NARRATIVE = "narrative"
    CONSULTATION = "consultation"
    WORKING_GROUP = "working-group"


@dataclass(frozen=True)
class Grant:
    """A role within a scope; `scope_id` is None for the network."""

    role: Role
    scope: Scope
    scope_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who asks. An anonymous reader has neither person nor grants."""

    person_id: int | None = None
    grants: frozenset[Grant] = frozenset()
    is_member: bool = False  # belongs to a confirmed organisation of the network

    @property
    def is_signed_in(self) -> bool:
        """Say whether a person stands behind the request."""
        return self.person_id is not None


@dataclass(frozen=True)
class Facts:
    """What is asked about. Fields that do not apply keep their defaults."""

    narrative_id: int | None = None
    consultation_ids: frozenset[int] = frozenset()
    window: str | None = None  # announced, open, closed
    read_audience: str = "public"
    contribute_audience: str = "invited"
    author_id: int | None = None
    is_draft: bool = False
    is_withheld: bool = False  # hidden by a moderator, or sent for facilitators only
    read_through: frozenset[int] = frozenset()  # whoever has a role in one of these consultations may read it
    working_group_id: int | None = None  # the thing is a working group
    group_members: frozenset[int] = frozenset()
    group_is_open: bool = False  # members of the network join it by themselves
