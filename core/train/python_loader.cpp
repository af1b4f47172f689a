#include "core/train/internal/python_loader.h"

namespace tatara::train {

const std::string_view kPythonLoader =
    R"py("""Loads a model trained by Tatara for MLflow's python_function flavour.

Takes a data frame of raw columns, as the training data had them, and gives a data frame with `prediction` and, for
classes, a `probability_<class>` column a class. How columns become numbers stands in tatara_features.json.
"""

import json
import os

import numpy
import pandas
import xgboost

SECONDS_A_DAY = 86400.0


class TataraModel:
    def __init__(self, folder):
        with open(os.path.join(folder, "tatara_features.json"), encoding="utf-8") as file:
            self.description = json.load(file)
        self.booster = xgboost.Booster()
        self.booster.load_model(os.path.join(folder, "model.ubj"))
        self.missing = set(self.description["missing_words"])

    def _is_missing(self, value):
        if value is None or (isinstance(value, float) and numpy.isnan(value)) or value is pandas.NaT:
            return True
        return isinstance(value, str) and value.strip(" ") in self.missing

    def _column(self, values, feature):
        kind = feature["type"]
        if kind == "text":
            codes = {category: code for code, category in enumerate(feature["categories"])}
            return [
                numpy.nan if self._is_missing(value) else codes.get(str(value), numpy.nan) for value in values
            ]
        if kind == "time":
            cleaned = pandas.Series([None if self._is_missing(value) else value for value in values])
            times = pandas.to_datetime(cleaned, format=feature["time_format"] or "ISO8601", utc=True)
            epoch = pandas.Timestamp("1970-01-01", tz="UTC")
            return [
                numpy.nan if time is pandas.NaT else (time - epoch).total_seconds() / SECONDS_A_DAY for time in times
            ]
        if kind == "boolean":
            words = {"true": 1.0, "false": 0.0}
            return [
                numpy.nan if self._is_missing(value) else words.get(str(value).strip(" ").lower(), numpy.nan)
                for value in values
            ]
        return [numpy.nan if self._is_missing(value) else float(value) for value in values]

    def matrix(self, data):
        features = self.description["features"]
        columns = [numpy.asarray(self._column(data[feature["name"]], feature), dtype=numpy.float64) for feature in features]
        return xgboost.DMatrix(
            numpy.column_stack(columns).astype(numpy.float32),
            feature_names=[feature["name"] for feature in features],
            feature_types=[feature["xgboost_type"] for feature in features],
            enable_categorical=True,
        )

    def predict(self, data, params=None):
        raw = self.booster.predict(self.matrix(data))
        classes = self.description["classes"]
        if not classes:
            return pandas.DataFrame({"prediction": raw.astype(numpy.float64)})
        if raw.ndim == 1 and len(classes) == 2:
            chosen = (raw > 0.5).astype(int)
            raw = numpy.column_stack([1.0 - raw, raw])
        elif raw.ndim == 1:
            chosen = raw.astype(int)
            raw = None
        else:
            chosen = raw.argmax(axis=1)
        result = pandas.DataFrame({"prediction": [classes[index] for index in chosen]})
        if raw is not None:
            for index, name in enumerate(classes):
                result["probability_" + name] = raw[:, index].astype(numpy.float64)
        return result


def _load_pyfunc(path):
    return TataraModel(path)
)py";

}  // namespace tatara::train
