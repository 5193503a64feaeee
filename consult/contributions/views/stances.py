"""Stances on a contribution or a section: taken, changed, withdrawn."""

from datetime import datetime, time
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.consultations.at_hand import AnyConsultation, ReadConsultation
from consult.core.clock import in_zone, now, to_utc
from consult.core.errors import InvalidInput
from consult.narratives.kept_texts import KeptPlace, kept_places
from consult.rules.permissions import Permission
from consult.web.access import identity, may, reader, requires
from consult.web.forms import add_problem
from consult.web.pages import render_page, wants_fragment

from .. import services
from ..choosing import chosen_sending, give_ids, offer_sending, voice_value
from ..display import shown_list, shown_one
from ..forms import StanceForm
from ..models import Contribution, Stance
from ..positions import shown_stances, tally_lines
from ..queries import section_stances, section_tallies, thread_of
from .common import (
    bp,
    consultation,
    consultation_page,
    contribution,
    go_home,
    home_of,
    place_in,
    section_url,
    stance,
)

STANCE_PAGE = "contributions/stance.html"


@bp.get("/contributions/<contribution_id>/stance")
@requires(Permission.STANCE_TAKE, contribution)
def stance_form(contribution: Contribution) -> ResponseReturnValue:
    """Show the form of a stance, filled with the one that was taken; with htmx it opens within the card."""
    services.check_target(contribution, reader())
    return _contribution_page(contribution, _form(contribution.public_id, _mine_on(contribution)))


@bp.post("/contributions/<contribution_id>/stance", endpoint="stance")
@requires(Permission.STANCE_TAKE, contribution)
def take_stance(contribution: Contribution) -> ResponseReturnValue:
    """Take a stance on a contribution, or change it."""
    form = _form(contribution.public_id)
    if not form.validate():
        return _contribution_page(contribution, form, 422)
    try:
        services.take_stance(contribution, reader(), now(), **_chosen(form, contribution.consultation))
    except InvalidInput as error:
        add_problem(form, error)
        return _contribution_page(contribution, form, 422)
    if wants_fragment():
        return _card(contribution)
    flash(_("Your stance is taken."), "success")
    return go_home(contribution)


@bp.get("/consultations/<consultation_id>/sections/<key>/stance")
@requires(Permission.STANCE_TAKE, consultation)
def section_stance(consultation: ReadConsultation, key: str) -> ResponseReturnValue:
    """Show the form of a stance on a section, and the stances taken."""
    place = place_in(consultation, key)
    mine = [row for row in section_stances(consultation, place.section) if row.person_id == reader().id]
    return _section_page(consultation, place, _form("section", mine[0] if mine else None))


@bp.post("/consultations/<consultation_id>/sections/<key>/stance")
@requires(Permission.STANCE_TAKE, consultation)
def take_section_stance(consultation: ReadConsultation, key: str) -> ResponseReturnValue:
    """Take a stance on a section, or change it."""
    place, form = place_in(consultation, key), _form("section")
    if not form.validate():
        return _section_page(consultation, place, form, 422)
    try:
        services.take_section_stance(
            consultation, place.section, reader(), now(), **_chosen(form, consultation)
        )
    except InvalidInput as error:
        add_problem(form, error)
        return _section_page(consultation, place, form, 422)
    flash(_("Your stance is taken."), "success")
    return redirect(section_url(consultation, key), 303)


@bp.post("/stances/<stance_id>/withdraw")
@requires(Permission.CONTRIBUTION_WITHDRAW, stance)
def withdraw_stance(stance: Stance) -> ResponseReturnValue:
    """Withdraw one's own stance."""
    services.withdraw_stance(stance, reader(), now())
    target = stance.contribution
    if target is not None and wants_fragment():
        return _card(target)
    flash(_("Your stance is withdrawn."), "success")
    if target is not None:
        return redirect(home_of(target), 303)
    key = next(
        place.section.key
        for place in kept_places(stance.consultation.base_revision)
        if place.section_id == stance.section_id
    )
    return redirect(section_url(stance.consultation, key), 303)


def _chosen(form: StanceForm, of: AnyConsultation) -> dict[str, Any]:
    """Return what the verbs take; a day lasts until its end where the consultation is."""
    day = form.until.data
    return {
        "position": form.position.data,
        "reason": form.reason.data or "",
        "until": to_utc(datetime.combine(day, time(23, 59)), of.zone, fold=0) if day else None,
        "sending": chosen_sending(form, reader(), now(), "en"),
    }


def _form(suffix: str, taken: Stance | None = None) -> StanceForm:
    data = {}
    if taken is not None:
        zone = taken.consultation.zone
        data = {
            "position": taken.position,
            "reason": taken.reason,
            "until": in_zone(taken.until, zone).date() if taken.until else None,
            "voice": voice_value(taken.voice, taken.organisation),
            "visibility": taken.visibility,
        }
    form = StanceForm(data=data)
    offer_sending(form, reader(), now())
    give_ids(form, suffix)
    return form


def _mine_on(target: Contribution) -> Stance | None:
    own = [stance.row for stance in shown_one(target).stances if stance.is_own]
    return own[0] if own else None


def _contribution_page(target: Contribution, form: StanceForm, status: int = 200) -> ResponseReturnValue:
    answer = consultation_page(
        STANCE_PAGE,
        target.consultation,
        block="stance_form",
        status=status,
        action=url_for("contributions.stance", contribution_id=target.public_id),
        shown=shown_one(target),
        heading=_("Say where you stand"),
        inline=wants_fragment(),
        form=form,
        lines=[],
        stances=(),
        back_url=home_of(target),
    )
    if wants_fragment() and request.method == "POST":
        answer.headers["HX-Retarget"] = f"#stance-{target.public_id}"
    return answer


def _card(target: Contribution) -> ResponseReturnValue:
    """Answer htmx with the card as it stands now, its thread under it."""
    shown = shown_list(thread_of(target, person_id=reader().id))[0]
    return render_page("contributions/card.html", block="card", shown=shown)


def _section_page(
    of: AnyConsultation, place: KeptPlace, form: StanceForm, status: int = 200
) -> ResponseReturnValue:
    tally = section_tallies(of).get(place.section_id)
    taken = section_stances(of, place.section)
    return consultation_page(
        STANCE_PAGE,
        of,
        status=status,
        action=url_for("contributions.section_stance", consultation_id=of.public_id, key=place.section.key),
        shown=None,
        heading=_("Say where you stand on “%(section)s”", section=place.text.heading),
        inline=False,
        form=form,
        lines=tally_lines(tally) if tally else [],
        stances=shown_stances(taken, identity(), may(Permission.CONTRIBUTION_MODERATE, of)),
        back_url=section_url(of, place.section.key),
    )
