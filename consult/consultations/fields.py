"""A local time as three plain fields: day, time, and which of two where the clocks go back."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectChoice, TimeField
from wtforms.validators import Optional, ValidationError

from consult.core.clock import in_zone, to_utc, zone_names
from consult.web.forms import Form, choices, clean_line, required
from consult.web.moments import offset, zone_label

from .windows import WallTime, WallTimeError, is_zone, place

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)


class DayField(DateField):
    """A day, written 2026-03-29 where the browser has no calendar; what was typed comes back."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the day; empty is none."""
        self.raw_data = [clean_line(value) for value in valuelist[:1]]
        if not any(self.raw_data):
            self.data = None
            return
        try:
            super().process_formdata(self.raw_data)
        except ValueError as error:
            raise ValueError(_("Write the day like this: 2026-03-29.")) from error

    def pre_validate(self, form: Form) -> None:
        """Refuse days that no consultation can mean."""
        if self.data and not FIRST_DAY <= self.data <= LAST_DAY:
            raise ValidationError(_("Look at the year again."))


class HourField(TimeField):
    """A time of day, written 18:30 where the browser has no clock; what was typed comes back."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the time; empty is none."""
        self.raw_data = [clean_line(value) for value in valuelist[:1]]
        if not any(self.raw_data):
            self.data = None
            return
        try:
            super().process_formdata(self.raw_data)
        except ValueError as error:
            raise ValueError(_("Write the time like this: 18:30.")) from error


def fold_field() -> RadioField:
    """Return the question which of two equal times is meant; it is shown only where there are two."""
    folds = choices(
        [("0", _l("The first, before the clocks go back")), ("1", _l("The second, after the clocks go back"))]
    )
    return RadioField(_l("Which of the two?"), choices=folds, validators=[Optional()])


def day_field(label: Any) -> DayField:
    """Return the field of a day that must be given."""
    return DayField(label, [required])


def hour_field(label: Any, **kwargs: Any) -> HourField:
    """Return the field of a time that must be given."""
    return HourField(label, [required], format=["%H:%M", "%H:%M:%S"], **kwargs)


class LocalTimeForm(Form):
    """A form with fields `<name>_day`, `<name>_time`, `<name>_fold` for each local time."""

    def wall_time(self, name: str) -> WallTime:
        """Return a local time of the form, once its fields are valid."""
        fold = self[f"{name}_fold"].data
        wall = datetime.combine(self[f"{name}_day"].data, self[f"{name}_time"].data)
        return WallTime(wall, int(fold) if fold in ("0", "1") else None)

    def offset_hint(self, name: str, zone: str | None) -> str | None:
        """Return how far the zone is from UTC at a time of the form, once that time is clear; else None."""
        if not zone or not is_zone(zone):
            return None
        try:
            moment = in_zone(place(self.wall_time(name), zone, name), zone)
        except (TypeError, ValueError):
            return None
        return _("%(place)s is at %(offset)s then.", place=zone_label(zone), offset=offset(moment))

    def asks_which(self, name: str) -> bool:
        """Say whether the question which of two equal times is meant belongs on the page."""
        return bool(self[f"{name}_fold"].errors or self[f"{name}_fold"].data)

    def explain(self, error: WallTimeError, zone: str) -> None:
        """Say beside the field why a time cannot be placed."""
        wall = self.wall_time(error.field).wall
        if error.reason == "missing":
            field, words = (
                self[f"{error.field}_time"],
                _(
                    "There is no %(time)s on that day in %(place)s: the clocks go forward. Choose another time.",
                    time=wall.strftime("%H:%M"),
                    place=zone_label(zone),
                ),
            )
        else:
            first, second = (offset(in_zone(to_utc(wall, zone, fold=fold), zone)) for fold in (0, 1))
            field, words = (
                self[f"{error.field}_fold"],
                _(
                    "%(time)s comes twice on that day in %(place)s: first at %(first)s, then at %(second)s.",
                    time=wall.strftime("%H:%M"),
                    place=zone_label(zone),
                    first=first,
                    second=second,
                ),
            )
        field.errors = [*field.errors, words]


def zone_choices() -> list[SelectChoice]:
    """Return every zone by its part of the world."""
    return [
        SelectChoice(
            value=name, label=_zone_words(name), optgroup=name.split("/")[0] if "/" in name else "UTC"
        )
        for name in zone_names()
    ]


def _zone_words(name: str) -> str:
    return " – ".join(part.replace("_", " ") for part in name.split("/")[1:]) or name
