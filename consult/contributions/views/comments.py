"""Comments on a section or a passage of it, and replies."""

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.consultations.at_hand import ReadConsultation
from consult.core.clock import now
from consult.core.errors import InvalidInput
from consult.narratives.kept_texts import KeptPlace
from consult.rules.permissions import Permission
from consult.text.markdown import render_markdown
from consult.web.access import check, reader, requires
from consult.web.forms import add_problem
from consult.web.pages import render_block, wants_fragment

from .. import services
from ..choosing import chosen_sending, offer_languages, offer_sending
from ..display import shown_one
from ..editions import text_asked, text_kept
from ..entry import comment_form
from ..forms import CommentForm, ReplyForm
from ..listed import listed_on
from ..models import Comment, Contribution
from .common import (
    bp,
    card_url,
    consultation,
    consultation_page,
    contribution,
    home_of,
    place_as_read,
    place_url,
    say_sent,
    typed,
)

COMMENT_PAGE = "contributions/new_comment.html"


@bp.get("/consultations/<consultation_id>/sections/<key>/comments/new")
@requires(Permission.CONTRIBUTION_SUBMIT, consultation)
def new_comment(consultation: ReadConsultation, key: str) -> ResponseReturnValue:
    """Show the form of a comment; the address may carry the passage that was selected."""
    if request.args.get("reply_to"):
        return redirect(url_for("contributions.reply", contribution_id=typed("reply_to")))
    place = place_as_read(consultation, key)
    form = comment_form(
        consultation, place, reader(), now(), quote=typed("quote"), paragraph=typed("paragraph")
    )
    if form.paragraph.data not in {choice.value for choice in form.paragraph.choices}:
        form.paragraph.data = ""
    return _comment_page(consultation, place, form)


@bp.post("/consultations/<consultation_id>/sections/<key>/comments/new")
@requires(Permission.CONTRIBUTION_SUBMIT, consultation)
def submit_comment(consultation: ReadConsultation, key: str) -> ResponseReturnValue:
    """Send a comment."""
    place, at = place_as_read(consultation, key), now()
    form = comment_form(consultation, place, reader(), at)
    if not form.validate():
        return _comment_page(consultation, place, form, status=422)
    try:
        services.check_pace(reader(), at)
        row = services.submit_comment(
            consultation,
            place.section,
            reader(),
            at,
            body=form.body.data,
            comment_kind=form.comment_kind.data,
            sending=chosen_sending(form, reader(), at, form.language.data),
            quote=form.quote.data or "",
            paragraph=int(form.paragraph.data) if form.paragraph.data else None,
            edition=place.text if text_asked(consultation, place) else None,
        )
    except InvalidInput as error:
        add_problem(form, error)
        return _comment_page(consultation, place, form, status=error.status)
    if wants_fragment():
        return _sent_fragment(consultation, place, row)
    say_sent(row, _("Your comment was sent."))
    text = text_kept(consultation, place)
    return redirect(card_url(row, consultation, place.section.key, text, is_new=True), 303)


def _comment_page(
    consultation: ReadConsultation, place: KeptPlace, form: CommentForm, status: int = 200
) -> ResponseReturnValue:
    return consultation_page(
        COMMENT_PAGE,
        consultation,
        block="comment_form",
        status=status,
        place=place,
        form=form,
        inline=wants_fragment(),
        base_html=render_markdown(place.text.body, heading_offset=1),
        read_in=text_kept(consultation, place),
        back_url=place_url(consultation, place),
    )


def _sent_fragment(consultation: ReadConsultation, place: KeptPlace, row: Comment) -> ResponseReturnValue:
    """Answer htmx with a fresh form that says what was sent, the new card, and how many comments there are now."""
    fresh = comment_form(consultation, place, reader(), now())
    fresh.process(None)
    offer_languages(fresh, consultation)
    form = render_block(
        COMMENT_PAGE,
        "comment_form",
        consultation=consultation,
        place=place,
        form=fresh,
        inline=True,
        read_in=text_kept(consultation, place),
        at=now(),
        sent=row,
    )
    comments = listed_on(consultation, place.section, kind="comment")
    card = render_block("contributions/sent.html", "sent_card", shown=shown_one(row), count=len(comments))
    return make_response(form + card)


@bp.get("/contributions/<contribution_id>/reply")
@requires(Permission.CONTRIBUTION_SUBMIT, contribution)
def reply(contribution: Contribution) -> ResponseReturnValue:
    """Show the form of a reply."""
    check(Permission.CONTRIBUTION_READ, contribution)
    return _reply_page(contribution, _reply_form(contribution))


@bp.post("/contributions/<contribution_id>/reply")
@requires(Permission.CONTRIBUTION_SUBMIT, contribution)
def submit_reply(contribution: Contribution) -> ResponseReturnValue:
    """Send a reply."""
    check(Permission.CONTRIBUTION_READ, contribution)
    form, at = _reply_form(contribution), now()
    if not form.validate():
        return _reply_page(contribution, form, status=422)
    try:
        services.check_pace(reader(), at)
        sending = chosen_sending(form, reader(), at, form.language.data)
        row = services.reply(contribution, reader(), at, body=form.body.data, sending=sending)
    except InvalidInput as error:
        add_problem(form, error)
        return _reply_page(contribution, form, status=error.status)
    say_sent(row, _("Your reply was sent."))
    return redirect(home_of(row), 303)


def _reply_form(parent: Contribution) -> ReplyForm:
    form = ReplyForm()
    offer_sending(form, reader(), now())
    offer_languages(form, parent.consultation)
    return form


def _reply_page(parent: Contribution, form: ReplyForm, status: int = 200) -> ResponseReturnValue:
    return consultation_page(
        "contributions/reply.html",
        parent.consultation,
        status=status,
        parent=shown_one(parent),
        form=form,
        back_url=home_of(parent),
    )
