"""The list of what is met of OWASP ASVS 5.0.0 leads to files that are there, and its figures are those of the page."""

import csv
import re
from collections import Counter
from pathlib import Path

from tests.page import PageClient

ROOT = Path(__file__).parents[2]
ROWS = list(csv.DictReader((ROOT / "docs" / "asvs.csv").read_text(encoding="utf-8").splitlines()))
VERDICTS = ("met", "not met", "not applicable")


def test_each_requirement_stands_once_with_a_verdict_and_a_reason() -> None:
    assert len({row["requirement"] for row in ROWS}) == len(ROWS) == 253  # all of levels 1 and 2
    assert [row for row in ROWS if not re.fullmatch(r"V\d{1,2}\.\d{1,2}\.\d{1,2}", row["requirement"])] == []
    assert {row["level"] for row in ROWS} == {"1", "2"}
    assert {row["verdict"] for row in ROWS} == set(VERDICTS)
    assert [row["requirement"] for row in ROWS if not row["why"].strip()] == []


def test_what_is_met_names_a_file_that_is_there_and_nothing_else_does() -> None:
    met = [row for row in ROWS if row["verdict"] == "met"]
    assert [row["requirement"] for row in met if not row["where"] or not (ROOT / row["where"]).exists()] == []
    assert [row["requirement"] for row in ROWS if row["verdict"] != "met" and row["where"]] == []


def test_the_page_on_security_gives_the_figures_of_the_list() -> None:
    counts = Counter(row["verdict"] for row in ROWS)
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    found = re.search(r"(\d+) are met, (\d+) are not, (\d+) do not apply", page)
    assert found is not None
    assert [int(number) for number in found.groups()] == [counts[verdict] for verdict in VERDICTS]


def test_a_trace_is_refused_and_no_other_site_is_named(client: PageClient) -> None:
    assert client.open("/en/", method="TRACE").status_code == 405
    answer = client.get("/en/", headers={"Origin": "https://elsewhere.example"})
    assert [name for name, _value in answer.headers if name.lower().startswith("access-control")] == []


def test_the_proof_by_numbers_names_tests_that_are_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| .+ \| (tests/\S+) \| .+ \|$", page, re.MULTILINE)
    assert [int(number) for number, _test in rows] == [*range(1, 19), 20, 22, 28]
    named = {name for number, test in rows for name in [test]} | set(re.findall(r"tests/[\w/]+\.py", page))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
