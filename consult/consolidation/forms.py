"""The forms of the merge desk: shape only; what they mean is checked by the verbs."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from consult.consultations.fields import DayField
from consult.contributions.labels import DISPOSITIONS
from consult.web.forms import Form, LineField, TextField, choices, required

LONGEST_REASON = 2000


class StartForm(Form):
    """Which closed consultations are consolidated together."""

    consultations = SelectMultipleField(
        _l("Closed consultations"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class DecisionForm(Form):
    """A reason and, for adapting, own words. Which button was pressed says the outcome."""

    words = TextField(_l("In your own words"))
    reason = LineField(_l("Reason"), longest=LONGEST_REASON)


class StructureForm(Form):
    """A reason and, for a section that is added, the number printed before its heading."""

    reason = LineField(_l("Reason"), longest=LONGEST_REASON)
    label = LineField(_l("Number printed before the heading"), longest=40)


class OwnWordsForm(Form):
    """An editorial change: a passage copied from the text, and the words instead."""

    passage = TextField(_l("The passage, copied exactly"), [required])
    words = TextField(_l("Your words instead"))
    reason = LineField(_l("Reason"), longest=LONGEST_REASON)


class EditForm(Form):
    """A whole section as the facilitator wants it to read."""

    heading = LineField(_l("Heading"))
    body = TextField(_l("Text"))
    reason = LineField(_l("Reason"), longest=LONGEST_REASON)


class AnswerForm(Form):
    """The answer to one contribution with its thread."""

    disposition = SelectField(_l("Answer"))
    reason = LineField(_l("Reason, which the author will read"), longest=LONGEST_REASON)
    shaped = SelectField(_l("It shaped the text of"), validate_choice=False)
    passage = TextField(_l("The passage that it shaped"), longest=LONGEST_REASON)

    def __init__(self, sections: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        pairs: list[tuple[str, Any]] = list(DISPOSITIONS.items())
        self.disposition.choices = choices([("", _l("Choose …")), *pairs])
        self.shaped.choices = choices([("", _l("no section in particular")), *sections])


class ObjectionForm(Form):
    """What the desk says to an objection."""

    text = LineField(_l("Your answer, which the author will read"), longest=LONGEST_REASON)


class AssignForm(Form):
    """Which sections whom, until when."""

    sections = SelectMultipleField(
        _l("Sections"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    person = SelectField(_l("Who sees to them"), validate_choice=False)
    due = DayField(_l("Until"))


class FilterForm(Form):
    """The name under which a choice of the queue is kept, and the choice."""

    name = LineField(_l("Name"), [required], longest=80)
    query = HiddenField()


class BulkForm(Form):
    """An act on many: what is chosen, from how many regions, with which answer and reason."""

    kind = HiddenField()
    regions = IntegerField(_l("Support from at least so many regions"), default=2)
    chosen = SelectMultipleField(_l("Which"), validate_choice=False)
    disposition = SelectField(_l("Answer"), validate_choice=False)
    reason = LineField(_l("One reason for all of them"), longest=LONGEST_REASON)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        pairs: list[tuple[str, Any]] = list(DISPOSITIONS.items())
        self.disposition.choices = choices([("", _l("Choose …")), *pairs])


class NoteForm(Form):
    """A remark among facilitators; `contribution` names what it is about, empty for the section."""

    contribution = HiddenField()
    body = LineField(_l("A note; no author or reader ever sees it"), longest=LONGEST_REASON)


class ReasonForm(Form):
    """One reason for several answers."""

    reason = LineField(_l("One reason for all of them"), [required], longest=LONGEST_REASON)


class PublishForm(Form):
    """The number's kind and the change note."""

    kind = RadioField(_l("How much has changed"))
    change_note = TextField(_l("What has changed, in a few words"), [required])
