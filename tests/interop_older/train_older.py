"""train_older.py FOLDER: models of the package that is installed, rows to ask, and what the package itself answers.

asked.csv holds 10,000 rows with missing values, written so that every double comes back. For each model file there is
ANSWER.json: {"model": file, "type": "f" or "d", "shape": [...]} and ANSWER.bin, the answers row by row.
"""

import json
import pathlib
import sys

import numpy

FOLDER = pathlib.Path(sys.argv[1])
ROWS = 10_000
NAMES = [f"x{i}" for i in range(8)]
draw = numpy.random.default_rng(20261122)


def rows(count):
    values = draw.normal(size=(count, len(NAMES))) * 10.0 ** draw.integers(-3, 4, size=len(NAMES))
    values[:, 7] = draw.integers(0, 5, size=count)
    values[draw.random(values.shape) < 0.1] = numpy.nan
    return values


TRAIN = rows(2000)
FILLED = numpy.nan_to_num(TRAIN)
TARGET = FILLED[:, 0] * 3 + numpy.sin(FILLED[:, 1]) + FILLED[:, 7] * 5
KINDS = numpy.searchsorted(numpy.quantile(TARGET, [0.25, 0.5, 0.75]), TARGET)
ASKED = rows(ROWS)


def keep(name, model, answers):
    answers = numpy.ascontiguousarray(answers)
    (FOLDER / f"{name}.bin").write_bytes(answers.tobytes())
    facts = {"model": model, "type": "f" if answers.dtype == numpy.float32 else "d", "shape": list(answers.shape)}
    (FOLDER / f"{name}.json").write_text(json.dumps(facts), encoding="utf-8")


def train_xgboost(xgboost):
    asked = xgboost.DMatrix(ASKED, feature_names=NAMES)
    cases = (("squares", TARGET, {"objective": "reg:squarederror"}),
             ("binary", KINDS > 1, {"objective": "binary:logistic"}),
             ("classes", KINDS, {"objective": "multi:softprob", "num_class": 4}),
             ("poisson", numpy.abs(TARGET), {"objective": "count:poisson"}),
             ("based", TARGET, {"objective": "reg:squarederror", "base_score": 172.7}),
             ("dart", TARGET, {"objective": "reg:squarederror", "booster": "dart", "rate_drop": 0.2}),
             ("linear", TARGET, {"objective": "reg:squarederror", "booster": "gblinear"}))
    for name, labels, options in cases:
        booster = xgboost.train({"nthread": 1, **options}, xgboost.DMatrix(TRAIN, labels, feature_names=NAMES), 30)
        for ending in ("json", "ubj"):
            booster.save_model(FOLDER / f"{name}.model.{ending}")
            keep(f"{name}-{ending}", f"{name}.model.{ending}", booster.predict(asked))
        if xgboost.__version__.startswith("1."):
            booster.save_model(FOLDER / "refused.model.binary")  # the form from before JSON, which 3 dropped
    coded = {"feature_names": NAMES, "feature_types": ["q"] * 7 + ["c"], "enable_categorical": True}
    booster = xgboost.train({"nthread": 1, "tree_method": "hist"}, xgboost.DMatrix(TRAIN, TARGET, **coded), 30)
    booster.save_model(FOLDER / "categories.model.json")
    keep("categories-json", "categories.model.json", booster.predict(xgboost.DMatrix(ASKED, **coded)))


def train_lightgbm(lightgbm):
    for name, labels, options in (("squares", TARGET, {"objective": "regression"}),
                                  ("binary", KINDS > 1, {"objective": "binary"}),
                                  ("classes", KINDS, {"objective": "multiclass", "num_class": 4}),
                                  ("absolute", TARGET, {"objective": "regression_l1"}),
                                  ("dart", TARGET, {"objective": "regression", "boosting": "dart"}),
                                  ("categories", TARGET, {"objective": "regression"})):
        category = [7] if name == "categories" else "auto"
        data = lightgbm.Dataset(TRAIN, labels, feature_name=NAMES, categorical_feature=category)
        booster = lightgbm.train({"verbose": -1, "num_threads": 1, **options}, data, 30)
        booster.save_model(str(FOLDER / f"{name}.model.txt"))
        keep(f"{name}-txt", f"{name}.model.txt", booster.predict(ASKED))


def main():
    lines = [",".join(NAMES)]
    lines += [",".join("" if value != value else repr(float(value)) for value in row) for row in ASKED]
    (FOLDER / "asked.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    try:
        import xgboost
    except ModuleNotFoundError:
        import lightgbm

        train_lightgbm(lightgbm)
        print(f"lightgbm {lightgbm.__version__}")
        return
    train_xgboost(xgboost)
    print(f"xgboost {xgboost.__version__}")


main()
