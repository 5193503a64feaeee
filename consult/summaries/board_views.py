"""The dashboards of a region and of a working group."""

import sqlalchemy as sa
from flask.typing import ResponseReturnValue

from consult.core.clock import now
from consult.core.database import db
from consult.core.errors import NotFound
from consult.formats.csv_out import write_csv
from consult.people.models import Region, WorkingGroup
from consult.rules.permissions import Permission
from consult.web.access import PUBLIC, may
from consult.web.files import csv_answer
from consult.web.links import url_for
from consult.web.locale import current_language
from consult.web.pages import render_page

from .blueprint import bp
from .boards import board_of_group, board_of_region
from .shown_table import ShownTable


@bp.get("/regions/<code>/summary")
@PUBLIC
def region(code: str) -> ResponseReturnValue:
    """Show what came from a region, over all narratives, as far as the reader may read it."""
    found = _region(code)
    file = url_for("summaries.region_csv", code=code)
    return _page(found.name(current_language()), board_of_region(found), file)


@bp.get("/regions/<code>/summary.csv")
@PUBLIC
def region_csv(code: str) -> ResponseReturnValue:
    """Give the same as a file."""
    found = _region(code)
    return _file(board_of_region(found), found.code)


@bp.get("/working-groups/<group_id>/summary")
@PUBLIC
def working_group(group_id: str) -> ResponseReturnValue:
    """Show how the narratives of a working group stand, as far as the reader may read them."""
    found, table = _group(group_id)
    file = url_for("summaries.working_group_csv", group_id=group_id)
    return _page(found.name, table, file, found if may(Permission.GROUP_READ, found) else None)


@bp.get("/working-groups/<group_id>/summary.csv")
@PUBLIC
def working_group_csv(group_id: str) -> ResponseReturnValue:
    """Give the same as a file."""
    found, table = _group(group_id)
    return _file(table, found.public_id)


def _region(code: str) -> Region:
    found = db.session.scalar(sa.select(Region).where(Region.code == code.replace("\x00", "")))
    if found is None:
        raise NotFound
    return found


def _group(public_id: str) -> tuple[WorkingGroup, ShownTable]:
    """Return a group with its dashboard; one that the reader may not know of is answered like none."""
    found = db.session.scalar(
        sa.select(WorkingGroup).where(WorkingGroup.public_id == public_id.replace("\x00", ""))
    )
    table = board_of_group(found) if found else None
    if found is None or table is None or not (table.cells or may(Permission.GROUP_READ, found)):
        raise NotFound
    return found, table


def _page(name: str, table: ShownTable, file: str, group: WorkingGroup | None = None) -> ResponseReturnValue:
    return render_page("summaries/board.html", name=name, table=table, file=file, group=group, as_of=now())


def _file(table: ShownTable, name: str) -> ResponseReturnValue:
    return csv_answer(write_csv(table.header, table.cells), f"{name}-summary.csv")
