"""One section of a revision by itself, and whose words it carries."""

from collections.abc import Iterable

from flask import url_for
from flask.typing import ResponseReturnValue

from consult.contributions.display import Shown, shown_list
from consult.contributions.models import Contribution
from consult.narratives.models import Revision, RevisionSection
from consult.rules.permissions import Permission
from consult.web.access import may, requires
from consult.web.pages import render_page

from .after import reservations_on
from .blueprint import bp
from .languages import InLanguage
from .loaders import RevisionPlace, section_of_revision
from .prose import prose
from .provenance import credited_runs, judged_links, marked_runs


@bp.get("/narratives/<slug>/<number>/sections/<key>")
@requires(Permission.NARRATIVE_READ, section_of_revision)
def revision_section(found: RevisionPlace) -> ResponseReturnValue:
    """Show one section of a revision, outside any consultation."""
    read = InLanguage(found.revision, [found.place])
    shown = read.place(found.place)
    values = {"slug": found.revision.narrative.slug, "number": found.revision.number}
    return render_page(
        "reading/revision_section.html",
        revision=found.revision,
        narrative=found.revision.narrative,
        place=shown,
        html=prose(shown.text.body),
        text_choices=read.choices("reading.revision_section", **values, key=found.place.section.key),
        note=read.note(found.place),
        credit=read.credit,
        reservations=reservations_on(found.revision, found.place.section),
        before=_link(found, found.before, read.chosen or read.asked_original),
        after=_link(found, found.after, read.chosen or read.asked_original),
    )


def _link(found: RevisionPlace, place: RevisionSection | None, language: str | None) -> dict[str, str] | None:
    if place is None:
        return None
    url = url_for(
        "reading.revision_section",
        slug=found.revision.narrative.slug,
        number=found.revision.number,
        key=place.section.key,
        text=language,
    )
    return {"url": url, "label": f"{place.label} {place.text.heading}".strip()}


@bp.get("/narratives/<slug>/<number>/sections/<key>/passages")
@requires(Permission.NARRATIVE_READ, section_of_revision)
def passages(found: RevisionPlace) -> ResponseReturnValue:
    """Lead from each passage back to the contributions whose words it carries."""
    runs = credited_runs(found.place.text)
    links = [
        link
        for link in judged_links(section=found.place.section)
        if _stands_in(link.revision, found.revision)
    ]
    # A version may be open to everybody while those who are named spoke among members only.
    rows = {row.id: row for run in runs for row in run.contributions} | {
        link.contribution.id: link.contribution for link in links
    }
    return render_page(
        "reading/passages.html",
        revision=found.revision,
        narrative=found.revision.narrative,
        place=found.place,
        text=marked_runs(found.place.text.full, runs, found.place.text.body_offset),
        runs=runs,
        links=links,
        shown={shown.row.id: shown for shown in readable(rows.values())},
    )


def _stands_in(judged: Revision | None, revision: Revision) -> bool:
    """Say whether a judgement was made for this revision or one before it."""
    return judged is not None and (judged.major, judged.minor) <= (revision.major, revision.minor)


def readable(rows: Iterable[Contribution]) -> list[Shown]:
    """Return what the reader may know of the contributions; many come from consultations that are not public."""
    found = shown_list([row for row in rows if may(Permission.CONTRIBUTION_READ, row)])
    return [one for shown in found for one in (shown, *shown.replies)]
