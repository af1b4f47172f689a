"""check_diff.py TATARA: `tatara data diff --format json` against pandas (rows, cells) and SciPy (tests, effect sizes).

Statistics agree to 1e-12 relative, p-values to 1e-9 (both sides sum thousands of terms).
"""

import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import numpy
import pandas
import scipy.stats

compared = 0


def close(ours, theirs, tolerance, what):
    global compared
    compared += 1
    if ours is None or math.isnan(theirs):
        assert ours is None and math.isnan(theirs), (what, ours, theirs)
        return
    assert abs(ours - theirs) <= tolerance * max(abs(theirs), 1e-300), (what, ours, theirs)


def same(ours, theirs, what):
    global compared
    compared += 1
    assert ours == theirs, (what, ours, theirs)


def diff(tatara, before, after, *words):
    done = subprocess.run(
        [tatara, "data", "diff", str(before), str(after), "--format", "json", "--quiet", *words], stdout=subprocess.PIPE, encoding="utf-8"
    )
    answer = json.loads(done.stdout)
    assert done.returncode == (1 if answer["different"] else 0), done.returncode
    return answer


def stability(before, after):
    p = (numpy.array(before) + 0.5) / (numpy.array(before) + 0.5).sum()
    q = (numpy.array(after) + 0.5) / (numpy.array(after) + 0.5).sum()
    return float(((q - p) * numpy.log(q / p)).sum())


def bergsma(table):
    rows, columns = table.shape
    n = table.sum()
    phi = max(0.0, scipy.stats.chi2_contingency(table, correction=False).statistic / n - (rows - 1) * (columns - 1) / (n - 1))
    return math.sqrt(phi / (min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)) - 1))


def numbers_of(values):
    if pandas.api.types.is_numeric_dtype(values) and not pandas.api.types.is_bool_dtype(values):
        return values.dropna().to_numpy(dtype=float)
    return None


def check_numbers(shift, before, after):
    name = shift["column"]
    test = scipy.stats.ks_2samp(before, after)
    close(shift["statistic"], test.statistic, 1e-12, f"{name} D")
    close(shift["p"], test.pvalue, 1e-9, f"{name} p")
    close(shift["wasserstein"], scipy.stats.wasserstein_distance(before, after), 1e-9, f"{name} Wasserstein")
    spread = float(before.std(ddof=1))
    close(shift["wasserstein_sd"], shift["wasserstein"] / spread if spread > 0 else math.nan, 1e-9, f"{name} standardised")
    cuts = numpy.unique(numpy.quantile(before, numpy.arange(1, 10) / 10, method="inverted_cdf"))
    cuts = cuts[cuts < before.max()]
    size = len(cuts) + 1
    was = numpy.bincount(numpy.searchsorted(cuts, before), minlength=size).tolist()
    now = numpy.bincount(numpy.searchsorted(cuts, after), minlength=size).tolist()
    missing = [shift["missing_before"], shift["missing_after"]]
    if sum(missing):
        was.append(missing[0])
        now.append(missing[1])
    same([bar["before"] for bar in shift["bars"]], was, f"{name} bins before")
    same([bar["after"] for bar in shift["bars"]], now, f"{name} bins after")
    close(shift["psi"], stability(was, now), 1e-9, f"{name} PSI")


def check_words(shift, before, after):
    name = shift["column"]
    table = pandas.DataFrame({"before": before.value_counts(), "after": after.value_counts()}).fillna(0)
    share = min(table["before"].sum(), table["after"].sum()) / table.to_numpy().sum()
    kept = table.sum(axis=1) * share >= 5
    cells = table[kept].to_numpy()
    if (~kept).any():
        cells = numpy.vstack([cells, table[~kept].sum().to_numpy()])
    if len(cells) < 2:
        same(shift["test"], "none", f"{name} test")
        return
    test = scipy.stats.chi2_contingency(cells.T, correction=False)
    close(shift["statistic"], test.statistic, 1e-9, f"{name} chi-square")
    same(shift["degrees_of_freedom"], float(test.dof), f"{name} degrees of freedom")
    close(shift["p"], test.pvalue, 1e-9, f"{name} p")
    assert abs(shift["cramers_v"] - bergsma(cells.T)) < 1e-9, (name, shift["cramers_v"], bergsma(cells.T))


