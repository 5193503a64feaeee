"""The forms around publication: release, look, adoption, revert. Shape only; what they mean is checked by the verbs."""

from datetime import datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import Optional

from consult.consultations.fields import DayField, HourField, LocalTimeForm, fold_field, zone_choices
from consult.consultations.windows import WallTimeError, place
from consult.web.forms import Form, LineField, TextField, choices, required

LONGEST_WORDS = 4_000
END_OF_DAY = time(23, 59)


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


class DecisionCommentForm(Form):
    """What a member says to one decision."""

    body = TextField(_l("Your comment on this decision"), [required], longest=LONGEST_WORDS)


class ReviewerForm(Form):
    """Whose approval is asked."""

    person = SelectField(_l("Whose approval do you ask for?"))

    def __init__(self, people: list[SelectChoice], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.person.choices = [*choices([("", _l("Choose …"))]), *people]


class ReasonForm(Form):
    """A reason that is published."""

    reason = TextField(_l("Reason"), [required], longest=LONGEST_WORDS)


class AdoptionForm(LocalTimeForm):
    """By a meeting, or in writing until a moment on the clock of a place."""

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
    until_day = DayField(_l("Members can object until this day"))
    until_time = HourField(_l("At this time"), [Optional()], format=["%H:%M", "%H:%M:%S"])
    until_fold = fold_field()
    zone = SelectField(_l("Time zone"), default="UTC")
    note = LineField(_l("Note, such as the day of the meeting"), longest=LONGEST_WORDS)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.zone.choices = zone_choices()
        self.until: datetime | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, then whether the local time exists and which is meant; keep it as `until`, in UTC."""
        if not super().validate(extra_validators):
            return False
        if self.kind.data != "written" or self.until_day.data is None:
            return True
        if self.until_time.data is None:
            self.until_time.data = END_OF_DAY
        try:
            self.until = place(self.wall_time("until"), self.zone.data, "until")
        except WallTimeError as error:
            self.explain(error, self.zone.data)
            return False
        return True
