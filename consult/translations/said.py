"""What people said (comments, answers, why they propose something) put into another language by somebody named."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from consult.contributions.language_models import SaidTranslation
from consult.contributions.models import Contribution
from consult.contributions.rendered import touch
from consult.contributions.translated import translations_of
from consult.core.database import db, hold_name
from consult.core.errors import InvalidInput, StaleBase, WrongState
from consult.core.logs import log_event
from consult.people.models import Person
from consult.text.ingest import normalise


def languages_for(row: Contribution, *also: str) -> list[str]:
    """Return the languages into which a contribution can be put: the text's, its consultation's, and `also`."""
    narrative = row.consultation.narrative
    codes = [narrative.working_language, *row.consultation.languages, *narrative.target_languages, *also]
    return [code for code in dict.fromkeys(codes) if code != row.language]


def has_body(row: Contribution) -> bool:
    """Say whether its words are to be translated; a proposed change is worded at its own page."""
    return row.kind != "amendment" and bool(row.text.body)


def newest_said(row: Contribution, language: str) -> SaidTranslation | None:
    """Return the translation into a language that is shown, or None."""
    return translations_of([row.id]).get(row.id, {}).get(language)


def translate_said(
    row: Contribution,
    language: str,
    body: str,
    rationale: str,
    *,
    seen: str,
    actor: Person,
    at: datetime,
    offered: list[str],
) -> SaidTranslation:
    """Put what was said into another language; what stood there is kept. Return it.

    `seen`: public id of the translation that the form was made from, empty for none. WrongState: it is not there any
    more. StaleBase: somebody translated it meanwhile. InvalidInput: another language, nothing, or the very original.
    """
    if language not in offered:
        raise InvalidInput(_l("Choose a language."))
    hold_name(f"said:{row.id}:{language}")
    if row.status != "submitted" or row.hidden_at is not None:
        raise WrongState(_l("This is withdrawn, hidden or not admitted: there is nothing to translate."))
    newest = newest_said(row, language)
    if seen != (newest.public_id if newest else ""):
        raise StaleBase(
            _l("The words or their translation were changed meanwhile. Look at them, then send yours again.")
        )
    words = {"body": _checked(row.text.body, body, "body") if has_body(row) else ""}
    words["rationale"] = _checked(row.text.rationale, rationale, "rationale") if row.text.rationale else ""
    if not any(words.values()):
        raise InvalidInput(_l("There are no words to translate."), field="")
    made = SaidTranslation(
        narrative_id=row.narrative_id,
        contribution_id=row.id,
        text_id=row.text.id,
        language=language,
        by_id=actor.id,
        given_at=at,
        **words,
    )
    db.session.add(made)
    touch(row)
    db.session.flush()
    log_event("contribution-translated", row, actor_id=actor.id, after=language)
    return made


def _checked(original: str, words: str, field: str) -> str:
    try:
        given = normalise(words)
    except ValueError:
        raise InvalidInput(_l("This text holds a sign that cannot be stored."), field=field) from None
    if not given:
        raise InvalidInput(_l("Please fill this in."), field=field)
    if given == original:
        raise InvalidInput(_l("These are the words of the original."), field=field)
    return given
