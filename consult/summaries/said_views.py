"""What stands out in what was said: words of a region or a section, and texts that were sent more than once."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import NotFound
from consult.formats.csv_out import write_csv
from consult.rules.permissions import Permission
from consult.text.markdown import plain_text
from consult.web.access import requires
from consult.web.files import csv_answer
from consult.web.links import url_for
from consult.web.locale import current_language, language_name
from consult.web.pages import render_page

from . import rows
from .apart import Repeated, Said, different_texts, in_groups, repeated_texts, words_apart
from .asked import Asked, asked_by_id, asked_by_version, name_of
from .blueprint import bp
from .said_rows import said_in
from .shown_table import ShownTable

BEGINNING = 25


@bp.get("/consultations/<consultation_id>/summary/words")
@requires(Permission.CONSULTATION_READ, asked_by_id)
def words(asked: Asked) -> ResponseReturnValue:
    """Show what stands out in what was said in a consultation."""
    return _page(asked)


@bp.get("/narratives/<slug>/<number>/summary/words")
@requires(Permission.NARRATIVE_READ, asked_by_version)
def version_words(asked: Asked) -> ResponseReturnValue:
    """Show what stands out in what was said on a version."""
    return _page(asked)


@bp.get("/consultations/<consultation_id>/summary/words/<table>.csv")
@requires(Permission.CONSULTATION_READ, asked_by_id)
def words_csv(asked: Asked, table: str) -> ResponseReturnValue:
    """Give one of these tables as a file."""
    return _file(asked, table)


@bp.get("/narratives/<slug>/<number>/summary/words/<table>.csv")
@requires(Permission.NARRATIVE_READ, asked_by_version)
def version_words_csv(asked: Asked, table: str) -> ResponseReturnValue:
    """Give one of these tables of a version as a file."""
    return _file(asked, table)


class StandsOut:
    """The tables of the page."""

    def __init__(self, asked: Asked):
        self.asked = asked
        self.said, self.sections, amendments = said_in(asked)
        self.spoken = [one for one in self.said if one.contribution not in amendments]
        self.repeated = repeated_texts(self.spoken)
        self.regions = rows.region_names(current_language())

    @property
    def different(self) -> int:
        """Return how many texts there are when what was sent several times counts once."""
        return different_texts(len(self.spoken), self.repeated)

    @property
    def tables(self) -> dict[str, ShownTable]:
        """Return the tables by name."""
        names = {place.section.key: name_of(place) for place in self.asked.places}
        told = [one for one in self.said if one.language]  # of a language that few write no word is shown
        placed = in_groups(told, self.sections)
        placed.sort(key=lambda one: list(names).index(one.group) if one.group in names else len(names))
        heard = [one for one in told if one.group]
        made = (
            _words("regions", _("Words that set a region apart"), _("Region"), heard, self.regions),
            _words("sections", _("Words that set a section apart"), _("Section"), placed, names),
            self._repeated(),
        )
        return {table.name: table for table in made}

    def _repeated(self) -> ShownTable:
        first = [one.contributions[0] for one in self.repeated]
        found = db.session.execute(
            sa.select(Contribution.id, Contribution.public_id).where(Contribution.id.in_(first))
        )
        ids = {number: public_id for number, public_id in found}
        beginnings = [_beginning(one.text) for one in self.repeated]
        return ShownTable(
            "repeated",
            _("Sent more than once"),
            (_("Text"), _("Contributions"), _("Organisations"), _("Regions")),
            tuple((words, *self._figures(one)) for words, one in zip(beginnings, self.repeated, strict=True)),
            _(
                "Comments, answers and highlights of which at least 85 of 100 words are the same in the same order. "
                "Each still counts as a contribution and is answered. "
                "Organisations are those that may be named with theirs."
            ),
            tuple(url_for("reading.contribution", contribution_id=ids[number]) for number in first),
        )

    def _figures(self, one: Repeated) -> tuple[Any, ...]:
        names = _(", ").join(self.regions.get(code, code) for code in one.regions)
        return len(one.contributions), one.organisations, names


def _words(name: str, caption: str, head: str, said: Sequence[Said], names: Mapping[str, str]) -> ShownTable:
    return ShownTable(
        name,
        caption,
        (
            head,
            _("Language"),
            _("Word"),
            _("Contributions here"),
            _("Contributions elsewhere"),
            _("Strength"),
        ),
        tuple(
            (
                names.get(one.group, one.group),
                language_name(one.language),
                one.word,
                one.here,
                one.elsewhere,
                round(one.strength, 1),
            )
            for one in words_apart(said)
        ),
        _(
            "Each language by itself. A word counts once for each contribution that uses it, "
            "and needs 3 people or more. Strength: standard errors of its log-odds against all other groups, "
            "with a prior of all words; from 2.58 on."
        ),
    )


def _beginning(text: str) -> str:
    words = plain_text(text).split()
    return " ".join(words[:BEGINNING]) + (" …" if len(words) > BEGINNING else "")


def _page(asked: Asked) -> ResponseReturnValue:
    found = StandsOut(asked)
    return render_page(
        "summaries/words.html",
        asked=asked,
        consultation=asked.alone,
        tables=[table for table in found.tables.values() if table.cells],
        number=len(found.spoken),
        different=format_decimal(found.different),
        has_repeated=bool(found.repeated),
        file_of=lambda table: asked.page("words_csv", "version_words_csv", table=table),
        as_of=now(),
    )


def _file(asked: Asked, table: str) -> ResponseReturnValue:
    found = StandsOut(asked).tables.get(table)
    if found is None:
        raise NotFound
    return csv_answer(write_csv(found.header, found.cells), f"{asked.file_name}-words-{table}.csv")