def check(tatara, title, before_file, after_file, key):
    before, after = pandas.read_csv(before_file), pandas.read_csv(after_file)
    answer = diff(tatara, before_file, after_file, *sum((["--key", one] for one in key), []), "--examples", "1000000")
    start = compared
    shared = [name for name in after.columns if name in before.columns]
    if key:
        joined = before[shared].merge(after[shared], on=key, how="outer", indicator=True, suffixes=("\0before", "\0after"))
        both = joined[joined["_merge"] == "both"]
        changed = pandas.Series(False, index=both.index)
        for name in shared:
            if name in key:
                continue
            left, right = both[name + "\0before"], both[name + "\0after"]
            unequal = ~((left == right) | (left.isna() & right.isna()))
            ours = next(column for column in answer["columns"] if column["after"] == name)
            same(ours["changed_cells"], int(unequal.sum()), f"{name} changed cells")
            changed |= unequal
        rows = answer["rows"]
        same(rows["added"], int((joined["_merge"] == "right_only").sum()), "added")
        same(rows["removed"], int((joined["_merge"] == "left_only").sum()), "removed")
        same(rows["changed"], int(changed.sum()), "changed")
        same(rows["unchanged"], int((~changed).sum()), "unchanged")
    for shift in answer["distributions"]:
        left, right = before[shift["column"]], after[shift["column"]]
        same(shift["missing_before"], int(left.isna().sum()), "missing before")
        same(shift["missing_after"], int(right.isna().sum()), "missing after")
        if shift["test"] == "kolmogorov_smirnov" and shift["type"] != "time":
            check_numbers(shift, numbers_of(left), numbers_of(right))
        elif shift["type"] in ("text", "boolean"):
            check_words(shift, left.dropna(), right.dropna())
    tested = [shift for shift in answer["distributions"] if shift["p"] is not None]
    adjusted = scipy.stats.false_discovery_control([shift["p"] for shift in tested]) if tested else []
    for shift, theirs in zip(tested, adjusted):
        close(shift["adjusted_p"], float(theirs), 1e-12, f"{shift['column']} adjusted p")
    print(f"{title}: {compared - start} numbers agree with pandas and SciPy")


def generated(seed, rows, shift):
    draw = random.Random(seed)
    lines = ["id,small,large,flag,word,many,skewed"]
    for row in draw.sample(range(rows + rows // 5), rows):
        cells = [
            f"k{row:06}",
            str(random.Random(row).randrange(-5, 6)),
            repr(random.Random(row).uniform(-1e9, 1e9)),
            draw.choice(["True", "False", "True"][: 2 + (shift > 0)]),
            draw.choice(["red", "green", "blå", "黒", "white"][shift > 0 :]),
            f"w{draw.randrange(100)}",
            repr(draw.lognormvariate(shift, 2)),
        ]
        if draw.random() < 0.03:
            cells[draw.choice([1, 2, 4, 6])] = ""
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def main():
    tatara = str(pathlib.Path(sys.argv[1]).resolve())
    shared = pathlib.Path(os.environ.get("TATARA_SHARED", "")) / "data"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for seed, left, right, shift in ((1, 3000, 2500, 0.1), (2, 700, 900, 0), (3, 12000, 500, 0.5), (4, 12, 9, 0)):
            (folder / "before.csv").write_text(generated(seed, left, 0), encoding="utf-8")
            (folder / "after.csv").write_text(generated(seed + 100, right, shift), encoding="utf-8")
            check(tatara, f"generated {left} and {right} rows", folder / "before.csv", folder / "after.csv", ["id"])
        if (shared / "bike_sharing_hour.csv").exists():
            frame = pandas.read_csv(shared / "bike_sharing_hour.csv")
            frame[frame["yr"] == 0].to_csv(folder / "first.csv", index=False)
            frame[frame["yr"] == 1].to_csv(folder / "second.csv", index=False)
            check(tatara, "shared bikes, one year and the next", folder / "first.csv", folder / "second.csv", [])
            census = pandas.read_csv(shared / "adult_census.csv")
            census[::2].to_csv(folder / "even.csv", index=False)
            census[1::2].to_csv(folder / "odd.csv", index=False)
            check(tatara, "shared census, in halves", folder / "even.csv", folder / "odd.csv", [])
        else:
            print("../shared/data is absent; the generated files were checked")


main()
