"""All contributions of a consultation as a file, each as the reader may see it and no more."""

from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial

import sqlalchemy as sa
from flask import Response
from flask.typing import ResponseReturnValue

from consult.consultations.models import Consultation
from consult.consultations.services import consultation_by_id
from consult.contributions.credit import public_credit
from consult.contributions.display import Shown, shown_list
from consult.contributions.models import Contribution
from consult.contributions.queries import contributions_by_id, counts_for_everybody
from consult.contributions.tags import tag_names
from consult.contributions.veil import region_shown, veil_over
from consult.core.database import db
from consult.core.logs import log_audit
from consult.formats.csv_out import write_csv
from consult.rules.disclosure import counts_for_all
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.blacked_out import shown_words
from consult.web.files import csv_answer
from consult.web.streams import streamed

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
    "tags",
)
"""Column names are the same in every language, so that a sheet made for one file fits the next."""
ORIGINS = ("words", "passages")
"""Of all contributions to a narrative: the words of each that stand in the newest version, and what it shaped."""
Origins = Callable[[int], tuple[object, ...]]
TOGETHER = 500
"""So many rows are made at once."""


@bp.get("/consultations/<consultation_id>/contributions.csv")
@requires(Permission.CONSULTATION_READ, consultation_by_id)
def contributions_csv(consultation: Consultation) -> ResponseReturnValue:
    """Give the contributions that everybody reads who may read here as a file, whoever fetches it."""
    return rows_file(asked_alone(consultation), sent_in(consultation), "contributions")


@bp.post("/consultations/<consultation_id>/all-contributions.csv")
@requires(Permission.CONTRIBUTION_MODERATE, consultation_by_id)
def all_contributions_csv(consultation: Consultation) -> ResponseReturnValue:
    """Give facilitators those that they alone read as well; that it was fetched stands in the log."""
    log_audit("contributions-exported", actor_id=me().id, subject="consultations", subject_id=consultation.id)
    return rows_file(asked_alone(consultation), sent_in(consultation), "all-contributions", whole=True)


def rows_file(
    asked: Asked, ids: Sequence[int], name: str, *, whole: bool = False, origins: Origins | None = None
) -> Response:
    """Return contributions as a file; without those that not everybody reads, unless `whole`.

    `origins`: the columns `ORIGINS` of a contribution, by its id. A large file is sent piece by piece, as it is made.
    """
    names = {place.section.key: name_of(place) for place in asked.places}
    pieces = _pieces(in_threads(ids))
    made = [partial(_piece, some, ids, names, whole=whole, origins=origins) for some in pieces]
    head = partial(write_csv, (*HEADER, *(ORIGINS if origins else ())), ())
    content = b"".join(piece() for piece in (head, *made)) if len(made) < 2 else streamed((head, *made))
    return csv_answer(content, f"{asked.file_name}-{name}.csv")


def sent_in(consultation: Consultation) -> Sequence[int]:
    """Return the ids of everything that was sent in a consultation, oldest first."""
    asked = sa.select(Contribution.id).where(
        Contribution.consultation_id == consultation.id, Contribution.status != "draft"
    )
    return array("q", db.session.scalars(asked.order_by(*_ORDER)))


_ORDER = (sa.func.coalesce(Contribution.submitted_at, Contribution.created_at), Contribution.id)


def in_threads(ids: Sequence[int]) -> Sequence[int]:
    """Return ids with each reply after what began its thread, where that is among them."""
    known, replies = set(ids), {}
    for some in _pieces(ids):
        asked = sa.select(Contribution.id, Contribution.thread_id).where(
            Contribution.id.in_(some), Contribution.thread_id.is_not(None)
        )
        replies.update({reply: start for reply, start in db.session.execute(asked) if start in known})
    under: dict[int, list[int]] = {}
    for one in ids:
        if one in replies:
            under.setdefault(replies[one], []).append(one)
    found = array("q")
    for one in ids:
        if one not in replies:
            found.append(one)
            found.extend(under.get(one, ()))
    return found


def _pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), TOGETHER):
        yield ids[start : start + TOGETHER]


def _piece(
    ids: Sequence[int],
    every: Sequence[int],
    names: Mapping[str, str],
    *,
    whole: bool,
    origins: Origins | None = None,
) -> bytes:
    """Return some rows of the file, without its head; `every`: the ids of all that the file may have."""
    shown = {one.row.id: one for one in flat(shown_list(contributions_by_id(ids)))}
    found = [shown[one] for one in ids if one in shown and (whole or _is_for_all(shown[one].row))]
    numbers = _public_ids({one.row.reply_to_id for one in found}.intersection(every), whole=whole)
    tags = tag_names(ids)
    rows = (
        (*map(_with_reasons, _row(one, names, numbers, tags)), *(origins(one.row.id) if origins else ()))
        for one in found
        if _is_sent(one)
    )
    header = (*HEADER, *(ORIGINS if origins else ()))
    return write_csv(header, rows)[len(write_csv(header, ())) :]


def _public_ids(ids: Collection[int | None], *, whole: bool) -> dict[int, str]:
    """Return how what was replied to is called in the file."""
    asked = sa.select(Contribution.id, Contribution.public_id).where(
        Contribution.id.in_(ids), *(() if whole else counts_for_everybody())
    )
    return {number: public_id for number, public_id in db.session.execute(asked)}


def _with_reasons(cell: object) -> object:
    """Say why in the place of what was blacked out: nobody looks at a file again that is sent piece by piece."""
    return shown_words(cell) if isinstance(cell, str) else cell


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


def _row(
    shown: Shown, names: Mapping[str, str], numbers: Mapping[int, str], tags: Mapping[int, list[str]]
) -> tuple[object, ...]:
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
        " | ".join(tags.get(row.id, ())),
    )
