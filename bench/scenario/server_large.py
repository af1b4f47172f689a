"""server_large.py --bin FOLDER [--mlflow PROGRAM] [--runs N] [--points N] [--megabytes N]: the tracking server beside the
real one where there is much: a search of 1,000 out of 100,000 runs by two filters and a sort, the history of a million
points, and a file of 2 GB up and down.

Both hold the same: MLflow's database is filled by SQL and imported, and the answers are compared before times are taken.
What a client would do with an answer is not measured: it is read to its end. The disk's own speed is measured in the same
run. Without --mlflow the real server is installed into build/venv-mlflow3. Exit code 1 when a goal is missed.
"""

import argparse
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FILTER = "metrics.m1 > 0.9 AND params.p0 = 'value 3'"
ORDER = ["metrics.m2 DESC"]
CONTENT = {"Content-Type": "application/json"}


def install_mlflow():
    folder = SOURCE / "build" / "venv-mlflow3"
    if not (folder / "bin" / "mlflow").exists():
        subprocess.run(["/usr/bin/python3", "-B", SOURCE / "tests/interop_xgboost/run_in_venv.py",
                        SOURCE / "packaging/deps/python/mlflow3.txt", folder, "-c", ""], check=True)
    return str(folder / "bin" / "mlflow")


class Server:
    running = []

    def __init__(self, command, port, folder):
        self.port = port
        with socket.socket() as taken:
            assert taken.connect_ex(("127.0.0.1", port)) != 0, f"something listens on port {port} already"
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        start_new_session=True, env={**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true"})
        Server.running.append(self)
        began = time.monotonic()
        while time.monotonic() - began < 600:
            try:
                self.ask("GET", "/health")
                return
            except OSError:
                assert self.process.poll() is None, f"{command} ended"
                time.sleep(0.1)
        raise SystemExit(f"{command} does not answer")

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=900)
        connection.request(method, path, None if body is None else json.dumps(body), CONTENT)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        assert answer.status == 200, data[:500]
        return data

    def peak(self):
        """Megabytes that the process had at most."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def stop(self):
        Server.running.remove(self)
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(timeout=120)


def fill(database, runs, points):
    """A run has ten metrics and five params; one more run has the long history."""
    chance = random.Random(7)
    db = sqlite3.connect(database)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("INSERT INTO experiments(experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time) "
               "VALUES(1, 'filled', 'mlflow-artifacts:/1', 'active', 1, 1)")
    columns = "(run_uuid, name, source_type, user_id, status, start_time, end_time, lifecycle_stage, artifact_uri, experiment_id)"
    ids = [f"{chance.getrandbits(128):032x}" for _ in range(runs + 1)]
    db.executemany(f"INSERT INTO runs{columns} VALUES(?, ?, 'UNKNOWN', 'ada', 'FINISHED', ?, ?, 'active', ?, 1)",
                   [(run, f"run-{i}", i, i + 1, f"mlflow-artifacts:/1/{run}/artifacts") for i, run in enumerate(ids)])
    rows = [(f"m{k}", chance.random(), i, 0, 0, run) for i, run in enumerate(ids[1:]) for k in range(10)]
    for table in ("metrics", "latest_metrics"):
        db.executemany(f"INSERT INTO {table}(key, value, timestamp, step, is_nan, run_uuid) VALUES(?, ?, ?, ?, ?, ?)", rows)
    db.executemany("INSERT INTO params(key, value, run_uuid) VALUES(?, ?, ?)",
                   [(f"p{k}", f"value {(i + k) % 7}", run) for i, run in enumerate(ids[1:]) for k in range(5)])
    long = [("long", 1 / (step + 1), step, step, 0, ids[0]) for step in range(points)]
    db.executemany("INSERT INTO metrics(key, value, timestamp, step, is_nan, run_uuid) VALUES(?, ?, ?, ?, ?, ?)", long)
    db.execute("INSERT INTO latest_metrics(key, value, timestamp, step, is_nan, run_uuid) VALUES(?, ?, ?, ?, ?, ?)", long[-1])
    db.commit()
    db.close()
    return ids[0]


def timed(work, rounds):
    times, answer = [], None
    for _ in range(rounds):
        began = time.monotonic()
        answer = work()
        times.append(1000 * (time.monotonic() - began))
    return statistics.median(times), answer


def search(server):
    return server.ask("POST", "/api/2.0/mlflow/runs/search", {
        "experiment_ids": ["1"], "filter": FILTER, "order_by": ORDER, "max_results": 1000})


def history(server, run):
    values, token = [], ""
    while True:
        page = server.ask("GET", f"/api/2.0/mlflow/metrics/get-history?run_id={run}&metric_key=long&max_results=25000"
                                 + (f"&page_token={token}" if token else ""))
        values.append(page)
        at = page.rfind(b'"next_page_token"')  # looked for, not parsed: that would be most of the time
        if at < 0:
            return values
        token = page[at:].split(b'"')[3].decode()


def upload(port, path, size):
    with socket.create_connection(("127.0.0.1", port), timeout=3600) as connection, open(path, "rb") as file:
        connection.sendall((f"PUT /api/2.0/mlflow-artifacts/artifacts/1/big.bin HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                            f"Content-Type: application/octet-stream\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n").encode())
        began = time.monotonic()
        connection.sendfile(file)
        answer = connection.recv(4096)
        assert b" 200 " in answer.split(b"\r\n")[0], answer
        return time.monotonic() - began


def download(port, size):
    with socket.create_connection(("127.0.0.1", port), timeout=3600) as connection:
        connection.sendall((f"GET /api/2.0/mlflow-artifacts/artifacts/1/big.bin HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                            "Connection: close\r\n\r\n").encode())
        buffer, got, began = bytearray(1 << 20), 0, time.monotonic()
        while count := connection.recv_into(buffer):
            got += count
        assert got >= size, got
        return time.monotonic() - began


def disk_speed(folder, path, size):
    """Megabytes a second: of a copy that is safely on disk, as an upload is, and of reading it."""
    with open(path, "rb") as source, open(folder / "copy.bin", "wb") as target:
        began = time.monotonic()
        while piece := source.read(1 << 20):
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
        wrote = time.monotonic() - began
    began = time.monotonic()
    with open(folder / "copy.bin", "rb", buffering=0) as source:
        while source.read(1 << 20):
            pass
    (folder / "copy.bin").unlink()
    return size / 1e6 / wrote, size / 1e6 / (time.monotonic() - began)


def same_answers(ours, theirs, run):
    mine, other = (json.loads(search(server))["runs"] for server in (ours, theirs))
    ids = [[one["info"]["run_id"] for one in found] for found in (mine, other)]
    assert ids[0] and ids[0] == ids[1], (len(ids[0]), len(ids[1]))
    points = [[(p["step"], p["value"]) for page in history(server, run) for p in json.loads(page)["metrics"]]
              for server in (ours, theirs)]
    assert points[0] == points[1], "histories differ"
    print(f"equal: {len(ids[0]):,} runs in their order, {len(points[0]):,} points")


def measure(server, run, big, size, rounds):
    figures = {}
    figures["search of 1,000 runs, ms"], _ = timed(lambda: search(server), rounds)
    figures["history of all points, ms"], _ = timed(lambda: history(server, run), rounds)
    figures["upload, MB/s"] = size / 1e6 / upload(server.port, big, size)
    figures["download, MB/s"] = size / 1e6 / download(server.port, size)
    return figures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--mlflow")
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--megabytes", type=int, default=2048)
    options = parser.parse_args()
    mlflow = str(pathlib.Path(options.mlflow).resolve()) if options.mlflow else install_mlflow()
    tatara = options.bin.resolve() / "tatara"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="server-large-"))
    try:
        command = [mlflow, "server", "--port", "5876", "--backend-store-uri", f"sqlite:///{folder}/mlflow.db",
                   "--artifacts-destination", str(folder / "artifacts")]
        making = Server(command, 5876, folder)
        making.ask("GET", "/api/2.0/mlflow/experiments/search?max_results=1")  # makes its tables
        making.stop()
        run = fill(folder / "mlflow.db", options.runs, options.points)
        began = time.monotonic()
        subprocess.run([tatara, "init", folder / "w"], check=True, capture_output=True)
        subprocess.run([tatara, "import", "mlflow", folder / "mlflow.db", "-w", folder / "w"], check=True, capture_output=True)
        print(f"imported in {time.monotonic() - began:.1f} s")
        big, size = folder / "big.bin", options.megabytes << 20
        with open(big, "wb") as file:
            for _ in range(options.megabytes):
                file.write(os.urandom(1 << 20))
        theirs = Server(command, 5876, folder)
        ours = Server([tatara, "server", "-w", folder / "w", "--port", "5877"], 5877, folder)
        same_answers(ours, theirs, run)
        before = ours.peak()
        other = measure(theirs, run, big, size, 3)
        mine = measure(ours, run, big, size, 7)
        after = ours.peak()
        wrote, read = disk_speed(folder, big, size)
        ours.stop()
        theirs.stop()
        missed = []
        print(f"{'':32}{'tatara':>14}{'mlflow':>14}{'times':>10}   goal")
        for name, value in mine.items():
            times = other[name] / value if name.endswith("ms") else value / other[name]
            goal = 100 if name.startswith("search") else 0
            if times < goal:
                missed.append(name)
            print(f"{name:32}{value:14,.1f}{other[name]:14,.1f}{times:10,.1f}   {f'{goal} times' if goal else ''}{'  MISSED' if times < goal else ''}")
        print(f"the disk itself: {wrote:,.0f} MB/s written and synced, {read:,.0f} MB/s read again; "
              f"at most {before:.0f} MB resident before all of it and {after:.0f} MB after")
        return len(missed) > 0
    finally:
        for server in Server.running[:]:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


sys.exit(main())
