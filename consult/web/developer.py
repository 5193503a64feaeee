"""For developers: a page of all components in every state. It exists outside production only."""

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField

from .access import PUBLIC
from .forms import Form, LineField, TextField, choices, required
from .pages import render_page

bp = Blueprint("developer", __name__, url_prefix="/developer")


def init_app(app: Flask) -> None:
    """Register the page unless this is a real installation."""
    if app.config["MODE"] != "production":
        app.register_blueprint(bp, url_prefix="/<lang:lang>/developer")


class SampleForm(Form):
    """A form with one field of each sort."""

    line = LineField("A line", [required], description="A hint in one sentence.")
    text = TextField("A text", [required])
    pick = SelectField("A choice", choices=choices([("a", "First"), ("b", "Second")]))
    radio = RadioField(
        "One of these", choices=choices([("a", "First"), ("b", "Second")]), validators=[required]
    )


@bp.get("/components")
@PUBLIC
def components() -> ResponseReturnValue:
    """Show every component in every state."""
    empty, wrong = SampleForm(formdata=None), SampleForm(formdata=None, prefix="wrong")
    wrong.validate()
    return render_page("developer/components.html", form=empty, wrong=wrong)
