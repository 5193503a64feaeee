"""Sentences in templates: markup among the values is kept, everything else is escaped."""

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale

from consult.web.moments import show_day
from consult.web.pages import translate, translate_plural
from tests.conftest import NOON


def _draw(app: Flask, template: str, **values: object) -> str:
    with app.test_request_context("/en/"):
        return render_template_string(template, **values)


def test_a_moment_within_a_sentence_stays_markup(app: Flask) -> None:
    drawn = _draw(app, "{{ _('Open until %(when)s', when=day) }}", day=show_day(NOON))
    assert drawn == 'Open until <time datetime="2026-03-10" dir="auto">10 March 2026</time>'


def test_what_people_typed_is_escaped_beside_markup(app: Flask) -> None:
    drawn = _draw(
        app, "{{ _('%(name)s until %(when)s', name=name, when=day) }}", name="<b>", day=show_day(NOON)
    )
    assert drawn.startswith("&lt;b&gt; until <time")


def test_what_people_typed_is_escaped_alone(app: Flask) -> None:
    assert _draw(app, "{{ _('By %(name)s', name=name) }}", name="<b>") == "By &lt;b&gt;"


def test_a_plural_sentence_takes_markup_too(app: Flask) -> None:
    with app.test_request_context("/en/"):
        assert translate_plural("%(num)s on %(day)s", "%(num)s on %(day)s", 2, day=show_day(NOON)).startswith(
            "2 on <time"
        )
        assert translate("100% sure") == "100% sure"


@pytest.mark.parametrize(
    ("language", "sentence", "cell"),
    [
        ("en", "12,345 of 7", "1,234"),
        ("fr", "12\u202f345 of 7", "1\u202f234"),
        ("es", "12.345 of 7", "1.234"),
    ],
)
def test_a_large_number_is_written_as_the_language_writes_it(
    app: Flask, language: str, sentence: str, cell: str
) -> None:
    with app.test_request_context("/en/"), force_locale(language):
        assert translate_plural("%(num)d of %(all)s", "%(num)d of %(all)s", 12345, all=7) == sentence
        assert render_template_string("{{ 1234|figure }} {{ 999|figure }} {{ '1234'|figure }}") == (
            f"{cell} 999 1234"
        )
