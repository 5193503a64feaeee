"""The pages on which a draft is translated before it is published: for those who translate, and nobody else."""

from flask import redirect
from flask.typing import ResponseReturnValue

from consult.rules.permissions import Permission
from consult.web.access import may, requires
from consult.web.links import url_for
from consult.web.pages import render_page

from ..board import Board, board_of_draft
from ..draft_models import OfferedDraft
from ..draft_places import draft_by_id, places_of_draft
from ..drafts import draft_language
from ..tasks import LanguageOf, Task, task_in
from .base import Cell, address, bp, cell_of
from .files import send_po, show_file, take_file
from .work import save_work, show_work

DRAFT = "/narratives/<slug>/drafts/<draft_id>"
IN_LANGUAGE = f"{DRAFT}/languages/<lang:language>"


def load_task(slug: str, draft_id: str, language: str, key: str) -> Task:
    """Return a section that a draft changes, to be translated; NotFound for any other."""
    return task_in(draft_language(slug, draft_id, language), key)


@bp.get(DRAFT)
@requires(Permission.DRAFT_TRANSLATION_READ, draft_by_id)
def draft(row: OfferedDraft) -> ResponseReturnValue:
    """Show where each section that the draft changes stands in each language."""
    if not row.is_open:
        return redirect(url_for("translations.overview", slug=row.narrative.slug), 303)
    board, may_work = board_of_draft(row), may(Permission.DRAFT_TRANSLATE, row)
    return render_page(
        "translations/draft.html",
        narrative=row.narrative,
        draft=row,
        board=board,
        rows=_rows(row, board, may_work=may_work),
        unchanged=len(places_of_draft(row)) - len(board.places),
        may_work=may_work,
    )


def _rows(row: OfferedDraft, board: Board, *, may_work: bool) -> list[tuple[object, list[Cell]]]:
    of = {code: LanguageOf(row.narrative, code, row) for code in board.languages}
    return [
        (
            place,
            [
                cell_of(
                    board.at(place.section.key, code),
                    address(of[code], "work", key=place.section.key) if may_work else None,
                )
                for code in board.languages
            ],
        )
        for place in board.places
    ]


@bp.get(f"{IN_LANGUAGE}/sections/<key>")
@requires(Permission.DRAFT_TRANSLATE, load_task)
def draft_work(task: Task) -> ResponseReturnValue:
    """Show a section of the draft beside its translation."""
    return show_work(task)


@bp.post(f"{IN_LANGUAGE}/sections/<key>")
@requires(Permission.DRAFT_TRANSLATE, load_task)
def draft_save(task: Task) -> ResponseReturnValue:
    """Save what was typed; send, give back or approve as the pressed button says."""
    return save_work(task)


@bp.get(f"{IN_LANGUAGE}/file")
@requires(Permission.DRAFT_TRANSLATE, draft_language)
def draft_file(found: LanguageOf) -> ResponseReturnValue:
    """Offer what the draft changes as a file, and ask for one that comes back."""
    return show_file(found)


@bp.get(f"{IN_LANGUAGE}.po")
@requires(Permission.DRAFT_TRANSLATE, draft_language)
def draft_po(found: LanguageOf) -> ResponseReturnValue:
    """Return the sentences of the sections that the draft changes with their words in the language."""
    return send_po(found)


@bp.post(f"{IN_LANGUAGE}/file")
@requires(Permission.DRAFT_TRANSLATE, draft_language)
def draft_import_file(found: LanguageOf) -> ResponseReturnValue:
    """Take what can be taken of a file into drafts of the translation."""
    return take_file(found)
