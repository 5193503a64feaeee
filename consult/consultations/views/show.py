"""The page of a consultation: what it asks, until when, and the one next step."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.core.clock import now
from consult.rules.permissions import Permission
from consult.text.markdown import render_markdown
from consult.web.access import actor, may, requires
from consult.web.locale import current_language
from consult.web.moments import show_moment
from consult.web.pages import render_page

from ..activity import Activity, activity
from ..facilitators import facilitators
from ..merge_desk import desk_of
from ..models import Consultation, GuidingQuestion
from ..next_step import Reader, next_step
from ..services import consultation_by_id, window_changes
from ..text_languages import not_ready
from ..words import CONTRIBUTORS, READERS, STATE_TINTS, STATES, change_sentence, kept_sentence, state_sentence
from .blueprint import bp, link_to


@bp.get("/consultations/<consultation_id>")
@requires(Permission.CONSULTATION_READ, consultation_by_id)
def show(consultation: Consultation) -> ResponseReturnValue:
    """Show a consultation to whoever may read it."""
    at = now()
    state = consultation.state(at)
    reader = Reader(
        is_signed_in=actor().is_signed_in,
        may_submit=may(Permission.CONTRIBUTION_SUBMIT, consultation),
        may_manage=may(Permission.CONSULTATION_MANAGE, consultation),
        may_consolidate=may(Permission.CONSOLIDATION_START, consultation),
        may_read_ledger=may(Permission.LEDGER_READ, consultation.ledger_facts(at)),
    )
    done = activity(consultation, actor().person_id)
    desk = desk_of(consultation) if state == "closed" else None
    step = next_step(consultation, state, reader, done, link_to, desk)
    led_by = _(", ").join(person.display_name for person in facilitators(consultation, at))
    return render_page(
        "consultations/show.html",
        consultation=consultation,
        state=state,
        state_words=STATES[state],
        state_tint=STATE_TINTS[state],
        lead=state_sentence(consultation, at),
        introduction=render_markdown(consultation.introduction),
        step=step,
        kept=kept_sentence(consultation),
        facts=_facts(consultation, led_by if reader.may_submit or reader.may_manage else ""),
        is_unled=not led_by and may(Permission.NETWORK_MANAGE),
        changes=[change_sentence(change, consultation) for change in window_changes(consultation)],
        questions=[_question(question, done, reader) for question in consultation.questions],
        counts=_counts(done),
        links=_links(consultation, state, step.url),
        not_ready=not_ready(consultation) if reader.may_manage and state != "closed" else {},
        languages_url=link_to("translations.overview", slug=consultation.narrative.slug),
    )


def _links(consultation: Consultation, state: str, next_url: str | None) -> list[tuple[str, str]]:
    """Return address and label of the further pages about it, without the one that the next step leads to."""
    found = [
        (link_to("reading.consultation_text", consultation_id=consultation.public_id), _("Read the text")),
        (link_to("summaries.consultation", consultation_id=consultation.public_id), _("Summary in figures")),
        (_ledger_url(consultation) if state == "closed" else None, _("What became of each contribution")),
    ]
    return [(url, label) for url, label in found if url and url != next_url]


def _ledger_url(consultation: Consultation) -> str | None:
    """Return the page of what became of each contribution, for those who may read it."""
    if not may(Permission.LEDGER_READ, consultation.ledger_facts(now())):
        return None
    return link_to("reading.ledger", consultation_id=consultation.public_id)


def _facts(consultation: Consultation, led_by: str) -> list[tuple[str, Any]]:
    """Return name and value of what everybody should know, the empty ones left out.

    Who facilitates is named to those who take part alone: they may write to the facilitators only.
    """
    region = consultation.region.name(current_language()) if consultation.region else ""
    facts = [
        (_("Region"), region),
        (_("Theme"), consultation.theme),
        (_("Opens"), show_moment(consultation.opens_at, consultation.zone)),
        (_("Closes"), show_moment(consultation.closes_at, consultation.zone)),
        (_("May read"), READERS[consultation.read_audience]),
        (_("May contribute"), CONTRIBUTORS[consultation.contribute_audience]),
        (_("Facilitated by"), led_by),
    ]
    return [(name, value) for name, value in facts if value]


def _question(question: GuidingQuestion, done: Activity, reader: Reader) -> dict[str, Any]:
    url = None
    if reader.may_submit:
        url = link_to(
            "contributions.answer",
            consultation_id=question.consultation.public_id,
            question_id=question.public_id,
        )
    return {"wording": question.wording, "url": url, "is_answered": question.id in done.answered}


def _counts(done: Activity) -> list[str]:
    """Return the counts that everybody may see, as phrases."""
    words = {
        "comment": lambda n: ngettext("%(num)d comment", "%(num)d comments", n),
        "amendment": lambda n: ngettext("%(num)d proposed change", "%(num)d proposed changes", n),
        "answer": lambda n: ngettext("%(num)d answer", "%(num)d answers", n),
        "highlight": lambda n: ngettext("%(num)d highlight", "%(num)d highlights", n),
    }
    return [say(done.counts[kind]) for kind, say in words.items() if done.counts.get(kind)]
