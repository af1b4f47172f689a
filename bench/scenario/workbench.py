#!/usr/bin/python3
"""The workbench as a person meets it, offscreen, from a new process each time.

    workbench.py --bin DIR [--rounds N] [--keep DIR]
    workbench.py --bin DIR --large SERIES [--points N] [--rounds N] [--keep DIR]

Start: from the spawn of the process to its first painted frame with the table filled, files cached; and on to the frame in
which every chart is there too.
The same with 200 lines of a million points each on screen: to the first frame in which all of them are drawn (from
their summaries), to the exact picture, and resident memory then.
Large: of a store of that many series of a million points each (1,000: 1 G points, about 5 GB of disk), how long a new
process takes to the filled table, to the frame in which the first 200 are drawn, and `tatara runs search` to its list.
Idle: resident memory five seconds later. Live: another process commits a point; how long until the frame that shows the
change is painted. Heartbeat: the longest the GUI thread did not answer while the rows load and that other process logs
10,000 points a second. `tatara-workbench --measure SECONDS` says these about itself, on the clock that this script reads.
"""
import argparse
import bisect
import contextlib
import json
import os
import pathlib
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

GOALS = {"example": 150, "100,000 runs": 400}


def measure(arguments, workspace, seconds, more=()):
    """One life of the workbench: (milliseconds to the filled table, to the last chart, what it said about itself)."""
    command = [arguments.bin / "tatara-workbench", workspace, "--panel", "experiments", "--measure", str(seconds), *more]
    spawned = time.monotonic_ns()
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    said = json.loads(done.stdout.splitlines()[-1])
    said["spawned_ns"] = spawned
    return (said["populated_ns"] - spawned) / 1e6, (said["first_frame_ns"] - spawned) / 1e6, said


def start_up(arguments, name, workspace):
    measure(arguments, workspace, 0)  # fills the file cache
    lives = [measure(arguments, workspace, 0) for _ in range(arguments.rounds)]
    for what, times, goal in (("start, " + name, [life[0] for life in lives], f"   goal {GOALS[name]}"),
                              ("with every chart, " + name, [life[1] for life in lives], "")):
        print(f"{what:<44}{statistics.median(times):>10.0f} ms   best {min(times):.0f}, worst {max(times):.0f}{goal}")


def view_of_lines(workspace, scratch, most):
    """(The runs, a view of them with their lines in one chart) of a workspace that bench_ui_chart makes."""
    with contextlib.closing(sqlite3.connect(workspace / ".tatara" / "store.db")) as store:
        ids = [row[0] for row in store.execute("SELECT run_id FROM run ORDER BY run_key LIMIT ?", (most,))]
    view = pathlib.Path(scratch) / "lines.json"
    view.write_text(json.dumps({"experiment": "0", "runs": ids, "layout": 2, "charts": [{"kind": 0, "metric": "loss"}]}))
    return ids, view


def large(arguments, workspace, scratch):
    if not workspace.exists():
        subprocess.run([arguments.bin / "bench_ui_chart", "--fill", workspace, str(arguments.large), str(arguments.points)],
                       check=True)
    with contextlib.closing(sqlite3.connect(workspace / ".tatara" / "store.db")) as store:
        points = store.execute("SELECT sum(points) FROM metric_series").fetchone()[0]
    megabytes = (workspace / ".tatara" / "store.db").stat().st_size / 1e6
    print(f"{points / 1e6:,.1f} M points in {arguments.large} series, {megabytes:,.0f} MB, {megabytes * 1e6 / points:.2f} "
          "bytes a point")
    ids, view = view_of_lines(workspace, scratch, 200)
    found = {"to the filled table": [], "to all lines of the first 200": [], "tatara runs search": []}
    for _ in range(arguments.rounds + 1):  # the first fills the file cache
        found["to the filled table"].append(measure(arguments, workspace, 0)[0])
        said = measure(arguments, workspace, 0, ["--view", view])[2]
        drawn = next(at for at, lines in said["lines"] if lines >= len(ids))
        found["to all lines of the first 200"].append((drawn - said["spawned_ns"]) / 1e6)
        started = time.monotonic_ns()
        subprocess.run([arguments.bin / "tatara", "runs", "search", "--workspace", workspace], stdout=subprocess.DEVNULL, check=True)
        found["tatara runs search"].append((time.monotonic_ns() - started) / 1e6)
    for what, times in found.items():
        print(f"{what:<44}{statistics.median(times[1:]):>10.0f} ms   best {min(times[1:]):.0f}, worst {max(times[1:]):.0f}, "
              f"the first time {times[0]:.0f}")


