"""The regions of the network: codes that last, names per language that may change."""

import re

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound

from .models import Region

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def load_region(code: str) -> Region:
    """Return the region of a code; raises NotFound."""
    found = db.session.scalar(sa.select(Region).where(Region.code == code))
    if found is None:
        raise NotFound
    return found


def add_region(code: str, names: dict[str, str]) -> Region:
    """Add a region after the others; raises InvalidInput for a code that is taken, too long or no code."""
    if not CODE.fullmatch(code) or len(code) > 40:
        raise InvalidInput(
            _l("A code has small letters, digits and hyphens, such as west-africa."), field="code"
        )
    if code == "new":  # the address of the form that adds one
        raise InvalidInput(_l("This word cannot be a code. Take another."), field="code")
    if db.session.scalar(sa.select(Region.id).where(Region.code == code)) is not None:
        raise InvalidInput(_l("There is a region with this code."), field="code")
    last = db.session.scalar(sa.select(sa.func.max(Region.position)))
    region = Region(code=code, names=_kept(names), position=(last or 0) + 1)
    db.session.add(region)
    db.session.flush()
    return region


def rename_region(region: Region, names: dict[str, str]) -> None:
    """Change a region's names; its code stays, because figures and versions refer to it."""
    region.names = _kept(names)
    db.session.flush()


def _kept(names: dict[str, str]) -> dict[str, str]:
    kept = {language: name.strip() for language, name in names.items() if name.strip()}
    if not kept:
        raise InvalidInput(_l("A region needs a name in at least one language."), field="names")
    return kept
