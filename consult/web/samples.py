"""Sample values for the page of all components, which shows developers every macro in every state."""

from typing import Any

from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    FileField,
    Form,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

KINDS = [
    SelectChoice("remark", "A remark"),
    SelectChoice("query", "A query"),
    SelectChoice("idea", "A suggestion"),
]
REGIONS = [SelectChoice("africa", "Africa"), SelectChoice("asia", "Asia"), SelectChoice("europe", "Europe")]
SECTIONS = [
    (1, "Why public services"),
    (1, "Water"),
    (2, "Who carries it today"),
    (3, "Wells and meters"),
    (1, "Health"),
]
CHANGED = Markup(
    "<p>Water is <del>a right</del><ins>a right of every person</ins>, and budgets for it "
    "<ins>are open to</ins><del>can be read by</del> all.</p>"
)
ARABIC = Markup(
    "<p>الماء والصحة والتعليم والسكن ليست منّة من أحد، بل هي ما يدين به الناس بعضهم لبعض، "
    "وما يدين به الحاكمون للجميع. <strong>وحيثما بيعت لمن يدفع،</strong> قيل للآخرين انتظروا.</p>"
)


class SampleForm(Form):
    """One field of each sort that the pages use."""

    title = StringField("Title", [DataRequired("Give it a title.")])
    body = TextAreaField("Your comment", [DataRequired("Write something before you send it.")])
    kind = RadioField("What is it?", [InputRequired("Choose one of the three.")], choices=KINDS)
    region = SelectField("Region", [Optional()], choices=REGIONS)
    until = DateTimeLocalField("Open until", [Optional()])
    file = FileField("A Markdown file", [Optional()])
    topics = SelectMultipleField(
        "Where does it belong?",
        [Optional()],
        choices=REGIONS,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    agree = BooleanField(
        "My name may be shown with it", [InputRequired("Say whether your name may be shown.")]
    )


def sample_form(prefix: str, typed: dict[str, str] | None = None) -> SampleForm:
    """Return a sample form; with `typed` it comes back validated, as after a post that was refused."""
    form = SampleForm(
        MultiDict({f"{prefix}-{name}": value for name, value in (typed or {}).items()}), prefix=prefix
    )
    if typed is not None:
        form.validate()
    return form


def sample_context() -> dict[str, Any]:
    """Return what `developer/components.html` needs beside the layout's own context."""
    items = [
        {"label": label, "url": "#reading", "level": level, "number": f"{place}.", "current": place == 2}
        for place, (level, label) in enumerate(SECTIONS, 1)
    ]
    return {
        "clean": sample_form("clean"),
        "broken": sample_form("broken", {"title": "Typed words stay"}),
        "filters": sample_form("filters"),
        "contents_items": items,
        "changed": CHANGED,
        "arabic": ARABIC,
    }
