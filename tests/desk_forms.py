"""What the forms of the merge desk send."""

from tests.desk import Desk


def url(desk: Desk, rest: str = "") -> str:
    return f"/en/consolidations/{desk.row.public_id}{rest}"


def prefix(key: str) -> str:
    return f"f-{key[:12]}-"


def decision(desk: Desk, new: str, outcome: str, **values):
    group = desk.group(new)
    data = {"outcome": outcome, "counter": desk.work().counter, prefix(group.key) + "reason": "Because."}
    data |= {prefix(group.key) + name: value for name, value in values.items() if name != "counter"}
    data |= {name: value for name, value in values.items() if name == "counter"}
    return url(desk, f"/sections/water/groups/{group.key}"), data


def answer_data(contribution, disposition="noted", reason="Thank you.", seen=0):
    name = f"a-{contribution.public_id}-"
    return {name + "disposition": disposition, name + "reason": reason, name + "shaped": "", "seen": seen}
