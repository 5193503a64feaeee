"""What the pages of contributions share: the blueprint, loaders, links, what is said after sending."""

import re
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy.orm import joinedload

from consult.consultations.at_hand import AnyConsultation, ReadConsultation, consultation_at_hand
from consult.consultations.models import Consultation
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import NotFound
from consult.narratives.kept_texts import KeptPlace, kept_places
from consult.web.links import url_for
from consult.web.moments import show_moment
from consult.web.pages import render_page

from ..editions import in_language, text_kept
from ..models import Contribution, Stance

bp = Blueprint("contributions", __name__)
_PUBLIC_ID = re.compile(r"[0-9a-z]{12}")


# Built once: putting a query together costs as much as asking it.
_ASKED: sa.BindParameter[str] = sa.bindparam("public_id")
_CONSULTATION = (
    sa.select(Consultation)
    .where(Consultation.public_id == _ASKED)
    .options(joinedload(Consultation.narrative))
)
_CONTRIBUTION = sa.select(Contribution).where(Contribution.public_id == _ASKED)
_STANCE = sa.select(Stance).where(Stance.public_id == _ASKED)


def consultation(consultation_id: str) -> ReadConsultation:
    """Return what is at hand of the consultation with a public id, or raise NotFound."""
    if not _PUBLIC_ID.fullmatch(consultation_id):
        raise NotFound
    return consultation_at_hand(consultation_id)


def consultation_row(consultation_id: str) -> Consultation:
    """Return the row of the consultation with a public id, or raise NotFound."""
    return _by_public_id(consultation_id, _CONSULTATION)


def contribution(contribution_id: str) -> Contribution:
    """Return the contribution with a public id, or raise NotFound."""
    return _by_public_id(contribution_id, _CONTRIBUTION)


def stance(stance_id: str) -> Stance:
    """Return the stance with a public id, or raise NotFound."""
    return _by_public_id(stance_id, _STANCE)


def _by_public_id(public_id: str, statement: sa.Select[Any]) -> Any:
    if not _PUBLIC_ID.fullmatch(public_id):
        raise NotFound
    found = db.session.scalar(statement, {"public_id": public_id})
    if found is None:
        raise NotFound
    return found


def place_in(of: AnyConsultation, key: str) -> KeptPlace:
    """Return where the section with this key stands in the consultation's base revision, or raise NotFound."""
    for place in kept_places(of.base_revision):
        if place.section.key == key:
            return place
    raise NotFound


def place_as_read(of: AnyConsultation, key: str) -> KeptPlace:
    """Return the same with its text in the language that the address asks for (`text`), where that is ready."""
    return in_language(of, place_in(of, key), typed("text"))


def consultation_url(of: AnyConsultation) -> str:
    """Return the address of a consultation's page."""
    return url_for("consultations.show", consultation_id=of.public_id)


def section_url(
    of: AnyConsultation, key: str | None, *, anchor: str | None = None, text: str | None = None
) -> str:
    """Return where a section is discussed; the consultation's page for what belongs to no section.

    `text`: the language in which it is read, where that is not the original.
    """
    if key is None:
        return consultation_url(of)
    return url_for("reading.section", consultation_id=of.public_id, key=key, text=text, _anchor=anchor)


def place_url(of: AnyConsultation, place: KeptPlace) -> str:
    """Return where a section is discussed, read in the language of the place's text."""
    return section_url(of, place.section.key, text=text_kept(of, place))


def card_url(
    row: Contribution, of: AnyConsultation, key: str, text: str | None = None, *, is_new: bool = False
) -> str:
    """Return where the card of a contribution stands on the page of the section that it was sent on.

    `is_new`: it was just sent, so the page is to say what is like it.
    """
    address = section_url(of, key, text=text)
    if is_new:  # put together by hand: of addresses that are kept one with an id in it is of no use
        address += f"{'&' if '?' in address else '?'}sent={row.public_id}"
    return f"{address}#c-{row.public_id}"


def home_of(row: Contribution) -> str:
    """Return where a contribution stands: its card on the section's page, else its own page."""
    if row.section is not None and row.status != "draft":
        return card_url(row, row.consultation, row.section.key)
    return url_for("reading.contribution", contribution_id=row.public_id)


def consultation_page(
    template: str, of: AnyConsultation, *, block: str | None = None, status: int = 200, **context: Any
) -> Response:
    """Return a page within a consultation: what every one of them says of it, and its own values."""
    return render_page(
        template,
        block=block,
        status=status,
        consultation=of,
        consultation_url=consultation_url(of),
        window=_window(of),
        at=now(),
        **context,
    )


def _window(of: AnyConsultation) -> Markup:
    """Return in words until when it is open, or since when it is closed."""
    closing = show_moment(of.closes_at, of.zone)
    if of.state(now()) == "closed":
        return escape(_("Closed since %(when)s", when="%s")) % closing
    return escape(_("Open until %(when)s", when="%s")) % closing


def say_sent(row: Contribution, message: str) -> None:
    """Say what happened to what was sent; that it arrived late, where it did."""
    if row.is_late and row.admitted_at is None:
        flash(
            _(
                "It arrived after the consultation closed. It is kept, marked as late, and the facilitator "
                "decides whether it is admitted."
            ),
            "warning",
        )
    flash(message, "success")


def go_home(row: Contribution) -> ResponseReturnValue:
    """Send the browser to where the contribution stands."""
    return redirect(home_of(row), 303)


def typed(name: str) -> str:
    """Return a value of the address's query, in one piece and not too long."""
    return request.args.get(name, "")[:2_000]
