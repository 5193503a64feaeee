"""The ledger as a page, to print, and as a file."""

from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue

from consult.consultations.models import Consultation
from consult.consultations.services import consultation_by_id
from consult.contributions.credit import public_credit
from consult.contributions.display import Shown
from consult.contributions.labels import DISPOSITION_TINTS, DISPOSITIONS, KINDS
from consult.contributions.veil import veil_over
from consult.formats.csv_out import write_csv
from consult.rules.permissions import Facts, Permission
from consult.web.access import may, requires
from consult.web.files import csv_answer
from consult.web.links import url_for
from consult.web.locale import current_language
from consult.web.pages import render_page

from . import ledger as books
from .blueprint import bp
from .ledger import PAGE, Entry, Wanted

HEADER = (
    "id",
    "kind",
    "section",
    "region",
    "day",
    "author",
    "text",
    "answer",
    "times_carried_forward",
    "reason",
    "shaped",
    "replies",
    "reply_texts",
)
"""Column names are the same in every language, so that a sheet made for one file fits the next."""


@dataclass(frozen=True)
class LedgerOf:
    """The ledger of a consultation: it has readers of its own."""

    consultation: Consultation

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks."""
        return self.consultation.ledger_facts(at)


def ledger_of(consultation_id: str) -> LedgerOf:
    """Return the ledger of the consultation with this public id."""
    return LedgerOf(consultation_by_id(consultation_id))


@bp.get("/consultations/<consultation_id>/ledger")
@requires(Permission.LEDGER_READ, ledger_of)
def ledger(thing: LedgerOf) -> ResponseReturnValue:
    """Show what became of each contribution: "you said, we did"."""
    consultation, wanted = thing.consultation, Wanted.from_query(request.args)
    number = books.found_by(consultation, wanted)
    is_whole = "all" in request.args
    pages = 1 if is_whole else max(1, -(-number // PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    with_words = may(Permission.CONSULTATION_READ, consultation)
    return render_page(
        "reading/ledger.html",
        block="ledger_list",
        consultation=consultation,
        narrative=consultation.narrative,
        wanted=wanted,
        number=number,
        page=page,
        pages=pages,
        page_url=lambda to: _url(consultation, wanted, to),
        entries=books.entries(consultation, wanted, page=None if is_whole else page, with_words=with_words),
        counted=books.counted(consultation),
        sections=books.sections_of(consultation),
        regions=[(region.code, region.name(current_language())) for region in books.regions_of(consultation)],
        kinds=KINDS,
        dispositions=DISPOSITIONS,
        tints=DISPOSITION_TINTS,
        with_words=with_words,
        waiting=books.WAITING,
    )


def _url(consultation: Consultation, wanted: Wanted, page: int) -> str:
    return url_for("reading.ledger", consultation_id=consultation.public_id, page=page, **wanted.query)


@bp.get("/consultations/<consultation_id>/ledger.csv")
@requires(Permission.LEDGER_READ, ledger_of)
def ledger_csv(thing: LedgerOf) -> ResponseReturnValue:
    """Give the ledger, as far as it was chosen, as a file."""
    consultation = thing.consultation
    with_words = may(Permission.CONSULTATION_READ, consultation)
    found = books.entries(consultation, Wanted.from_query(request.args), page=None, with_words=with_words)
    content = write_csv(HEADER, map(_cells, found))
    return csv_answer(content, f"{consultation.public_id}-ledger.csv")


def _cells(entry: Entry) -> tuple[object, ...]:
    """Return one line; the author as others read them: a file is passed on, so it never tells who fetched it."""
    row = entry.row
    assert row.submitted_at is not None
    places = (f"{place.number} {place.heading}" for place in entry.places)
    return (
        row.public_id,
        row.comment_kind or row.operation or row.kind,
        entry.heading,
        entry.region.code if entry.region else "",
        veil_over(row.consultation).day(row.submitted_at, row.consultation.zone).isoformat(),
        public_credit(row).line if entry.shown else "",
        _words(entry),
        entry.answered or "",
        entry.times_carried,
        row.disposition_reason or "",
        " | ".join(places),
        len(entry.replies),
        " | ".join(_said(reply) for reply in (entry.shown.replies if entry.shown else ())),
    )


def _said(reply: Shown) -> str:
    """Return a reply as others read it: who says it, and what."""
    return f"{public_credit(reply.row).line}: {reply.text.body if reply.text else ''}"


def _words(entry: Entry) -> str:
    """Return what was said: of a change of words the old and the new, of a structural proposal what it asks for."""
    shown = entry.shown
    text = shown.text if shown else None
    if shown is None or text is None:
        return ""
    if shown.is_reword and text.base_text is not None:
        base = text.base_text.full
        return " | ".join(f"{base[one.start : one.end]} → {one.new}" for one in text.hunks)
    return " ".join(filter(None, [shown.structure, *shown.choices, text.heading, text.body]))
