"""The crowd of the benchmarks, as small as can be: the same from columns, from tables, and in between."""

from random import Random

from flask import Flask

from benchmarks.crowd import DAYS, add_contributions, add_stances, write_crowd
from benchmarks.crowd_tables import from_columns, from_tables
from consult.consultations.models import Consultation
from consult.core.clock import now
from consult.core.database import db
from consult.summaries.column_store import rebuild_columns, refresh_columns
from tests.page import PageClient


def test_tables_of_a_crowd_are_the_same_from_columns_and_from_tables(app: Flask, client: PageClient) -> None:
    crowd = write_crowd(0.001)
    asked = [db.session.get_one(Consultation, crowd.consultation_id)]
    rebuild_columns(now())
    first = from_columns(asked)
    assert first == from_tables(asked)
    assert len(first["best changes"]) > 5
    assert len(first["regions agree"][0][0]) == 6
    draw, last = Random(1), crowd.last_contribution
    add_contributions(crowd, draw, last + 1, last + 40, log=True, begins=DAYS * 86_400)
    add_stances(crowd, draw, 5_000, 40, log=True, after=50)
    waiting, rows = from_columns(asked), from_tables(asked)
    assert rows != first
    assert waiting == rows
    refresh_columns(now())
    assert from_columns(asked) == rows
    page = client.get(f"/en/consultations/{asked[0].public_id}/summary").text
    assert "Changes that the regions accept most" in page
    assert "How much of what is proposed each region accepts" in page
    file = client.get(f"/en/consultations/{asked[0].public_id}/summary/changes.csv").text.splitlines()
    assert 10 < len(file) <= 21
    assert file[1].startswith("1: a change to “")
    arabic = client.get(f"/ar/consultations/{asked[0].public_id}/summary/changes.csv").text.splitlines()
    assert "“\u2068" in arabic[1], "the number of the section stays before its heading"


def test_the_same_seed_writes_the_same_crowd(app: Flask) -> None:
    crowd = write_crowd(0.0001, seed=7)
    asked = [db.session.get_one(Consultation, crowd.consultation_id)]
    once = from_tables(asked)
    db.session.rollback()
    crowd = write_crowd(0.0001, seed=7)
    again = from_tables([db.session.get_one(Consultation, crowd.consultation_id)])
    assert again["days"][1:] == once["days"][1:]  # the ids of the regions go on
