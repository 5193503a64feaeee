"""The page on which a comment, an answer or a rationale is put into another language."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.contributions.display import shown_one
from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.errors import InvalidInput, StaleBase, WrongState
from consult.core.loading import by_public_id
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.forms import add_problem
from consult.web.links import url_for
from consult.web.locale import current_language
from consult.web.pages import render_page

from ..forms import SaidForm
from ..said import has_body, languages_for, newest_said, translate_said
from .base import bp


def load(contribution_id: str) -> Contribution:
    """Return the contribution with a public id, or raise NotFound."""
    return by_public_id(Contribution, contribution_id)


@bp.get("/contributions/<contribution_id>/translation")
@requires(Permission.CONTRIBUTION_TRANSLATE, load)
def said(contribution: Contribution) -> ResponseReturnValue:
    """Show what was said beside its translation into a language (`to`), to be written or changed."""
    offered = _offered(contribution)
    asked = request.args.get("to", current_language())
    return _page(contribution, _fresh(contribution, asked if asked in offered else offered[0]))


@bp.post("/contributions/<contribution_id>/translation")
@requires(Permission.CONTRIBUTION_TRANSLATE, load)
def save_said(contribution: Contribution) -> ResponseReturnValue:
    """Keep the translation."""
    form = SaidForm()
    if not form.validate():
        return _page(contribution, form, status=422)
    try:
        translate_said(
            contribution,
            form.language.data or "",
            form.body.data or "",
            form.rationale.data or "",
            seen=form.seen.data or "",
            actor=me(),
            at=now(),
            offered=_offered(contribution),
        )
    except InvalidInput as refusal:
        add_problem(form, refusal)
        return _page(contribution, form, status=422)
    except StaleBase as refusal:
        form.seen.data = _seen(contribution, form.language.data or "")
        return _page(contribution, form, problem=str(refusal.message), status=409)
    except WrongState as refusal:
        return _page(contribution, form, problem=str(refusal.message), status=409)
    flash(_("The translation is kept. It stands beside the original, with your name."), "success")
    return redirect(_home(contribution), 303)


def _offered(row: Contribution) -> list[str]:
    return languages_for(row, current_language()) or [row.consultation.narrative.working_language]


def _fresh(row: Contribution, language: str) -> SaidForm:
    known = newest_said(row, language)
    words = {"body": known.body, "rationale": known.rationale} if known else {}
    return SaidForm(data={"language": language, "seen": _seen(row, language), **words})


def _seen(row: Contribution, language: str) -> str:
    known = newest_said(row, language)
    return known.public_id if known else ""


def _home(row: Contribution) -> str:
    return url_for("reading.contribution", contribution_id=row.public_id)


def _page(row: Contribution, form: SaidForm, *, problem: str = "", status: int = 200) -> ResponseReturnValue:
    offered = _offered(row)
    language = form.language.data if form.language.data in offered else offered[0]
    return render_page(
        "translations/said.html",
        status=status,
        shown=shown_one(row),
        consultation=row.consultation,
        form=form,
        language=language,
        offered=offered,
        has_body=has_body(row),
        standing=newest_said(row, language),
        problem=problem,
        home=_home(row),
    )
