"""Columns that were refreshed equal columns that were rebuilt, and both give what is counted one by one."""

from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Stance
from consult.core.clock import in_zone
from consult.core.database import db
from consult.core.logs import log_event
from consult.summaries import column_store, columns, countable, counted
from consult.summaries.cells import NAMES_ORGANISATION, Rows
from consult.summaries.column_store import columns_wait, rebuild_columns, refresh_columns
from consult.summaries.models import ColumnBlock, ColumnState
from consult.summaries.narrowed import Narrowed
from consult.summaries.support import Support
from tests.playing import Play
from tests.summaries import cells_of


def one_by_one(consultations: list[Consultation]) -> Any:
    """Count in plain Python what everybody may read."""
    rows: Any = db.session.scalars(
        sa.select(Contribution)
        .filter(Contribution.consultation_id.in_([one.id for one in consultations]))
        .execution_options(populate_existing=True)
    )
    return cells_of(
        (
            row.kind,
            row.section.key if row.section else None,
            row.region.code if row.region else None,
            in_zone(row.submitted_at, row.consultation.zone).date().isoformat(),
            row.disposition,
            row.voice,
            row.person_id,
            row.organisation_id,
            row.thread_id is not None,
            row.visibility in NAMES_ORGANISATION,
        )
        for row in rows
        if not row.is_withheld and row.status == "submitted"
    )


def support_one_by_one() -> dict[tuple[int, int], tuple[int, int]]:
    """Count in plain Python how regions stand to proposed changes: accepting and objecting by change and region."""
    found: dict[tuple[int, int], Counter[bool]] = {}
    seen = set()
    for row in db.session.scalars(sa.select(Stance).where(Stance.withdrawn_at.is_(None))):
        target: Any = row.contribution
        who = row.organisation_id if row.voice == "organisation" else row.person_id
        key = (target.id, row.region_id, row.position, row.voice, who)
        is_shown = (
            not target.is_withheld and target.status == "submitted" and row.visibility != "facilitators"
        )
        if is_shown and row.position != "asking-members" and key not in seen:
            seen.add(key)
            found.setdefault((target.id, row.region_id or 0), Counter())[row.position != "objection"] += 1
    return {key: (counts[True], counts[False]) for key, counts in found.items()}


def kept() -> list[tuple[Any, ...]]:
    """Return everything that is kept."""
    return sorted(tuple(row) for row in db.session.execute(sa.select(ColumnBlock.__table__)))


def differences(one: Any, other: Any) -> list[str]:
    """Name the cells that are not the same."""
    return [name for name in vars(one) if not getattr(one, name).equals(getattr(other, name))]


