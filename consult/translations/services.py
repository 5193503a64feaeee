"""Verbs on translations: choose languages, save a draft, send it, return it, review it."""

import re
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from babel import Locale, UnknownLocaleError
from flask_babel import lazy_gettext as _l

from consult.core.database import db, hold_name
from consult.core.errors import InvalidInput, NotAllowed, StaleBase, WrongState
from consult.core.logs import log_event
from consult.narratives.models import Narrative
from consult.narratives.services import store_text
from consult.people.models import Person
from consult.rules.readiness import DRAFT, REVIEWED, WAITING
from consult.text.units import one_line

from .draft_places import is_published
from .memory import keep_sentences
from .models import Translation, TranslationChange
from .sealing import seal_what_is_ready
from .tasks import Task, put_together, untranslated

LONGEST_SENTENCE = 20_000
MOST_LANGUAGES = 60
_CODE = re.compile(r"(?!und\b)[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def choose_languages(narrative: Narrative, codes: Sequence[str], *, actor: Person, at: datetime) -> Narrative:
    """Set the languages into which a narrative is translated; the working language is not among them.

    Translations into a language that is taken away are kept and come back with it. Raises InvalidInput for a code
    that no language has.
    """
    named = dict.fromkeys(map(in_one_shape, codes))
    chosen = [code for code in named if code != narrative.working_language]
    unknown = [code for code in chosen if not is_language(code)]
    if unknown or len(chosen) > MOST_LANGUAGES:
        raise InvalidInput(_l("There is no language with this code. Look at it again."), field="other")
    if chosen != narrative.target_languages:
        narrative.target_languages = chosen
        db.session.flush()
        log_event("narrative-languages-chosen", narrative, actor_id=actor.id)
        seal_what_is_ready(narrative, at)
    return narrative


def in_one_shape(code: str) -> str:
    """Return a code as addresses have it, however it was typed: pt, pt-BR, zh-Hant."""
    shapes = {2: str.upper, 4: str.title}
    first, *parts = code.split("-")
    return "-".join([first.lower(), *(shapes.get(len(part), str.lower)(part) for part in parts)])


def is_language(code: str) -> bool:
    """Say whether CLDR knows a language by this code, such as pt or zh-Hant, and an address can name it."""
    if not _CODE.fullmatch(code):
        return False
    try:
        return len(code) <= 12 and Locale.parse(code, sep="-").get_display_name("en") is not None
    except (UnknownLocaleError, ValueError, TypeError):
        return False


def save_translation(
    task: Task,
    wordings: Sequence[str],
    *,
    counter: int,
    actor: Person | None,
    at: datetime,
    act: str = "saved",
) -> Translation | None:
    """Keep the words for the sentences of a section as a draft; the words that readers see stay as they are.

    None, and nothing is written, where no word was typed yet. Raises StaleBase where somebody saved since `counter`,
    InvalidInput for a sentence that is too long.
    """
    _hold(task)
    given = _cleaned(task, wordings)
    row = task.row
    if row is None and not any(given):
        return None
    row = _checked(task, row, counter)
    if given != row.wordings or not row.counter:
        row.wordings, row.status, row.translator_id = given, DRAFT, actor.id if actor else None
        _note(row, act, actor, at)
    return row


def send_for_review(
    task: Task,
    wordings: Sequence[str],
    *,
    counter: int,
    actor: Person,
    at: datetime,
    gaps_are_meant: bool = False,
) -> Translation:
    """Save, and ask a second person to review.

    Raises InvalidInput where sentences have no words, unless their words stand in others and `gaps_are_meant`.
    """
    given = _cleaned(task, wordings)
    missing = untranslated(task.parts, given)
    if (missing and not gaps_are_meant) or not given[0]:
        raise InvalidInput(
            _l("Some sentences are not translated yet. What you typed is not lost."),
            field="gaps",
            missing=missing,
        )
    row = save_translation(task, given, counter=counter, actor=actor, at=at)
    assert row is not None  # it has a heading
    if row.status != DRAFT:
        raise WrongState(_l("This translation was sent for review already."))
    row.status, row.remark = WAITING, ""
    _note(row, "sent", actor, at)
    return row


def return_translation(task: Task, remark: str, *, counter: int, actor: Person, at: datetime) -> Translation:
    """Give a translation back to be worked on, with a remark. Raises InvalidInput without one."""
    _hold(task)
    row = _waiting(task, counter)
    if not one_line(remark):
        raise InvalidInput(_l("Say what should be looked at again."), field="remark")
    row.status, row.remark = DRAFT, one_line(remark)[:2_000]
    _note(row, "returned", actor, at)
    return row


def review_translation(
    task: Task, wordings: Sequence[str], *, counter: int, actor: Person, at: datetime
) -> Translation:
    """Approve a translation, so that readers see it.

    Raises NotAllowed for whoever wrote its last words, and InvalidInput where words were changed in the same step:
    somebody else reviews these.
    """
    _hold(task)
    row = _waiting(task, counter)
    if row.translator_id == actor.id:
        raise NotAllowed(_l("You wrote these words: a second person reviews them."))
    if _cleaned(task, wordings) != row.wordings:
        raise InvalidInput(
            _l("You changed words. Save them and send them for review: somebody else approves them then."),
            field="gaps",
        )
    heading, body = put_together(task.source, row.wordings)
    row.text = store_text(task.narrative, task.language, heading, body)
    row.status, row.remark, row.reviewer_id, row.reviewed_at = REVIEWED, "", actor.id, at
    _note(row, "reviewed", actor, at)
    if is_published(task.source):  # the words of a draft go into the memory with its publication
        keep_sentences(task, row.wordings, at)
        seal_what_is_ready(task.narrative, at, [task.language])
    return row


def words_at(row: Translation, counter: int) -> list[str]:
    """Return the words of a translation as they were at a counter; none before the first save."""
    found = db.session.scalar(
        sa.select(TranslationChange).where(
            TranslationChange.translation_id == row.id, TranslationChange.number == counter
        )
    )
    return list(found.wordings) if found else []


def _hold(task: Task) -> None:
    hold_name(f"translation:{task.section.id}:{task.language}")
    task.__dict__.pop("rows", None)  # what was read before another transaction ended is old


def _cleaned(task: Task, wordings: Sequence[str]) -> list[str]:
    """Return one line for each sentence; what has no letters needs none."""
    if len(wordings) != len(task.parts):
        raise InvalidInput(_l("This form does not fit the section. Load the page again."), field="gaps")
    given = [
        one_line(words) if part.is_words else "" for part, words in zip(task.parts, wordings, strict=True)
    ]
    longest = max(range(len(given)), key=lambda place: len(given[place]))
    if len(given[longest]) > LONGEST_SENTENCE:
        raise InvalidInput(
            _l("This sentence is too long. Nothing is lost: shorten it here."),
            field="gaps",
            missing=[longest],
        )
    return given


def _checked(task: Task, row: Translation | None, counter: int) -> Translation:
    """Return the record of the translation, begun where there is none, unless somebody saved since."""
    if (row.counter if row else 0) != counter:
        raise StaleBase(_l("Somebody saved this section meanwhile"), row=row)
    if row is None:
        row = Translation(
            narrative_id=task.narrative.id,
            section=task.section,
            source=task.source,
            language=task.language,
            wordings=[],
            counter=0,
            status=DRAFT,
        )
        db.session.add(row)
        db.session.flush()
    return row


def _waiting(task: Task, counter: int) -> Translation:
    row = task.row
    # What was saved meanwhile is told first: it may be why nothing waits any more.
    if row is None or _checked(task, row, counter).status != WAITING:
        raise WrongState(_l("This translation does not wait for a review."))
    return row


def _note(row: Translation, act: str, actor: Person | None, at: datetime) -> None:
    """Write the step down with all words as they are now."""
    row.counter, row.updated_at = row.counter + 1, at
    db.session.flush()
    by_id = actor.id if actor else None
    db.session.add(
        TranslationChange(
            translation_id=row.id,
            number=row.counter,
            act=act,
            wordings=list(row.wordings),
            by_id=by_id,
            at=at,
        )
    )
    db.session.flush()
    log_event(f"translation-{act}", row, actor_id=by_id, after=row.status)
