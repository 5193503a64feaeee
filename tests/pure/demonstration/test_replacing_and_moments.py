"""The demonstration's replacements are plain or refused, and its days become moments in each place's own time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from consult.demonstration.replacing import ContentError, replace_all
from consult.demonstration.values import Change, Consultation, Contribution, Stance

TEXT = "Water is a right. Everyone must have it."

# What is replaced, and what comes out.
PLAIN = [
    ([], TEXT),
    ([("a right", "a human right")], "Water is a human right. Everyone must have it."),
    ([("Water", "Clean water")], "Clean water is a right. Everyone must have it."),
    ([("it.", "it, every day.")], "Water is a right. Everyone must have it, every day."),
    ([(" a right", "")], "Water is. Everyone must have it."),
    ([(TEXT, "Nothing is left.")], "Nothing is left."),
    ([("Water", "Care"), ("right", "duty")], "Care is a duty. Everyone must have it."),
    ([("right", "duty"), ("Water", "Care")], "Care is a duty. Everyone must have it."),
    # Each pair is looked for in the text as it was, never in what another pair put there.
    ([("Water", "Everyone"), ("Everyone", "Water")], "Everyone is a right. Water must have it."),
    # Side by side is not an overlap.
    ([("Water", "Care"), (" is", " was")], "Care was a right. Everyone must have it."),
]

# What is replaced, and what the refusal says.
REFUSED = [
    ([("Bread", "x")], "occurs 0 times"),
    ([("water", "x")], "occurs 0 times"),
    ([("e", "x")], "times, not once"),
    ([("", "x")], "occurs 0 times"),
    ([("Water is", "x"), ("is a", "y")], "overlap"),
    ([("is a", "y"), ("Water is", "x")], "overlap"),
    ([("a right", "x"), ("a right", "y")], "overlap"),
]


@pytest.mark.parametrize(("pairs", "result"), PLAIN)
def test_replacements_are_made_all_at_once(pairs: list[tuple[str, str]], result: str) -> None:
    assert replace_all(TEXT, pairs, "here") == result


@pytest.mark.parametrize(("pairs", "words"), REFUSED)
def test_what_is_not_plain_is_refused_by_the_name_of_its_entry(
    pairs: list[tuple[str, str]], words: str
) -> None:
    with pytest.raises(ContentError, match=words) as refusal:
        replace_all(TEXT, pairs, "entry eu-07")
    assert str(refusal.value).startswith("entry eu-07")


def test_arabic_is_replaced_by_its_letters() -> None:
    assert replace_all("الماء حق للجميع", [("حق", "حق إنساني")], "ar-01") == "الماء حق إنساني للجميع"


# The decision on a change, and the words that stand in the end.
DECIDED = [
    ("accept", None, "a human right"),
    ("decline", None, "a right"),
    ("adapt", "everybody’s right", "everybody’s right"),
]


@pytest.mark.parametrize(("decision", "words", "stands"), DECIDED)
def test_the_decision_says_which_words_stand(decision: str, words: str | None, stands: str) -> None:
    assert Change("a right", "a human right", decision, words).decided == stands


def consultation(zone: str, opens: tuple[int, str], closes: tuple[int, str]) -> Consultation:
    """Return a consultation of which only the window matters."""
    return Consultation(
        key="c",
        title="c",
        revision="1.0",
        zone=zone,
        opens_day=opens[0],
        opens_time=opens[1],
        closes_day=closes[0],
        closes_time=closes[1],
        languages=("en",),
        read_audience="public",
        contribute_audience="members",
        facilitators=(),
        introduction="",
        questions=(),
    )


# Now in UTC, the zone, the day and wall time of closing, and the closing in UTC.
WINDOWS = [
    (datetime(2026, 3, 10, 12, 0), "UTC", (0, "18:00"), datetime(2026, 3, 10, 18, 0)),
    (datetime(2026, 3, 10, 12, 0), "Africa/Nairobi", (1, "18:00"), datetime(2026, 3, 11, 15, 0)),
    # The clocks change between now and then: the wall time stays what was said.
    (datetime(2026, 3, 28, 12, 0), "Europe/Brussels", (0, "12:00"), datetime(2026, 3, 28, 11, 0)),
    (datetime(2026, 3, 28, 12, 0), "Europe/Brussels", (1, "12:00"), datetime(2026, 3, 29, 10, 0)),
    (datetime(2026, 10, 24, 12, 0), "Europe/Brussels", (1, "12:00"), datetime(2026, 10, 25, 11, 0)),
    # The day is the one that it is in the place, not in UTC.
    (datetime(2026, 3, 10, 23, 30), "Asia/Kathmandu", (0, "08:00"), datetime(2026, 3, 11, 2, 15)),
    (datetime(2026, 3, 10, 2, 0), "America/Bogota", (0, "08:00"), datetime(2026, 3, 9, 13, 0)),
    (datetime(2026, 12, 31, 23, 0), "Pacific/Auckland", (0, "09:00"), datetime(2026, 12, 31, 20, 0)),
    (datetime(2026, 3, 10, 12, 0), "Africa/Dakar", (-30, "00:00"), datetime(2026, 2, 8, 0, 0)),
]


@pytest.mark.parametrize(("now", "zone", "closing", "moment"), WINDOWS)
def test_a_window_closes_at_its_wall_time_in_its_own_place(
    now: datetime, zone: str, closing: tuple[int, str], moment: datetime
) -> None:
    window = consultation(zone, (-40, "09:00"), closing)
    closes = window.closes(now.replace(tzinfo=UTC))
    assert closes.astimezone(UTC) == moment.replace(tzinfo=UTC)
    assert closes.tzinfo == ZoneInfo(zone)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu", "America/Bogota", "Europe/Warsaw"])
def test_a_window_opens_before_it_closes_on_one_day(zone: str) -> None:
    now = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
    window = consultation(zone, (2, "09:00"), (2, "09:01"))
    assert window.closes(now) - window.opens(now) == timedelta(minutes=1)


@pytest.mark.parametrize(("days", "hours"), [(-1.5, -36), (0.0, 0), (-0.25, -6), (2.0, 48)])
def test_what_was_sent_is_days_and_parts_of_days_from_now(days: float, hours: int) -> None:
    now = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
    sent = Contribution(key="k", consultation="c", kind="comment", author="a", sent=days)
    assert sent.sent_at(now) - now == timedelta(hours=hours)


def test_values_cannot_be_changed_after_reading() -> None:
    stance = Stance(consultation="c", person="p", position="support", sent=-1.0)
    with pytest.raises(AttributeError):
        stance.position = "objection"  # type: ignore[misc]
