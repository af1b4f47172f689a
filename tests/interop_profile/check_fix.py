"""check_fix.py TATARA: the SQL and the pandas code that `tatara data fix` shows give the rows of the version it makes.

The pandas code is run here; the SQL is run by DuckDB's own package over the file as it reads it. Both are compared with the
new version, cell by cell: numbers by value, times by moment, missing with missing.
"""

import datetime
import glob
import math
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile

import duckdb
import pandas


def cell(value):
    if value is None or value is pandas.NA or value is pandas.NaT:
        return None
    if isinstance(value, (bool,)) or type(value).__name__ == "bool_":
        return bool(value)
    if isinstance(value, (pandas.Timestamp, datetime.datetime)):
        return pandas.Timestamp(value)
    if isinstance(value, str):
        return value
    value = float(value)
    return None if math.isnan(value) else value


def rows_of(frame):
    return [tuple(map(cell, row)) for row in frame.astype(object).itertuples(index=False, name=None)]


def run(tatara, *words):
    return subprocess.run([tatara, *words], check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def same(ours, theirs, what):
    assert len(ours) == len(theirs), (what, len(ours), len(theirs))
    for number, (left, right) in enumerate(zip(ours, theirs)):
        assert left == right, (what, number, left, right)


def check(tatara, workspace, file, words, reading=()):
    """`reading`: how the file is to be read; then what is shown is asked of the version that keeps it."""
    name = pathlib.Path(file).stem
    run(tatara, "--workspace", workspace, "data", "add", str(file), "--name", name, *reading, "--quiet")
    shown = ["--workspace", workspace, "data", "fix", name + "@1"] if reading else ["data", "fix", str(file)]
    before = set(glob.glob(workspace + "/.tatara/artifacts/**/*", recursive=True))
    made = run(tatara, "--workspace", workspace, "data", "fix", name + "@1", *words, "--quiet").split()[-1]
    added = [path for path in set(glob.glob(workspace + "/.tatara/artifacts/**/*", recursive=True)) - before if os.path.isfile(path)]
    version = pandas.DataFrame()
    for path in added:
        with open(path, "rb") as stream:
            if stream.read(4) == b"PAR1":
                version = pandas.read_parquet(path)
    expected = rows_of(version)
    assert expected, "the new version holds rows"

    code = run(tatara, *shown, *words, "--show", "pandas", "--quiet")
    os.chdir(pathlib.Path(file).parent)  # a version's file is told by its name
    space = {}
    exec(compile(code, "shown.py", "exec"), space)  # what is shown is what a person would run
    frame = space["df"]
    assert list(frame.columns) == list(version.columns), (list(frame.columns), list(version.columns))
    same(rows_of(frame), expected, f"{name} by pandas")

    # DuckDB gets the columns as they were read, before the first step.
    reading = code.split("\n# ")[0]
    source = {}
    exec(compile(reading, "reading.py", "exec"), source)
    columns = source["df"].convert_dtypes(dtype_backend="pyarrow")
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.register("source", columns)
    connection.execute("CREATE TABLE data AS SELECT * FROM source")
    sql = run(tatara, *shown, *words, "--show", "sql", "--quiet")
    result = connection.execute(sql)
    names = [column[0] for column in result.description]
    assert names == list(version.columns), (names, list(version.columns))
    same([tuple(map(cell, row)) for row in result.fetchall()], expected, f"{name} by DuckDB")
    print(f"{made}: {len(expected)} rows of {len(version.columns)} columns are the same by pandas and by DuckDB")


def generated(seed, rows):
    draw = random.Random(seed)
    lines = ["id,word,number,whole,day,flag,digits,note"]
    for row in range(rows):
        cells = [
            str(row),
            draw.choice([" red", "green ", "?", "blå", "\"a, b\""]),
            repr(draw.choice([-999.0, draw.uniform(-5, 5)])),
            str(draw.randrange(0, 4)),
            f"{draw.randrange(1, 13)}/{draw.randrange(13, 29)}/{draw.randrange(10, 30):02}",
            draw.choice(["True", "False"]),
            draw.choice(["x1", "12", "7.5", "-3", "1e3"]),
            draw.choice(["31.12.2025 23h", "1.2.2026 5h", "soon"]),
        ]
        if draw.random() < 0.2:
            cells[draw.choice([1, 2, 3])] = ""
        lines.append(",".join(cells))
        if draw.random() < 0.1:
            lines.append(lines[-1])
    return "\n".join(lines) + "\n"


def steps(*lines):
    return [word for line in lines for word in ("--step", line)]


# Files that pandas does not read as they are unless it is told how; the options are what a person would tell.
ODD = {
    "above.csv": ("# Source: harbour\n# May\n\nday,level\n1,3.5\n2,4\n2,4\n", "utf-8", []),
    "title.csv": ("Sales of March;;;\n\nid;shop;sold;price\n1;a;5;2,5\n2;b;6;1.002,25\n2;b;6;1.002,25\n", "utf-8", []),
    "threes.csv": ("id;price\n" + "".join(f"{i};{i}.234,5\n{i};1.{i:03}.000\n{i};{i},25\n" for i in range(1, 100)) +
                   "1;1.5,3\n2;1.2345\n3;1,5.234\n4;1234.567\n5;1.234e5\n5;1.234e5\n", "utf-8", ["--decimal", ","]),
    "bars.csv": ("id|'a|b'|Gr\u00f6\u00dfe\n1|'x|y'|2,5\n2|'it''s'|-3,25\n2|'it''s'|-3,25\n", "latin-1",
                 ["--quote", "'", "--decimal", ","]),
    "wide.csv": ("1\tone\t-\n2\ttwo\t7\n2\ttwo\t7\n", "utf-16", ["--missing", "-"]),
    "notes.csv": ("a,b\n// broken, row, here\n1,x // kept\n//\n2,\"//y\"\n2,\"//y\"\n", "utf-8", ["--comment", "//"]),
    "told.csv": ("one,two\nthree,four\nday,level\n7,3.5\n8,4\n8,4\n", "utf-8", ["--skip-lines", "2"]),
    "short.csv": ("x,y\nr1,1,2.5\nr2,2,3.5\nr2,2,3.5\n", "utf-8", []),
    "lines.json": ('{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n{"a": 2, "b": "y"}\n', "utf-8", []),
}


def main():
    tatara = str(pathlib.Path(sys.argv[1]).resolve())
    shared = pathlib.Path(os.environ.get("TATARA_SHARED", "")) / "data"
    with tempfile.TemporaryDirectory() as folder:
        workspace = folder + "/workspace"
        run(tatara, "init", workspace, "--quiet")
        recipes = [
            steps("trim word", "missing ? in word", "drop duplicates", "drop columns flag"),
            steps("missing -999 in number", "fill number with median", "fill whole with 9", "scale number by 0.1 where whole > 1"),
            steps("type whole to text", "type digits to integer", "rename day to date", "drop rows where word is missing and number < 0"),
            steps("type digits to real", "times note as \"%d.%m.%Y %Hh\"", "type flag to integer", "drop duplicates by word whole"),
            steps("drop rows where day >= 2020-01-01", "type day to text", "type whole to real", "drop rows where word <> red"),
            steps("fill word with \"it's \"\"so\"\"\"", "drop rows where flag = true", "type id to text"),
        ]
        for seed, words in enumerate(recipes):
            file = pathlib.Path(folder) / f"generated_{seed}.csv"
            file.write_text(generated(seed, 400), encoding="utf-8")
            check(tatara, workspace, file, words)
        for name, (text, encoding, reading) in ODD.items():
            file = pathlib.Path(folder) / name
            file.write_bytes(text.encode(encoding))
            check(tatara, workspace, file, steps("drop duplicates"), reading)
        file = pathlib.Path(folder) / "store.db"
        with sqlite3.connect(file) as database:
            database.execute('CREATE TABLE "two words"(a INTEGER, b TEXT, c REAL)')
            database.executemany('INSERT INTO "two words" VALUES(?, ?, ?)', [(1, "x", 2.5), (2, " y", None), (2, " y", None)])
        database.close()
        check(tatara, workspace, file, steps("drop duplicates"))
        if (shared / "bike_sharing_hour.csv").exists():
            check(tatara, workspace, shared / "bike_sharing_hour.csv", ["--alert", "filler_rows", "--alert", "recoding", "--alert", "row_number"])
            check(tatara, workspace, shared / "adult_census.csv", ["--alert", "missing_word", "--alert", "blanks", *steps("drop duplicates")])
        else:
            print("../shared/data is absent; the generated files were checked")


main()
