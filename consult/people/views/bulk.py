"""Adding many people and organisations out of one table, after a preview that names each fault by its row."""

from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.core.clock import now
from consult.core.errors import InvalidInput
from consult.formats.tables_in import TableError, as_text, read_csv, read_table
from consult.rules.permissions import Permission
from consult.web.access import me, requires
from consult.web.forms import add_problem
from consult.web.locale import current_language, language_name, languages

from .. import bulk as verbs
from ..choices import region_pairs
from ..labels import CONSTITUENCY_LABELS
from ..network_forms import BulkForm, choices
from . import bp
from .network import network_page

MOST_SHOWN = 100
MOST_ROWS = 12


@bp.get("/network/import")
@requires(Permission.NETWORK_MANAGE)
def bulk() -> ResponseReturnValue:
    """Ask for the table."""
    return _page(_form(formdata=None, data={"language": current_language(), "with_letter": True}))


@bp.post("/network/import/preview")
@requires(Permission.NETWORK_MANAGE)
def preview_bulk() -> ResponseReturnValue:
    """Show what the table would add; nothing is stored."""
    form = _form()
    plan = _read(form)
    if plan is not None and not form.validate():
        plan = None
    return _page(form, plan, 200 if plan is not None else 422)


@bp.post("/network/import")
@requires(Permission.NETWORK_MANAGE)
def do_bulk() -> ResponseReturnValue:
    """Add what the table names: all of it, or all but the rows with faults where that was ticked."""
    form = _form()
    plan = _read(form)
    if plan is None or not form.validate():
        return _page(form, None, 422)
    if plan.faults and not form.leave_out.data:
        return _page(form, plan, 422)
    verbs.carry_out(
        plan,
        actor=me(),
        at=now(),
        language=form.language.data,
        with_letter=bool(form.with_letter.data),
    )
    people = ngettext("%(num)d person is added.", "%(num)d people are added.", len(plan.people))
    added = len(plan.organisations)
    organisations = ngettext("%(num)d organisation is added.", "%(num)d organisations are added.", added)
    flash(_("%(people)s %(organisations)s", people=people, organisations=organisations), "success")
    return redirect(url_for("people.persons"), 303)


def _form(**values: Any) -> BulkForm:
    form = BulkForm(**values)
    form.language.choices = choices([(code, language_name(code)) for code in languages(current_app)])
    return form


def _read(form: BulkForm) -> verbs.Plan | None:
    """Return the plan of the file or, without one, of the table typed; what the file held comes back as text."""
    file = request.files.get("file")
    try:
        rows = read_table(file.read()) if file and file.filename else read_csv(form.table.data or "")
        form.table.data = as_text(rows)
        if not any(map(any, rows)):
            raise TableError("empty")
        return verbs.make_plan(rows)
    except TableError as error:
        add_problem(form, InvalidInput(_reasons()[error.reason], field="table"))
    except InvalidInput as error:
        add_problem(form, error)
    return None


def _reasons() -> dict[str, str]:
    return {
        "empty": _("There is no row in it."),
        "too-large": _("This is too large: at most 20,000 rows and 40 columns."),
        "unreadable": _("This is not a table that can be read. Save it as CSV or XLSX and try again."),
    }


def _page(form: BulkForm, plan: verbs.Plan | None = None, status: int = 200) -> ResponseReturnValue:
    shown = _by_fault(plan.faults) if plan else []
    faulty = len({number for number, _fault in plan.faults}) if plan else 0
    return network_page(
        "people/bulk.html",
        "people.persons",
        form=form,
        plan=plan,
        faulty=faulty,
        shown=shown[:MOST_SHOWN],
        more=len(shown) - MOST_SHOWN,
        kinds=CONSTITUENCY_LABELS.values(),
        regions=[name for _code, name in region_pairs()],
        status=status,
    )


def _by_fault(faults: list[tuple[int, str]]) -> list[tuple[str, list[int], bool]]:
    """Return each fault once, with the first numbers of the rows that have it, and whether those are all."""
    rows: dict[str, list[int]] = {}
    for number, fault in faults:
        rows.setdefault(fault, []).append(number)
    return [(fault, numbers[:MOST_ROWS], len(numbers) <= MOST_ROWS) for fault, numbers in rows.items()]
