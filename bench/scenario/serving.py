#!/usr/bin/python3
"""serving.py --bin FOLDER [--python FILE] [--seconds S]: single rows through `tatara endpoints serve`, beside the bare
library in a loop and `mlflow models serve`.

One model: XGBoost, 100 trees of depth 6, 30 features. First an open loop at 5,000 requests a second, then saturation by 1
to 64 clients, by the same load program. Without --python an environment is made in build/venv-serving, as the interop
tests do. Prints a table.
"""
import argparse
import json
import os
import pathlib
import subprocess
import tempfile
import time
import urllib.request

SOURCE = pathlib.Path(__file__).resolve().parents[2]

MODEL = """
import json, sys, time, mlflow, numpy, pandas, xgboost
from mlflow.models import infer_signature
folder, tracking = sys.argv[1], sys.argv[2]
draw = numpy.random.default_rng(1)
data = pandas.DataFrame(draw.normal(size=(20000, 30)), columns=[f"x{i}" for i in range(30)])
booster = xgboost.train({"max_depth": 6, "nthread": 1}, xgboost.DMatrix(data, data.sum(axis=1)), 100)
mlflow.set_tracking_uri(tracking)
mlflow.xgboost.log_model(booster, name="model", signature=infer_signature(data), registered_model_name="bench", model_format="ubj")
mlflow.xgboost.save_model(booster, folder + "/model", signature=infer_signature(data), model_format="ubj")
row = data[:1]
json.dump({"dataframe_split": {"columns": list(row.columns), "data": row.values.tolist()}}, open(folder + "/body.json", "w"))
values = row.to_numpy(dtype=numpy.float32)
began = time.perf_counter()
for _ in range(20000):
    booster.inplace_predict(values)
print((time.perf_counter() - began) / 20000 * 1e6)
"""


def start(command, folder, until):
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, encoding="utf-8")
    while True:
        line = process.stdout.readline()
        if not line:
            raise SystemExit(f"{command} ended")
        if until in line:
            return process, line.strip()


def stop(process):
    process.terminate()
    process.wait(40)


def measure(program, port, folder, clients, seconds, rate):
    done = subprocess.run([program, str(port), "/invocations", str(clients), str(seconds), str(rate), folder / "body.json"],
                          check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return json.loads(done.stdout)


def table(title, program, port, folder, seconds, rates, clients):
    for rate in rates:
        found = measure(program, port, folder, 16, seconds, rate)
        print(f"{title:28} open loop {rate:>6}/s   p50 {found['p50_us'] / 1e3:8.2f} ms   p99 {found['p99_us'] / 1e3:8.2f} ms   "
              f"answered {found['rate']:>7}/s   failed {found['failed']}")
    best = 0
    for count in clients:
        found = measure(program, port, folder, count, seconds, 0)
        best = max(best, found["rate"])
        print(f"{title:28} {count:>2} clients          p50 {found['p50_us'] / 1e3:8.2f} ms   p99 {found['p99_us'] / 1e3:8.2f} ms   "
              f"answered {found['rate']:>7}/s   failed {found['failed']}")
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--python", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=3)
    arguments = parser.parse_args()
    python = arguments.python
    if not python:
        venv = SOURCE / "build" / "venv-serving"
        subprocess.run(["/usr/bin/python3", "-B", SOURCE / "tests/interop_xgboost/run_in_venv.py",
                        SOURCE / "packaging/deps/python/serving.txt", venv, "-c", ""], check=True)
        python = venv / "bin" / "python"
    tatara, load = arguments.bin / "tatara", arguments.bin / "bench_predict_load"
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([tatara, "init", "--quiet", "."], check=True, cwd=folder)
        tracking, line = start([tatara, "server", "--port", "0"], folder, "MLFLOW_TRACKING_URI=")
        bare = subprocess.run([python, "-c", MODEL, folder, line.split("=", 1)[1]], check=True, stdout=subprocess.PIPE,
                              encoding="utf-8").stdout.strip().splitlines()[-1]
        stop(tracking)
        print(f"{'bare library, in Python':28} {float(bare):8.1f} us a row")
        for endpoint in range(200):
            subprocess.run([tatara, "endpoints", "create", f"e{endpoint}", "--model", "bench", "--version", "1", "--quiet"],
                           check=True, cwd=folder)
        began = time.monotonic()
        server, url = start([tatara, "endpoints", "serve", "--port", "0", "--default", "e0"], folder, "http://")
        with urllib.request.urlopen(urllib.request.Request(f"{url}/invocations", (folder / "body.json").read_bytes(),
                                                           {"Content-Type": "application/json"})) as answer:
            answer.read()
        print(f"{'tatara, 200 endpoints':28} first answer after {(time.monotonic() - began) * 1e3:.0f} ms")
        own = table("tatara", load, url.rsplit(":", 1)[1], folder, arguments.seconds, (1000, 5000), (1, 8, 64))
        stop(server)
        port = 15999
        other = subprocess.Popen([python, "-m", "mlflow", "models", "serve", "-m", folder / "model", "-p", str(port),
                                  "--env-manager", "local"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/ping", timeout=1).read()
                break
            except OSError:
                time.sleep(0.1)
        theirs = table("mlflow models serve", load, port, folder, arguments.seconds, (50,), (1, 8))
        stop(other)
        print(f"saturated, tatara answers {own / max(1, theirs):.0f} times as many")


main()