def support(asked: list[Consultation]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return what `support_one_by_one` returns, of consultations, out of the columns."""
    sides: Any = Support(asked)._sides
    return {
        (int(change), int(region)): (int(sides.accepting[row, column]), int(sides.objecting[row, column]))
        for row, change in enumerate(sides.ids)
        for column, region in enumerate(sides.regions)
        if sides.all[row, column]
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_columns_refreshed_rebuilt_and_counted_one_by_one_are_the_same(app: Flask, seed: int) -> None:
    play = Play(seed)
    play.act(40)
    at = play.secretary.created_at
    rebuild_columns(at)
    for asked in (play.consultations, play.consultations[:1]):
        for number in (0, 25, 40):
            play.act(number)
            waiting = counted.source_of(asked, Narrowed())
            assert isinstance(waiting, counted.Kept)
            rows = one_by_one(asked)
            assert differences(counted.cells(asked, Narrowed()), rows) == []  # with what waits in the log
            assert rows.sent["number"].sum() == sum(cell[-1] for cell in Rows(asked, Narrowed()).sent())
            of_all = support_one_by_one()
            assert support(play.consultations) == of_all
            refresh_columns(at)
            assert not columns_wait()
            refreshed = kept()
            assert differences(counted.cells(asked, Narrowed()), rows) == []
            assert support(play.consultations) == of_all
            rebuild_columns(at)
            assert kept() == refreshed
    for choice in choices(play):
        rows = counted.cells(play.consultations, choice)
        assert differences(rows, cells_from_tables(play.consultations, choice)) == [], choice
    db.session.execute(sa.delete(ColumnState))
    assert isinstance(counted.source_of(play.consultations, Narrowed()), Rows)
    assert differences(counted.cells(play.consultations, Narrowed()), one_by_one(play.consultations)) == []
    assert support(play.consultations) == of_all


def choices(play: Play) -> list[Narrowed]:
    """Return what a reader may choose, alone and together, with values that there are and one that there is not."""
    sent = db.session.scalars(sa.select(Contribution).where(Contribution.submitted_at.is_not(None))).first()
    assert sent
    day = in_zone(sent.submitted_at, sent.consultation.zone).date().isoformat()
    section = sent.section.key if sent.section else "-"
    return [
        Narrowed(section=section),
        Narrowed(section="-"),
        Narrowed(region="africa"),
        Narrowed(region="-", kind="comment"),
        Narrowed(region="nowhere"),
        Narrowed(kind="amendment", disposition="open"),
        Narrowed(disposition="accepted"),
        Narrowed(disposition="answered", region="africa"),
        Narrowed(disposition="taken-up"),
        Narrowed(starts="1", region="asia"),
        Narrowed(day=day),
        Narrowed(day="1999-12-31", section=section),
    ]


def cells_from_tables(asked: list[Consultation], choice: Narrowed) -> Any:
    """Count a choice by questions to the tables themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counted, "state_in_use", lambda: None)
        return counted.cells(asked, choice)


@pytest.mark.parametrize("kept", [countable.SENT, countable.TAKEN])
def test_what_is_asked_of_the_tables_has_the_columns_of_the_layout(kept: countable.Kept) -> None:
    assert list(kept.columns) == list(getattr(columns, kept.layout))


@pytest.mark.parametrize("listed", [0, 5_000])
def test_a_block_holds_the_ids_of_its_stretch_and_an_empty_one_goes(
    app: Flask, monkeypatch: pytest.MonkeyPatch, listed: int
) -> None:
    monkeypatch.setattr(column_store, "MOST_LISTED", listed)
    monkeypatch.setattr(column_store, "BLOCK", 4)
    monkeypatch.setattr(column_store, "PART", 3)
    play = Play(9)
    play.act(60)
    at = play.secretary.created_at
    rebuild_columns(at)
    before = kept()
    assert len(before) > 6
    assert differences(counted.cells(play.consultations, Narrowed()), one_by_one(play.consultations)) == []
    assert support(play.consultations) == support_one_by_one()
    block = min(row[2] for row in before if row[0] == "contributions")
    stretch = Contribution.id.between(4 * block, 4 * block + 3)
    first = db.session.scalars(sa.select(Contribution).where(stretch)).all()
    for row in first:
        row.status = "withdrawn"
        log_event("contribution-withdrawn", row, actor_id=None)
    refresh_columns(at)
    there = {row[:3] for row in before}
    gone = there - {row[:3] for row in kept()}
    assert gone
    assert gone == there & {("contributions", row.consultation_id, block) for row in first}
    refreshed = kept()
    rebuild_columns(at)
    assert kept() == refreshed


def test_with_too_much_waiting_and_under_other_rules_the_tables_are_asked(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    play = Play(4)
    play.act(20)
    rebuild_columns(play.secretary.created_at)
    play.act(5)
    assert isinstance(counted.source_of(play.consultations, Narrowed()), counted.Kept)
    monkeypatch.setattr(column_store, "MOST_WAITING", 1)
    assert isinstance(counted.source_of(play.consultations, Narrowed()), Rows)
    monkeypatch.setattr(column_store, "RULES", 2)
    assert columns_wait()
    assert refresh_columns(play.secretary.created_at) > 5, "all of it is read anew"
    assert isinstance(counted.source_of(play.consultations, Narrowed()), counted.Kept)
