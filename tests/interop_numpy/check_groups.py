"""check_groups.py GROUP_NUMBERS: groups of ragged, NaN-bearing series against NumPy and SciPy, to 1e-12 relative.

A value near zero that is a difference of great ones (an end of an interval) is held to 1e-12 of what it was made from.
"""

import collections
import math
import random
import subprocess
import sys

import numpy
import scipy.stats

compared = 0


def close(ours, theirs, scale, what):
    global compared
    compared += 1
    if math.isnan(theirs):
        assert math.isnan(ours), (what, ours, theirs)
        return
    assert abs(ours - theirs) <= 1e-12 * max(abs(theirs), scale), (what, ours, theirs)


def runs_of(random_, count):
    """{run: {step: (timestamp, value)}}; steps ragged and sometimes logged twice, times jittered."""
    runs = []
    for _ in range(count):
        points = []
        step, time = random_.randrange(-5, 5), random_.randrange(10**12, 10**12 + 5000)
        level = random_.choice([1e-6, 1.0, 1e5])
        for _ in range(random_.randrange(0, 60)):
            kind = random_.random()
            value = math.nan if kind < 0.08 else math.inf if kind < 0.1 else level * random_.gauss(3, 1)
            points.append((step, time, value))
            step += random_.randrange(0, 3)
            time += random_.randrange(1, 900)
        runs.append(points)
    return runs


def ask(program, mode, runs):
    text = "".join(f"{i} {s} {t} {v!r}\n" for i, run in enumerate(runs) for s, t, v in run)
    text = text.replace("inf", "Infinity").replace("nan", "NaN")
    done = subprocess.run([program, mode], input=text, capture_output=True, encoding="utf-8", check=True)
    return [[float(word) for word in line.split()] for line in done.stdout.splitlines()]


def check_row(row, values, what):
    finite = numpy.array([v for v in values if math.isfinite(v)])
    scale = float(numpy.abs(finite).max())
    n = len(finite)
    assert row[1] == n, (what, row[1], n)
    deviation = float(numpy.std(finite, ddof=1)) if n > 1 else math.nan
    error = deviation / math.sqrt(n)
    half = float(scipy.stats.t.ppf(0.975, n - 1)) * error if n > 1 else math.nan
    mean = float(numpy.mean(finite))
    expected = [mean, float(numpy.median(finite)), deviation, error, mean - half, mean + half]
    expected += [float(numpy.quantile(finite, q)) for q in (0.25, 0.75)] + [float(finite.min()), float(finite.max())]
    for ours, theirs, name in zip(row[2:], expected, "mean median sd se low high q1 q3 min max".split()):
        # Student's t is solved by both sides; its own rounding is not the groups'.
        close(ours, theirs, scale if name not in ("low", "high") else scale + 1e3 * abs(half), (what, name))


def on_steps(program, random_):
    runs = runs_of(random_, random_.randrange(1, 12))
    at = collections.defaultdict(dict)
    for i, run in enumerate(runs):
        for step, time, value in run:
            key = (time, math.isnan(value), value)
            if i not in at[step] or key >= at[step][i]:
                at[step][i] = key
    rows = ask(program, "step", runs)
    steps = [s for s in sorted(at) if any(math.isfinite(v) for _, _, v in at[s].values())]
    assert [row[0] for row in rows] == steps
    for row in rows:
        check_row(row, [v for _, _, v in at[int(row[0])].values()], ("step", row[0]))


def on_times(program, random_):
    runs = [run for run in runs_of(random_, random_.randrange(1, 8)) if run]
    if not runs:
        return
    times = numpy.arange(0, 20001, 250.0)
    columns = []
    for run in runs:
        t = numpy.array([float(time - run[0][1]) for _, time, _ in run])
        v = numpy.array([value if math.isfinite(value) else math.nan for _, _, value in run])
        columns.append(numpy.interp(times, t, v, left=math.nan, right=math.nan))
        # numpy.interp answers a NaN neighbour with NaN, as we do, but for an x that is a point itself.
        for place, x in enumerate(times):
            hit = numpy.flatnonzero(t == x)
            if len(hit):
                columns[-1][place] = v[hit[-1]]
    rows = {row[0]: row for row in ask(program, "time", runs)}
    for place, x in enumerate(times):
        values = [column[place] for column in columns]
        if any(math.isfinite(v) for v in values):
            check_row(rows.pop(x), values, ("time", x))
    assert not rows, rows


def main():
    program = sys.argv[1]
    random_ = random.Random(20261121)
    for _ in range(60):
        on_steps(program, random_)
        on_times(program, random_)
    print(f"{compared} numbers agree with NumPy and SciPy")


main()
