"""How the author of a contribution or stance is named, under the visibility that they chose."""

from dataclasses import dataclass

from flask_babel import gettext as _

from consult.people.models import Organisation
from consult.rules.disclosure import Circumstances, author_shown
from consult.web.locale import current_language

from .models import Contribution, Stance
from .veil import region_shown


@dataclass(frozen=True)
class Credit:
    """An author as others read it: who, and, where it may be said, of which organisation."""

    author: str
    origin: str = ""

    @property
    def line(self) -> str:
        """Return both in one line."""
        return _(", ").join(part for part in (self.author, self.origin) if part)


def circumstances(
    row: Contribution | Stance, *, is_own: bool = False, is_facilitator: bool = False
) -> Circumstances:
    """Return what decides how a row is shown to a viewer."""
    if isinstance(row, Stance):
        status = "submitted" if row.withdrawn_at is None else "withdrawn"
        return Circumstances(row.visibility, status, is_own=is_own, is_facilitator=is_facilitator)
    return Circumstances(
        row.visibility,
        row.status,
        is_hidden=row.hidden_at is not None,
        waits=row.is_late and row.admitted_at is None,
        is_own=is_own,
        is_facilitator=is_facilitator,
    )


def public_credit(row: Contribution | Stance, *, is_facilitator: bool = False) -> Credit:
    """Return how others read the author; facilitators read of those for facilitators only that they are so."""
    level = author_shown(circumstances(row, is_facilitator=is_facilitator))
    if level == "name" and row.person is not None:
        return _by_name(row)
    if level == "organisation" and row.organisation is not None:
        name = organisation_name(row.organisation, row)
        if row.voice == "organisation":
            return Credit(name)
        return Credit(_("A person of %(organisation)s", organisation=name))
    if level == "nobody":
        return Credit(_("Not shown")) if not is_facilitator else Credit(_("For facilitators only"))
    return _by_region(row)


def _by_name(row: Contribution | Stance) -> Credit:
    assert row.person is not None
    if row.organisation is None:
        return Credit(row.person.display_name)
    organisation = organisation_name(row.organisation, row)
    if row.voice == "organisation":
        return Credit(organisation, _("sent by %(name)s", name=row.person.display_name))
    return Credit(row.person.display_name, organisation)


def _by_region(row: Contribution | Stance) -> Credit:
    shown = region_shown(row)
    if shown is None:
        return Credit(_("An organisation") if row.voice == "organisation" else _("A participant"))
    region = shown.name(current_language())
    if row.voice == "organisation":
        return Credit(_("An organisation, %(region)s", region=region))
    return Credit(_("A participant, %(region)s", region=region))


def organisation_name(organisation: Organisation, row: Contribution | Stance | None = None) -> str:
    """Return an organisation's name, marked when the network has not confirmed it, or that its author belongs to it."""
    if organisation.status == "confirmed" and not _is_claimed(organisation, row):
        return organisation.name
    return _("%(organisation)s (not confirmed)", organisation=organisation.name)


def _is_claimed(organisation: Organisation, row: Contribution | Stance | None) -> bool:
    """Say whether the author alone says that they belong to the organisation; a mandate is the network's word."""
    if row is None or row.person is None or row.voice == "organisation":
        return False
    return row.person.organisation_id == organisation.id and not row.person.organisation_is_confirmed
