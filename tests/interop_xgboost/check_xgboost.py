"""check_xgboost.py TATARA: what `tatara train` gives against the xgboost package on the same matrix, bit for bit.

Each case is trained by both. Features, codes and matrix are built here from the file by pandas, independently; only the
choice of validation rows is taken from Tatara's predictions, because the draw is its own. Then MLflow loads the model
folder and predicts the raw columns.
"""

import io
import json
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile

import numpy
import pandas
import xgboost

MISSING = ["?", " ?"]


def generated_bikes(rows):
    """The defects of the shared file: an unnamed first column, m/d/yy dates, words beside numbers, filler rows of NA."""
    draw = random.Random(5)
    days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    lines = ['"","X","dteday","hr","weathersit","temp","cnt","weekday2"']
    for i in range(rows):
        day, hour = divmod(i, 24)
        filler = draw.random() < 0.01
        temp = "NA" if filler else repr(round(draw.random(), 4))
        count = 0 if filler else int(200 * abs(numpy.sin(hour / 4)) + 100 * float(temp) + draw.randrange(40))
        lines.append(
            f'"{i + 1}",{i + 1},"{1 + day // 28 % 12}/{1 + day % 28}/11",{hour},'
            f'{"NA" if filler else draw.randrange(1, 4)},{temp},{count},"{days[day % 7]}"'
        )
    return "\n".join(lines) + "\n"


def generated_census(rows):
    """The defects of the shared file: a blank before each word, `?` for missing."""
    draw = random.Random(6)
    lines = ["age,workclass,hours-per-week,sex,income"]
    for _ in range(rows):
        age, hours = draw.randrange(18, 78), draw.randrange(10, 70)
        rich = age * hours + draw.randrange(900) > 2400
        work = draw.choice([" Private", " State-gov", " Self-emp", " ?"])
        lines.append(f"{age},{work},{hours},{draw.choice([' Male', ' Female'])},{' >50K' if rich else ' <=50K'}")
    return "\n".join(lines) + "\n"


def generated_kinds(rows):
    draw = random.Random(7)
    lines = ["a;b;flag;kind"]
    for _ in range(rows):
        a = draw.random() * 30
        lines.append(f"{a!r};{draw.randrange(9)};{draw.choice(['True', 'False'])};kind {int((a + draw.random() * 9) // 10)}")
    return "\n".join(lines) + "\n"


class Workspace:
    def __init__(self, tatara, folder):
        self.tatara, self.folder = tatara, pathlib.Path(folder)
        self.folder.mkdir()
        self.run("init", ".")

    def run(self, *words):
        return subprocess.run(
            [self.tatara, *words], cwd=self.folder, check=True, stdout=subprocess.PIPE, encoding="utf-8"
        ).stdout

    def artifacts(self, run_id):
        """Path below the run's artifacts → the file that holds the bytes."""
        state = self.folder / ".tatara"
        with sqlite3.connect(f"file:{state / 'store.db'}?mode=ro", uri=True) as store:
            files = {}
            for path, digest in store.execute("SELECT path, lower(hex(digest)) FROM artifact_file"):
                marker = f"{run_id}/artifacts/"
                if marker in path:
                    name = path.split(marker, 1)[1]
                    files[name] = state / "artifacts" / digest[:2] / digest[2:]
        return files


def load_matrix(path, separator, data):
    frame = pandas.read_csv(path, sep=separator, na_values=MISSING, keep_default_na=True)
    columns, types = [], []
    for name in data["features"]:
        values = frame[name]
        if pandas.api.types.is_bool_dtype(values):
            columns.append(values.astype("float64"))
            types.append("i")
        elif pandas.api.types.is_numeric_dtype(values):
            columns.append(values.astype("float64"))
            types.append("int" if pandas.api.types.is_integer_dtype(values) else "float")
        elif values.str.fullmatch(r"\d+/\d+/\d\d").all():
            days = (pandas.to_datetime(values, format="%m/%d/%y") - pandas.Timestamp("1970-01-01")).dt.days
            columns.append(days.astype("float64"))
            types.append("float")
        else:
            codes = values.astype("category").cat.codes.astype("float64")
            columns.append(codes.where(codes >= 0))
            types.append("c")
    return frame, numpy.column_stack(columns).astype(numpy.float32), types


def train_in_python(data, booster, matrix, types, labels, validation_rows):
    validates = numpy.zeros(len(labels), dtype=bool)
    validates[validation_rows] = True
    def dmatrix(mask):
        return xgboost.DMatrix(
            matrix[mask], label=labels[mask], feature_names=data["features"], feature_types=types, enable_categorical=True
        )
    train, validation = dmatrix(~validates), dmatrix(validates)
    results = {}
    metrics = booster["metrics"]
    model = xgboost.train(
        booster["params"] | {"eval_metric": metrics},
        train,
        num_boost_round=booster["rounds"],
        evals=[(train, "train"), (validation, "val")],
        evals_result=results,
        callbacks=[xgboost.callback.EarlyStopping(30, metric_name=metrics[0], data_name="val", save_best=True)],
        verbose_eval=False,
    )
    return model, model.predict(validation), results


