"""The forms of translations: the languages of a narrative."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, FileField, HiddenField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from consult.web.forms import Form, LineField, TextField, choices, required
from consult.web.locale import language_name


class LanguagesForm(Form):
    """The languages into which a narrative is translated: some of those on offer, and codes of others."""

    languages = SelectMultipleField(
        _l("Languages"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    other = LineField(_l("Another language, by its code"))

    def __init__(self, offered: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages.choices = choices([(code, language_name(code)) for code in offered])

    def codes(self) -> list[str]:
        """Return the codes of all that was chosen and typed."""
        typed = (self.other.data or "").replace(",", " ").replace(";", " ").split()
        return [*(self.languages.data or []), *typed]


class TermForm(Form):
    """An agreed term: for which words, which one, what it means, and what not to say."""

    source = LineField(_l("In the original"))
    term = LineField(_l("Agreed term"), [required])
    meaning = LineField(_l("What it means"), longest=2_000)
    avoid = LineField(_l("Forms to avoid"), longest=2_000)


class RenderingForm(Form):
    """A change in another language, as it is worded in the working language."""

    heading = LineField(_l("Heading"))
    body = TextField(_l("Text of the section"))
    until = DateField(_l("Until which day can the author object?"), [required])
    seen = HiddenField()


class SaidForm(Form):
    """What somebody said, in another language."""

    language = HiddenField()
    body = TextField(_l("The words"))
    rationale = TextField(_l("Why"))
    seen = HiddenField()


class ConfirmForm(Form):
    """What an author says to a rendering of their words."""

    words = TextField(_l("In a few words"), longest=2_000)
    seen = HiddenField()


class PoFileForm(Form):
    """A file out of a translation program."""

    file = FileField(_l("A PO file"))


class TermsFileForm(Form):
    """A table of agreed terms."""

    file = FileField(_l("A table, CSV or XLSX"))
