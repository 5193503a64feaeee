"""The page of one section in a consultation: the text, what was sent on it, and the ways to take part."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from consult.contributions.display import tally_lines
from consult.contributions.editions import text_kept
from consult.contributions.entry import comment_form
from consult.contributions.queries import section_tallies
from consult.core.clock import now
from consult.core.kept import Shelf
from consult.narratives.kept_texts import KeptPlace
from consult.rules.permissions import Permission
from consult.web.access import identity, may, requires
from consult.web.links import url_for
from consult.web.locale import current_language
from consult.web.pages import macros, render_page, wants_fragment

from .blueprint import bp
from .contested import changes_of, passage_notes
from .discussion import Discussion, Wanted, discussion_of
from .languages import InLanguage
from .loaders import ConsultationPlace, section_of_consultation
from .navigation import readable_narratives
from .prose import prose
from .similar_pages import told_after_sending
from .text_pages import note_link
from .words import consultation_window, place_url

PART_TITLES = {
    "amendment": _l("Proposed changes"),
    "answer": _l("Answers"),
    "highlight": _l("Highlights from meetings"),
    "comment": _l("Comments"),
}
PART_ANCHORS = {"amendment": "changes", "answer": "answers", "highlight": "highlights", "comment": "comments"}


@bp.get("/consultations/<consultation_id>/sections/<key>")
@requires(Permission.CONSULTATION_READ, section_of_consultation)
def section(found: ConsultationPlace) -> ResponseReturnValue:
    """Show a section with what was sent on it; htmx asks only for the list again."""
    consultation, read = found.consultation, InLanguage.within(found.consultation, [found.place])
    place = read.place(found.place)
    discussion = discussion_of(consultation, place.section, Wanted.from_query(request.args))
    context: dict[str, Any] = {
        "consultation": consultation,
        "place": place,
        "discussion": discussion,
        "read_in": text_kept(consultation, place),
        "questions": found.questions,
        "may_submit": may(Permission.CONTRIBUTION_SUBMIT, consultation),
        "part_titles": PART_TITLES,
        "part_anchors": PART_ANCHORS,
    }
    if not wants_fragment():
        context |= _around_the_list(found, read, discussion, may_submit=context["may_submit"])
        context["tabs"] = _tabs(discussion, has_questions=bool(context["questions"]))
    return render_page("reading/section.html", block="contributions", **context)


def _around_the_list(
    found: ConsultationPlace, read: InLanguage, discussion: Discussion, *, may_submit: bool
) -> dict[str, Any]:
    consultation, place, at = found.consultation, read.place(found.place), now()
    whole = InLanguage.within(consultation, found.places if read.chosen else [])
    here = {"consultation_id": consultation.public_id, "key": place.section.key}
    state = consultation.state(at)
    tally = section_tallies(consultation).get(place.section_id)
    takes_comments = may_submit and state == "open"
    return {
        "narrative": consultation.narrative,
        "contents": _contents(found, whole),
        "html": _text_with_notes(place, discussion),
        "before": neighbour(found, whole, found.before),
        "after": neighbour(found, whole, found.after),
        "text_choices": read.choices("reading.section", **here),
        "credit": read.credit,
        "note": read.note(found.place),
        "state": state,
        "window": consultation_window(consultation, at),
        "tally_lines": tally_lines(tally) if tally else [],
        "stance_url": _stance_url(found),
        "history_url": _history_url(found),
        "form": comment_form(consultation, place, identity().reader, at) if takes_comments else None,
        "inline": True,
        "similar": told_after_sending(),
    }


def _tabs(discussion: Discussion, *, has_questions: bool) -> list[dict[str, object]]:
    """Return links to the parts of the page that have something in them, with how much."""
    shown = [part for part, number in discussion.counts.items() if number or part in ("amendment", "comment")]
    if has_questions and "answer" not in shown:
        shown.append("answer")
    return [
        {
            "id": PART_ANCHORS[part],
            "label": PART_TITLES[part],
            "url": f"#{PART_ANCHORS[part]}",
            "current": False,
            "count": discussion.counts[part],
        }
        for part in shown
    ]


def _stance_url(found: ConsultationPlace) -> str | None:
    """Return where a position on the section is taken, for those who may."""
    if not may(Permission.STANCE_TAKE, found.consultation):
        return None
    return url_for(
        "contributions.section_stance",
        consultation_id=found.consultation.public_id,
        key=found.place.section.key,
    )


def _history_url(found: ConsultationPlace) -> str | None:
    """Return where the section stands in all versions; a consultation may be open to people who may not read these."""
    slug = found.consultation.narrative.slug
    if slug not in readable_narratives():
        return None
    return url_for("reading.section_history", slug=slug, key=found.place.section.key)


_drawn_contents = Shelf(1024)


def _contents(found: ConsultationPlace, whole: InLanguage) -> Markup:
    """Draw all sections for the column beside the text, this one marked; every reader of a language sees the same."""
    revision, key = found.consultation.base_revision, found.place.section.key
    here = (
        current_language(),
        request.root_path,
        found.consultation.public_id,
        revision.hash,
        key,
        whole.kept_under,
    )
    return _drawn_contents.get(here) or _drawn_contents.put(here, _draw_contents(found, whole))


def _draw_contents(found: ConsultationPlace, whole: InLanguage) -> Markup:
    items = [
        {
            "label": place.text.heading,
            "number": place.label,
            "level": place.depth,
            "url": place_url(found.consultation, place),
            "current": place.section_id == found.place.section_id,
        }
        for place in map(whole.place, found.places)
    ]
    return Markup(macros().contents(items))  # noqa: S704 - a macro of ours


def _text_with_notes(place: KeptPlace, discussion: Discussion) -> Markup:
    """Return the text with the changes proposed to its very words, or rendered in them from another language."""
    notes = passage_notes(place.text, changes_of(discussion.rewordings, place.section_text_id))
    return prose(place.text.body, {note.start: note_link(note, "") for note in notes})


def neighbour(found: ConsultationPlace, whole: InLanguage, place: KeptPlace | None) -> dict[str, str] | None:
    """Return the link to the section before or after, or None at the ends."""
    if place is None:
        return None
    shown = whole.place(place)
    return {
        "url": place_url(found.consultation, shown),
        "label": f"{shown.label} {shown.text.heading}".strip(),
    }
