"""check_profile.py TATARA: every number of `tatara data profile --format json` against pandas and SciPy.

Counts are equal exactly; other numbers to 1e-12 relative, or of the column's scale where they are near zero. What
neither library defines (Cramér's V with Bergsma's correction, mutual information of groups, predictive power) is
written out here from its formula.
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


def close(ours, theirs, scale, what):
    global compared
    compared += 1
    if ours is None or theirs is None or (isinstance(theirs, float) and math.isnan(theirs)):
        assert ours is None and (theirs is None or math.isnan(theirs)), (what, ours, theirs)
        return
    assert abs(ours - theirs) <= 1e-12 * max(abs(theirs), scale), (what, ours, theirs)


def same(ours, theirs, what):
    global compared
    compared += 1
    assert ours == theirs, (what, ours, theirs)


def read(path):
    frame = pandas.read_csv(path)
    for name in frame.columns:  # dates are text to pandas until it is told
        if not pandas.api.types.is_numeric_dtype(frame[name]) and name in ("dteday", "day"):
            frame[name] = pandas.to_datetime(frame[name], format="%m/%d/%y" if "/" in frame[name].iloc[0] else "ISO8601")
    return frame


def check_column(column, values):
    name = column["name"]
    present = values.dropna()
    same(column["count"], int(values.count()), f"{name} count")
    same(column["missing"], int(values.isna().sum()), f"{name} missing")
    same(column["distinct"], int(values.nunique()), f"{name} distinct")
    frequencies = present.value_counts()
    for item in column["top"]:
        key = pandas.Timestamp(item["value"]) if column["type"] == "time" else item["value"]
        if column["type"] == "boolean":
            key = bool(item["value"])
        same(item["count"], int(frequencies[key]), f"{name} top {key!r}")
    same([item["count"] for item in column["top"]], sorted(frequencies.tolist(), reverse=True)[: len(column["top"])], f"{name} top")
    if column["type"] == "time":
        for key, theirs in (("min", present.min()), ("max", present.max()), ("median", present.median())):
            same(pandas.Timestamp(column[key]), theirs, f"{name} {key}")
        return
    if column["type"] == "text":
        for key in ("min", "max", "mean", "sd", "skew", "kurtosis", "q05", "q25", "median", "q75", "q95"):
            same(column[key], None, f"{name} {key}")
        lengths = present.str.len()
        same(column["text"]["shortest"], int(lengths.min()), f"{name} shortest")
        same(column["text"]["longest"], int(lengths.max()), f"{name} longest")
        close(column["text"]["mean_length"], float(lengths.mean()), 1, f"{name} mean length")
        return
    numbers = present.astype(float)
    same(column["zeros"], int((numbers == 0).sum()), f"{name} zeros")
    if not len(numbers):
        return
    spread = float(numbers.std()) if len(numbers) > 1 else 0.0
    for key, theirs in (("min", numbers.min()), ("max", numbers.max())):
        close(column[key], float(theirs), 0, f"{name} {key}")
    close(column["mean"], float(numbers.mean()), spread, f"{name} mean")
    close(column["sd"], float(numbers.std()), 0, f"{name} sd")
    close(column["skew"], float(numbers.skew()), 1, f"{name} skew")
    close(column["kurtosis"], float(numbers.kurt()), 1, f"{name} kurtosis")
    if len(numbers) > 3:
        close(column["skew"], float(scipy.stats.skew(numbers, bias=False)), 1, f"{name} SciPy skew")
        close(column["kurtosis"], float(scipy.stats.kurtosis(numbers, bias=False)), 1, f"{name} SciPy kurtosis")
    for key, part in (("q05", 0.05), ("q25", 0.25), ("median", 0.5), ("q75", 0.75), ("q95", 0.95)):
        close(column[key], float(numbers.quantile(part)), spread, f"{name} {key}")
    edges = column["histogram"]["edges"]
    counts, _ = numpy.histogram(numbers, bins=numpy.array(edges))
    same(column["histogram"]["counts"], counts.tolist(), f"{name} histogram")
    low, high = numbers.quantile(0.25), numbers.quantile(0.75)
    reach = 3 * (high - low)
    beyond = int(((numbers < low - reach) | (numbers > high + reach)).sum()) if reach > 0 else 0
    same(column["outliers"], beyond, f"{name} outliers")


def check_matrix(matrix, theirs, what):
    names = matrix["columns"]
    ours = numpy.array([math.nan if v is None else v for v in matrix["values"]], dtype=float).reshape(len(names), len(names))
    for i, left in enumerate(names):
        for k, right in enumerate(names):
            value = float(theirs(left, right))
            close(None if math.isnan(ours[i, k]) else ours[i, k], value, 1, f"{what} of {left} and {right}")


def bergsma(frame):
    """V with the bias correction of Bergsma 2013 from SciPy's chi-square without Yates' correction."""

    def value(left, right):
        table = pandas.crosstab(frame[left], frame[right]).to_numpy()
        rows, columns = table.shape
        if rows < 2 or columns < 2:
            return math.nan
        n = table.sum()
        phi = max(0.0, scipy.stats.chi2_contingency(table, correction=False).statistic / n - (rows - 1) * (columns - 1) / (n - 1))
        below = min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)) - 1
        return math.sqrt(phi / below) if below > 0 else math.nan

    return value


def groups(column, values):
    """Few values as they are; many numbers cut at 32 equally filled places; many texts but the 31 most frequent joined."""
    if column["type"] == "text":
        order = sorted(values.dropna().value_counts().items(), key=lambda item: (-item[1], item[0].encode()))
        kept = {word: i for i, (word, _) in enumerate(order[: 32 if len(order) <= 32 else 31])}
        return values.map(lambda word: -1 if pandas.isna(word) else kept.get(word, len(kept))).to_numpy()
    numbers = values.astype("int64").astype(float) if column["type"] == "time" else values.astype(float)
    ordered = numpy.sort(numbers.dropna().to_numpy())
    ends = numpy.unique(ordered)
    if len(ends) > 32:
        ends = numpy.unique([ordered[(len(ordered) * i + 31) // 32 - 1] for i in range(1, 33)])
    return numpy.where(numbers.isna(), -1, numpy.searchsorted(ends, numbers.to_numpy()))


def folds(count):
    mask = (1 << 64) - 1
    result = []
    for row in range(count):
        z = (row + 0x9E3779B97F4A7C15) & mask
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & mask
        result.append((z ^ z >> 31) % 4)
    return numpy.array(result)


def power(group, target, fold):
    """1 − Σ(y − mean of the group in the other folds)² / Σ(y − mean of the other folds)²; `target` has a column a class."""
    model = plain = 0.0
    for own in range(4):
        inside, outside = fold == own, fold != own
        overall = target[outside].mean(axis=0)
        guesses = {key: target[outside & (group == key)].mean(axis=0) for key in numpy.unique(group[outside])}
        guess = numpy.array([guesses.get(key, overall) for key in group[inside]])
        model += ((target[inside] - guess) ** 2).sum()
        plain += ((target[inside] - overall) ** 2).sum()
    return max(0.0, 1 - model / plain)


def check_target(profile, frame):
    target = next(column for column in profile["columns"] if column["name"] == profile["target"])
    values = frame[target["name"]]
    classes = groups(target, values)
    valid = classes >= 0
    numeric = target["type"] == "real" or (target["type"] == "integer" and target["distinct"] > 20)
    shown = values.to_numpy(dtype=float)[:, None] if numeric else (classes[:, None] == numpy.arange(classes.max() + 1)).astype(float)
    fold = folds(len(frame))
    for column in profile["columns"]:
        if column is target or column["count"] == 0:
            continue
        group = groups(column, frame[column["name"]])
        joint = pandas.crosstab(group[valid], classes[valid]).to_numpy().astype(float)
        joint /= joint.sum()
        independent = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
        information = float((joint[joint > 0] * numpy.log(joint[joint > 0] / independent[joint > 0])).sum())
        close(column["mutual_information"], information, 1, f"{column['name']} mutual information")
        close(column["predictive_power"], power(group[valid], shown[valid], fold[valid]), 10, f"{column['name']} predictive power")


def check(tatara, name, path, target=None):
    words = ["--target", target] if target else []
    printed = subprocess.run(
        [tatara, "data", "profile", str(path), "--format", "json", "--quiet", *words], check=True, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout
    profile = json.loads(printed)
    frame = read(path)
    before = compared
    same([column["name"] for column in profile["columns"]], list(frame.columns), "names")
    same(profile["rows"], len(frame), "rows")
    same(profile["duplicate_rows"], int(frame.duplicated().sum()), "duplicate rows")
    for column in profile["columns"]:
        values = frame[column["name"]]
        if column["type"] == "text" and values.dtype != object and pandas.api.types.is_numeric_dtype(values):
            values = values.astype(str)
        check_column(column, values)
    numbers = frame[profile["pearson"]["columns"]].astype(float)
    pearson, spearman = numbers.corr(), numbers.corr(method="spearman")
    check_matrix(profile["pearson"], lambda left, right: pearson.loc[left, right], "Pearson")
    check_matrix(profile["spearman"], lambda left, right: spearman.loc[left, right], "Spearman")
    check_matrix(profile["cramers_v"], bergsma(frame), "Cramér's V")
    if profile["target"]:
        check_target(profile, frame)
    print(f"{name}: {compared - before} numbers agree with pandas and SciPy; {len(profile['alerts'])} alerts")


def generated(seed, rows):
    draw = random.Random(seed)
    lines = ["day,small,large,offset,flag,word,many,empty,skewed,y"]
    for row in range(rows):
        cells = [
            str(pandas.Timestamp("2020-02-01") + pandas.Timedelta(days=draw.randrange(400)))[:10],
            str(draw.randrange(-5, 6)),
            repr(draw.uniform(-1e9, 1e9)),
            repr(100 + draw.random()),
            draw.choice(["True", "False"]),
            draw.choice(["red", "green", "blå", "黒", "a,b"]),
            f"w{draw.randrange(200)}",
            "",
            repr(draw.lognormvariate(0, 2)),
            repr(draw.gauss(0, 1)),
        ]
        if draw.random() < 0.05:
            cells[draw.choice([1, 2, 5, 8])] = ""
        cells[5] = f'"{cells[5]}"' if cells[5] else ""
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def main():
    tatara = str(pathlib.Path(sys.argv[1]).resolve())
    shared = pathlib.Path(os.environ.get("TATARA_SHARED", "")) / "data"
    with tempfile.TemporaryDirectory() as folder:
        for seed, rows in ((1, 3000), (2, 777), (3, 12), (4, 2)):
            path = pathlib.Path(folder) / f"generated_{seed}.csv"
            path.write_text(generated(seed, rows), encoding="utf-8")
            check(tatara, f"generated {rows} rows", path)
    if (shared / "bike_sharing_hour.csv").exists():
        check(tatara, "shared bikes by hour", shared / "bike_sharing_hour.csv")
        check(tatara, "shared bikes by day", shared / "bike_sharing_day.csv")
        check(tatara, "shared census", shared / "adult_census.csv")
    else:
        print("../shared/data is absent; the generated files were checked")


main()
