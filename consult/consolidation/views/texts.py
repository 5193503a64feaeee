"""The text of a section as it stands, in the words of the interface."""

from flask_babel import gettext as _
from markupsafe import Markup

from consult.contributions.marks import mark_labels

from ..portion import Portion
from ..standing import Paragraph, PlaceLink, render_standing
from ..work import SectionWork


def standing_of(work: SectionWork, portion: Portion) -> Markup:
    """Return the whole text, each of its numbers leading to its place."""
    return render_standing(work, mark_labels(), _links(portion))


def paragraph_html(paragraph: Paragraph, portion: Portion) -> Markup:
    """Return one paragraph of it."""
    return paragraph.html(mark_labels(), _links(portion))


def _links(portion: Portion) -> PlaceLink:
    label = _("Place %(number)s")
    return lambda number: (portion.link(number), label % {"number": number})
