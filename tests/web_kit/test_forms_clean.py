"""What is typed is put into one shape; what cannot be is named, and comes back."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from consult.web.forms import LONGEST_LINE, LONGEST_TEXT, Form, LineField, TextField, clean_line, required


class Typed(Form):
    """A line and a text."""

    class Meta:
        """The token is not what is tried here."""

        csrf = False

    title = LineField("Title", [required], longest=5)
    body = TextField("Body", longest=7)
    note = LineField("Note")


def _form(app: Flask, **typed: Any) -> Typed:
    with app.test_request_context("/en/", method="POST"):
        form = Typed(MultiDict(typed))
        form.validate()
        return form


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana  ", "Ana"),
        # Every kind of gap becomes one space: tabs, line ends, fixed and wide ones.
        ("Ana\t \r\n Quispe", "Ana Quispe"),
        ("Ana\u00a0\u2003\u3000Quispe", "Ana Quispe"),
        ("Ana\u2028Quispe\u2029", "Ana Quispe"),
        # Letters that are two signs become one.
        ("e\u0301", "é"),
        # Signs that turn the reading round cannot put on a false name.
        ("\u202eanA\u202c", "anA"),
        ("\u2066a\u2067b\u2068c\u2069", "abc"),
        # Signs that no line holds.
        ("A\x00na\x07", "A na"),
        ("A\x1b[31mna", "A [31mna"),
        ("A\x85na", "A na"),
        ("A\ud800na", "A na"),
        # What belongs to a script stays: joiners of Persian and of families.
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("أمينة", "أمينة"),
        ("", ""),
        (" \u202e \t", ""),
    ],
)
def test_a_line_has_one_shape(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept
    assert clean_line(clean_line(typed)) == kept


@pytest.mark.parametrize(
    ("field", "typed", "fits"),
    [
        # The longest, and one sign more; it is the cleaned line that is measured.
        ("title", "abcde", True),
        ("title", "  a  bcd  ", True),
        ("title", "abcdef", False),
        ("title", "عربيه", True),
        ("title", "e\u0301" * 5, True),
        ("title", "👩👩👩👩👩", True),
        ("body", "1234567", True),
        ("body", "12345678", False),
        ("note", "n" * LONGEST_LINE, True),
        ("note", "n" * (LONGEST_LINE + 1), False),
    ],
)
def test_the_longest_text_is_taken_and_one_sign_more_is_not(
    app: Flask, field: str, typed: str, fits: bool
) -> None:
    form = _form(app, **{"title": "t", field: typed})
    assert bool(form[field].errors) is not fits
    if not fits:
        assert "at most" in str(form[field].errors[0])
        assert str(len(typed)) in str(form[field].errors[0])
        assert form[field].data == typed  # nothing is lost


@pytest.mark.parametrize(("length", "fits"), [(LONGEST_TEXT, True), (LONGEST_TEXT + 1, False)])
def test_without_a_limit_of_its_own_a_text_has_the_common_one(app: Flask, length: int, fits: bool) -> None:
    class Unlimited(Form):
        body = TextField("Body")

    with app.test_request_context("/en/", method="POST"):
        form = Unlimited(MultiDict({"body": "a" * length}), meta={"csrf": False})
        assert form.validate() is fits
        assert len(form.body.data or "") == length


@pytest.mark.parametrize("typed", ["", " ", "\u202e", "\n\t"])
def test_nothing_but_gaps_is_nothing(app: Flask, typed: str) -> None:
    assert [str(error) for error in _form(app, title=typed).title.errors] == ["Please fill this in."]


def test_a_required_field_says_so_to_browsers_and_readers(app: Flask) -> None:
    form = _form(app, title="t")
    assert form.title.flags.required
    assert not form.note.flags.required
    assert "required" in form.title()


def test_a_sign_that_cannot_be_stored_is_shown_where_it_was(app: Flask) -> None:
    form = _form(app, title="t", body="a\x00b")
    assert form.body.data == "a\N{REPLACEMENT CHARACTER}b"
    assert "please remove it" in str(form.body.errors[0])
    assert _form(app, title="t", body=form.body.data.replace("\ufffd", "")).body.errors == []


def test_a_text_keeps_its_paragraphs_in_one_shape(app: Flask) -> None:
    form = _form(app, title="t", body="a\r\n\r\nb")
    assert form.body.data == "a\n\nb"
    assert not form.body.errors


def test_a_field_that_was_not_sent_keeps_what_it_had(app: Flask) -> None:
    with app.test_request_context("/en/", method="POST"):
        form = Typed(MultiDict({"title": "t"}), body="before", note="before")
        assert (form.body.data, form.note.data) == ("before", "before")
        assert form.validate()
