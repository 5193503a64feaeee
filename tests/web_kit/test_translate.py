"""Sentences in templates: markup among the values is kept, everything else is escaped."""

from flask import Flask, render_template_string

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
