"""What a reader of a desk sees of where people come from, under the high protection of a consultation.

The working group, the secretariat and at first the facilitators, too, see what everybody may be told. Facilitators can
see the whole for as long as they are signed in: that they looked stands in the log of the secretariat.
"""

from collections.abc import Callable
from datetime import datetime

from flask import g, session
from markupsafe import Markup

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Stance
from consult.contributions.veil import Veil, veil_over
from consult.rules.permissions import Permission
from consult.web.access import may, reader
from consult.web.locale import current_language
from consult.web.moments import show_day

from ..models import Consolidation

_LOOKED = "desks_seen_whole"


def look(row: Consolidation) -> None:
    """Let the reader see the whole of a desk for as long as they are signed in."""
    seen = {one.public_id for one in row.consultations if may(Permission.CONTRIBUTION_MODERATE, one)}
    session[_LOOKED] = [reader().public_id, *sorted(seen | set(_looked()))]


def _looked() -> list[str]:
    """Return the consultations that this reader, and nobody before them in this browser, chose to see whole."""
    person, *seen = session.get(_LOOKED, [""])
    return seen if reader() is not None and person == reader().public_id else []


def is_veiled(row: Consolidation) -> bool:
    """Say whether the reader is told less of some of a desk's people than there is."""
    return not all(map(is_whole, row.consultations))


def is_whole(consultation: Consultation) -> bool:
    """Say whether the reader sees where everybody in a consultation comes from."""
    if consultation.protection != "high":
        return True
    known = g.setdefault(_LOOKED, {})
    if consultation.id not in known:
        looked = consultation.public_id in _looked()
        known[consultation.id] = looked and may(Permission.CONTRIBUTION_MODERATE, consultation)
    return bool(known[consultation.id])


def tells(row: Contribution | Stance, trait: str, value: str | None) -> bool:
    """Say whether the reader may be told a trait of an author: region, constituency, language."""
    return bool(value) and (is_whole(row.consultation) or veil_over(row.consultation).shows(trait, value))


def region_named(row: Contribution | Stance) -> str:
    """Return the name of an author's region, or nothing where the reader may not be told."""
    region = row.region
    return region.name(current_language()) if region and tells(row, "region", region.code) else ""


def day_teller(row: Consolidation) -> Callable[[datetime], Markup]:
    """Return what shows the day on which something arrived: its week, where the reader is told less."""
    return (lambda moment: Veil(True).show_day(moment, "UTC")) if is_veiled(row) else show_day
