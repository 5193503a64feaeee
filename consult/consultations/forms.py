"""The forms of consultations."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from consult.core.clock import LocalTimeError, in_zone, to_utc
from consult.narratives.models import Revision
from consult.people.models import Person, Region
from consult.web.forms import Form, LineField, TextField, choices, required
from consult.web.locale import current_language, language_name
from consult.web.moments import written

from .fields import LocalTimeForm, day_field, fold_field, hour_field, zone_choices
from .joining import GuestList, read_guests
from .models import Consultation
from .services import Details
from .windows import WallTimeError, Window, make_window, place
from .words import CONTRIBUTORS, KEPT, LEDGER_READERS, PROTECTIONS, READERS

MOST_QUESTIONS = 30
LONGEST_REASON = 2_000
WINDOW_FIELDS = (
    "base",
    "opens_day",
    "opens_time",
    "opens_fold",
    "closes_day",
    "closes_time",
    "closes_fold",
    "zone",
)


class ConsultationForm(LocalTimeForm):
    """A consultation to be, or one to edit; after its opening without base and window."""

    base = SelectField(_l("Version that it is about"))
    title = LineField(_l("Title"), [required])
    region = SelectField(_l("Region"))
    theme = LineField(_l("Theme"))
    introduction = TextField(_l("Introduction"))
    read_audience = RadioField(
        _l("Who may read it"),
        choices=choices(list(READERS.items())),
        validators=[InputRequired(_l("Choose who may read it."))],
    )
    contribute_audience = RadioField(
        _l("Who may contribute"),
        choices=choices(list(CONTRIBUTORS.items())),
        validators=[InputRequired(_l("Choose who may contribute."))],
    )
    ledger_audience = SelectField(
        _l("Who may read what became of each contribution"),
        choices=choices(list(LEDGER_READERS.items())),
        default="",
    )
    protection = SelectField(
        _l("How its people are protected"), choices=choices(list(PROTECTIONS.items())), default="standard"
    )
    kept_days = SelectField(
        _l("How long what people send stays linked with them"),
        choices=choices(list(KEPT.items())),
        default="",
    )
    languages = SelectMultipleField(
        _l("Languages"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    facilitator = SelectField(_l("Who facilitates it"), default="")
    opens_day = day_field(_l("Opens on"))
    opens_time = hour_field(_l("Opens at"))
    opens_fold = fold_field()
    closes_day = day_field(_l("Closes on"))
    closes_time = hour_field(_l("Closes at"))
    closes_fold = fold_field()
    zone = SelectField(_l("Time zone"))
    questions = TextField(_l("Guiding questions"), longest=10_000)
    version = HiddenField()

    window: Window | None = None

    def __init__(
        self,
        revisions: list[Revision],
        regions: list[Region],
        languages: list[str],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_code = {region.code: region for region in regions}
        self.by_id = {revision.public_id: revision for revision in revisions}
        named = [(region.code, region.name(current_language())) for region in regions]
        self.region.choices = choices([("", _l("All regions, or a theme")), *named])
        self.languages.choices = choices([(code, language_name(code)) for code in languages])
        self.base.choices = choices([(id_, revision_name(one)) for id_, one in self.by_id.items()])
        self.zone.choices = zone_choices()
        self.people: dict[str, Person] = {}

    def offer_facilitators(self, people: list[Person]) -> None:
        """Let one of these people be named as facilitator; without anybody to name there is no such field."""
        if not people:
            del self.facilitator
            return
        self.people = {person.public_id: person for person in people}
        named = [(id_, person.display_name) for id_, person in self.people.items()]
        self.facilitator.choices = choices([("", _l("Nobody yet, I name somebody later")), *named])

    def chosen_facilitator(self) -> Person | None:
        """Return who was named as facilitator, or None."""
        return self.people.get(self.facilitator.data) if "facilitator" in self else None

    @property
    def has_window(self) -> bool:
        """Say whether base and window can be set here."""
        return "base" in self

    def fix_window(self) -> None:
        """Take base and window out of the form: the consultation has opened."""
        for name in WINDOW_FIELDS:
            del self[name]

    def validate_questions(self, field: Any) -> None:
        """Refuse more questions than anybody answers."""
        if len(self.wordings()) > MOST_QUESTIONS:
            raise ValidationError(_("Ask at most %(most)s questions.", most=MOST_QUESTIONS))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, then whether the local times exist and which are meant."""
        if not super().validate(extra_validators):
            return False
        if not self.has_window:
            return True
        try:
            self.window = make_window(self.zone.data, self.wall_time("opens"), self.wall_time("closes"))
        except WallTimeError as error:
            self.explain(error, self.zone.data)
            return False
        return True

    def wordings(self) -> list[str]:
        """Return the guiding questions, one a line."""
        return [line.strip() for line in (self.questions.data or "").split("\n") if line.strip()]

    def details(self) -> Details:
        """Return what the consultation is about and whom it asks."""
        return Details(
            title=self.title.data or "",
            region=self.by_code.get(self.region.data),
            theme=self.theme.data or "",
            introduction=self.introduction.data or "",
            read_audience=self.read_audience.data,
            contribute_audience=self.contribute_audience.data,
            languages=tuple(self.languages.data or ()),
            ledger_audience=self.ledger_audience.data or None,
            protection=self.protection.data,
            kept_days=int(self.kept_days.data) if self.kept_days.data else None,
        )

    def chosen_base(self) -> Revision | None:
        """Return the chosen revision, or None where the base is fixed."""
        return self.by_id.get(self.base.data) if self.has_window else None


