"""check_evaluate.py TATARA: `tatara evaluate --format json` against scikit-learn, SciPy, Fairlearn and shap.

Each case trains two models by `tatara train`, registers them over the MLflow protocol and evaluates the second against the
first. What both said of their held-out rows is read from the workspace; every metric (1e-9), every interval on the same
resample indices (1e-9), the slices by a column, every fairness figure and the contributions (1e-5 of a row's largest) are
computed anew from it.
"""

import json
import math
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request
import warnings

import numpy
import pandas
import scipy.stats
import shap
import xgboost
from fairlearn import metrics as fairlearn
from sklearn import metrics as sklearn
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")
DRAWS, SEED = 400, 5
MASK = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15
MISSING = ["?", " ?"]
compared = 0


def close(ours, theirs, what, tolerance=1e-9):
    global compared
    compared += 1
    assert ours is not None and math.isfinite(theirs), (what, ours, theirs)
    assert abs(ours - theirs) <= tolerance * max(1.0, abs(theirs)), (what, ours, theirs)


def mix(z):
    z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    return z ^ (z >> numpy.uint64(31))


def resample_indices(rows, draws, seed):
    """The rule of core/evaluate/bootstrap.h: the high 64 bits of rows · mix(key + (j + 1)·γ)."""
    table = numpy.empty((draws, rows), dtype=numpy.int64)
    steps = numpy.array([(j + 1) * GAMMA & MASK for j in range(rows)], dtype=numpy.uint64)
    low_mask, shift = numpy.uint64(0xFFFFFFFF), numpy.uint64(32)
    for draw in range(draws):
        key = mix(numpy.array([(seed + (draw + 1) * GAMMA) & MASK], dtype=numpy.uint64))
        z = mix(key + steps)
        high = (z >> shift) * numpy.uint64(rows)
        low = (z & low_mask) * numpy.uint64(rows)
        table[draw] = ((high + (low >> shift)) >> shift).astype(numpy.int64)
    return table


class Indices(numpy.random.Generator):
    """Gives SciPy the indices that Tatara drew."""

    def __init__(self, table):
        super().__init__(numpy.random.PCG64())
        self.left = table

    def integers(self, low, high=None, size=None, **_):
        taken, self.left = self.left[: size[0]], self.left[size[0] :]
        assert taken.shape == tuple(size)
        return taken


