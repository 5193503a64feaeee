"""Over a whole version: how many changes are wanted in each section, and from how many regions."""

from flask_babel import gettext as _

from .asked import Asked
from .narrowed import ANSWERED
from .section_figures import Figures, SectionFigures
from .shown_table import ShownTable


def wanted_table(asked: Asked) -> ShownTable:
    """Return the table of what is wanted by section, those of which a change is wanted from most regions first."""
    found = [one for one in Figures(asked).sections if one.is_spoken_of]
    found.sort(key=lambda one: (-one.most_regions, -one.proposed))
    return ShownTable(
        "wanted",
        _("What is wanted in version %(number)s", number=asked.revision.number),
        (
            _("Section"),
            _("Answered"),
            _("To answer"),
            _("Changes proposed"),
            _("Regions behind one change"),
            _("Open objections"),
        ),
        tuple(map(_row, found)),
        _(
            "Counted are all consultations on this version that you may read. Regions behind one change: from how "
            "many the same change is proposed or supported. The section leads to the words."
        ),
        tuple(asked.address_of(one.key) for one in found),
        addresses=tuple(_behind(asked, one.key) for one in found),
    )


def _behind(asked: Asked, key: str) -> tuple[str, ...]:
    """Return where what is behind each figure stands: contributions, or the words of the section's changes."""
    answered, to_answer = (
        asked.page("behind", "version_behind", section=key, **more)
        for more in ({"disposition": ANSWERED}, {"starts": "1"})
    )
    words = asked.address_of(key)
    return answered, to_answer, words, words, words


def _row(one: SectionFigures) -> tuple[object, ...]:
    return one.name, one.answered, one.to_answer, one.proposed, one.most_regions, one.open_objections
