"""The report as a workbook: a sheet for each table, and one that says how it was counted."""

from flask_babel import gettext as _

from consult.contributions.display import Shown
from consult.formats.xlsx_out import Sheet
from consult.text.markdown import plain_text

from .report import PARTS, Report, credit_line


def sheets_of(report: Report, method: str) -> list[Sheet]:
    """Return the report as tables for a workbook; the last holds the method."""
    chosen = [*report.tables("figures"), *report.tables("dispositions")]
    made = [Sheet(table.caption, table.header, table.cells, table.method) for table in chosen]
    if "sections" in report.parts:
        made.append(_sections(report))
    if "wanted" in report.parts:
        made.append(_changes(report))
    if report.quotes:
        made.append(_quotes(report))
    made += [
        Sheet(table.caption, table.header, table.cells, table.method)
        for _consultation, tables in report.answers
        for table in tables
    ]
    if report.reservations:
        made.append(_reservations(report))
    return [*made, Sheet(_("How this was counted"), (_("How this was counted"),), [(method,)])]


def words_of(shown: Shown) -> str:
    """Return what was said as plain text: a body, or what was proposed and why."""
    text = shown.text
    assert text is not None
    if shown.row.kind != "amendment":
        return " | ".join([*shown.choices, plain_text(text.body)]).removesuffix(" | ")
    base = text.base_text.full if text.base_text else ""
    changes = [f"{base[one.start : one.end]} → {one.new}" for one in text.hunks]
    return " | ".join(filter(None, [shown.structure, *changes, plain_text(text.rationale)]))


def _sections(report: Report) -> Sheet:
    return Sheet(
        str(PARTS["sections"]),
        (
            _("Section"),
            _("Answered"),
            _("To answer"),
            _("Changes proposed"),
            _("Open objections"),
            _("In words"),
        ),
        [
            (
                one.figures.name,
                one.figures.answered,
                one.figures.to_answer,
                len(one.figures.changes),
                one.figures.open_objections,
                " ".join(one.figures.sentences),
            )
            for one in report.sections
        ],
    )


def _changes(report: Report) -> Sheet:
    return Sheet(
        str(PARTS["wanted"]),
        (_("Section"), _("Words now"), _("Words proposed"), _("Regions"), _("Proposed changes")),
        [
            (one.figures.name, change.before, change.after, _(", ").join(change.regions), change.times)
            for one in report.sections
            for change in one.changes
        ],
    )


def _quotes(report: Report) -> Sheet:
    return Sheet(
        str(PARTS["quotes"]),
        (_("Section"), _("Author"), _("Words")),
        [
            (
                report.section_names.get(one.row.section.key, "") if one.row.section else "",
                credit_line(one),
                words_of(one),
            )
            for one in report.quotes
        ],
    )


def _reservations(report: Report) -> Sheet:
    return Sheet(
        str(PARTS["reservations"]),
        (_("Section"), _("Author"), _("Reason"), _("Answer"), _("Since version")),
        [
            (report.section_names.get(one.key, ""), one.author, one.reason, one.answer, one.since)
            for one in report.reservations
        ],
    )
