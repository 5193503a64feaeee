"""The narrative as one page: a revision by itself, and the same text within a consultation."""

from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa
from flask import current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy.orm import joinedload

from consult.consolidation.services.reverting import Publication
from consult.consultations.at_hand import ReadConsultation, consultation_at_hand
from consult.consultations.models import Consultation
from consult.contributions.queries import SectionCounts, counts_by_section, stamp_of
from consult.core.clock import now
from consult.core.database import db
from consult.core.kept import Shelf
from consult.narratives.kept_texts import KeptPlace
from consult.narratives.models import Revision, RevisionSection
from consult.narratives.services import latest_revision, places_of
from consult.rules.permissions import Permission
from consult.web.access import actor, may, requires
from consult.web.links import url_for
from consult.web.locale import current_language
from consult.web.pages import macros, render_page

from .after import afterwards
from .blueprint import bp
from .contested import PassageNote, changes_by_text, passage_notes
from .languages import InLanguage, TextChoice
from .loaders import newest_revision, revision_by_number
from .prose import prose
from .words import consultation_window, place_url


@dataclass(frozen=True)
class ShownSection:
    """A section as the page draws it."""

    place: RevisionSection | KeptPlace
    url: str
    html: Markup
    counts: SectionCounts
    is_contested: bool = False
    note: str | None = None

    @property
    def label(self) -> str:
        """Return the printed label."""
        return self.place.label

    @property
    def heading(self) -> str:
        """Return the heading."""
        return self.place.text.heading

    @property
    def drawn(self) -> Markup:
        """Return the section as the page prints it, in the language of the interface."""
        return _draw(
            current_language(),
            self.url,
            self.place.section.key,
            self.place.depth + 1,
            self.label,
            self.heading,
            self.counts.comments,
            self.counts.amendments,
            self.html,
            self.place.text.language,
            self.note,
        )


@lru_cache(maxsize=2048)
def _draw(
    interface: str,
    url: str,
    key: str,
    level: int,
    label: str,
    heading: str,
    comments: int,
    amendments: int,
    html: Markup,
    language: str,
    note: str | None = None,
) -> Markup:
    """Draw a section; it is kept under all that it prints, so readers of the same text share it."""
    found = current_app.jinja_env.get_template("reading/_section_text.html")
    values = {"url": url, "key": key, "level": level, "label": label, "heading": heading}
    sent = {"comments": comments, "amendments": amendments}
    drawn = found.render(**values, **sent, html=html, language=language, note=note, ui=macros())
    return Markup(drawn)  # noqa: S704 - a template of ours


@bp.get("/narratives/<slug>")
@requires(Permission.NARRATIVE_READ, newest_revision)
def narrative(revision: Revision) -> ResponseReturnValue:
    """Show the newest revision."""
    return _revision_page(revision, revision)


@bp.get("/narratives/<slug>/<number>")
@requires(Permission.NARRATIVE_READ, revision_by_number)
def revision(revision: Revision) -> ResponseReturnValue:
    """Show one revision, and say so where a newer one exists."""
    return _revision_page(revision, latest_revision(revision.narrative) or revision)


def _revision_page(revision: Revision, newest: Revision) -> ResponseReturnValue:
    places = places_of(revision.id)
    slug = revision.narrative.slug
    number, read = revision.number, InLanguage(revision, places)
    sections = [_section_read(read, place) for place in places]
    return render_page(
        "reading/revision.html",
        revision=revision,
        narrative=revision.narrative,
        newest=newest,
        sections=sections,
        contents=contents_of(sections),
        consultations=open_consultations(revision, newest),
        after=afterwards(revision),
        headings={shown.place.section.key: shown.heading for shown in sections},
        may_revert=_may_revert(revision, newest),
        text_choices=read.choices("reading.revision", slug=slug, number=number),
        credit=read.credit,
        consultation_window=consultation_window,
        now=now(),
    )


def _section_read(read: InLanguage, place: RevisionSection) -> ShownSection:
    """Return a section in the language that the reader chose."""
    revision, shown = read.revision, read.place(place)
    values = {
        "slug": read.narrative.slug,
        "number": revision.number,
        "text": read.chosen or read.asked_original,
    }
    url = url_for("reading.revision_section", **values, key=place.section.key)
    return ShownSection(shown, url, prose(shown.text.body), SectionCounts(), note=read.note(place))


def _may_revert(revision: Revision, newest: Revision) -> bool:
    """Say whether the reader may take this version back: the newest one, by those who facilitate what it answers."""
    if not actor().is_signed_in or revision.id != newest.id or revision.parent_id is None:
        return False
    return may(Permission.REVISION_REVERT, Publication(revision))


