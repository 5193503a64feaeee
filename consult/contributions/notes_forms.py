"""The forms of notes from a call: what is pasted, what holds for all of it, and each thing that was said."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from consult.rules.states import VISIBILITIES
from consult.text.notes import Note
from consult.web.forms import Form, LineField, TextField, choices, required

from . import labels
from .forms import ASK_VISIBILITY
from .services.notes import MOST_NOTES

LONGEST_NOTES = 100_000
_BEFORE = "|\n"
FOLDED = ("name", "organisation", "region", "language", "consent", "visibility")


class NotesField(TextField):
    """Running text that keeps the spaces before its first word: they say how deep a bullet stands."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed, in one shape."""
        super().process_formdata([_BEFORE + value for value in valuelist])
        if valuelist:
            self.data = self.data[len(_BEFORE) :]


class NotesForm(Form):
    """The notes, as they were taken."""

    notes = NotesField(_l("Your notes"), [required], longest=LONGEST_NOTES)


class NotesSendingForm(NotesForm):
    """What holds for everything that the notes say."""

    count = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(1, MOST_NOTES)])
    once = HiddenField(validators=[InputRequired(), Length(max=60)])
    language = SelectField(_l("Language of the notes"))
    name = LineField(_l("Who spoke, where no name was noted"), [required], longest=120)
    consent = LineField(_l("How did they agree that it is entered here?"))
    visibility = RadioField(
        _l("How may this be shown?"),
        choices=choices(list(labels.VISIBILITIES.items())),
        validate_choice=False,  # nothing is chosen at first, and each contribution may say it itself
    )


class NoteForm(Form):
    """One thing that was said. Who, how they agreed and how it is shown may be left to what holds for all."""

    taken = BooleanField(_l("Take this"))
    body = TextField(_l("Their words"))
    section = SelectField(_l("Which section is it about?"))
    comment_kind = SelectField(_l("What is it?"), choices=choices(list(labels.COMMENT_KINDS.items())))
    name = LineField(_l("Who said it"), longest=120)
    organisation = LineField(_l("Organisation"), longest=200)
    region = SelectField(_l("Region"))
    language = SelectField(_l("Language of their words"))
    consent = LineField(_l("How did they agree?"))
    visibility = SelectField(_l("How may this be shown?"))

    class Meta(Form.Meta):
        """The page's one token is that of the form around it."""

        csrf = False

    def needs_own(self, common: NotesSendingForm) -> Iterator[str]:
        """Name what is said neither here nor for all."""
        return (name for name in ("consent", "visibility") if not self[name].data and not common[name].data)

    @property
    def has_further_problems(self) -> bool:
        """Say whether something is wrong in the fields that are folded away."""
        return any(self[name].errors for name in FOLDED)


def draw_note(place: int, note: Note | None, region: str, offered: dict[str, Any]) -> NoteForm:
    """Return the form of the note at a place: as split where a note is given, else as it was sent."""
    prefix = f"note-{place}"
    if note is None:
        form = NoteForm(prefix=prefix)
    else:
        first = {"taken": True, "body": note.body, "section": note.section, "comment_kind": "remark"}
        form = NoteForm(formdata=None, prefix=prefix, data={**first, "region": region})
    form.section.choices, form.region.choices = offered["section"], offered["region"]
    form.language.choices = choices([("", _("As for all"))]) + offered["language"]
    form.visibility.choices = choices([("", _("As for all")), *labels.VISIBILITIES.items()])
    return form


def check_notes(form: NotesSendingForm, notes: Sequence[NoteForm]) -> bool:
    """Say whether all can be sent; put what is missing to its field. What is left out is not looked at."""
    fits = form.validate()
    taken = [note for note in notes if note.taken.data]
    if not taken:
        form.form_errors.append(_("Take at least one contribution."))
    if form.visibility.data and form.visibility.data not in VISIBILITIES:
        _add(form.visibility, _("Not a valid choice."))
    fits_each = [note.validate() for note in taken]
    for note in taken:
        if not note.body.data and not note.body.errors:
            _add(note.body, _("Write something, or leave it out."))
    _ask_for_all(form, {name for note in taken for name in note.needs_own(form)})
    return fits and all(fits_each) and not any(one.errors for one in (form, *taken))


def _ask_for_all(form: NotesSendingForm, missing: set[str]) -> None:
    if "consent" in missing:
        _add(form.consent, _("Say how they agreed, here or with each contribution."))
    if "visibility" in missing:
        _add(form.visibility, ASK_VISIBILITY)


def _add(field: Field, message: Any) -> None:
    field.errors = [*field.errors, str(message)]


class Problems:
    """The errors of a page with many forms, for the one summary at its top."""

    def __init__(self, form: Form, notes: Sequence[NoteForm]) -> None:
        self._fields = {field.name: field for one in (form, *notes) for field in one}
        self.errors: dict[str, Any] = {
            name: field.errors for name, field in self._fields.items() if field.errors
        }
        if general := [error for one in (form, *notes) for error in one.form_errors]:
            self.errors[""] = general

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def __getitem__(self, name: str) -> Field:
        return self._fields[name]
