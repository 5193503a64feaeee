"""Who is in a working group, counted: by region, kind of organisation, and what people answered about themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from consult.core.database import db
from consult.rules.disclosure import Behind, groups_told_apart

from .labels import CONSTITUENCY_LABELS, GENDER_LABELS
from .models import Person, PersonalAnswers

SILENT = ("", "declined")


@dataclass(frozen=True)
class Counted:
    """One trait: what it is called, and how many people each of its values has; the rest stands together."""

    title: str
    rows: tuple[tuple[str, int], ...]
    together: int = 0  # people of the values that are not told apart


def balance_of(members: Sequence[Person], language: str, *, is_named: bool) -> list[Counted]:
    """Return who is in a group. `is_named`: to somebody who reads the members by name anyhow.

    To others, and for what people answered about themselves to everybody, a value stands alone only where enough
    people and organisations stand behind it. What nobody answered is left out.
    """
    answers = _answers(members)
    regions = {one.id: one.region.name(language) if one.region else "" for one in members}
    kinds = {one.id: _kind(one) for one in members}
    own = {key: _label(CONSTITUENCY_LABELS, row.constituency) for key, row in answers.items()}
    genders = {key: _label(GENDER_LABELS, row.gender) for key, row in answers.items()}
    found = [
        _counted(_("Region"), members, regions, is_plain=is_named),
        _counted(_("Kind of organisation"), members, kinds, is_plain=is_named),
        _counted(_("Whom they speak from among"), members, own),
        _counted(_("Gender"), members, genders),
    ]
    answered = [True, True, any(own.values()), any(genders.values())]
    return [one for one, is_answered in zip(found, answered, strict=True) if is_answered]


def _counted(
    title: str, members: Sequence[Person], values: Mapping[int, str], *, is_plain: bool = False
) -> Counted:
    behind: dict[str, Behind] = {}
    for person in members:
        name = values.get(person.id) or _("Not given")
        seen = behind.get(name, Behind())
        home = frozenset([person.organisation_id] if person.organisation_id is not None else [])
        behind[name] = Behind(seen.people | {person.id}, seen.organisations | home)
    told = frozenset(behind) if is_plain else groups_told_apart(behind)
    rows = sorted(((name, len(behind[name].people)) for name in told), key=lambda row: (-row[1], row[0]))
    return Counted(title, tuple(rows), sum(len(behind[name].people) for name in behind if name not in told))


def _answers(members: Sequence[Person]) -> dict[int, PersonalAnswers]:
    ids = [one.id for one in members]
    rows = db.session.scalars(sa.select(PersonalAnswers).where(PersonalAnswers.person_id.in_(ids)))
    return {row.person_id: row for row in rows}


def _kind(person: Person) -> str:
    home = person.organisation
    if home is None or not person.organisation_is_confirmed or home.status != "confirmed":
        return ""
    return str(CONSTITUENCY_LABELS[home.constituency])


def _label(labels: Mapping[str, object], value: str | None) -> str:
    if (value or "") in SILENT:
        return ""
    return str(labels.get(str(value), _("In my own words")))
