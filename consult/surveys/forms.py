"""What is asked of a survey: its file, how it is written, and which column says what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import FileField, RadioField, SelectField

from consult.consultations.models import GuidingQuestion
from consult.core.errors import InvalidInput
from consult.formats.outside_dates import ORDERS, fitting_orders
from consult.web.forms import Form, LineField, TextField, choices, required
from consult.web.locale import language_name

from . import words
from .mapping import PARTS, Columns
from .models import Survey
from .services import asked_about
from .spread import SPREAD_KINDS, parts_of

LONGEST_ACCOUNT, LONGEST_LABEL = 4_000, 80


class UploadForm(Form):
    """The file of a survey."""

    file = FileField(_l("A file"))


class ShapeForm(Form):
    """How a CSV file is written."""

    encoding = SelectField(_l("Characters"), choices=choices(list(words.ENCODINGS.items())))
    delimiter = SelectField(_l("Sign between the columns"), choices=choices(list(words.DELIMITERS.items())))


@dataclass(frozen=True)
class AskedFields:
    """What is asked of one question: the column that answers it, or one for each of its options or statements."""

    question: GuidingQuestion
    one: Any  # none for a matrix
    parts: list[Any]

    @property
    def is_spread(self) -> bool:
        """Say whether a column of one of its parts is named, or something stands against one."""
        return any(field.data or field.errors for field in self.parts)


class MappingForm(Form):
    """Which column says what; `mapping_form` adds a field for each question."""

    region = SelectField(_l("Region"))
    all_from = SelectField(_l("Region of rows that name none"))
    language = SelectField(_l("Language"))
    all_in = SelectField(_l("Language of rows that name none"))
    day = SelectField(_l("Date"))
    day_order = SelectField(_l("Order of day, month and year"))
    external = SelectField(_l("Number or code of the row, as the survey program gave it"))
    organisation = SelectField(_l("Organisation"))
    named = SelectField(_l("Consent to name the organisation"))
    title = LineField(_l("What the survey is called"), [required], longest=200)
    account = TextField(
        _l("How it was held: when, by whom, who was asked, and how they agreed to this use of their answers"),
        [required],
        longest=LONGEST_ACCOUNT,
    )
    words_for = RadioField(
        _l("Who reads the words of open answers"), [required], choices=choices(list(words.READERS.items()))
    )

    questions: Sequence[GuidingQuestion] = ()

    def is_so_far_valid(self) -> bool:
        """Say whether nothing stands against what was filled in; what is still empty is not asked for."""
        self.validate()
        for field in (self.title, self.account, self.words_for):
            field.errors = field.errors if field.data else []
        return not self.errors

    @property
    def asked(self) -> list[AskedFields]:
        """Return the fields of each question."""
        return [
            AskedFields(
                question,
                self._fields.get(f"q_{question.public_id}"),
                [field for field in self if field.name.startswith(f"s_{question.public_id}_")],
            )
            for question in self.questions
        ]


def mapping_form(survey: Survey, columns: Columns, regions: Sequence[tuple[str, str]]) -> MappingForm:
    """Return the form of a survey's columns, as it was sent or filled with a mapping."""
    questions = survey.consultation.questions
    fields: dict[str, Any] = {
        f"q_{question.public_id}": SelectField(Markup("<bdi>{}</bdi>").format(question.wording))
        for question in questions
        if not question.is_matrix
    }
    parts = {
        f"s_{asked.key}_{part}": LineField(Markup("<bdi>{}</bdi>").format(said), longest=LONGEST_LABEL)
        for asked in map(asked_about, questions)
        if asked.kind in SPREAD_KINDS
        for part, said in enumerate(parts_of(asked))
    }
    form = type("BoundMappingForm", (MappingForm,), fields | parts)(data=_data(columns))
    form.questions = questions
    offered = choices([("", _("No column")), *column_labels(survey.header)])
    for name in (*PARTS, *fields):
        form[name].choices = offered
    form.all_from.choices = choices([("", _("No region given")), *regions])
    languages = dict.fromkeys([*survey.consultation.languages, columns.all_in])
    form.all_in.choices = choices([(code, language_name(code)) for code in languages])
    form.day_order.choices = choices([("", _("As the days can be read")), *words.ORDERS.items()])
    return form


def chosen_columns(survey: Survey, form: MappingForm) -> Columns:
    """Return what was chosen. Where the days can be read in one order only, that is it.

    Raises InvalidInput for a letter of no column, and for a question that both one column and several answer.
    """
    parts = {name: _place(form[name].data) for name in PARTS}
    order = form.day_order.data or ""
    if parts["day"] is not None and not order:
        fitting = day_orders(survey, parts["day"])
        order = fitting[0] if len(fitting) == 1 else ""
    questions, spread = {}, {}
    for asked in form.asked:
        key = asked.question.public_id
        family = [
            [_column(field, len(survey.header)), part] for part, field in enumerate(asked.parts) if field.data
        ]
        place = _place(asked.one.data) if asked.one is not None else None
        if family and place is not None:
            raise InvalidInput(
                _("Choose one column, or a column for each option. Leave the other empty."),
                field=asked.one.name,
            )
        if family:
            spread[key] = family
        elif place is not None:
            questions[key] = place
    return Columns(
        **parts,
        questions=questions,
        spread=spread,
        day_order=order if order in ORDERS else "",
        all_from=form.all_from.data or "",
        all_in=form.all_in.data or "en",
    )


def day_orders(survey: Survey, place: int) -> tuple[str, ...]:
    """Return the orders in which the days of a column can be read, by the rows at the beginning of the file."""
    return fitting_orders(row[place] for row in survey.sample if place < len(row))


def column_labels(header: Sequence[str], named: Callable[[int], str] = str) -> list[tuple[str, str]]:
    """Return each column by its place, with its letter before its heading: headings can be the same twice."""
    return [
        (named(place), f"{letters(place)}: {shortened(heading, LONGEST_LABEL)}")
        for place, heading in enumerate(header)
    ]


def shortened(words: str, most: int) -> str:
    """Return words as they are, or so many letters of them with a sign that there are more."""
    return words if len(words) <= most else words[:most].rstrip() + " …"


def letters(place: int) -> str:
    """Return what spreadsheet programs call the column at a place from 0: A, B, … Z, AA."""
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def _column(field: Any, number: int) -> int:
    """Return the place of the column whose letter stands in a field; what follows a colon is its heading."""
    typed = field.data.partition(":")[0].strip().upper()
    place = -1
    if typed.isascii() and typed.isalpha() and len(typed) < 4:
        for letter in typed:
            place = (place + 1) * 26 + ord(letter) - ord("A")
    if not 0 <= place < number:
        raise InvalidInput(
            _("No column has the letter “%(letter)s”.", letter=shortened(field.data, 20)), field=field.name
        )
    return place


def _data(columns: Columns) -> dict[str, str]:
    found = {name: getattr(columns, name) for name in PARTS}
    found |= {f"q_{key}": place for key, place in columns.questions.items()}
    data = {name: "" if place is None else str(place) for name, place in found.items()}
    data |= {
        f"s_{key}_{part}": letters(place) for key, family in columns.spread.items() for place, part in family
    }
    return data | {
        "day_order": columns.day_order,
        "all_from": columns.all_from,
        "all_in": columns.all_in,
    }


def _place(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 5 else None
