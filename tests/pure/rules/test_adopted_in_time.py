"""When a version is adopted: a meeting decides at once, writing only when its time has run out without objections."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from consult.rules.states import ADOPTION_KINDS, ADOPTION_STATES, adoption_state

END = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
NEPAL = timezone(timedelta(hours=5, minutes=45))

ROWS = [
    # kind, until, at, is objected; what it is
    ("meeting", None, END, False, "adopted"),
    ("meeting", END, END - TICK, False, "adopted"),  # an end that somebody typed does not hold a meeting back
    ("meeting", END, END + TICK, True, "adopted"),
    ("written", END, END - TICK, False, "open"),
    ("written", END, END - TICK, True, "open"),  # until the end an objection can still be taken back
    ("written", END, END, False, "adopted"),  # the end itself is no longer open
    ("written", END, END, True, "objected"),
    ("written", END, END + timedelta(days=400), False, "adopted"),
    ("written", END, END + timedelta(days=400), True, "objected"),
    ("written", END, (END - TICK).astimezone(NEPAL), False, "open"),  # the same moments on another wall
    ("written", END, END.astimezone(NEPAL), False, "adopted"),
]


@pytest.mark.parametrize(("kind", "until", "at", "is_objected", "wanted"), ROWS)
def test_a_version_is_adopted_at_the_exact_moment(
    kind: str, until: datetime | None, at: datetime, is_objected: bool, wanted: str
) -> None:
    assert adoption_state(kind, until, at, is_objected=is_objected) == wanted
    assert kind in ADOPTION_KINDS
    assert wanted in ADOPTION_STATES


def test_once_decided_it_stays_so_while_nobody_changes_their_mind() -> None:
    for is_objected in (False, True):
        states = [
            adoption_state("written", END, END + timedelta(hours=hours), is_objected=is_objected)
            for hours in range(-30, 30)
        ]
        assert states == ["open"] * 30 + ["objected" if is_objected else "adopted"] * 30
