"""The form of an import: what the document is called, and the document itself, as a file or pasted."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from consult.core.errors import InvalidInput
from consult.formats.imported import ImportedNarrative
from consult.formats.markdown_in import read_narrative
from consult.formats.source import read_source
from consult.web.forms import Form, LineField, choices
from consult.web.locale import language_name

from .importing import Frame, read_number
from .remarks import remark

READERS = [
    ("public", _l("Everyone, also without signing in")),
    ("members", _l("Members of the network who have signed in")),
    ("invited", _l("Only those who are invited, and the facilitators")),
]
UNREADABLE = "\N{REPLACEMENT CHARACTER}"


class SourceField(TextAreaField):
    """A pasted document, kept exactly as it was sent: the reader of documents says what is wrong with it."""


class ImportForm(Form):
    """One document: with a file the text area is not read; what the file held comes back in the text area."""

    title = LineField(_l("Title"))
    language = SelectField(_l("Language of the text"))
    read_audience = RadioField(
        _l("Who may read it"),
        choices=choices(READERS),
        validators=[InputRequired(_l("Choose who may read it."))],
    )
    number = LineField(_l("Number of this version"), default="1.0")
    file = FileField(_l("A Markdown file"))
    text = SourceField(_l("Or paste the text here"))

    document: ImportedNarrative

    def __init__(self, languages: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = choices([(code, language_name(code)) for code in languages])

    def validate_title(self, field: Any) -> None:
        """Refuse a narrative without title: neither typed nor in the document."""
        if not field.data:
            raise ValidationError(_("Give the narrative a title."))

    def validate_number(self, field: Any) -> None:
        """Refuse what is no version number."""
        try:
            read_number(field.data or "")
        except InvalidInput as error:
            raise ValidationError(str(error.message)) from error

    def read(self) -> ImportedNarrative:
        """Read the document that was sent, put its text into the text area and its title where none was typed."""
        given = self._given()
        self.document = read_narrative(given)
        source = read_source(given).text
        if source or isinstance(given, bytes):
            self.text.data = source
        self.title.data = self.title.data or self.document.title or ""
        return self.document

    def _given(self) -> bytes | str:
        if not self.file.data:
            return self.text.data or ""
        with self.file.data.stream as file:  # a large upload lies in a temporary file
            return file.read()

    def validate_text(self, field: Any) -> None:
        """Refuse a document that cannot be taken as it is, each reason with its line."""
        field.errors = [*field.errors, *(remark(notice, is_error=True) for notice in self.document.errors)]
        if not self.document.errors and UNREADABLE in (field.data or ""):
            line = field.data[: field.data.index(UNREADABLE)].count("\n") + 1
            field.errors.append(
                _(
                    "Line %(line)s: the sign � stands where one could not be read. Put the right one there.",
                    line=line,
                )
            )

    def frame(self) -> Frame:
        """Return what was said about the document."""
        return Frame(
            self.title.data or "",
            self.language.data,
            self.read_audience.data,
            read_number(self.number.data or ""),
        )
