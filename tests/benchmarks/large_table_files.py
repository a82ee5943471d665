"""A project with one large round: our newest questionnaire, invented schools, invented counts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb

from generator.load.project import load_project
from generator.model.questionnaire import ItemStatus, Questionnaire
from tests.benchmarks.data_files import ROOT

QUESTIONNAIRE = "schools/2023"
ROUND = "large"
_SETTING = f"""\
id: {ROUND}
title: "Large round (synthetic)"
questionnaire: "{QUESTIONNAIRE}"
opened: 2023-05-01
closed: 2023-05-19
synthetic: true
source: "Synthetic data made by a benchmark"
caveat: "All answers are invented."
dimensions:
  region:
    title: "Region"
    values: {{"r0": "Region 0", "r1": "Region 1", "r2": "Region 2", "r3": "Region 3", "r4": "Region 4"}}
"""


def write_project(folder: Path, schools: int, suffix: str) -> tuple[Path, int]:
    """Write the project with `answers.csv` or `answers.parquet`; gives the table and its number of rows.

    Every school has one education level and three groups of respondents; each group answers the core statements of all
    areas, and every answer of the scale has a row: 385 rows a school. Half of the schools publish.
    """
    for name in ("questionnaires", "site_templates/interface"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.rmtree(folder / "questionnaires" / "schools" / "own", ignore_errors=True)
    (folder / "mkdocs.yml").write_text("extra:\n  guzgu:\n    languages: [en]\n", encoding="utf-8")
    home = folder / "content" / "results" / ROUND
    home.mkdir(parents=True)
    (home / "round.yaml").write_text(_SETTING, encoding="utf-8")
    questionnaire = load_project(ROOT).questionnaires[QUESTIONNAIRE]
    with duckdb.connect(":memory:", config={"threads": 2}) as connection:
        return _write_tables(connection, questionnaire, schools, home, suffix)


def _write_tables(
    connection: duckdb.DuckDBPyConnection, questionnaire: Questionnaire, schools: int, home: Path, suffix: str
) -> tuple[Path, int]:
    levels = [level.id for level in questionnaire.levels]
    connection.execute('CREATE TABLE asked (level VARCHAR, "group" VARCHAR, item VARCHAR, "option" VARCHAR)')
    connection.executemany("INSERT INTO asked VALUES ($1, $2, $3, $4)", list(_asked(questionnaire)))
    connection.execute(
        "CREATE TABLE schools AS SELECT printf('S%05d', n) AS school, 'Invented school ' || n AS name,"
        " 'r' || n % 5 AS region, CASE WHEN n % 2 = 0 THEN 'public' ELSE 'none' END AS consent_scope,"
        " 'benchmark' AS consent_by, '2023-05-01' AS consent_on,"
        " $1[1 + n % len($1)] AS level FROM range($2) AS numbers(n)",
        [levels, schools],
    )
    _copy(connection, "SELECT * EXCLUDE (level) FROM schools ORDER BY school", home / "schools.csv")
    _copy(
        connection,
        "SELECT DISTINCT school, level, \"group\", 60 AS invited, 55 AS completed, '' AS note"
        " FROM schools JOIN asked USING (level) ORDER BY ALL",
        home / "participation.csv",
    )
    table = home / f"answers.{suffix}"
    _copy(
        connection,
        'SELECT school, level, "group", item, "option",'
        ' (hash(school, "group", item, "option") % 11)::INTEGER AS "count"'
        ' FROM schools JOIN asked USING (level) ORDER BY school, level, "group", item, "option"',
        table,
    )
    (rows,) = connection.execute(f"SELECT count(*) FROM '{table}'").fetchone() or (0,)  # noqa: S608 (our own path)
    return table, int(rows)


def _asked(questionnaire: Questionnaire) -> Iterator[tuple[str, str, str, str]]:
    """(level, group, item, option) of the core statements of the areas, without "not applicable"."""
    for level in questionnaire.levels:
        for group in questionnaire.groups:
            for area in questionnaire.areas:
                for item in area.items:
                    if item.status is ItemStatus.CORE and item.is_asked_of(group.id, level.id):
                        for option in questionnaire.options_of(item):
                            if not option.not_applicable:
                                yield level.id, group.id, item.id, option.code


def _copy(connection: duckdb.DuckDBPyConnection, query: str, file: Path) -> None:
    kind = "PARQUET" if file.suffix == ".parquet" else "CSV, HEADER"
    connection.execute(f"COPY ({query}) TO '{file}' (FORMAT {kind})")
