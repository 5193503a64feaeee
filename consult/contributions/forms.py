"""The forms of contributions. Each asks for whom one speaks, and how it may be shown without presetting that."""

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from consult.core.clock import now
from consult.rules.states import VISIBILITIES
from consult.web.forms import Form, LineField, OfferedField, TextField, choices, required

from . import labels
from .matrix import MatrixField
from .ranking import RankingField

DAY = timedelta(days=1)
ASK_VISIBILITY = _l("Say how this may be shown. Nothing is chosen for you.")
FORMAT_HINT = _l(
    "A blank line begins a new paragraph. **Two stars** make words bold, *one star* makes them slanted, "
    "a line that begins with “- ” becomes a list item."
)


class SendingForm(Form):
    """For whom one speaks and how it may be shown."""

    voice = OfferedField(_l("For whom do you speak?"), default="self", always=("self",))
    visibility = OfferedField(
        _l("How may this be shown?"),
        [InputRequired(ASK_VISIBILITY)],
        always=[value for value in VISIBILITIES if value != "organisation"],
        description=_l(
            "You can choose to show less at any time. What others have read or downloaded before "
            "cannot be called back."
        ),
    )


class WordsForm(SendingForm):
    """What a person writes in their own words, in any language."""

    body = TextField(_l("Your words"), [required])
    language = SelectField(_l("Language of your words"))


class CommentForm(WordsForm):
    """A remark, query or suggestion on a section or a passage of it."""

    comment_kind = RadioField(
        _l("What is it?"),
        [InputRequired(_l("Say what it is."))],
        choices=choices(list(labels.COMMENT_KINDS_EXPLAINED.items())),
        default="remark",
    )
    paragraph = RadioField(_l("Which part is it about?"), default="")
    quote = TextField(
        _l("Or the exact passage"),
        description=_l(
            "Copy the words from the section. Leave this empty if it is about the part chosen above."
        ),
    )


class ReplyForm(WordsForm):
    """A reply within a thread."""


class AmendmentForm(SendingForm):
    """Other words for a section."""

    heading = LineField(_l("Heading"))
    body = TextField(_l("Text of the section"), description=FORMAT_HINT)
    rationale = TextField(
        _l("Why"), description=_l("The facilitators and everybody who reads the change will see it.")
    )
    language = SelectField(_l("Language of your reason"))
    edited = HiddenField()
    wording = HiddenField()


class StructureForm(SendingForm):
    """A section added, removed or moved: `shape` leaves only the fields of the operation."""

    operation = HiddenField()
    section = SelectField(_l("Which section?"))
    after = SelectField(_l("After which section?"))
    depth = RadioField(
        _l("On which level?"),
        choices=choices(
            [("1", _l("Main section")), ("2", _l("Part of a section")), ("3", _l("Part of a part"))]
        ),
        default="1",
    )
    heading = LineField(_l("Heading"), [required])
    body = TextField(_l("Text of the section"), description=FORMAT_HINT)
    rationale = TextField(_l("Why"))

    def shape(self, operation: str) -> None:
        """Leave only the fields of an operation: add, remove or move."""
        not_asked = {
            "add": ("section",),
            "remove": ("after", "depth", "heading", "body"),
            "move": ("heading", "body"),
        }
        for name in not_asked[operation]:
            delattr(self, name)


