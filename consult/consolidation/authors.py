"""The line that says whom a contribution comes from, as its visibility allows."""

from typing import Any

from flask_babel import gettext as _


def author_line(row: Any, language: str) -> str:
    """Return who stands behind a contribution or stance, as they chose to be shown, in a language."""
    region = row.region.name(language) if row.region else ""
    organisation = row.organisation.name if row.organisation else ""
    if row.visibility == "facilitators":
        return _("a contribution for facilitators only")
    if row.visibility == "region":
        return _("a participant from %(region)s", region=region) if region else _("a participant")
    if row.visibility == "organisation" or row.voice == "organisation":
        return organisation or (
            _("a participant from %(region)s", region=region) if region else _("a participant")
        )
    name = row.person.display_name if row.person else _("a participant")
    return _("%(name)s, %(organisation)s", name=name, organisation=organisation) if organisation else name
