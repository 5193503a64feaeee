"""How a sentence reads with own words, before they are decided."""

from flask import make_response
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consult.contributions.marks import mark_labels
from consult.core.errors import InvalidInput, NotFound
from consult.rules.permissions import Permission
from consult.text import render_in_sentence
from consult.web.access import requires
from consult.web.pages import wants_fragment

from .. import services
from ..forms import DecisionForm
from ..models import Consolidation
from ..services.decisions import words_hunk
from ..work import SectionWork
from .base import bp, load, load_section, prefix
from .page import section_page


@bp.post("/consolidations/<consolidation_id>/sections/<key>/words/<name>")
@requires(Permission.CONSOLIDATION_WORK, load)
def preview_words(row: Consolidation, key: str, name: str) -> ResponseReturnValue:
    """Show the sentence with the words that were typed. `name`: a group's key, or "start-end" of a passage."""
    part = load_section(row, key)
    services.check_open(row)
    form = DecisionForm(prefix=prefix(name))
    try:
        if not form.validate():
            raise InvalidInput(next(iter(form.errors.values()))[0], field="words")
        shown = _shown(services.load_work(row, part), name, form.words.data or "")
    except InvalidInput as refusal:
        if wants_fragment():
            return make_response(Markup("<p>{}</p>").format(refusal.message), 200)
        return section_page(row, part, typed={name: form}, refusal=(name, refusal), status=422)
    if wants_fragment():
        return make_response(Markup('<div class="user-text" dir="auto">{}</div>').format(shown))
    return section_page(row, part, typed={name: form}, previews={name: shown})


def _shown(work: SectionWork, name: str, words: str) -> Markup:
    hunk = words_hunk(work, name, words)
    if not 0 <= hunk.start <= hunk.end <= len(work.base):
        raise NotFound
    return render_in_sentence(work.base, hunk, lang=work.place.text.language, labels=mark_labels())
