"""The forms around publication: release, look, adoption, revert. Shape only; what they mean is checked by the verbs."""

from datetime import datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField
from wtforms.validators import Optional

from consult.core.clock import to_utc
from consult.web.forms import Form, LineField, TextField, choices, required

LONGEST_WORDS = 4_000


class ReplyForm(Form):
    """What an author says to a proposed answer."""

    words = TextField(_l("In a few words"), longest=LONGEST_WORDS)


class DraftCommentForm(Form):
    """What a member says to the decisions on a section, or to the whole draft."""

    section = SelectField(_l("About"))
    body = TextField(_l("Your comment"), [required], longest=LONGEST_WORDS)

    def __init__(self, sections: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.section.choices = choices([("", _l("the draft as a whole")), *sections])


class ReviewerForm(Form):
    """Whose approval is asked."""

    person = SelectField(_l("Whose approval do you ask for?"))

    def __init__(self, people: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.person.choices = choices([("", _l("Choose …")), *people])


class ReasonForm(Form):
    """A reason that is published."""

    reason = TextField(_l("Reason"), [required], longest=LONGEST_WORDS)


class AdoptionForm(Form):
    """By a meeting, or in writing until the end of a day (in UTC, which is shown beside it)."""

    kind = RadioField(
        _l("How is it adopted?"),
        choices=choices(
            [
                ("meeting", _l("A meeting of the working group has adopted it")),
                ("written", _l("In writing: it is adopted unless a member objects until the day below")),
            ]
        ),
        default="meeting",
    )
    until_day = DateField(_l("Members can object until the end of this day (UTC)"), [Optional()])
    note = LineField(_l("Note, such as the day of the meeting"), longest=LONGEST_WORDS)

    def until(self) -> datetime | None:
        """Return the end of the chosen day."""
        day = self.until_day.data
        return to_utc(datetime.combine(day, time(23, 59)), "UTC") if day else None
