"""Notes from a call: pasted, split, looked through, sent as what those who spoke contributed."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from consult.consultations.at_hand import ReadConsultation
from consult.consultations.models import Consultation
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from consult.core.ids import token
from consult.narratives.kept_texts import kept_places
from consult.people.choices import optional, organisation_pairs, region_pairs
from consult.people.guests import GuestFacts
from consult.rules.permissions import Permission
from consult.text.notes import Named, split_notes
from consult.web.access import me, requires
from consult.web.forms import add_problem, choices, clean_line
from consult.web.letters import outer_url
from consult.web.links import url_for

from ..choosing import first_words, offer_languages, section_by_key
from ..notes_forms import NoteForm, NotesForm, NotesSendingForm, Problems, check_notes, draw_note
from ..services import Sending
from ..services.entry import Entry
from ..services.notes import MOST_NOTES, Entered, Said, enter_notes, take_notes_back
from .common import bp, consultation, consultation_page

_CODE = Markup('<code dir="ltr">{}</code>')


@bp.get("/consultations/<consultation_id>/notes")
@requires(Permission.CONTRIBUTION_ENTER, consultation)
def notes(consultation: ReadConsultation) -> ResponseReturnValue:
    """Show the form into which notes are pasted."""
    return consultation_page("contributions/notes.html", consultation, form=NotesForm())


@bp.post("/consultations/<consultation_id>/notes")
@requires(Permission.CONTRIBUTION_ENTER, consultation)
def split(consultation: ReadConsultation) -> ResponseReturnValue:
    """Show what the notes say, one by one. Nothing is kept."""
    form = NotesForm()
    found = split_notes(form.notes.data or "", _named(consultation)) if form.validate() else []
    if not form.errors and not 0 < len(found) <= MOST_NOTES:
        form.notes.errors = [_amiss(len(found))]
    if form.errors:
        return _paste_again(consultation, form)
    whole = _sending_form(consultation)
    whole.count.data, whole.count.raw_data = len(found), None
    whole.once.data = whole.once.data or token()
    if whole.name.data is None:
        whole.name.data = _("Somebody in the call")
    region, offered = _region_of(consultation), _offered(consultation, whole)
    said = [draw_note(place, note, region, offered) for place, note in enumerate(found)]
    return _look_through(consultation, whole, said)


@bp.post("/consultations/<consultation_id>/notes/send")
@requires(Permission.CONTRIBUTION_ENTER, consultation)
def send_notes(consultation: ReadConsultation) -> ResponseReturnValue:
    """Send what was taken, all of it or nothing; show the codes of those who spoke, this once."""
    form = _sending_form(consultation)
    said = _as_sent(consultation, form)
    if not check_notes(form, said):
        return _look_through(consultation, form, said, 422)
    taken = [note for note in said if note.taken.data]
    asked = [Said(section_by_key(consultation, note.section.data), _entry(form, note)) for note in taken]
    try:
        entered = enter_notes(consultation, me(), now(), asked, form.once.data or "")
    except (InvalidInput, WrongState) as error:
        place = error.details.get("place")
        add_problem(taken[place] if isinstance(place, int) else form, error)
        return _look_through(consultation, form, said, error.status)
    return _sent(consultation, entered)


@bp.post("/consultations/<consultation_id>/notes/undo")
@requires(Permission.CONTRIBUTION_ENTER, consultation)
def undo_notes(consultation: ReadConsultation) -> ResponseReturnValue:
    """Take back, in one step, what one sent in one act."""
    kept = take_notes_back(consultation, clean_line(request.form.get("entered", "")), me(), now())
    left = ngettext(
        "It was taken back, but for one thing that somebody changed since.",
        "It was taken back, but for %(num)d things that somebody changed since.",
        kept,
    )
    flash(left if kept else _("All of it was taken back."), "success")
    return redirect(url_for("contributions.notes", consultation_id=consultation.public_id), 303)


def _as_sent(consultation: ReadConsultation, form: NotesSendingForm) -> list[NoteForm]:
    offered, count = _offered(consultation, form), min(max(form.count.data or 0, 0), MOST_NOTES)
    return [draw_note(place, None, "", offered) for place in range(count)]


def _paste_again(consultation: ReadConsultation, form: NotesForm) -> ResponseReturnValue:
    """Show what is amiss with the notes; where they were split before, with what came of that."""
    if "count" not in request.form:
        return consultation_page("contributions/notes.html", consultation, form=form, status=422)
    whole = _sending_form(consultation)
    whole.notes.errors = form.notes.errors
    return _look_through(consultation, whole, _as_sent(consultation, whole), 422)


def _sent(consultation: ReadConsultation, entered: Sequence[Entered]) -> ResponseReturnValue:
    number = len(entered)
    flash(ngettext("%(num)d contribution was sent.", "%(num)d contributions were sent.", number), "success")
    answer = consultation_page(
        "contributions/notes_sent.html",
        consultation,
        entered=entered,
        codes=[(one.name, _CODE.format(one.code)) for one in entered if one.code],
        first_words=first_words,
        is_late=any(one.row.is_late for one in entered),
        page=outer_url("people.come_back", entered[0].row.language),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _look_through(
    consultation: ReadConsultation, form: NotesSendingForm, said: Sequence[NoteForm], status: int = 200
) -> ResponseReturnValue:
    return consultation_page(
        "contributions/notes_split.html",
        consultation,
        form=form,
        said=said,
        problems=Problems(form, said),
        organisations=[name for _public_id, name in organisation_pairs()],
        is_late=consultation.state(now()) == "closed",
        status=status,
    )


def _sending_form(consultation: ReadConsultation) -> NotesSendingForm:
    form = NotesSendingForm()
    offer_languages(form, consultation)
    return form


def _named(consultation: ReadConsultation) -> list[Named]:
    return [
        Named(place.section.key, place.label, place.text.heading)
        for place in kept_places(consultation.base_revision)
    ]


def _offered(consultation: ReadConsultation, form: NotesSendingForm) -> dict[str, Any]:
    """Return the choices that every note has, put together once."""
    headings = [(one.key, f"{one.label} {one.heading}".strip()) for one in _named(consultation)]
    return {
        "section": choices([("", _("The text as a whole")), *headings]),
        "region": optional(region_pairs()),
        "language": form.language.choices,
    }


def _region_of(consultation: ReadConsultation) -> str:
    row = db.session.get_one(Consultation, consultation.id)
    return row.region.code if row.region else ""


def _entry(form: NotesSendingForm, note: NoteForm) -> Entry:
    """Return what was said, with what holds for all where the note says nothing itself."""
    visibility, language = (note[one].data or form[one].data for one in ("visibility", "language"))
    name = note.name.data or form.name.data or ""
    return Entry(
        body=note.body.data or "",
        comment_kind=note.comment_kind.data,
        sending=Sending(visibility, language=language),
        channel="meeting",
        consent=note.consent.data or form.consent.data or "",
        guest=GuestFacts(name, language, note.region.data or "", note.organisation.data or ""),
    )


def _amiss(number: int) -> str:
    if not number:
        return _("These notes hold only names of sections, and nothing that was said.")
    return _(
        "These notes hold %(number)s contributions, at most %(most)s at once. Nothing is lost: "
        "take some of them out here, send the others, and come back with the rest.",
        number=number,
        most=MOST_NOTES,
    )