def check_case(workspace, name, path, separator, target, parameters, extra):
    words = [f"{key}={value}" for key, value in parameters.items()]
    printed = json.loads(
        workspace.run("train", "--data", str(path), "--target", target, "--format", "json", "--rounds", "120", "--quiet", *extra, *words)
    )
    files = workspace.artifacts(printed["run_id"])
    data = json.loads(files["reproduce/data.json"].read_text(encoding="utf-8"))
    predictions = pandas.read_csv(files["predictions/validation.csv"], dtype={"predicted": str, "actual": str})
    frame, matrix, types = load_matrix(path, separator, data)
    classes = data["classes"]
    if classes:
        order = {word: code for code, word in enumerate(classes)}
        labels = frame[target].astype(str).map(order).to_numpy(dtype=numpy.float32)
        assert list(classes) == sorted(frame[target].astype(str).unique()), classes
    else:
        labels = frame[target].to_numpy(dtype=numpy.float32)
    objective = {"regression": "reg:squarederror", "binary": "binary:logistic", "multiclass": "multi:softprob"}[printed["task"]]
    metrics = {"regression": ["rmse", "mae"], "binary": ["logloss", "auc"], "multiclass": ["mlogloss", "merror"]}[printed["task"]]
    params = {"objective": objective, "seed": 0} | parameters
    if printed["task"] == "multiclass":
        params["num_class"] = len(classes)
    rows = predictions["row"].to_numpy()
    model, expected, results = train_in_python(
        data, {"params": params, "metrics": metrics, "rounds": 120}, matrix, types, labels, rows
    )

    if printed["task"] == "regression":
        ours = predictions["predicted"].astype(numpy.float32).to_numpy()
    elif printed["task"] == "binary":
        ours = predictions["probability_" + classes[1]].to_numpy(dtype=numpy.float32)
    else:
        ours = predictions[["probability_" + word for word in classes]].to_numpy(dtype=numpy.float32)
    assert ours.shape == expected.shape and (ours.view(numpy.uint32) == expected.view(numpy.uint32)).all(), (
        f"{name}: predictions differ by up to {numpy.abs(ours - expected).max()}"
    )
    best = printed["best_round"]
    for part in ("train", "val"):
        for metric in metrics:
            assert printed["metrics"][f"{part}_{metric}"] == results[part][metric][best], (name, part, metric)
    assert printed["rounds"] == len(results["val"][metrics[0]])
    check_mlflow(name, files, frame, path, separator, rows, ours, classes)
    print(f"{name}: {len(rows)} predictions and {2 * len(metrics)} metrics are equal bit for bit; MLflow predicts the same")


def check_mlflow(name, files, frame, path, separator, rows, ours, classes):
    os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"
    import mlflow

    with tempfile.TemporaryDirectory() as folder:
        for relative, blob in files.items():
            if relative.startswith("model/"):
                target = pathlib.Path(folder) / relative
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(blob.read_bytes())
        model = mlflow.pyfunc.load_model(str(pathlib.Path(folder) / "model"))
        raw = pandas.read_csv(path, sep=separator)
        given = model.metadata.get_input_schema()
        assert given is not None and model.metadata.signature.outputs is not None
        answered = model.predict(raw.iloc[rows].reset_index(drop=True))
        if not classes:
            theirs = answered["prediction"].to_numpy(dtype=numpy.float32)
        elif len(classes) == 2:
            theirs = answered["probability_" + classes[1]].to_numpy(dtype=numpy.float32)
        else:
            theirs = answered[["probability_" + word for word in classes]].to_numpy(dtype=numpy.float32)
        assert (theirs == ours).all(), name
        booster = mlflow.xgboost.load_model(str(pathlib.Path(folder) / "model"))
        assert booster.num_boosted_rounds() >= 1


def main():
    tatara = str(pathlib.Path(sys.argv[1]).resolve())
    shared = pathlib.Path(os.environ.get("TATARA_SHARED", "")) / "data"
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        workspace = Workspace(tatara, root / "workspace")
        for name, text in (("bikes", generated_bikes(2400)), ("census", generated_census(2000)), ("kinds", generated_kinds(1500))):
            (root / f"{name}.csv").write_text(text, encoding="utf-8")
        check_case(workspace, "regression", root / "bikes.csv", ",", "cnt", {"max_depth": 5}, [])
        check_case(workspace, "two classes", root / "census.csv", ",", "income", {"eta": 0.1, "subsample": 0.8}, [])
        check_case(workspace, "three classes", root / "kinds.csv", ";", "kind", {"grow_policy": "lossguide", "max_leaves": 15}, [])
        if (shared / "bike_sharing_hour.csv").exists():
            check_case(workspace, "shared bikes", shared / "bike_sharing_hour.csv", ",", "cnt", {}, ["--drop", "casual,registered,instant"])
            check_case(workspace, "shared census", shared / "adult_census.csv", ",", "income", {}, [])
        else:
            print("../shared/data is absent; the generated twins were checked")


main()
