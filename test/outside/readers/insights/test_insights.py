import json
import os

import duckdb
import pandas as pd
import pyarrow.dataset
import pytest


@pytest.fixture(scope="module")
def insights():
    with open(os.environ["OUTSIDE_FACTS"]) as file:
        return json.load(file)["insights"]


@pytest.fixture(scope="module")
def answers(insights):
    """What the API says, by site."""
    with open(insights["answer"]) as file:
        return {answer["site"]: answer for answer in json.load(file)}


def told_incidents(answer):
    """By day and verdict."""
    return {
        (step["at"], verdict): step[verdict]
        for step in answer["steps"]
        for verdict in ("confirmed", "rejected", "inconclusive", "none")
        if step[verdict] > 0
    }


def told_objects(answer):
    return {(one["camera"], one["label"]): one["count"] for one in answer["objects"]}


def test_a_day_that_is_worked_out_again_is_the_same_bytes(insights):
    # Days without a row have no CSV.
    assert sum(name.startswith("parquet/") for name in insights["first"]) == 2 * 30 * 4
    assert insights["first"] == insights["again"]


def test_pandas_reads_the_partitioned_folder_with_the_sums_of_the_api(insights, answers):
    incidents = pd.read_parquet(f"{insights['folder']}/parquet/incidents")
    assert set(incidents["schema"].astype(str)) == {"v1"}
    for site, answer in answers.items():
        own = incidents[incidents["site"] == site]
        sums = own.groupby(["day", "verdict"])["incidents"].sum()
        assert {(str(day), verdict): count for (day, verdict), count in sums.items()} == told_incidents(answer)
        assert own["acknowledged"].sum() == answer["acknowledge"]["count"]
        assert own["resolved"].sum() == answer["resolve"]["count"]
        assert (own["date"].astype(str) == own["day"].astype(str)).all()
        assert (own["site_id"] == site).all()


def test_pyarrow_finds_types_that_are_what_they_are_called(insights):
    dataset = pyarrow.dataset.dataset(f"{insights['folder']}/parquet/cameras", partitioning="hive")
    assert str(dataset.schema.field("day").type) == "date32[day]"
    assert str(dataset.schema.field("live_minutes").type) == "int64"
    assert str(dataset.schema.field("camera").type) == "string"
    assert dataset.to_table(filter=pyarrow.dataset.field("site") == "outside-1").num_rows == 30 * 2 * 24


@pytest.mark.parametrize("reader", ["read_parquet('{}/parquet/{}/**/*.parquet', hive_partitioning = true)", "read_csv('{}/csv/{}/**/*.csv', hive_partitioning = true)"])
def test_duckdb_reads_parquet_and_csv_with_the_sums_of_the_api(insights, answers, reader):
    def rows(query, fact):
        return duckdb.sql(query.replace("FILES", reader.format(insights["folder"], fact))).fetchall()

    for site, answer in answers.items():
        found = rows(f"SELECT day, verdict, sum(incidents) FROM FILES WHERE site = '{site}' GROUP BY ALL", "incidents")
        assert {(str(day), verdict): count for day, verdict, count in found} == told_incidents(answer)
        found = rows(f"SELECT camera, label, sum(objects) FROM FILES WHERE site = '{site}' GROUP BY ALL", "objects")
        assert {(camera, label): count for camera, label, count in found} == told_objects(answer)
        query = f"SELECT camera, sum(live_minutes), sum(down_minutes), sum(disabled_minutes), sum(silent_minutes) FROM FILES WHERE site = '{site}' GROUP BY ALL"
        told = {(one["camera"], *(one["total"][state] for state in ("live", "down", "disabled", "silent"))) for one in answer["uptime"]}
        assert set(rows(query, "cameras")) == told
        found = rows(f"SELECT day, observed, expected FROM FILES WHERE site = '{site}'", "anomalies")
        assert len(answer["anomalies"]) > 0
        assert sorted((str(day), observed, expected) for day, observed, expected in found) == sorted(
            (one["day"], one["observed"], one["expected"]) for one in answer["anomalies"]
        )


def test_a_text_that_a_spreadsheet_would_run_is_guarded_in_csv_and_itself_in_parquet(insights):
    folder = insights["folder"]
    csv = duckdb.sql(f"SELECT DISTINCT label FROM read_csv('{folder}/csv/incidents/**/*.csv')").fetchall()
    assert {label for (label,) in csv} == {"missing-cap", "'=cmd|hand"}
    parquet = duckdb.sql(f"SELECT DISTINCT label FROM read_parquet('{folder}/parquet/incidents/**/*.parquet')").fetchall()
    assert {label for (label,) in parquet} == {"missing-cap", "=cmd|hand"}


def test_the_lines_of_the_documentation_run(insights):
    """What docs/insights.md says for DuckDB and pandas, on this folder."""
    with open("docs/insights.md") as page:
        blocks = page.read().split("```")[1::2]
    sql = next(block.removeprefix("sql\n") for block in blocks if block.startswith("sql\n"))
    parent = os.path.dirname(insights["folder"])
    for query in sql.replace("'insights/", f"'{parent}/insights/").split(";"):
        if query.strip():
            assert len(duckdb.sql(query).fetchall()) > 0
    python = next(block.removeprefix("python\n") for block in blocks if block.startswith("python\n") and "pandas" in block)
    exec(python.replace('"insights/', f'"{parent}/insights/'), {})
