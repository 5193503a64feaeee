"""The list of tags of a narrative, as facilitators of its consultations keep it."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.consultations.models import Consultation
from consult.consultations.services import consultation_by_id
from consult.contributions.services import tagging
from consult.contributions.tag_models import Tag
from consult.contributions.tags import numbers_tagged, tags_of
from consult.core.clock import now
from consult.core.errors import ConsultError
from consult.core.loading import by_public_id
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.forms import clean_line, too_long
from consult.web.links import url_for
from consult.web.locale import current_language, language_name
from consult.web.pages import render_page

from .blueprint import bp


@bp.get("/consultations/<consultation_id>/tags/list")
@requires(Permission.CONTRIBUTION_MODERATE, consultation_by_id)
def tag_list(consultation: Consultation) -> ResponseReturnValue:
    """Show the list."""
    return _page(consultation)


@bp.post("/consultations/<consultation_id>/tags/list")
@requires(Permission.CONTRIBUTION_MODERATE, consultation_by_id)
def add_tag(consultation: Consultation) -> ResponseReturnValue:
    """Put another tag on the list."""
    return _named(
        consultation, None, lambda names: tagging.add_tag(consultation.narrative, names, me(), now())
    )


@bp.post("/consultations/<consultation_id>/tags/list/<tag_id>/names")
@requires(Permission.CONTRIBUTION_MODERATE, consultation_by_id)
def rename_tag(consultation: Consultation, tag_id: str) -> ResponseReturnValue:
    """Give a tag other names."""
    tag = _tag(consultation, tag_id)
    return _named(consultation, tag, lambda names: tagging.rename_tag(tag, names, me()))


@bp.post("/consultations/<consultation_id>/tags/list/<tag_id>/merge")
@requires(Permission.CONTRIBUTION_MODERATE, consultation_by_id)
def merge_tag(consultation: Consultation, tag_id: str) -> ResponseReturnValue:
    """Let a tag go into another."""
    tag, into = _tag(consultation, tag_id), request.form.get("into", "")
    found = [
        one for one in tags_of(consultation.narrative_id, "") if one.public_id == into and one is not tag
    ]
    if not found:
        return _page(consultation, tag, {}, {"into": _("Choose another tag of the list.")}, 422)
    tagging.merge_tags(tag, found[0], me())
    return _done(consultation, _("The tags are one now."))


@bp.post("/consultations/<consultation_id>/tags/list/<tag_id>/remove")
@requires(Permission.CONTRIBUTION_MODERATE, consultation_by_id)
def remove_tag(consultation: Consultation, tag_id: str) -> ResponseReturnValue:
    """Take a tag off the list and off every contribution."""
    tagging.remove_tag(_tag(consultation, tag_id), me())
    return _done(consultation, _("The tag is removed."))


def _named(
    consultation: Consultation, tag: Tag | None, verb: Callable[[dict[str, str]], Any]
) -> ResponseReturnValue:
    """Do something with the names that were typed; they come back where it was refused."""
    typed = {code: clean_line(request.form.get(f"name-{code}", "")) for code in _codes(consultation)}
    problems = {code: said for code, text in typed.items() if (said := too_long(text, tagging.LONGEST_NAME))}
    if problems:
        return _page(consultation, tag, typed, problems, 422)
    try:
        verb(typed)
    except ConsultError as refusal:
        return _page(
            consultation, tag, typed, {_codes(consultation)[0]: str(refusal.message)}, refusal.status
        )
    return _done(consultation, _("The list is saved."))


def _done(consultation: Consultation, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for("summaries.tag_list", consultation_id=consultation.public_id), 303)


def _tag(consultation: Consultation, tag_id: str) -> Tag:
    return by_public_id(Tag, tag_id, Tag.narrative_id == consultation.narrative_id)


def _codes(consultation: Consultation) -> list[str]:
    """Return the languages in which a tag can be named: the narrative's own first."""
    narrative = consultation.narrative
    return list(dict.fromkeys([narrative.working_language, *narrative.target_languages]))


def _page(
    consultation: Consultation,
    refused: Tag | None = None,
    typed: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Show the list. `typed`, `problems`: what came back of the form of the tag `refused`, or of that for a new one."""
    return render_page(
        "summaries/tag_list.html",
        status=status,
        consultation=consultation,
        tags=tags_of(consultation.narrative_id, current_language()),
        numbers=numbers_tagged(consultation.narrative_id),
        mine=current_language(),
        codes=[(code, language_name(code)) for code in _codes(consultation)],
        refused=refused.id if refused else 0,
        typed=typed or {},
        problems=problems or {},
    )
