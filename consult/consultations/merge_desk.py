"""Which merge desk answers a closed consultation, told by the feature that has the desks.

Desks come after consultations in the order of imports. So they register here who knows them, and the page of a
consultation asks here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .models import Consultation


@dataclass(frozen=True)
class MergeDesk:
    """The desk at which a consultation is answered. `number`: of the version that it published; empty: at work."""

    public_id: str
    number: str = ""


Finder = Callable[[Consultation], MergeDesk | None]

_finders: list[Finder] = []


def register_desks(finder: Finder) -> None:
    """Let a feature answer; the last one that registers does."""
    _finders[:] = [finder]


def desk_of(consultation: Consultation) -> MergeDesk | None:
    """Return the desk that answers a consultation, or None: it can be consolidated, or no feature has desks."""
    return _finders[0](consultation) if _finders else None
