"""A person as every request knows who sent it: with their organisation, as plain values."""

from dataclasses import dataclass

from .models import Person


@dataclass(frozen=True, slots=True)
class ReadOrganisation:
    """What is copied of an organisation when one of its people sends something."""

    id: int
    region_id: int | None
    country: str | None
    constituency: str


@dataclass(frozen=True, slots=True)
class ReadPerson:
    """What pages print of somebody who is signed in, and what is copied when they send something."""

    id: int
    public_id: str
    display_name: str
    region_id: int | None
    country: str | None
    organisation: ReadOrganisation | None

    @property
    def organisation_id(self) -> int | None:
        """Return the id of the organisation that the person belongs to."""
        return self.organisation.id if self.organisation else None


AnyPerson = Person | ReadPerson
"""Somebody who sends something: the row, or what is at hand of it."""