def revision_name(revision: Revision) -> str:
    """Return how a revision stands in a list: its number and day, with its line where it is regional."""
    day = written(revision.published_at.date())
    if revision.line == "global":
        return _("%(number)s of %(day)s", number=revision.number, day=day)
    return _("%(number)s of %(day)s (line: %(line)s)", number=revision.number, day=day, line=revision.line)


def present_values(consultation: Consultation) -> dict[str, Any]:
    """Return what the edit form begins with."""
    values: dict[str, Any] = {
        name: getattr(consultation, name)
        for name in (
            "title",
            "theme",
            "introduction",
            "read_audience",
            "contribute_audience",
            "protection",
            "languages",
            "zone",
            "version",
        )
    }
    values["ledger_audience"] = consultation.ledger_audience or ""
    values["kept_days"] = str(consultation.kept_days or "")
    values["region"] = consultation.region.code if consultation.region else ""
    values["base"] = consultation.base_revision.public_id
    for name in ("opens", "closes"):
        values.update(_moment_values(name, consultation))
    return values


def _moment_values(name: str, consultation: Consultation) -> dict[str, Any]:
    local = in_zone(getattr(consultation, f"{name}_at"), consultation.zone)
    wall = local.replace(tzinfo=None, fold=0)
    values: dict[str, Any] = {f"{name}_day": wall.date(), f"{name}_time": wall.time()}
    try:
        to_utc(wall, consultation.zone)
    except LocalTimeError:
        values[f"{name}_fold"] = str(local.fold)
    return values


class ExtendForm(LocalTimeForm):
    """A later closing, with the reason that everybody will see."""

    closes_day = day_field(_l("Closes on"))
    closes_time = hour_field(_l("Closes at"))
    closes_fold = fold_field()
    reason = TextField(_l("Reason for the extension"), [required], longest=LONGEST_REASON)

    def closing(self, zone: str) -> datetime | None:
        """Return the new closing in UTC; None after saying beside the field why it cannot be placed."""
        try:
            return place(self.wall_time("closes"), zone, "closes")
        except WallTimeError as error:
            self.explain(error, zone)
            return None


class CloseForm(Form):
    """An early closing, with the reason that everybody will see."""

    close_reason = TextField(_l("Reason for closing now"), [required], longest=LONGEST_REASON)


class GuestForm(Form):
    """Who takes part without an e-mail address."""

    name = LineField(_l("Your name, or another that you choose"), [required], longest=120)
    region = SelectField(_l("Your region"), default="")
    organisation = LineField(_l("Your organisation"), longest=200)
    shared = BooleanField(_l("This is not my device"))


class InviteForm(Form):
    """People to invite, one a line, and the language of their letter."""

    guests = TextField(_l("Addresses, one a line"), [required])
    letter_language = SelectField(_l("Language of the letter"))

    def __init__(self, languages: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter_language.choices = choices([(code, language_name(code)) for code in languages])
        self.read = GuestList()

    def validate_guests(self, field: Any) -> None:
        """Refuse lines that are no address, each by its number."""
        self.read = read_guests(field.data or "")
        field.errors = [
            *field.errors,
            *(
                _("Line %(line)s is not an e-mail address: %(typed)s", line=n, typed=t)
                for n, t in self.read.unread
            ),
        ]
