"""The forms of sign-in and profile."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from consult.core.errors import InvalidInput
from consult.web.forms import Form, LineField, clean_line, required

from .accounts import clean_address


class AddressField(EmailField):
    """An e-mail address; `address` of its form is the one shape in which it is stored."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed, without control signs."""
        if valuelist:
            self.data = clean_line(valuelist[0])[:254]

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not an e-mail address."""
        if not self.data:
            return
        try:
            form.address = clean_address(self.data)
        except InvalidInput as error:
            raise ValidationError(str(error.message)) from None


class CheckboxesField(SelectMultipleField):
    """Several of a few choices, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SignInForm(Form):
    """The address to which the letter goes."""

    address = ""
    email = AddressField(_l("Your e-mail address"), [required])
    next = HiddenField()


class LinkForm(Form):
    """What is asked beside the button of a link."""

    shared = BooleanField(_l("This is not my device"))


class CodeForm(LinkForm):
    """The code of the letter."""

    code = LineField(_l("Code"), [required], longest=20)


class ReturnForm(LinkForm):
    """The code with which a guest comes back."""

    code = LineField(_l("Your code"), [required], longest=30)
    next = HiddenField()


class SecondStepForm(Form):
    """Password and the code of the app, or a recovery code in its place."""

    password = PasswordField(_l("Password"), [required])
    code = LineField(_l("Code of your app, or a recovery code"), [required], longest=20)
    next = HiddenField()


class StaffSignInForm(SecondStepForm):
    """The same with the address, for who has not signed in yet."""

    address = ""
    email = AddressField(_l("Your e-mail address"), [required])


class PasswordForm(Form):
    """A password to be, typed twice."""

    password = PasswordField(_l("A password"), [required])
    again = PasswordField(_l("The same again"), [required])
    next = HiddenField()

    def validate_again(self, field: Any) -> None:
        """Refuse two that differ."""
        if field.data != self.password.data:
            raise ValidationError(_l("These are not the same."))


class AppForm(Form):
    """The first code of the app."""

    code = LineField(_l("Six digits that the app shows"), [required], longest=20)
    next = HiddenField()


class ProfileForm(Form):
    """What a person says of themselves. The view fills the choices."""

    display_name = LineField(_l("Your name, as others see it"), [required], longest=120)
    languages = CheckboxesField(_l("Languages you read"))
    more_language = SelectField(_l("A further language you read"), default="")
    region = SelectField(_l("Your region"), default="")
    organisation = SelectField(_l("Your organisation"), default="")
    proposed = LineField(_l("Or one that is not in the list"), longest=200)
    locale = SelectField(_l("Language of the pages and of letters to you"))
    is_listed = BooleanField(_l("List me in the directory"))
    gender = SelectField(_l("Your gender"), default="")
    gender_words = LineField(_l("Your gender, in your own words"), longest=80)
    constituency = SelectField(_l("Whom you speak from among"), default="")
    constituency_words = LineField(_l("From among whom, in your own words"), longest=80)
    welcome = HiddenField()
    next = HiddenField()

    def validate_gender_words(self, field: Any) -> None:
        """Ask for words where somebody said that they have some of their own."""
        _need_words(self.gender, field)

    def validate_constituency_words(self, field: Any) -> None:
        """Ask for words where somebody said that they have some of their own."""
        _need_words(self.constituency, field)


def _need_words(choice: Any, words: Any) -> None:
    if choice.data == "self-described" and not words.data:
        raise ValidationError(_l("Please write it, or choose another answer above."))
