#!/usr/bin/python3
"""The exact profile of a table of 20 columns against DuckDB's SUMMARIZE, pandas and fg-data-profiling.

    profile.py --bin DIR [--rows N]... [--without-package] [--venv DIR] [--keep DIR]

Each side is a process of its own on two threads, reading included; files are in the system's cache. SUMMARIZE only
approximates distinct counts and quantiles. Before anything is timed, counts, extremes, means and deviations are held
against pandas'. Relations between columns are reported apart. Memory is the greatest resident set of the process.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

SUMMARIZE = """
import duckdb, sys
duckdb.sql("SET threads = 2")
duckdb.sql(f"SUMMARIZE SELECT * FROM '{sys.argv[1]}'").fetchall()
"""
READ = """
import pandas, sys
path = sys.argv[1]
pandas.read_parquet(path) if path.endswith(".parquet") else pandas.read_csv(path)
"""
PANDAS = """
import pandas, sys
path = sys.argv[1]
frame = pandas.read_parquet(path) if path.endswith(".parquet") else pandas.read_csv(path)
frame.describe(include="all")
frame.nunique()
if len(sys.argv) > 2:
    frame.corr(numeric_only=True)
"""
PACKAGE = """
import pandas, sys, warnings
warnings.filterwarnings("ignore")
from data_profiling import ProfileReport
ProfileReport(pandas.read_csv(sys.argv[1]), progress_bar=False, minimal=sys.argv[2] == "minimal").get_description()
"""
FACTS = """
import json, pandas, sys
frame = pandas.read_csv(sys.argv[1])
facts = {}
for name in frame.columns:
    own = frame[name]
    facts[name] = [int(own.count()), int(own.isna().sum()), int(own.nunique())]
    if pandas.api.types.is_numeric_dtype(own) and own.dtype != bool:
        facts[name] += [float(own.min()), float(own.max()), float(own.mean()), float(own.std()), float(own.quantile(0.25))]
print(json.dumps(facts))
"""


def timed(command):
    """(seconds, seconds of processors, megabytes), what it printed"""
    with tempfile.TemporaryFile() as out:
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        process.returncode = status
        if status != 0:
            raise SystemExit(f"{command[0]} failed")
        out.seek(0)
        return (seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), out.read()


def venv(folder, requirements):
    python = folder / "bin/python"
    if not python.exists():
        subprocess.run(["/usr/bin/python3", "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", "-r", ROOT / "packaging/deps/python" / requirements], check=True)
    return python


def check(profile, facts):
    columns = {column["name"]: column for column in profile["columns"]}
    for name, (count, missing, distinct, *numbers) in facts.items():
        own = columns[name]
        assert (own["count"], own["missing"], own["distinct"]) == (count, missing, distinct), name
        for key, value in zip(("min", "max", "mean", "sd", "q25"), numbers):
            assert abs(own[key] - value) <= 1e-12 * max(abs(value), numbers[3]), (name, key, own[key], value)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--rows", type=int, action="append")
    parser.add_argument("--without-package", action="store_true")
    parser.add_argument("--venv", type=pathlib.Path, default=ROOT / "build/venv-profile")
    parser.add_argument("--package-venv", type=pathlib.Path, default=ROOT / "build/venv-profiling")
    parser.add_argument("--keep", type=pathlib.Path)
    arguments = parser.parse_args()
    python = venv(arguments.venv, "profile.txt")
    folder = arguments.keep or pathlib.Path(tempfile.mkdtemp())
    tatara = arguments.bin / "tatara"
    for rows in arguments.rows or [1_000_000, 10_000_000]:
        csv, parquet = folder / f"table_{rows}.csv", folder / f"table_{rows}.parquet"
        if not csv.exists():
            subprocess.run([arguments.bin / "bench_make_table", csv, str(rows)], check=True)
        if not parquet.exists():
            subprocess.run([python, "-c", "import duckdb, sys; duckdb.sql(f\"COPY (FROM '{sys.argv[1]}') TO '{sys.argv[2]}'\")", csv, parquet], check=True)
        print(f"{rows:,} rows, 20 columns")
        for path in (csv, parquet):
            profile = [tatara, "data", "profile", path, "--format", "json", "--quiet"]
            exact, printed = timed([*profile, "--no-relations"])
            if path == csv:
                check(json.loads(printed), json.loads(timed([python, "-c", FACTS, path])[1]))
                print("  counts, distinct, extremes, means, deviations and quartiles equal pandas'")
            theirs = timed([python, "-c", SUMMARIZE, path])[0]

            def line(what, own):
                wall, processor, size = own
                print(f"  {path.suffix[1:]:<8}{what:<40}{wall:>8.2f} s{processor:>9.2f} s of processors{size:>7.0f} MB"
                      f"  {wall / theirs[0]:>6.2f} × SUMMARIZE, {processor / theirs[1]:.2f} × its processor time", flush=True)

            line("SUMMARIZE", theirs)
            line("open: read and type every value", timed([tatara, "data", "rows", path, "-n", "0", "--quiet"])[0])
            line("exact profile of all columns", exact)
            related = timed(profile)[0]
            line("the same with relations and the target", related)
            line("sample of 20,000 rows", timed([*profile, "--no-relations", "--sample", "20000"])[0])
            line("pandas: read", timed([python, "-c", READ, path])[0])
            line("pandas: read, describe, nunique", timed([python, "-c", PANDAS, path])[0])
            line("pandas: the same and corr", timed([python, "-c", PANDAS, path, "corr"])[0])
            if path == csv and rows <= 1_000_000 and not arguments.without_package:
                other = venv(arguments.package_venv, "profiling.txt")
                for kind in ("minimal", "whole"):  # the whole one relates columns in pairs as well
                    package = timed([other, "-c", PACKAGE, path, kind])[0]
                    line(f"fg-data-profiling, {kind}", package)
                    print(f"          {package[0] / exact[0]:.1f} times the exact profile, {package[0] / related[0]:.1f} times that with relations")


if __name__ == "__main__":
    sys.exit(main())
