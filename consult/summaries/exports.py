"""All contributions of a consultation as a file, each as the reader may see it and no more."""

from collections.abc import Iterator

from flask import Response
from flask.typing import ResponseReturnValue

from consult.consultations.models import Consultation
from consult.consultations.services import consultation_by_id
from consult.contributions.credit import public_credit
from consult.contributions.display import Shown, shown_list
from consult.contributions.models import Contribution
from consult.contributions.queries import consultation_contributions
from consult.contributions.veil import region_shown, veil_over
from consult.core.logs import log_audit
from consult.formats.csv_out import write_csv
from consult.rules.disclosure import counts_for_all
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.files import csv_answer

from .asked import Asked, asked_alone, name_of
from .blueprint import bp

HEADER = (
    "id",
    "kind",
    "section",
    "language",
    "day",
    "author",
    "voice",
    "region",
    "reply_to",
    "quote",
    "question",
    "choices",
    "operation",
    "heading",
    "text",
    "rationale",
    "disposition",
    "reason",
    "answered",
)
"""Column names are the same in every language, so that a sheet made for one file fits the next."""


@bp.get("/consultations/<consultation_id>/contributions.csv")
@requires(Permission.CONSULTATION_READ, consultation_by_id)
def contributions_csv(consultation: Consultation) -> ResponseReturnValue:
    """Give the contributions that everybody reads who may read here as a file, whoever fetches it."""
    return rows_file(asked_alone(consultation), consultation_contributions(consultation), "contributions")


@bp.post("/consultations/<consultation_id>/all-contributions.csv")
@requires(Permission.CONTRIBUTION_MODERATE, consultation_by_id)
def all_contributions_csv(consultation: Consultation) -> ResponseReturnValue:
    """Give facilitators those that they alone read as well; that it was fetched stands in the log."""
    log_audit("contributions-exported", actor_id=me().id, subject="consultations", subject_id=consultation.id)
    found = consultation_contributions(consultation)
    return rows_file(asked_alone(consultation), found, "all-contributions", whole=True)


def rows_file(asked: Asked, rows: list[Contribution], name: str, *, whole: bool = False) -> Response:
    """Return contributions as a file; without those that not everybody reads, unless `whole`."""
    names = {place.section.key: name_of(place) for place in asked.places}
    found = [shown for shown in flat(shown_list(rows)) if whole or _is_for_all(shown.row)]
    numbers = {shown.row.id: shown.public_id for shown in found}
    content = write_csv(HEADER, (_row(shown, names, numbers) for shown in found if _is_sent(shown)))
    return csv_answer(content, f"{asked.file_name}-{name}.csv")


def flat(threads: list[Shown]) -> Iterator[Shown]:
    """Yield contributions one by one, each reply after what began its thread."""
    for shown in threads:
        yield shown
        yield from shown.replies


def _is_for_all(row: Contribution) -> bool:
    waits = row.is_late and row.admitted_at is None
    return counts_for_all(row.visibility, row.status, is_hidden=row.hidden_at is not None, waits=waits)


def _is_sent(shown: Shown) -> bool:
    return not shown.placeholder and shown.row.status == "submitted"


def _author(shown: Shown) -> str:
    """Return the author as others read them: a file is passed on, so it never tells who fetched it."""
    return public_credit(shown.row).line if shown.is_own else shown.credit.line


def _row(shown: Shown, names: dict[str, str], numbers: dict[int, str]) -> tuple[object, ...]:
    row, text = shown.row, shown.text
    assert text is not None
    at = row.submitted_at
    assert at is not None
    veil, region = veil_over(row.consultation), region_shown(row)
    return (
        row.public_id,
        row.comment_kind or row.kind,
        names.get(row.section.key, row.section.key) if row.section else "",
        row.language if veil.shows("language", row.language) else "",
        veil.day(at, row.consultation.zone).isoformat(),
        _author(shown),
        row.voice,
        region.code if region and row.visibility != "facilitators" else "",
        numbers.get(row.reply_to_id or 0, ""),
        shown.quote,
        shown.question,
        " | ".join(shown.choices),
        row.operation or "",
        text.heading if row.kind == "amendment" else "",
        text.body,
        text.rationale,
        row.disposition or "",
        row.disposition_reason or "",
        veil.day(row.disposed_at, row.consultation.zone).isoformat() if row.disposed_at else "",
    )
