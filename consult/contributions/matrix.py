"""A field for several statements with the same options: one choice for each, under a name of its own."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import StopValidation

NOT_OFFERED = _l("Choose from the options that are offered.")
NOT_ASKED = _l("A statement was answered that this question does not ask about. Look at your answer again.")
TWICE = _l("A statement has two answers. Choose one for each.")
MISSING = _l("Choose an option for one statement at least.")


class MatrixField(Field):
    """The options chosen, one place for each statement in their order, "" where a statement has no answer.

    The statement at place n from 0 is sent as `<name>-n`. `templates/contributions/_matrix.html` draws it.
    """

    statements: Sequence[str] = ()
    choices: Sequence[Any] = ()

    def process(self, formdata: Any, data: Any = (), extra_filters: Any = None) -> None:
        """Keep what was sent for each statement, also for those that there are not."""
        super().process(None, data or (), extra_filters)
        self.sent: dict[str, list[str]] = {}
        if formdata is not None:
            lead = f"{self.name}-"
            self.sent = {
                name.removeprefix(lead): [value for value in formdata.getlist(name) if value]
                for name in formdata
                if name.startswith(lead)
            }

    def ask(self, statements: Sequence[str], offered: Sequence[Any], chosen: Sequence[str] | None) -> None:
        """Say what is asked and, for a form that was not sent, what was chosen before; else what was sent counts."""
        self.statements, self.choices = statements, offered
        given = (
            chosen if chosen is not None else [(self.sent.get(place) or [""])[0] for place in self._places]
        )
        self.data = [*given, *[""] * len(statements)][: len(statements)]

    @property
    def _places(self) -> list[str]:
        return [str(place) for place in range(len(self.statements))]

    def pre_validate(self, form: Any) -> None:
        """Refuse a statement that is not asked, one with two answers, an option that is not offered, and nothing."""
        offered = {choice.value for choice in self.choices}
        for place, given in self.sent.items():
            if given and place not in self._places:
                raise StopValidation(str(NOT_ASKED))
            if len(given) > 1:
                raise StopValidation(str(TWICE))
            if not offered.issuperset(given):
                raise StopValidation(str(NOT_OFFERED))
        if not any(self.data):
            raise StopValidation(str(MISSING))


def told_choices(statements: Sequence[str], choices: Sequence[str]) -> tuple[str, ...]:
    """Return what was chosen as people read it: for a matrix each statement that was answered, with its option."""
    if not statements:
        return tuple(choices)
    return tuple(
        _("%(step)s: %(words)s", step=statement, words=chosen)
        for statement, chosen in zip(statements, choices, strict=False)
        if chosen
    )
