"""Days in four orders: read rightly where only one fits, and never guessed where two do."""

from datetime import date

import pytest

from consult.formats.outside_dates import ORDERS, fitting_orders, read_day

YMD, DMY, MDY, YDM = ORDERS


@pytest.mark.parametrize(
    ("text", "order", "found"),
    [
        ("2026-03-04", YMD, date(2026, 3, 4)),
        ("2026-03-04", YDM, date(2026, 4, 3)),
        ("04/03/2026", DMY, date(2026, 3, 4)),
        ("04/03/2026", MDY, date(2026, 4, 3)),
        (" 4.3.26 ", DMY, date(2026, 3, 4)),
        ("2026-03-04T23:59:59Z", YMD, date(2026, 3, 4)),
        ("4/3/2026 10:15 PM", MDY, date(2026, 4, 3)),
        ("٠٤/٠٣/٢٠٢٦", DMY, date(2026, 3, 4)),
        ("29/02/2024", DMY, date(2024, 2, 29)),
        ("29/02/2026", DMY, None),
        ("2026-13-04", YMD, None),
        ("2026-13-04", YDM, date(2026, 4, 13)),
        ("04-03-2026", YMD, None),
        ("0004-03-20", YMD, None),
        ("1889-01-01", YMD, None),
        ("12 March 2026", DMY, None),
        ("46085", YMD, None),
        ("1/2/3", DMY, None),
        ("1/2/2026/4", DMY, None),
        ("", YMD, None),
    ],
)
def test_a_day_is_read_in_its_order_or_not_at_all(text: str, order: str, found: date | None) -> None:
    assert read_day(text, order) == found


@pytest.mark.parametrize(
    ("values", "orders"),
    [
        (["2026-03-24", "2026-04-01"], (YMD,)),
        (["2026-24-03", "2026-01-04"], (YDM,)),
        (["24/03/2026", "01/04/2026"], (DMY,)),
        (["03/24/2026", "04/01/2026"], (MDY,)),
        (["03/04/2026", "05/06/2026"], (DMY, MDY)),
        (["2026-03-04", ""], (YMD,)),
        (["24/03/2026"] * 9 + ["unknown"], (DMY,)),
        (["24/03/2026"] * 8 + ["unknown"] * 2, ()),
        (["yes", "no"], ()),
        (["", " "], ()),
        ([], ()),
    ],
)
def test_the_orders_that_fit_a_column_are_found(values: list[str], orders: tuple[str, ...]) -> None:
    assert fitting_orders(values) == orders
