"""Figures about personal answers for those who decide: for a purpose, and each look stands in the log."""

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from consult.core.clock import now
from consult.core.logs import log_audit
from consult.formats.csv_out import write_csv
from consult.narratives.services import narrative_by_slug
from consult.people.labels import PURPOSE_LABELS
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.files import csv_answer
from consult.web.forms import Form, choices
from consult.web.pages import render_page

from .batches import batch_of
from .blueprint import bp
from .whole_tables import HEADER, Deciding, WholeFigures


class PurposeForm(Form):
    """For what somebody needs to see the whole."""

    purpose = RadioField(
        _l("What do you need them for?"),
        [InputRequired(_l("Say what you need them for."))],
        choices=choices(list(PURPOSE_LABELS.items())),
    )


def deciding_on(slug: str) -> Deciding:
    """Return the narrative with this address for those who decide about it. NotFound: there is none."""
    return Deciding(narrative_by_slug(slug))


@bp.get("/narratives/<slug>/summary/whole")
@requires(Permission.FIGURES_WHOLE_READ, deciding_on)
def whole_figures(deciding: Deciding) -> ResponseReturnValue:
    """Ask for what somebody needs the whole figures."""
    return _page(deciding, PurposeForm())


@bp.post("/narratives/<slug>/summary/whole")
@requires(Permission.FIGURES_WHOLE_READ, deciding_on)
def look_at_whole_figures(deciding: Deciding) -> ResponseReturnValue:
    """Show them this once; who looked, and for what, stands in the log."""
    form = PurposeForm()
    if not form.validate_on_submit():
        return _page(deciding, form, status=422)
    _log("whole-figures-looked-at", deciding, form)
    return _page(deciding, form, WholeFigures(deciding.narrative))


@bp.post("/narratives/<slug>/summary/whole.csv")
@requires(Permission.FIGURES_WHOLE_READ, deciding_on)
def whole_figures_csv(deciding: Deciding) -> ResponseReturnValue:
    """Give the same as a file that says for whom it is; that it was fetched stands in the log."""
    form = PurposeForm()
    if not form.validate_on_submit():
        return _page(deciding, form, status=422)
    _log("whole-figures-exported", deciding, form)
    content = write_csv(HEADER, WholeFigures(deciding.narrative).rows)
    return csv_answer(content, f"{deciding.narrative.slug}-whole-figures-not-for-the-public.csv")


def _log(kind: str, deciding: Deciding, form: PurposeForm) -> None:
    log_audit(
        kind,
        actor_id=me().id,
        subject="narratives",
        subject_id=deciding.narrative.id,
        value=form.purpose.data,
    )


def _page(
    deciding: Deciding, form: PurposeForm, figures: WholeFigures | None = None, status: int = 200
) -> Response:
    answer = render_page(
        "summaries/whole.html",
        status=status,
        narrative=deciding.narrative,
        form=form,
        figures=figures,
        batch=batch_of(deciding.narrative) if figures else None,
        as_of=now(),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
