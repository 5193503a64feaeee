"""A field for an order: as many lists as there are options, the first for the first place, all of one name."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import ValidationError

GIVEN_TWICE = _l("Give each option one place at most.")


class RankingField(SelectMultipleField):
    """The options in the order in which they were placed; a place that was left empty is none.

    `templates/contributions/_ranking.html` draws it.
    """

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was chosen in the order of the places."""
        super().process_formdata([value for value in valuelist if value])

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not offered, and an option in two places."""
        super().pre_validate(form)
        if len(set(self.data or ())) != len(self.data or ()):
            raise ValidationError(str(GIVEN_TWICE))

    @property
    def offered(self) -> list[tuple[Any, Any]]:
        """Return the options with their words."""
        return [(choice.value, choice.label) for choice in self.iter_choices()]

    def chosen_for(self, place: int) -> str:
        """Return what stands in a place, counted from 0; empty for none."""
        given = list(self.data or [])
        return str(given[place]) if place < len(given) else ""
