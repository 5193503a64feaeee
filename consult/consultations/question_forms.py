"""The form of a guiding question: options and statements are lines of text."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from consult.narratives.services import places_of
from consult.web.forms import Form, TextField, choices, required

from .models import Consultation
from .questions import Asked
from .words import QUESTION_KINDS


class QuestionForm(Form):
    """One guiding question."""

    wording = TextField(_l("Question"), [required], longest=1_000)
    kind = SelectField(
        _l("How it is answered"), choices=choices(list(QUESTION_KINDS.items())), default="open"
    )
    statements = TextField(_l("Statements, one a line"), longest=10_000)
    options = TextField(_l("Choices, one a line"), longest=4_000)
    section = SelectField(_l("Section that it is about"))

    def __init__(self, consultation: Consultation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = places_of(consultation.base_revision.id)
        self.sections = {one.section.key: one.section for one in places}
        named = [(one.section.key, " ".join((one.label, one.text.heading)).strip()) for one in places]
        self.section.choices = choices([("", _l("The whole text")), *named])

    def asked(self) -> Asked:
        """Return the question as it is asked."""
        return Asked(
            wording=self.wording.data or "",
            kind=self.kind.data,
            options=_lines(self.options.data),
            statements=_lines(self.statements.data),
            section=self.sections.get(self.section.data),
        )


def _lines(typed: str | None) -> tuple[str, ...]:
    """Return the lines that hold something, with one space between their words."""
    lines = (" ".join(line.split()) for line in (typed or "").split("\n"))
    return tuple(line for line in lines if line)
