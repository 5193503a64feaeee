"""The house rules: for everybody to read, for the secretariat to write, a language at a time."""

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.core.errors import NotFound
from consult.rules.permissions import Permission
from consult.text.markdown import render_markdown
from consult.web.access import PUBLIC, requires
from consult.web.locale import current_language, language_name, languages
from consult.web.pages import render_page

from .. import house_rules as verbs
from ..chrome import current_network
from ..models import Network
from ..network_forms import HouseRulesForm
from . import bp
from .network import network_page


@bp.get("/house-rules")
@PUBLIC
def house_rules() -> ResponseReturnValue:
    """Show the rules."""
    words, language = verbs.rules_in(current_network(), current_language())
    return render_page("people/house_rules.html", words=render_markdown(words), language=language)


@bp.get("/network/house-rules/<language>")
@requires(Permission.NETWORK_MANAGE)
def edit_house_rules(language: str) -> ResponseReturnValue:
    """Show the rules in a language as a form."""
    words, _written_in = verbs.rules_in(_network_with(language), language)
    return _page(HouseRulesForm(words=words), language)


@bp.post("/network/house-rules/<language>")
@requires(Permission.NETWORK_MANAGE)
def save_house_rules(language: str) -> ResponseReturnValue:
    """Save the rules in a language."""
    network, form = _network_with(language), HouseRulesForm()
    if not form.validate_on_submit():
        return _page(form, language, 422)
    verbs.save_rules(network, language, form.words.data or "")
    flash(_("The house rules are saved."), "success")
    return redirect(url_for("people.house_rules"), 303)


def _network_with(language: str) -> Network:
    network = current_network()
    if network is None or language not in _written_in(network):
        raise NotFound
    return network


def _written_in(network: Network) -> list[str]:
    """Return the languages in which rules can be written: those of the pages, then the network's further ones."""
    return list(dict.fromkeys([*languages(current_app), *network.languages]))


def _page(form: HouseRulesForm, language: str, status: int = 200) -> ResponseReturnValue:
    network = _network_with(language)
    items = [
        {
            "label": language_name(code),
            "url": url_for("people.edit_house_rules", language=code),
            "current": code == language,
        }
        for code in _written_in(network)
    ]
    own = verbs.is_own(network, language)
    return network_page(
        "people/edit_house_rules.html",
        "people.network",
        form=form,
        language=language,
        in_languages=items,
        own=own,
        status=status,
    )
