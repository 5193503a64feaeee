"""The summary of a consultation, or of a version over all its consultations: sentences, tables, files, and the rows."""

from dataclasses import replace
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.contributions.labels import DISPOSITIONS, KINDS
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.formats.csv_out import write_csv
from consult.rules.permissions import Permission
from consult.web.access import may, requires
from consult.web.files import csv_answer
from consult.web.locale import current_language
from consult.web.pages import render_page

from . import behind as behind_figures
from . import counted, rows
from .answering_tables import NAMES as NAMES_OF_ANSWERING
from .answering_tables import answering_tables
from .asked import Asked, asked_by_id, asked_by_version, name_of
from .blueprint import bp
from .exports import rows_file
from .narrowed import ANSWERED, NONE, TAKEN, Narrowed
from .section_figures import Figures
from .shown import Overview
from .stance_rows import HEADER as HEADER_OF_STANCES
from .stance_rows import stances_on_changes


@bp.get("/consultations/<consultation_id>/summary")
@requires(Permission.CONSULTATION_READ, asked_by_id)
def consultation(asked: Asked) -> ResponseReturnValue:
    """Show the summary of a consultation. Who has not been heard is for facilitators only."""
    return _page(narrowed_by_address(asked))


@bp.get("/narratives/<slug>/<number>/summary")
@requires(Permission.NARRATIVE_READ, asked_by_version)
def version(asked: Asked) -> ResponseReturnValue:
    """Show the summary of all consultations on a version that the reader may read."""
    return _page(narrowed_by_address(asked))


@bp.get("/consultations/<consultation_id>/summary/<table>.csv")
@requires(Permission.CONSULTATION_READ, asked_by_id)
def table_csv(asked: Asked, table: str) -> ResponseReturnValue:
    """Give one table of a consultation as a file."""
    return _file(narrowed_by_address(asked), table)


@bp.get("/narratives/<slug>/<number>/summary/<table>.csv")
@requires(Permission.NARRATIVE_READ, asked_by_version)
def version_csv(asked: Asked, table: str) -> ResponseReturnValue:
    """Give one table of a version as a file."""
    return _file(narrowed_by_address(asked), table)


@bp.get("/consultations/<consultation_id>/summary/answering")
@requires(Permission.CONSULTATION_READ, asked_by_id)
def answering(asked: Asked) -> ResponseReturnValue:
    """Show what became of what each region sent, and how long the answers took."""
    return _answering(narrowed_by_address(asked))


@bp.get("/narratives/<slug>/<number>/summary/answering")
@requires(Permission.NARRATIVE_READ, asked_by_version)
def version_answering(asked: Asked) -> ResponseReturnValue:
    """Show the same of all consultations on a version."""
    return _answering(narrowed_by_address(asked))


@bp.get("/consultations/<consultation_id>/summary/contributions")
@requires(Permission.CONSULTATION_READ, asked_by_id)
def behind(asked: Asked) -> ResponseReturnValue:
    """Show the contributions behind a figure of a consultation."""
    return behind_page(asked)


@bp.get("/narratives/<slug>/<number>/summary/contributions")
@requires(Permission.NARRATIVE_READ, asked_by_version)
def version_behind(asked: Asked) -> ResponseReturnValue:
    """Show the contributions behind a figure of a version."""
    return behind_page(asked)


def narrowed_by_address(asked: Asked) -> Asked:
    """Return the same, as far as the address narrows it."""
    return replace(asked, narrowed=Narrowed.from_query(request.args))


def _page(asked: Asked) -> ResponseReturnValue:
    """Draw the summary. Sentences by section and who is not heard are of the whole, so a choice leaves them out."""
    chosen = asked.narrowed.query
    sees_unheard = asked.alone is not None and not chosen and may(Permission.UNHEARD_READ, asked.alone)
    overview = Overview(asked)
    sections = [] if chosen else Figures(asked, overview.cells).sections
    return render_page(
        "summaries/consultation.html",
        **_about(asked),
        headline=overview.headline,
        tables=[table for table in overview.tables.values() if table.cells],
        file_of=lambda table: asked.page("table_csv", "version_csv", table=table, **chosen),
        sections=[one for one in sections if one.is_spoken_of],
        silent=[one.name for one in sections if not one.is_spoken_of],
        unheard=rows.unheard_organisations(asked.alone) if sees_unheard and asked.alone else None,
        withheld=rows.withheld_count(asked.alone) if sees_unheard and asked.alone else 0,
        all_url=asked.page("behind", "version_behind"),
    )


def _about(asked: Asked) -> dict[str, Any]:
    """Return what every page of a summary says of what it is about, and what can be chosen."""
    language = current_language()
    names = rows.region_names(language)
    return {
        "asked": asked,
        "consultation": asked.alone,
        "narrowed": asked.narrowed,
        "choices": {
            "section": [(place.section.key, name_of(place)) for place in asked.places],
            "region": [(code, names[code]) for code in counted.regions_heard(asked.consultations)],
            "kind": [(name, str(label)) for name, label in KINDS.items()],
            "tag": [(tag.public_id, tag.name(language)) for tag in asked.tags],
        },
        "dispositions": {**DISPOSITIONS, ANSWERED: _("Answered"), TAKEN: _("Taken up")},
        "as_of": now(),
    }


def _answering(asked: Asked) -> ResponseReturnValue:
    made = answering_tables(asked)
    return render_page(
        "summaries/answering.html",
        **_about(asked),
        tables=[table for table in made.values() if table.cells],
        file_of=lambda table: asked.page("table_csv", "version_csv", table=table, **asked.narrowed.query),
    )


def _file(asked: Asked, table: str) -> ResponseReturnValue:
    if table == "contributions":
        return rows_file(asked, behind_figures.ids_of(asked), table)
    if table == "stances":
        content = write_csv(HEADER_OF_STANCES, stances_on_changes(asked))
        return csv_answer(content, f"{asked.file_name}-{table}.csv")
    made = answering_tables(asked) if table in NAMES_OF_ANSWERING else Overview(asked).tables
    found = made.get(table)
    if found is None:
        raise NotFound
    return csv_answer(write_csv(found.header, found.cells), f"{asked.file_name}-{table}.csv")


def behind_page(asked: Asked) -> ResponseReturnValue:
    """Show the contributions that the address asks for of what was asked."""
    asked = narrowed_by_address(asked)
    number = behind_figures.number_of(asked)
    page, pages = behind_figures.page_of(request.args.get("page", 1, type=int), number)
    about = _about(asked)
    names = {name: dict(values) for name, values in about["choices"].items()}
    names["section"][NONE], names["region"][NONE] = _("The text as a whole"), _("No region given")
    names["tag"][NONE] = _("Without a tag")
    names["organisation"] = rows.organisation_behind(asked.narrowed.organisation) if number else {}
    names["voice"] = {"organisation": _("In its name"), "self": _("By its people for themselves")}
    return render_page(
        "summaries/behind.html",
        **about,
        names_of=names,
        number=number,
        page=page,
        pages=pages,
        shown=behind_figures.shown_of(asked, page),
        page_url=lambda to: asked.page("behind", "version_behind", **asked.narrowed.query, page=to),
        file_url=asked.page("table_csv", "version_csv", table="contributions", **asked.narrowed.query),
    )