class ChoicesForm(Form):
    """A question's options: one, several, a step, an order, or one for each statement.

    `answers.ask_choices` leaves the one that fits.
    """

    choice = RadioField(_l("Your answer"), [InputRequired(_l("Choose an option before you send it."))])
    choices = SelectMultipleField(
        _l("Your answer"),
        [InputRequired(_l("Choose an option before you send it."))],
        description=_l("You can choose several."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    ranking = RankingField(
        _l("Your answer"),
        [DataRequired(_l("Choose an option before you send it."))],
        description=_l("Begin with what comes first for you. Places at the end can stay empty."),
    )
    matrix = MatrixField(
        _l("Your answer"), description=_l("Choose one for each. You can leave some without an answer.")
    )


class AnswerForm(ChoicesForm, SendingForm):
    """An answer to a guiding question."""

    body = TextField(_l("Your words"))
    language = SelectField(_l("Language of your words"))


class EditForm(ChoicesForm):
    """Further words for what was sent; the fields that do not fit are taken out."""

    comment_kind = RadioField(
        _l("What is it?"),
        [InputRequired(_l("Say what it is."))],
        choices=choices(list(labels.COMMENT_KINDS_EXPLAINED.items())),
    )
    heading = LineField(_l("Heading"), [required])
    body = TextField(_l("Your words"))
    rationale = TextField(_l("Why"))
    language = SelectField(_l("Language of your words"))


def _within_a_year(form: Form, field: DateField) -> None:
    """Refuse a day that is more than a year away, or behind."""
    today = now().date()
    if field.data is not None and not today - DAY <= field.data <= today + 366 * DAY:
        raise ValidationError(_("Give a day within the next twelve months."))


class StanceForm(SendingForm):
    """A position on a contribution or a section."""

    position = RadioField(
        _l("Where do you stand?"),
        [InputRequired(_l("Choose one of the four."))],
        choices=choices(list(labels.POSITIONS_EXPLAINED.items())),
    )
    reason = TextField(
        _l("Reason"), description=_l("An objection needs one. It will be answered."), longest=2_000
    )
    until = DateField(_l("Until which day will you have asked your members?"), [Optional(), _within_a_year])


class VisibilityForm(Form):
    """Show less of a contribution than before."""

    visibility = RadioField(_l("How may this be shown from now on?"), [InputRequired(ASK_VISIBILITY)])


class HideForm(Form):
    """Hide a contribution."""

    reason = TextField(
        _l("Reason, for everybody to read"),
        [required],
        longest=2_000,
        description=_l("It stands in the place of the contribution. Do not repeat what should not be read."),
    )
    note = TextField(_l("Note, for facilitators only"), longest=2_000)


class AdmitForm(Form):
    """Admit a late contribution."""

    reason = TextField(
        _l("Why is it admitted?"),
        [required],
        longest=2_000,
        description=_l("The reason is kept with it, and that you admitted it."),
    )


class AdmitManyForm(Form):
    """Which late contributions are admitted together, and why."""

    chosen = SelectMultipleField(_l("Which"), validate_choice=False)
    reason = LineField(_l("One reason for all of them"), longest=2_000)


class ReportAnswerForm(Form):
    """What a facilitator says to a report or an appeal; `report` names which."""

    report = HiddenField()
    answer = LineField(_l("Your answer"), [required], longest=2_000)


class EntryForm(Form):
    """What a facilitator enters for somebody."""

    name = LineField(_l("Name"), longest=120)
    region = SelectField(_l("Region"), default="")
    organisation = LineField(_l("Organisation"), longest=200)
    code = LineField(_l("Their code, if they have one"), longest=30)
    section = SelectField(_l("Which section is it about?"))
    comment_kind = RadioField(
        _l("What is it?"),
        [InputRequired(_l("Say what it is."))],
        choices=choices(list(labels.COMMENT_KINDS_EXPLAINED.items())),
        default="remark",
    )
    body = TextField(_l("Their words"), [required])
    language = SelectField(_l("Language of their words"))
    channel = RadioField(
        _l("How did it come?"),
        [InputRequired(_l("Say how it came."))],
        choices=choices(list(labels.CHANNELS.items())),
    )
    consent = LineField(_l("How did they agree that it is entered here?"), [required])
    visibility = RadioField(
        _l("How may this be shown?"),
        [InputRequired(ASK_VISIBILITY)],
        choices=choices(list(labels.VISIBILITIES_EXPLAINED.items())),
    )


class LookForm(Form):
    """Why a facilitator needs to know who is behind something."""

    reason = LineField(_l("Why do you need to know?"), [required])


class LowerForm(Form):
    """How little is shown of everything."""

    visibility = RadioField(
        _l("How little is to be shown?"),
        [InputRequired(_l("Choose how little is to be shown."))],
        choices=choices(
            [
                ("region", _l("Each with the region only: no name and no organisation anywhere")),
                ("facilitators", _l("Nothing: only facilitators read it")),
            ]
        ),
    )


class ClaimForm(Form):
    """The code of a guest."""

    code = LineField(_l("Code"), [required], longest=30)


class EraseForm(Form):
    """A tick before what cannot be taken back."""

    sure = BooleanField(_l("I want to be erased"), [InputRequired(_l("Tick this if you are sure."))])


class MergeForm(Form):
    """Into which organisation a double goes."""

    into = SelectField(_l("Which one stays?"), [required])


class ReportForm(Form):
    """What is wrong with a contribution, or with its having been hidden."""

    words = TextField(_l("What is wrong?"), [required], longest=2_000)
