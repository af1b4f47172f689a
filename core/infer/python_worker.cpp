#include "core/infer/internal/python_worker.h"

namespace tatara::infer {

const std::string_view kPythonWorker =
    R"py(import json
import math
import socket
import struct
import sys

channel = socket.socket(fileno=3)


def receive(count):
    parts = []
    while count:
        part = channel.recv(min(count, 1 << 20))
        if not part:
            sys.exit(0)
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def send(value):
    data = json.dumps(value, allow_nan=False).encode()
    channel.sendall(struct.pack("<Q", len(data)) + data)


def sentence(error):
    return f"{type(error).__name__}: {error}"[:2000]


def column(item):
    import pandas

    values = item["values"]
    if item["dtype"] == "str":
        return pandas.Series(values, dtype=object)
    if item["dtype"].startswith("float"):
        values = [math.nan if value is None else float(value) for value in values]
    return pandas.Series(values, dtype=item["dtype"])


def inputs(request):
    import numpy
    import pandas

    tensors = request["tensors"]
    if request["frame"]:
        frame = pandas.DataFrame({item["name"]: column(item) for item in tensors})
        for item in tensors:
            if item.get("datetime"):
                frame[item["name"]] = pandas.to_datetime(frame[item["name"]])
        return frame
    arrays = {}
    for item in tensors:
        values = [math.nan if value is None else value for value in item["values"]]
        dtype = object if item["dtype"] == "str" else item["dtype"]
        arrays[item["name"]] = numpy.asarray(values, dtype=dtype).reshape(item["shape"])
    return arrays if len(arrays) > 1 or tensors[0]["name"] else arrays[tensors[0]["name"]]


def plain(value):
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return value if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")
    return plain(value.item()) if hasattr(value, "item") else str(value)


def tensor(name, values):
    import numpy

    array = numpy.asarray(values)
    if array.dtype == object or array.dtype.kind in "OUSMm":
        dtype = "str"
        flat = [None if value is None or value != value else str(value) for value in array.ravel().tolist()]
    else:
        dtype = str(array.dtype)
        if dtype == "float16":
            dtype = "float32"
        flat = [plain(value) for value in array.ravel().tolist()]
    return {"name": str(name), "dtype": dtype, "shape": list(array.shape), "values": flat}


def outputs(prediction):
    import pandas

    if isinstance(prediction, pandas.DataFrame):
        return [tensor(name, prediction[name].to_numpy()) for name in prediction.columns]
    if isinstance(prediction, dict):
        return [tensor(name, values) for name, values in prediction.items()]
    return [tensor("predictions", prediction)]


try:
    import mlflow
    import mlflow.pyfunc

    model = mlflow.pyfunc.load_model(sys.argv[1])
except ModuleNotFoundError as error:
    send({"error": f"the package {error.name} is not installed there", "missing": error.name})
    sys.exit(0)
except BaseException as error:
    send({"error": sentence(error)})
    sys.exit(0)
send({"ready": mlflow.__version__})

while True:
    request = json.loads(receive(struct.unpack("<Q", receive(8))[0]))
    try:
        send({"outputs": outputs(model.predict(inputs(request)))})
    except Exception as error:
        send({"error": sentence(error)})
)py";

}  // namespace tatara::infer