def contents_of(sections: list[ShownSection]) -> list[dict[str, object]]:
    """Return the contents as the layout's list wants them: links to the sections of this page."""
    return [
        {
            "label": shown.heading,
            "url": f"#{shown.place.section.key}",
            "number": shown.label,
            "level": shown.place.depth,
            "note": _("contested") if shown.is_contested else None,
        }
        for shown in sections
    ]


def open_consultations(revision: Revision, newest: Revision) -> list[Consultation]:
    """Return the consultations on a revision that are not over and that the reader may see.

    On the page of the newest revision those on earlier ones stand, too: a consultation keeps its text until it closes.
    """
    here = Consultation.base_revision_id == revision.id
    if revision.id == newest.id:
        is_of_line = Consultation.base_revision.has(Revision.line == revision.line)
        here = sa.and_(Consultation.narrative_id == revision.narrative_id, is_of_line)
    rows = db.session.scalars(
        sa.select(Consultation)
        .where(here, Consultation.closes_at > now())
        .options(joinedload(Consultation.base_revision))
        .order_by(Consultation.closes_at)
    )
    return [row for row in rows if may(Permission.CONSULTATION_READ, row)]


@dataclass(frozen=True)
class DrawnText:
    """The text of a consultation with what was sent on it, as every reader of a language sees it.

    `languages` leads to its translations.
    """

    contents: Markup
    languages: Markup
    sections: Markup
    first_url: str | None


_drawn_texts = Shelf(32)


@bp.get("/consultations/<consultation_id>/text")
@requires(Permission.CONSULTATION_READ, consultation_at_hand)
def consultation_text(consultation: ReadConsultation) -> ResponseReturnValue:
    """Show the base revision of a consultation with what has been sent on it in the margin."""
    at, read = now(), InLanguage.within(consultation, consultation.places)
    return render_page(
        "reading/consultation_text.html",
        consultation=consultation,
        narrative=consultation.narrative,
        revision=consultation.base_revision,
        text=_text_of(consultation, read),
        window=consultation_window(consultation, at),
        state=consultation.state(at),
        may_submit=may(Permission.CONTRIBUTION_SUBMIT, consultation),
        credit=read.credit,
    )


def _text_of(consultation: ReadConsultation, read: InLanguage) -> DrawnText:
    """Draw the text, or take it as it was drawn: from this revision, with these contributions, at these addresses."""
    key = (
        current_language(),
        request.root_path,
        consultation.public_id,
        consultation.base_revision.hash,
        stamp_of(consultation.id),
        read.asked_original,
        read.chosen,
        tuple(read.ready.items()),
    )
    return _drawn_texts.get(key) or _drawn_texts.put(key, _draw_text(consultation, read))


def _draw_text(consultation: ReadConsultation, read: InLanguage) -> DrawnText:
    originals = consultation.places
    places = [read.place(place) for place in originals]
    changes = changes_by_text(consultation, [place.section_text_id for place in places])
    counts = counts_by_section(consultation)
    sections = [
        _section_in_consultation(
            consultation,
            place,
            counts.get(place.section_id),
            passage_notes(place.text, changes[place.section_text_id]),
            read.note(original),
        )
        for place, original in zip(places, originals, strict=True)
    ]
    return DrawnText(
        contents=Markup(macros().contents(contents_of(sections))),  # noqa: S704 - a macro of ours
        languages=_draw_languages(
            read.choices("reading.consultation_text", consultation_id=consultation.public_id)
        ),
        sections=Markup("\n").join(shown.drawn for shown in sections),
        first_url=sections[0].url if sections else None,
    )


def _draw_languages(choices: list[TextChoice]) -> Markup:
    """Draw the links to the translations of the text."""
    found = current_app.jinja_env.get_template("reading/_text_languages.html")
    return Markup(found.render(text_choices=choices, credit=None))  # noqa: S704 - a template of ours


def _section_in_consultation(
    consultation: ReadConsultation,
    place: KeptPlace,
    counts: SectionCounts | None,
    notes: list[PassageNote],
    unready: str | None,
) -> ShownSection:
    url = place_url(consultation, place)
    return ShownSection(
        place,
        url,
        prose(place.text.body, {note.start: note_link(note, url) for note in notes}),
        counts or SectionCounts(),
        any(note.is_clash for note in notes),
        unready,
    )


def note_link(note: PassageNote, url: str) -> Markup:
    """Return the link that stands in the margin of a passage with proposed changes."""
    words = ngettext("%(num)s change proposed here", "%(num)s changes proposed here", note.changes)
    kind = "passage-note contested" if note.is_clash else "passage-note"
    text = _("%(changes)s: not all can stand", changes=words) if note.is_clash else words
    # In <bdi> the words of the page do not decide in which direction the passage itself is laid out.
    return Markup('<a class="{}" href="{}#changes"><bdi>{}</bdi></a> ').format(kind, url, text)
