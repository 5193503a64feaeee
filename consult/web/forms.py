"""The base of all forms: CSRF, trimmed and checked text, messages in the reader's language."""

import unicodedata
from typing import Any

from flask import Flask, abort, current_app, request, session
from flask_babel import gettext as _
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.csrf import generate_csrf
from wtforms import RadioField, SelectChoice, StringField, TextAreaField
from wtforms.csrf.core import CSRFTokenField
from wtforms.validators import StopValidation, ValidationError

from consult.core.database import SAFE_METHODS
from consult.core.errors import ConsultError
from consult.core.kept import Shelf
from consult.text.ingest import normalise

csrf = CSRFProtect()

LONGEST_LINE = 300
LONGEST_TEXT = 20_000
_BIDI_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def init_app(app: Flask) -> None:
    """Ask for a CSRF token in every unsafe request, and refuse one that a page of another site sends."""
    csrf.init_app(app)
    app.context_processor(lambda: {"csrf_token": csrf_token})
    app.before_request(_refuse_foreign_origin)


_tokens = Shelf(4096, of_words=False)


def csrf_token() -> str:
    """Return the token of a session for its forms, signed once: it holds as long as the session does."""
    kept = _tokens.get((current_app.secret_key, session.get("csrf_token")))
    if kept is None:
        kept = generate_csrf()
        _tokens.put((current_app.secret_key, session["csrf_token"]), kept)
    return kept


def _refuse_foreign_origin() -> None:
    """Refuse an unsafe request from a page of another site; browsers that say nothing, or "null", have the token."""
    ours = ("null", f"http://{request.host}", f"https://{request.host}")
    if request.method not in SAFE_METHODS and request.headers.get("Origin", "null") not in ours:
        abort(400)


class _Token(CSRFTokenField):
    """The CSRF token, made when it is drawn: most forms that are sent are never drawn again."""

    def process(self, *args: Any, **kwargs: Any) -> None:
        super(CSRFTokenField, self).process(*args, **kwargs)

    def _value(self) -> str:
        return csrf_token()


class _Protection(FlaskForm.Meta.csrf_class):  # type: ignore[name-defined]
    field_class = _Token


class Form(FlaskForm):
    """The base of all forms. A field that was not sent keeps its default; what was typed always comes back."""

    class Meta(FlaskForm.Meta):
        """What WTForms asks of a form."""

        csrf_class = _Protection


class _Required:
    """Refuse an empty value; also tells browsers and screen readers that the field is required."""

    field_flags: dict[str, Any] = {"required": True}  # noqa: RUF012

    def __call__(self, form: Form, field: Any) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            raise StopValidation(_("Please fill this in."))


required = _Required()


class LineField(StringField):
    """One line: trimmed, NFC, white space collapsed, direction marks and control signs taken out."""

    def __init__(
        self, label: Any = None, validators: Any = (), longest: int = LONGEST_LINE, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.longest = longest

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed, in one shape."""
        if valuelist:
            self.data = clean_line(valuelist[0])

    def pre_validate(self, form: Form) -> None:
        """Refuse a line that is too long."""
        _check_length(self.data or "", self.longest)


class TextField(TextAreaField):
    """Running text: put into one shape by `normalise`; what cannot be is named, with its place."""

    def __init__(
        self, label: Any = None, validators: Any = (), longest: int = LONGEST_TEXT, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.longest = longest
        self.problem: str | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed, in one shape; keep it as it is when it cannot be."""
        if not valuelist:
            return
        try:
            self.data = normalise(valuelist[0])
        except ValueError as error:
            self.data = valuelist[0].replace("\x00", "\N{REPLACEMENT CHARACTER}")
            self.problem = str(error)

    def pre_validate(self, form: Form) -> None:
        """Refuse text that is too long or holds signs that no text has."""
        if self.problem:
            raise StopValidation(
                _("This text holds a sign that cannot be stored. It is shown as � here: please remove it.")
            )
        _check_length(self.data or "", self.longest)


class OfferedField(RadioField):
    """A choice of which some values are `always` offered: taking one of them asks for no others.

    `choices` can be a function without arguments: it is called once, when it is drawn or when another value was sent.
    """

    def __init__(self, label: Any = None, validators: Any = (), always: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.always = frozenset(always)

    def pre_validate(self, form: Form) -> None:
        """Refuse a value that is not offered."""
        if self.data not in self.always:
            super().pre_validate(form)


def clean_line(value: str) -> str:
    """Return a line in NFC without control signs and direction marks, white space collapsed."""
    composed = unicodedata.normalize("NFC", value).translate(_BIDI_CONTROLS)
    kept = "".join(sign if unicodedata.category(sign) not in ("Cc", "Cs") else " " for sign in composed)
    return " ".join(kept.split())


def too_long(text: str, longest: int) -> str:
    """Return what to say of a text that is too long, or nothing."""
    if len(text) <= longest:
        return ""
    return _(
        "This is too long: %(length)s signs, at most %(longest)s. Nothing is lost: shorten it here.",
        length=len(text),
        longest=longest,
    )


def _check_length(text: str, longest: int) -> None:
    if said := too_long(text, longest):
        raise ValidationError(said)


def choices(pairs: list[tuple[str, Any]]) -> list[SelectChoice]:
    """Return choices for a select or radio field from (value, label) pairs."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]


def add_problem(form: Any, error: ConsultError) -> None:
    """Put what a verb refused beside the field that it names, or above the form where that has none of this name."""
    name = str(error.details.get("field", ""))
    message = str(error.message) or _("This cannot be taken.")
    if name in form:
        form[name].errors = [*form[name].errors, message]
    else:
        form.form_errors.append(message)