def long_lines(arguments, workspace, scratch):
    """200 million points on screen: all runs of the workspace that bench_ui_chart makes, in one chart."""
    ids, view = view_of_lines(workspace, scratch, 1000)
    lives = []
    for _ in range(arguments.rounds + 1):  # the first fills the file cache
        said = measure(arguments, workspace, 1, ["--view", view])[2]
        drawn = next(at for at, lines in said["lines"] if lines >= len(ids))
        lives.append(((drawn - said["spawned_ns"]) / 1e6, (said["first_frame_ns"] - said["spawned_ns"]) / 1e6,
                      said["rss_kb"] / 1024))
    for what, place, unit, goal in (("200 M points, all lines drawn", 0, "ms", "goal 250"), ("exactly", 1, "ms", ""),
                                    ("resident then", 2, "MB", "goal 400")):
        values = [life[place] for life in lives[1:]]
        print(f"{what:<44}{statistics.median(values):>10.0f} {unit}   best {min(values):.0f}, worst {max(values):.0f}   {goal}")


def idle(arguments, name, workspace):
    said = measure(arguments, workspace, 5)[2]
    print(f"{'idle memory, ' + name:<44}{said['rss_kb'] / 1024:>10.0f} MB   goal 80")


def live(arguments, workspace):
    """Every commit is answered by the first paint after it; the writer pauses long enough to tell them apart."""
    command = [arguments.bin / "tatara-workbench", workspace, "--panel", "experiments", "--measure", "14"]
    workbench = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        time.sleep(2)
        writer = subprocess.run([arguments.bin / "bench_log_points", workspace, "20", "1", "500"],
                                stdout=subprocess.PIPE, text=True, check=True)
        said = json.loads(workbench.communicate(timeout=60)[0].splitlines()[-1])
    finally:
        workbench.kill()
        workbench.wait()
    commits = [int(line) for line in writer.stdout.split()]
    paints = sorted(said["paints_ns"])
    delays = []
    for commit in commits:
        at = bisect.bisect_right(paints, commit)
        if at < len(paints) and paints[at] - commit < 500e6:
            delays.append((paints[at] - commit) / 1e6)
    if not delays:
        print("commit to pixel: no commit was answered by a paint")
        return
    delays.sort()
    print(f"{'commit to pixel (' + str(len(delays)) + ' of ' + str(len(commits)) + ' commits)':<44}"
          f"{statistics.median(delays):>10.0f} ms   worst {delays[-1]:.0f}   goal 150")


def heartbeat(arguments, workspace, scratch):
    """The first opening of a workspace, each on a copy that was never opened, while a client logs."""
    gaps, spent = [], []
    for number in range(4):
        fresh = pathlib.Path(scratch) / f"fresh{number}"
        shutil.copytree(workspace, fresh)
        writer = subprocess.Popen([arguments.bin / "bench_log_points", fresh, "120", "1000", "100"],
                                  stdout=subprocess.DEVNULL)
        try:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            gaps.append(measure(arguments, fresh, 8)[2]["worst_gap_ms"])
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
        finally:
            writer.kill()
            writer.wait()
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        shutil.rmtree(fresh)
    print(f"{'worst gap of the heartbeat, 200,000 runs':<44}{statistics.median(gaps):>10.0f} ms   "
          f"best {min(gaps):.0f}, worst {max(gaps):.0f}   goal 50")
    print(f"{'processor time of such a life, 8 s and more':<44}{statistics.median(spent):>10.1f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--large", type=int, metavar="SERIES", help="only a store of that many long series")
    parser.add_argument("--points", type=int, default=1_000_000, help="of each of them")
    parser.add_argument("--keep", type=pathlib.Path, help="make the workspaces here and use them again")
    arguments = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="tatara-bench-") as scratch:
        # Settings of the person who measures must neither help nor suffer.
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = scratch
        folder = arguments.keep or pathlib.Path(scratch)
        if arguments.large:
            large(arguments, folder / "large", scratch)
            return 0
        made = {"example": folder / "example", "100,000 runs": folder / "runs100", "200,000 runs": folder / "runs200"}
        if not made["example"].exists():
            subprocess.run([arguments.bin / "tatara", "example", made["example"]], check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
        for name, runs in (("100,000 runs", "100000"), ("200,000 runs", "200000")):
            if not made[name].exists():
                subprocess.run([arguments.bin / "bench_make_runs", made[name], runs], check=True)
        for name in GOALS:
            start_up(arguments, name, made[name])
        for name in GOALS:
            idle(arguments, name, made[name])
        lines = folder / "lines"
        if not lines.exists():
            subprocess.run([arguments.bin / "bench_ui_chart", "--fill", lines], check=True)
        long_lines(arguments, lines, scratch)
        live(arguments, made["example"])
        heartbeat(arguments, made["200,000 runs"], scratch)
    return 0


if __name__ == "__main__":
    sys.exit(main())
