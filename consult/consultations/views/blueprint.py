"""What all pages of consultations share: the blueprint, the loaders, links to pages of later features."""

from flask import Blueprint, current_app, url_for

from consult.people.chrome import current_network

from ..models import Consultation

bp = Blueprint("consultations", __name__)


def link_to(endpoint: str, **values: object) -> str | None:
    """Return the address of a page of another feature, or None in an installation without that feature."""
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, **values)  # type: ignore[arg-type]


def page_of(consultation: Consultation) -> str:
    """Return the address of a consultation's page."""
    return url_for("consultations.show", consultation_id=consultation.public_id)


def network_languages() -> list[str]:
    """Return the languages that the network works in."""
    network = current_network()
    return network.languages if network else ["en"]
