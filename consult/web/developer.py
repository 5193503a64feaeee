"""For developers: a page of all components in every state. It exists outside production only."""

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue

from .access import PUBLIC
from .pages import render_page
from .samples import sample_context

bp = Blueprint("developer", __name__, url_prefix="/developer")


def init_app(app: Flask) -> None:
    """Register the page unless this is a real installation."""
    if app.config["MODE"] != "production":
        app.register_blueprint(bp, url_prefix="/<lang:lang>/developer")


@bp.get("/components")
@PUBLIC
def components() -> ResponseReturnValue:
    """Show every component in every state."""
    return render_page("developer/components.html", **sample_context())
