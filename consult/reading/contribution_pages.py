"""One contribution with all that became of it, and everything that one person sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import joinedload

from consult.consolidation.services.releases import released_for
from consult.consultations.models import Consultation
from consult.contributions.display import Shown, shown_list, shown_one
from consult.contributions.labels import DISPOSITION_TINTS, DISPOSITIONS
from consult.contributions.marks import marked_between, section_html
from consult.contributions.models import Contribution, ContributionText
from consult.contributions.queries import thread_of
from consult.contributions.similar_shown import told_of
from consult.contributions.tags import tags_on
from consult.contributions.veil import veil_over
from consult.core.database import db
from consult.core.errors import NotFound
from consult.rules.permissions import Permission
from consult.text.markdown import render_markdown
from consult.web.access import me, requires
from consult.web.locale import language_name
from consult.web.pages import render_page

from .blueprint import bp
from .own_objections import own_objections
from .provenance import judged_links, shaped_passages
from .remains import remains
from .went import went


def contribution_by_id(contribution_id: str) -> Contribution:
    """Return the contribution with this public id, its consultation and section loaded with it."""
    found = db.session.scalar(
        sa.select(Contribution)
        .where(Contribution.public_id == contribution_id)
        .options(
            joinedload(Contribution.consultation).joinedload(Consultation.narrative),
            joinedload(Contribution.section),
        )
    )
    if found is None:
        raise NotFound
    return found


@bp.get("/contributions/<contribution_id>")
@requires(Permission.CONTRIBUTION_READ, contribution_by_id)
def contribution(contribution: Contribution) -> ResponseReturnValue:
    """Show a contribution with its thread, its earlier wordings, its answer, and where its words went."""
    shown = shown_one(contribution)
    base = shown.text.base_text if shown.text else None
    return render_page(
        "reading/contribution.html",
        shown=shown,
        thread=_thread(contribution) or [shown],
        consultation=contribution.consultation,
        narrative=contribution.consultation.narrative,
        section_url=section_url(contribution),
        heading=base.heading if base else "",
        headings={place.key: place.heading for place in went([contribution.id]).get(contribution.id, [])},
        passages=shaped_passages(contribution),
        links=judged_links(contribution=contribution),
        left=remains([contribution.id]),
        tags=[] if shown.placeholder else tags_on([contribution.id]).get(contribution.id, []),
        wordings=[] if shown.placeholder else wordings_of(contribution),
        similar=None if shown.placeholder else told_of(contribution),
    )


def _thread(contribution: Contribution) -> list[Shown]:
    """Return the contribution with its replies, or the whole thread in which it is a reply."""
    start = contribution
    if contribution.thread_id is not None:
        start = db.session.get(Contribution, contribution.thread_id) or contribution
    reader = me()
    return shown_list(thread_of(start, person_id=reader.id if reader else None))


def section_url(contribution: Contribution) -> str | None:
    """Return the page of the section that a contribution is about, or None where it is about none.

    A section that is proposed stands in no revision yet, so it has no page.
    """
    if contribution.section is None or contribution.operation == "add":
        return None
    return url_for(
        "reading.section",
        consultation_id=contribution.consultation.public_id,
        key=contribution.section.key,
        _anchor=f"c-{contribution.public_id}",
    )


@dataclass(frozen=True)
class Wording:
    """One wording of a contribution: when, how it came about, and what it says."""

    number: int
    day: Markup
    origin: str
    html: Markup
    is_current: bool
    language: str


def wordings_of(contribution: Contribution) -> list[Wording]:
    """Return every wording, newest first; nothing where there is only one."""
    texts = list(contribution.texts)
    if len(texts) < 2:
        return []
    zone, veil = contribution.consultation.zone, veil_over(contribution.consultation)
    return [
        Wording(
            text.number,
            veil.show_day(text.created_at, zone),
            _origin(text),
            _words(contribution, text),
            text.number == contribution.text_number,
            text.base_text.language
            if contribution.kind == "amendment" and text.base_text
            else contribution.language,
        )
        for text in reversed(texts)
    ]


def _origin(text: ContributionText) -> str:
    if text.made_by == "carry":
        return _("carried to a newer version of the text")
    if text.made_by == "rendering" and text.base_text is not None:
        return _("translated into %(language)s", language=language_name(text.base_text.language))
    if text.made_by == "entry":
        return _("entered for the author")
    return _("first wording") if text.number == 1 else _("changed by the author")


def _words(contribution: Contribution, text: ContributionText) -> Markup:
    """Return what a wording says: of an amendment the marked change, of all else its words."""
    if contribution.operation == "reword" and text.base_text is not None:
        return marked_between(text.base_text.full, text.full, text.base_text.language)
    if contribution.kind == "amendment":
        return section_html(text.heading, text.body)
    return render_markdown(text.body, heading_offset=1)


@dataclass(frozen=True)
class MyGroup:
    """What I sent in one consultation."""

    consultation: Consultation
    drafts: list[Shown]
    sent: list[Shown]


@bp.get("/me/contributions")
@requires(Permission.PROFILE_EDIT)
def my_contributions() -> ResponseReturnValue:
    """List everything that the reader sent, drafts first, with the answers and where the words went."""
    rows = contributions_of(me().id)
    groups = _groups(rows)
    return render_page(
        "reading/my_contributions.html",
        groups=groups,
        names={shown.row.id: _named(shown) for group in groups for shown in group.sent},
        went=went([row.id for row in rows]),
        remains=remains([row.id for row in rows]),
        proposed=released_for([row.id for row in rows]),
        objections=own_objections(me().id),
        dispositions=DISPOSITIONS,
        tints=DISPOSITION_TINTS,
        section_url=section_url,
    )


def _named(shown: Shown) -> Markup:
    """Return in a few words which contribution it is: its kind, and its question, its section or how it begins."""
    base = shown.text.base_text if shown.text else None
    about = shown.question or (base.heading if base else "") or (shown.body or Markup("")).striptags()
    return Markup("{}: <bdi>{}</bdi>").format(shown.kind, shorten(about, 80, placeholder=" …"))


def contributions_of(person_id: int) -> list[Contribution]:
    """Return what a person sent or drafted, newest first."""
    rows = db.session.scalars(
        sa.select(Contribution)
        .where(Contribution.person_id == person_id)
        .order_by(
            sa.func.coalesce(Contribution.submitted_at, Contribution.created_at).desc(), Contribution.id
        )
        .options(joinedload(Contribution.section))
    )
    return list(rows)


def _groups(rows: Sequence[Contribution]) -> list[MyGroup]:
    """Group by consultation, the one with the newest contribution first; replies stand on their own."""
    every = [one for shown in shown_list(rows) for one in (shown, *shown.replies)]
    found: dict[int, list[Shown]] = {}
    for shown in every:
        found.setdefault(shown.row.consultation_id, []).append(shown)
    return [
        MyGroup(
            group[0].row.consultation,
            [shown for shown in group if shown.row.status == "draft"],
            [shown for shown in group if shown.row.status != "draft"],
        )
        for group in found.values()
    ]