class Workspace:
    def __init__(self, tatara, folder):
        self.tatara, self.folder = tatara, pathlib.Path(folder)
        self.folder.mkdir()
        self.run("init", ".")
        self.server = subprocess.Popen(
            [tatara, "server", "--workspace", str(self.folder), "--port", "0", "--format", "json"],
            stdout=subprocess.PIPE, text=True)
        self.url = json.loads(self.server.stdout.readline())["url"]

    def close(self):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(timeout=60)
        self.server.stdout.close()

    def run(self, *words):
        return subprocess.run([self.tatara, *words], cwd=self.folder, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout

    def post(self, path, body):
        request = urllib.request.Request(f"{self.url}/api/2.0/mlflow/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def artifacts(self, run_id):
        state = self.folder / ".tatara"
        with sqlite3.connect(f"file:{state / 'store.db'}?mode=ro", uri=True) as store:
            files = {}
            for path, digest in store.execute("SELECT path, lower(hex(digest)) FROM artifact_file"):
                if f"{run_id}/artifacts/" in path:
                    files[path.split(f"{run_id}/artifacts/", 1)[1]] = state / "artifacts" / digest[:2] / digest[2:]
        return files

    def version(self, name, path, target, parameters, extra):
        words = [f"{key}={value}" for key, value in parameters.items()]
        printed = json.loads(self.run("train", "--data", str(path), "--target", target, "--rounds", "60", "--format", "json", "--quiet", *extra, *words))
        made = self.post("model-versions/create", {"name": name, "source": f"runs:/{printed['run_id']}/model", "run_id": printed["run_id"]})
        return made["model_version"]["version"], self.artifacts(printed["run_id"])


class Said:
    """What a version said of its held-out rows."""

    def __init__(self, files):
        recipe = json.loads(files["model/tatara_features.json"].read_text(encoding="utf-8"))
        self.task, self.classes, self.features = recipe["task"], recipe["classes"], recipe["features"]
        frame = pandas.read_csv(files["predictions/validation.csv"], dtype={"actual": str, "predicted": str}, keep_default_na=False)
        self.rows = frame["row"].to_numpy()
        if self.task == "regression":
            self.actual, self.predicted = frame["actual"].astype(float).to_numpy(), frame["predicted"].astype(float).to_numpy()
            return
        code = {name: place for place, name in enumerate(self.classes)}
        self.actual, self.predicted = frame["actual"].map(code).to_numpy(dtype=float), frame["predicted"].map(code).to_numpy(dtype=float)
        probabilities = frame[["probability_" + name for name in self.classes]].astype(float).to_numpy()
        self.probabilities = probabilities[:, 1] if self.task == "binary" else probabilities


def regression_metrics():
    mean = lambda values: numpy.mean(values, axis=-1)
    return {
        "rmse": (sklearn.root_mean_squared_error, lambda y, p, axis=-1: numpy.sqrt(mean((y - p) ** 2))),
        "mae": (sklearn.mean_absolute_error, lambda y, p, axis=-1: mean(abs(y - p))),
        "median_absolute_error": (sklearn.median_absolute_error, lambda y, p, axis=-1: numpy.median(abs(y - p), axis=-1)),
        "r2": (sklearn.r2_score, lambda y, p, axis=-1: 1 - mean((y - p) ** 2) / numpy.var(y, axis=-1)),
        "mse": (sklearn.mean_squared_error, lambda y, p, axis=-1: mean((y - p) ** 2)),
        "explained_variance": (sklearn.explained_variance_score, lambda y, p, axis=-1: 1 - numpy.var(y - p, axis=-1) / numpy.var(y, axis=-1)),
        "bias": (lambda y, p: float(numpy.mean(p - y)), lambda y, p, axis=-1: mean(p - y)),
        "max_error": (sklearn.max_error, None),
        "mape": (sklearn.mean_absolute_percentage_error, None),
        "rmsle": (sklearn.root_mean_squared_log_error, None),
        "poisson_deviance": (sklearn.mean_poisson_deviance, None),
        "gamma_deviance": (sklearn.mean_gamma_deviance, None),
    }


def binary_metrics(small):
    """Of truth and probability; a decision exceeds a half. SciPy's jackknife of rankings is affordable on few rows only."""
    decide = lambda p: (p > 0.5).astype(float)
    eps = numpy.finfo(float).eps
    slow = lambda function: function if small else None
    mcc = lambda y, p: sklearn.matthews_corrcoef(y, decide(p))
    f1 = lambda y, p: sklearn.f1_score(y, decide(p))
    return {
        "log_loss": (sklearn.log_loss, lambda y, p, axis=-1: -numpy.mean(numpy.log(numpy.clip(numpy.where(y == 1, p, 1 - p), eps, 1 - eps)), axis=-1)),
        "roc_auc": (sklearn.roc_auc_score, slow(sklearn.roc_auc_score)),
        "average_precision": (sklearn.average_precision_score, slow(sklearn.average_precision_score)),
        "brier": (sklearn.brier_score_loss, lambda y, p, axis=-1: numpy.mean((y - p) ** 2, axis=-1)),
        "accuracy": (lambda y, p: sklearn.accuracy_score(y, decide(p)), lambda y, p, axis=-1: numpy.mean(y == decide(p), axis=-1)),
        "balanced_accuracy": (lambda y, p: sklearn.balanced_accuracy_score(y, decide(p)), None),
        "precision": (lambda y, p: sklearn.precision_score(y, decide(p)), None),
        "recall": (lambda y, p: sklearn.recall_score(y, decide(p)), None),
        "specificity": (lambda y, p: sklearn.recall_score(y, decide(p), pos_label=0), None),
        "f1": (f1, slow(f1)),
        "mcc": (mcc, slow(mcc)),
        "kappa": (lambda y, p: sklearn.cohen_kappa_score(y, decide(p)), None),
    }


def multi_metrics():
    decide = lambda p: p.argmax(axis=1).astype(float)
    of = lambda function, **words: lambda y, p: function(y, decide(p), **words)
    nan = numpy.nan
    return {
        "log_loss": (sklearn.log_loss, None),
        "roc_auc_ovr": (lambda y, p: sklearn.roc_auc_score(y, p / p.sum(axis=1, keepdims=True), multi_class="ovr"), None),
        "brier": (lambda y, p: sklearn.brier_score_loss(y, p, scale_by_half=False), None),
        "accuracy": (of(sklearn.accuracy_score), None),
        "balanced_accuracy": (of(sklearn.balanced_accuracy_score), None),
        "macro_f1": (of(sklearn.f1_score, average="macro", zero_division=nan), None),
        "weighted_f1": (of(sklearn.f1_score, average="weighted", zero_division=nan), None),
        "macro_precision": (of(sklearn.precision_score, average="macro", zero_division=nan), None),
        "macro_recall": (of(sklearn.recall_score, average="macro", zero_division=nan), None),
        "weighted_precision": (of(sklearn.precision_score, average="weighted", zero_division=nan), None),
        "mcc": (of(sklearn.matthews_corrcoef), None),
        "kappa": (of(sklearn.cohen_kappa_score), None),
    }


def check_interval(ours, arrays, statistic, vectorized, table, what):
    theirs = scipy.stats.bootstrap(arrays, statistic, paired=True, vectorized=vectorized, n_resamples=DRAWS, batch=100, method="BCa", rng=Indices(table))
    assert ours["method"] == "BCa", (what, ours)
    close(ours["low"], float(theirs.confidence_interval.low), what + " low")
    close(ours["high"], float(theirs.confidence_interval.high), what + " high")


def check_metrics(answer, champion, challenger):
    small = len(challenger.rows) <= 600
    table = resample_indices(len(challenger.rows), DRAWS, SEED)
    functions = {"regression": regression_metrics, "binary": lambda: binary_metrics(small), "multiclass": multi_metrics}[challenger.task]()
    scores = lambda said: said.predicted if said.task == "regression" else said.probabilities
    listed = answer["pieces"]["metrics"]["metrics"]
    assert [metric["name"] for metric in listed if metric["name"] not in functions] == []
    for metric in listed:
        name = metric["name"]
        plain, resampled = functions[name]
        for who, said in (("challenger", challenger), ("champion", champion)):
            if "undefined" in metric[who]:
                continue
            close(metric[who]["value"], float(plain(said.actual, scores(said))), f"{name} of the {who}")
            if resampled is not None:
                vectorized = "axis" in resampled.__code__.co_varnames if hasattr(resampled, "__code__") else False
                check_interval(metric[who]["interval"], (said.actual, scores(said)), resampled, vectorized, table, f"{name} of the {who}")
        if resampled is not None and "axis" in getattr(getattr(resampled, "__code__", None), "co_varnames", ()):
            both = lambda y, p, q, axis=-1, f=resampled: f(y, q) - f(y, p)
            check_interval(metric["difference"]["interval"], (challenger.actual, scores(champion), scores(challenger)), both, True, table, f"difference of {name}")
    if challenger.task != "regression":
        ours = numpy.array(answer["pieces"]["metrics"]["confusion"]["challenger"]).reshape(len(challenger.classes), -1)
        assert (ours == sklearn.confusion_matrix(challenger.actual, challenger.predicted)).all()


def check_curves(answer, said):
    curves = answer["pieces"]["curves"]["challenger_curves"]
    fpr, tpr, thresholds = sklearn.roc_curve(said.actual, said.probabilities, drop_intermediate=False)
    known = {float(t): (float(f), float(r)) for f, r, t in zip(fpr, tpr, thresholds)}
    for point in curves["curve"]["points"]:
        f, r = known[math.inf if point["threshold"] is None else point["threshold"]]
        close(point["false_positive_rate"], f, "false positive rate")
        close(point["recall"], r, "recall")
        hits = round(r * said.actual.sum())
        wilson = scipy.stats.binomtest(hits, int(said.actual.sum())).proportion_ci(0.95, "wilson")
        close(point["recall_interval"]["low"], float(wilson.low), "interval of the recall")
        close(point["recall_interval"]["high"], float(wilson.high), "interval of the recall")
    true, predicted = calibration_curve(said.actual, said.probabilities, n_bins=10)
    assert len(curves["calibration"]["bins"]) == len(true)
    for bin, observed, mean in zip(curves["calibration"]["bins"], true, predicted):
        close(bin["observed"], float(observed), "observed")
        close(bin["predicted"], float(mean), "predicted")


def check_residuals(answer, champion, challenger):
    piece = answer["pieces"]["residuals"]
    both = numpy.concatenate([said.actual - said.predicted for said in (challenger, champion)])
    low, high = numpy.quantile(both, [0.005, 0.995])
    for who, said in (("challenger", challenger), ("champion", champion)):
        residuals = said.actual - said.predicted
        order = numpy.argsort(said.predicted, kind="stable")
        groups = piece[f"{who}_residuals"]["groups"]
        assert len(groups) == 12, len(groups)
        for place, group in enumerate(groups):
            rows = order[place * len(order) // 12:(place + 1) * len(order) // 12]
            assert group["rows"] == len(rows)
            close(group["predicted"], float(said.predicted[rows].mean()), "predicted")
            close(group["mean"], float(residuals[rows].mean()), "mean residual")
            interval = scipy.stats.t.interval(0.95, len(rows) - 1, loc=residuals[rows].mean(), scale=scipy.stats.sem(residuals[rows]))
            close(group["mean_interval"]["low"], float(interval[0]), "mean residual from")
            close(group["mean_interval"]["high"], float(interval[1]), "mean residual to")
            for percent in (5, 25, 50, 75, 95):
                close(group[f"p{percent}"], float(numpy.percentile(residuals[rows], percent)), f"p{percent} of residuals")
        histogram = piece[f"{who}_residuals"]["histogram"]
        close(histogram["low"], float(low), "lower end")
        close(histogram["high"], float(high), "upper end")
        # The ends as they were written, so that a residual on one counts the same.
        inside = residuals[(residuals >= histogram["low"]) & (residuals <= histogram["high"])]
        assert histogram["below"] == (residuals < histogram["low"]).sum() and histogram["above"] == (residuals > histogram["high"]).sum()
        counts, _ = numpy.histogram(inside, bins=30, range=(histogram["low"], histogram["high"]))
        assert histogram["counts"] == counts.tolist(), (histogram["counts"], counts)


def check_slices(answer, frame, champion, challenger):
    metric = answer["pieces"]["slices"]["metric"]
    function = {
        "rmse": lambda said, mask: sklearn.root_mean_squared_error(said.actual[mask], said.predicted[mask]),
        "log_loss": lambda said, mask: sklearn.log_loss(said.actual[mask], said.probabilities[mask], labels=range(len(said.classes))),
    }[metric]
    words = {feature["name"] for feature in challenger.features if feature["type"] == "text"}
    checked = 0
    for one in answer["pieces"]["slices"]["slices"]:
        if one["column"] not in words or one["slice"] in ("missing", "all others"):
            continue
        mask = (frame[one["column"]].iloc[challenger.rows] == one["slice"]).to_numpy()
        assert mask.sum() == one["rows"], one
        close(one["challenger"], float(function(challenger, mask)), "slice " + one["slice"])
        close(one["champion"], float(function(champion, mask)), "slice " + one["slice"])
        checked += 1
    assert checked > 0 or not words


def check_fairness(answer, frame, column, said):
    ours = next(one for one in answer["pieces"]["fairness"]["challenger_groups"] if one["column"] == column)
    words = dict(sensitive_features=frame[column].iloc[said.rows].to_numpy())
    assert all(group["judged"] for group in ours["groups"]), "every group is large enough"
    by_name = {one["name"]: one for one in ours["disparities"]}
    for name in ("demographic_parity", "equal_opportunity", "equalized_odds"):
        for kind in ("difference", "ratio"):
            theirs = float(getattr(fairlearn, f"{name}_{kind}")(said.actual, said.predicted, **words))
            close(by_name[name][kind]["value"], theirs, f"{name} {kind}")
            close(answer["values"][f"fairness.{column}.{name}_{kind}"], theirs, f"value of {name} {kind}")
    rates = fairlearn.MetricFrame(
        metrics={"selection_rate": fairlearn.selection_rate, "true_positive_rate": fairlearn.true_positive_rate,
                 "false_positive_rate": fairlearn.false_positive_rate, "accuracy": sklearn.accuracy_score},
        y_true=said.actual, y_pred=said.predicted, **words).by_group
    for group in ours["groups"]:
        for name in rates.columns:
            close(group[name]["value"], float(rates.loc[group["group"], name]), f"{name} of {group['group']}")


def matrix_of(said, frame):
    columns = []
    for feature in said.features:
        values = frame[feature["name"]]
        if feature["type"] == "text":
            code = {word: float(place) for place, word in enumerate(feature["categories"])}
            columns.append(values.map(code).to_numpy(dtype=float))
        elif feature["type"] == "time":
            days = (pandas.to_datetime(values, format=feature["time_format"]) - pandas.Timestamp("1970-01-01")) / pandas.Timedelta(days=1)
            columns.append(days.to_numpy(dtype=float))
        else:
            columns.append(values.to_numpy(dtype=float))
    return numpy.column_stack(columns).astype(numpy.float32)


def check_contributions(answer, files, frame, said):
    """By shap's own TreeSHAP where all splits are of numbers; its categorical splits are XGBoost's."""
    explanation = answer["pieces"]["explanation"]
    names = [feature["name"] for feature in said.features]
    types = [feature["xgboost_type"] for feature in said.features]
    booster = xgboost.Booster()
    booster.load_model(files["model/model.ubj"])
    values = matrix_of(said, frame)
    numeric = "c" not in types

    def contributions(rows):
        if numeric:
            explainer = shap.TreeExplainer(booster)
            explainer.model.model_type = "internal"  # else shap asks XGBoost
            return explainer.shap_values(values[rows], check_additivity=False)
        data = xgboost.DMatrix(values[rows], feature_names=names, feature_types=types, enable_categorical=True)
        made = numpy.asarray(shap.TreeExplainer(booster).shap_values(data))
        return made

    explained = said.rows[: explanation["explained_rows"]]
    theirs = contributions(explained)
    if theirs.ndim == 3:
        magnitudes = abs(theirs).mean(axis=0).sum(axis=1 if theirs.shape[1] == len(names) else 0)
    else:
        magnitudes = abs(theirs).mean(axis=0)
    for one in explanation["importance"]:
        close(one["mean_contribution"], float(magnitudes[names.index(one["input"])]), f"contribution of {one['input']}", 1e-5)
    if theirs.ndim == 3:
        return
    examples = explanation["disagreements"]
    rows = contributions([one["row"] for one in examples])
    for one, row in zip(examples, rows):
        for reason in one["reasons"]:
            place = names.index(reason["input"])
            close(reason["contribution"], float(row[place]), f"row {one['row']}", 1e-5 * max(abs(row).max(), 1e-9) / max(1.0, abs(row[place])))
        assert abs(one["reasons"][0]["contribution"]) >= abs(row).max() * (1 - 1e-5)


def check_case(workspace, title, path, target, parameters, extra=(), groups=()):
    start = compared
    name = title.replace(" ", "-")
    workspace.post("registered-models/create", {"name": name})
    first, first_files = workspace.version(name, path, target, parameters[0], extra)
    second, second_files = workspace.version(name, path, target, parameters[1], extra)
    words = sum((["--group", group] for group in groups), [])
    answer = json.loads(workspace.run("evaluate", f"{name}/{second}", "--against", f"{name}/{first}", "--draws", str(DRAWS), "--seed", str(SEED), "--format", "json", "--quiet", *words))
    champion, challenger = Said(first_files), Said(second_files)
    assert (champion.rows == challenger.rows).all() and not answer["notes"], answer["notes"]
    frame = pandas.read_csv(path, na_values=MISSING)
    check_metrics(answer, champion, challenger)
    check_slices(answer, frame, champion, challenger)
    if challenger.task == "binary":
        check_curves(answer, challenger)
    if challenger.task == "regression":
        check_residuals(answer, champion, challenger)
    for group in groups:
        check_fairness(answer, frame, group, challenger)
    check_contributions(answer, second_files, frame, challenger)
    print(f"{title}: {compared - start} numbers over {len(challenger.rows)} rows agree; {answer['words']}", flush=True)


def generated(rows):
    draw = random.Random(8)
    lines = ["a,b,group,work,y,rich,kind"]
    for _ in range(rows):
        a, b, group, work = draw.random(), draw.randrange(60), draw.choice(["north", "south"]), draw.choice(["ore", "tin", "zinc"])
        y = 2 * a + b / 10 + (2 if work == "tin" else 0) + draw.gauss(0, 0.5) + 5
        rich = "yes" if y + (0.3 if group == "north" else 0) + draw.gauss(0, 1) > 9.5 else "no"
        lines.append(f"{a!r},{b},{group},{work},{y!r},{rich},kind {min(2, int(y + draw.gauss(0, 1)) // 4)}")
    return "\n".join(lines) + "\n"


def main():
    tatara = str(pathlib.Path(sys.argv[1]).resolve())
    shared = pathlib.Path(os.environ.get("TATARA_SHARED", "")) / "data"
    weak, strong = {"max_depth": 2, "eta": 0.1}, {"max_depth": 5, "eta": 0.2}
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(tatara, pathlib.Path(folder) / "workspace")
        try:
            path = pathlib.Path(folder) / "generated.csv"
            path.write_text(generated(2500), encoding="utf-8")
            check_case(workspace, "generated regression", path, "y", (weak, strong), ["--drop", "rich,kind"])
            check_case(workspace, "generated numbers alone", path, "y", (weak, strong), ["--drop", "rich,kind,group,work"])
            check_case(workspace, "generated classes", path, "rich", (weak, strong), ["--drop", "y,kind"], ["group"])
            check_case(workspace, "generated three classes", path, "kind", (weak, strong), ["--drop", "y,rich"])
            if (shared / "bike_sharing_hour.csv").exists():
                check_case(workspace, "shared bikes", shared / "bike_sharing_hour.csv", "cnt", (weak, strong), ["--drop", "casual,registered,instant"])
                check_case(workspace, "shared census", shared / "adult_census.csv", "income", (weak, strong), (), ["sex"])
            else:
                print("../shared/data is absent; the generated twins were checked")
        finally:
            workspace.close()


main()
