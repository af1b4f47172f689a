#!/usr/bin/python3
"""serving.py --bin FOLDER [--python FILE] [--seconds S]: single rows through `tatara endpoints serve`, beside the bare
library in a loop and `mlflow models serve`.

One model: XGBoost, 100 trees of depth 6, 30 features. The answers are held against the library's first. Then start-up to
the first answer (one endpoint, 200 endpoints) and memory; an open loop at constant rate; saturation by 1 to 64 clients, by
the same load program; versions that change and go back under load; and --million, whether memory grows over a million
requests. Without --python an environment is made in build/venv-serving, as the interop tests do. Prints a table.
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
for version in (2, 3):
    other = xgboost.train({"max_depth": 6, "nthread": 1}, xgboost.DMatrix(data, data.sum(axis=1) * version), 50)
    mlflow.xgboost.log_model(other, name="model", signature=infer_signature(data), registered_model_name="bench", model_format="ubj")
values = row.to_numpy(dtype=numpy.float32)
began = time.perf_counter()
for _ in range(20000):
    booster.inplace_predict(values)
print((time.perf_counter() - began) / 20000 * 1e6, float(booster.inplace_predict(values)[0]))
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


def ask(url, body):
    request = urllib.request.Request(f"{url}/invocations", body.read_bytes(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["predictions"][0]


def resident(process):
    """MB of the server itself, which is the child of its supervisor."""
    child = subprocess.run(["pgrep", "-P", str(process.pid)], check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout.split()[0]
    status = pathlib.Path(f"/proc/{child}/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def serve(tatara, folder, title, right):
    began = time.monotonic()
    server, url = start([tatara, "endpoints", "serve", "--port", "0", "--default", "e0", "--quiet"], folder, "http://")
    given = ask(url, folder / "body.json")
    print(f"{title:28} first answer after {(time.monotonic() - began) * 1e3:.0f} ms, {resident(server):.0f} MB")
    assert given == right, f"{given} instead of {right}"
    return server, url


def under_load(title, load, url, folder, seconds, act):
    """Acts, one after the other, while an open loop runs; every answer must be 200."""
    command = [load, url.rsplit(":", 1)[1], "/invocations", "16", str(seconds * 3), "2000", folder / "body.json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as running:
        acts = 0
        while running.poll() is None:
            act(acts)
            acts += 1
        words = running.stdout.read()
    assert running.returncode == 0, f"{title}: a request was not answered"
    found = json.loads(words)
    print(f"{title:28} {acts} at 2,000/s   p99 {found['p99_us'] / 1e3:8.2f} ms   "
          f"answered {found['rate']:>7}/s   failed {found['failed']}")


def changes_under_load(tatara, load, url, folder, seconds):
    def change(count):
        act = ["route", "e0", f"{2 + count % 2}=100"] if count % 3 < 2 else ["rollback", "e0"]
        subprocess.run([tatara, "endpoints", *act, "--quiet"], check=True, cwd=folder)

    def restart(_):
        subprocess.run([tatara, "endpoints", "restart", "--quiet"], check=True, cwd=folder)

    under_load("tatara, versions change", load, url, folder, seconds, change)
    under_load("tatara, server exchanged", load, url, folder, seconds, restart)


def memory_over_a_million(load, server, url, folder):
    measure(load, url.rsplit(":", 1)[1], folder, 8, 5, 0)
    def settled():
        time.sleep(6)  # what was logged goes into the store
        return resident(server)

    asked, held = 0, [settled()]
    while asked < 1_000_000:
        mark = asked + 250_000
        while asked < mark:
            asked += int(measure(load, url.rsplit(":", 1)[1], folder, 8, 10, 0)["rate"] * 10)
        held.append(settled())
    print(f"{'tatara, memory':28} {', '.join(f'{size:.0f}' for size in held)} MB: before, and after each quarter of {asked:,} requests more")


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
    parser.add_argument("--million", action="store_true")
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
        bare, right = map(float, subprocess.run([python, "-c", MODEL, folder, line.split("=", 1)[1]], check=True, stdout=subprocess.PIPE,
                                                stderr=subprocess.DEVNULL, encoding="utf-8").stdout.strip().splitlines()[-1].split())
        stop(tracking)
        print(f"{'bare library, in Python':28} {bare:8.1f} us a row")
        create = [tatara, "endpoints", "create", "--model", "bench", "--version", "1", "--quiet"]
        subprocess.run([*create, "e0"], check=True, cwd=folder)
        server, _ = serve(tatara, folder, "tatara, 1 endpoint", right)
        stop(server)
        for endpoint in range(1, 200):
            subprocess.run([*create, f"e{endpoint}"], check=True, cwd=folder)
        server, url = serve(tatara, folder, "tatara, 200 endpoints", right)
        own_call = measure(load, url.rsplit(":", 1)[1], folder, 1, arguments.seconds, 0)["p50_us"]
        print(f"{'tatara, a call':28} {own_call:8.1f} us over HTTP and JSON, {own_call / bare:.2f} times the bare call")
        own = table("tatara", load, url.rsplit(":", 1)[1], folder, arguments.seconds, (1000, 5000), (1, 8, 64))
        changes_under_load(tatara, load, url, folder, arguments.seconds)
        if arguments.million:
            memory_over_a_million(load, server, url, folder)
        stop(server)
        port = 15999
        os.environ["PATH"] = f"{python.parent}:{os.environ['PATH']}"  # it starts programs of its environment by name
        other = subprocess.Popen([python, "-m", "mlflow", "models", "serve", "-m", folder / "model", "-p", str(port),
                                  "--env-manager", "local"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/ping", timeout=1).read()
                break
            except OSError:
                time.sleep(0.1)
        given = ask(f"http://127.0.0.1:{port}", folder / "body.json")
        assert abs(given - right) < 1e-6, f"{given} instead of {right}"
        theirs = table("mlflow models serve", load, port, folder, arguments.seconds, (50,), (1, 8))
        stop(other)
        print(f"saturated, tatara answers {own / max(1, theirs):.0f} times as many")


main()
