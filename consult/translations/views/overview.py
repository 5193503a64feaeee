"""Which sections are ready in which language, who translated them, and which languages there are."""

from flask import current_app, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.contributions.display import Shown, shown_list
from consult.core.clock import now
from consult.core.errors import InvalidInput
from consult.narratives.editions import editions_of
from consult.narratives.kept_texts import KeptPlace
from consult.narratives.models import Narrative
from consult.people.chrome import current_network
from consult.rules.permissions import Permission
from consult.web.access import may, me, requires
from consult.web.links import url_for
from consult.web.locale import languages
from consult.web.pages import render_page

from ..board import Board, board_of
from ..credits import credits_of
from ..draft_models import OfferedDraft
from ..draft_places import open_drafts
from ..forms import LanguagesForm
from ..renderings import waiting
from ..services import choose_languages
from ..tasks import LanguageOf
from .base import Cell, bp, cell_of, load_narrative, load_published, seen_other


@bp.get("/narratives/<slug>/languages")
@requires(Permission.NARRATIVE_READ, load_published)
def overview(found: LanguageOf) -> ResponseReturnValue:
    """Show where each section of the newest revision stands in each language."""
    revision = found.revision
    board = board_of(revision)
    may_work = may(Permission.TRANSLATION_WORK, found)
    return render_page(
        "translations/overview.html",
        narrative=found.narrative,
        revision=revision,
        board=board,
        rows=[
            (place, [_cell(found.narrative, board, place, code, may_work) for code in board.languages])
            for place in board.places
        ],
        ready={code: len(board.places) - len(board.waits(code)) for code in board.languages},
        credits=credits_of(revision),
        may_work=may_work,
        to_render=_to_render(found.narrative) if may_work else [],
        sealed={edition.language: edition for edition in editions_of(revision)},
        drafts=_drafts(found.narrative),
    )


def _to_render(narrative: Narrative) -> list[Shown]:
    """Return the changes in other languages that the reader can render, each as they may see it."""
    return shown_list([row for row in waiting(narrative) if may(Permission.CONTRIBUTION_TRANSLATE, row)])


def _drafts(narrative: Narrative) -> list[OfferedDraft]:
    """Return the drafts that can be translated already, for those who may know of them."""
    return [draft for draft in open_drafts(narrative) if may(Permission.DRAFT_TRANSLATION_READ, draft)]


def _cell(narrative: Narrative, board: Board, place: KeptPlace, code: str, may_work: bool) -> Cell:
    values = {"slug": narrative.slug, "language": code, "key": place.section.key}
    url = url_for("translations.work", **values) if may_work else None
    return cell_of(board.at(place.section.key, code), url)


@bp.get("/narratives/<slug>/languages/choose")
@requires(Permission.LANGUAGES_CHOOSE, load_narrative)
def choose(narrative: Narrative) -> ResponseReturnValue:
    """Ask into which languages the narrative is translated."""
    return _page(
        narrative, LanguagesForm(_offered(narrative), data={"languages": narrative.target_languages})
    )


@bp.post("/narratives/<slug>/languages/choose")
@requires(Permission.LANGUAGES_CHOOSE, load_narrative)
def save_choice(narrative: Narrative) -> ResponseReturnValue:
    """Set the languages."""
    form = LanguagesForm(_offered(narrative))
    if not form.validate():
        return _page(narrative, form, 422)
    try:
        choose_languages(narrative, form.codes(), actor=me(), at=now())
    except InvalidInput as refusal:
        form.other.errors = [str(refusal.message)]
        return _page(narrative, form, 422)
    flash(_("Saved."), "success")
    return seen_other("overview", slug=narrative.slug)


def _page(narrative: Narrative, form: LanguagesForm, status: int = 200) -> ResponseReturnValue:
    return render_page("translations/choose.html", narrative=narrative, form=form, status=status)


def _offered(narrative: Narrative) -> list[str]:
    """Return the languages to choose from: the network's, the interface's, and those chosen before."""
    network = current_network()
    named = [*(network.languages if network else []), *languages(current_app), *narrative.target_languages]
    return [code for code in dict.fromkeys(named) if code != narrative.working_language]
