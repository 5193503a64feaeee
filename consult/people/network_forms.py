"""The forms with which the secretariat manages the network. Views fill the choices that come from the data."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, FileField, RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from consult.rules.states import CONSTITUENCIES, ORGANISATION_STATUSES
from consult.web.forms import Form, LineField, TextField, choices, required
from consult.web.locale import language_name

from .choices import (
    country_pairs,
    language_pairs,
    network_languages,
    optional,
    organisation_pairs,
    region_pairs,
)
from .forms import AddressField, CheckboxesField
from .groups import GROUP_ROLES, all_groups
from .labels import CONSTITUENCY_LABELS, ROLE_LABELS, STATUS_LABELS
from .models import Organisation, Person, WorkingGroup
from .scopes import known_reaches

_OF_ONE = ("consultation:", "working-group:")


class SettingsForm(Form):
    """The network itself."""

    name = LineField(_l("Name of the network"), [required], longest=120)
    description = TextField(_l("What it is, for newcomers"), longest=2000)
    languages = CheckboxesField(_l("Languages of the network"), [required])
    more_language = SelectField(_l("A further language"), default="")


class HouseRulesForm(Form):
    """The house rules in one language."""

    words = TextField(_l("The rules"))


class OrganisationForm(Form):
    """An organisation."""

    name = LineField(_l("Name"), [required], longest=200)
    country = SelectField(_l("Country"), default="")
    region = SelectField(_l("Region"), default="")
    constituency = SelectField(_l("Kind of organisation"))
    languages = CheckboxesField(_l("Languages"))
    status = SelectField(_l("State"))


class PersonForm(Form):
    """What the secretariat knows of a person."""

    display_name = LineField(_l("Name, as others see it"), [required], longest=120)
    region = SelectField(_l("Region"), default="")
    organisation = SelectField(_l("Organisation"), default="")
    is_confirmed = BooleanField(_l("The person belongs to this organisation"), default=True)
    languages = CheckboxesField(_l("Languages they read"))


class NewPersonForm(PersonForm):
    """The same with the address by which they sign in."""

    address = ""
    email = AddressField(_l("E-mail address"), [required])


class BulkForm(Form):
    """A table of people and organisations: with a file the text is not read."""

    file = FileField(_l("A file"))
    table = TextAreaField(_l("Or the rows themselves"))
    leave_out = BooleanField(_l("Leave out the rows with faults, and add the others"))
    with_letter = BooleanField(_l("Tell each person by a letter"))
    language = SelectField(_l("Language of the letter and of their pages"))


class RoleForm(Form):
    """A role and how far it reaches."""

    role = SelectField(_l("Role"), [required])
    scope = SelectField(_l("For"), [required])


class MandateForm(Form):
    """An organisation for which a person may speak."""

    speaks_for = SelectField(_l("Organisation"), [required])
    until = DateField(_l("Until the end of this day (UTC)"), [Optional()])


class GroupForm(Form):
    """A working group."""

    name = LineField(_l("Name"), [required], longest=120)
    description = TextField(_l("What it is for"), longest=2000)
    kind = RadioField(_l("Kind of group"), default="working")
    advises = SelectField(_l("Which working group it advises"), default="")
    is_open = BooleanField(_l("Open: members of the network join by themselves"))


class GroupRoleForm(Form):
    """A role that everybody in a working group has."""

    role = SelectField(_l("Role"), [required])
    scope = SelectField(_l("For"), [required])


class MemberForm(Form):
    """A person who is taken into a working group, by the address by which they sign in."""

    address = ""
    email = AddressField(_l("E-mail address of the person"), [required])


class RegionForm(Form):
    """A region; the names per language are added by `region_form`."""

    code = LineField(_l("Code"), [required], longest=40)


def region_form(languages: list[str], **values: Any) -> Any:
    """Return a region's form with a name field for each language, called `name_<code>`."""
    fields = {
        f"name_{code.replace('-', '_')}": LineField(_("Name in %(language)s", language=language_name(code)))
        for code in languages
    }
    return type("NamedRegionForm", (RegionForm,), fields)(**values)


def names_of(form: Any, languages: list[str]) -> dict[str, str]:
    """Return the names that were typed, by language."""
    return {code: form[f"name_{code.replace('-', '_')}"].data or "" for code in languages}


def fill_settings(form: SettingsForm) -> None:
    """Fill the choices of the network's form."""
    form.languages.choices = choices([(code, language_name(code)) for code in network_languages()])
    form.more_language.choices = optional(language_pairs())


def fill_organisation(form: OrganisationForm, organisation: Organisation | None = None) -> None:
    """Fill the choices of an organisation's form."""
    own = organisation.languages if organisation else []
    form.country.choices = optional(country_pairs())
    form.region.choices = optional(region_pairs())
    form.constituency.choices = choices([(value, CONSTITUENCY_LABELS[value]) for value in CONSTITUENCIES])
    form.languages.choices = _language_choices(own)
    form.status.choices = choices(
        [(value, STATUS_LABELS[value]) for value in reversed(ORGANISATION_STATUSES)]
    )


def fill_person(form: PersonForm, person: Person | None = None) -> None:
    """Fill the choices of a person's form."""
    form.region.choices = optional(region_pairs())
    form.organisation.choices = optional(organisation_pairs(person.organisation if person else None))
    form.languages.choices = _language_choices(person.languages if person else [])


def fill_role(form: RoleForm) -> None:
    """Fill the choices of the form that gives a role."""
    form.role.choices = choices(list(ROLE_LABELS.items()))
    form.scope.choices = choices(list(reach_labels().items()))


def fill_group(form: GroupForm, group: WorkingGroup | None = None) -> None:
    """Fill the choices of a working group's form."""
    form.kind.choices = choices(
        [
            ("working", _("Working group: it owns a narrative and reviews its versions")),
            ("advisory", _("Advisory group: it advises, and has no decision")),
        ]
    )
    others = [one for one in all_groups() if one is not group and one.kind == "working"]
    form.advises.choices = optional([(one.public_id, one.name) for one in others])


def fill_group_role(form: GroupRoleForm) -> None:
    """Fill the choices of the form that gives a role to a whole group: narratives and the network."""
    reaches = {name: label for name, label in reach_labels().items() if not name.startswith(_OF_ONE)}
    form.role.choices = choices([(role.value, ROLE_LABELS[role]) for role in GROUP_ROLES])
    form.scope.choices = choices(list(reaches.items()))


def fill_mandate(form: MandateForm) -> None:
    """Fill the choices of the form that gives a mandate."""
    form.speaks_for.choices = choices(organisation_pairs())


def reach_labels() -> dict[str, str]:
    """Return how far a role can reach, in words, by the name in forms."""
    return {name: _reach_label(name, title) for name, (_reach, title) in known_reaches().items()}


def _reach_label(name: str, title: str) -> str:
    if name.startswith("narrative:"):
        return _("Narrative: %(title)s", title=title)
    if name.startswith("consultation:"):
        return _("Consultation: %(title)s", title=title)
    if name.startswith("working-group:"):
        return _("Working group: %(title)s", title=title)
    return _("The whole network")


def _language_choices(own: list[str]) -> list[Any]:
    codes = dict.fromkeys([*network_languages(), *own])
    return choices([(code, language_name(code)) for code in codes])
