"""server.py --bin FOLDER [--mlflow PROGRAM] [--seconds S]: the tracking server beside the real one.

Both on SQLite with their defaults, the same requests by the same load program, one after the other on the same machine.
Without --mlflow the real one is installed into build/venv-mlflow3, as the interop tests do. Prints a table; exit code 1
when a goal is missed.
"""

import argparse

import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

SOURCE = pathlib.Path(__file__).resolve().parents[2]
RUNS = 1000
HISTORY = 50_000
STARTS = 7


def read_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--mlflow")
    parser.add_argument("--seconds", type=float, default=5)
    return parser.parse_args()


def install_mlflow():
    folder = SOURCE / "build" / "venv-mlflow3"
    program = folder / "bin" / "mlflow"
    if not program.exists():
        subprocess.run(["/usr/bin/python3", "-B", SOURCE / "tests/interop_xgboost/run_in_venv.py",
                        SOURCE / "packaging/deps/python/mlflow3.txt", folder, "-c", ""], check=True)
    return str(program)


def ask(port, path, body=None):
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/2.0/mlflow/{path}",
                                     data=None if body is None else json.dumps(body).encode(),
                                     headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)


def family(pid):
    """The process and all its descendants."""
    found, children = [pid], {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    for each in found:
        found += children.get(each, [])
    return found


def resident(pid):
    total = 0
    for each in family(pid):
        try:
            status = pathlib.Path(f"/proc/{each}/status").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
    return total / 1024


def healthy(port):
    """Over a bare socket: what urllib does before its first request takes as long as all of our start."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(f"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
            return connection.recv(4096).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def start(command, port, folder):
    environment = {**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true"}
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               start_new_session=True, env=environment)
    while not healthy(port):
        assert process.poll() is None, f"{command} ended"
        assert time.monotonic() - began < 120
        time.sleep(0.001)
    return process, time.monotonic() - began


def start_times(command, port):
    """Milliseconds to /health, the median of several lives: in new folders, and in one that was served before."""
    fresh, again = [], []
    with tempfile.TemporaryDirectory(prefix="server-bench-") as folder:
        for life in range(STARTS):
            place = pathlib.Path(folder) / str(life)
            place.mkdir()
            for times in (fresh, again):
                process, seconds = start(command(str(place), port), port, place)
                times.append(1000 * seconds)
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(timeout=60)
    return statistics.median(fresh), statistics.median(again)


def load(port, mode, clients, run, points=1000):
    # One search of the real server takes seconds.
    seconds = max(OPTIONS.seconds, 8) if mode in ("search", "history") else OPTIONS.seconds
    done = subprocess.run([OPTIONS.bin / "bench_server_load", str(port), mode, str(clients), str(seconds), run, str(points)],
                          capture_output=True, text=True, check=True)
    answered = json.loads(done.stdout)
    assert answered["requests"] > 0, f"{mode} with {clients} clients: nothing answered; give more --seconds"
    return answered


def fill(port):
    """An experiment with RUNS runs of ten metrics and params each, and one run with a long history."""
    experiment = ask(port, "experiments/create", {"name": "filled"})["experiment_id"]
    for i in range(RUNS):
        run = ask(port, "runs/create", {"experiment_id": experiment, "start_time": i})["run"]["info"]["run_id"]
        ask(port, "runs/log-batch", {
            "run_id": run,
            "metrics": [{"key": f"m{k}", "value": i * 0.1 + k, "timestamp": i, "step": 0} for k in range(10)],
            "params": [{"key": f"p{k}", "value": f"value {i % 7}"} for k in range(10)]})
    long = ask(port, "runs/create", {"experiment_id": "0", "start_time": 1})["run"]["info"]["run_id"]
    for at in range(0, HISTORY, 1000):
        ask(port, "runs/log-batch", {"run_id": long, "metrics": [
            {"key": "long", "value": 1 / (step + 1), "timestamp": step, "step": step} for step in range(at, at + 1000)]})
    return experiment, long


def measure(command, port):
    folder = tempfile.mkdtemp(prefix="server-bench-")
    figures = {}
    try:
        process, seconds = start(command(folder, port), port, folder)
        figures["start to /health in a new folder, ms"] = 1000 * seconds
        time.sleep(1)
        figures["resident when idle, MB"] = resident(process.pid)
        experiment, long = fill(port)
        run = ask(port, "runs/create", {"experiment_id": "0", "start_time": 1})["run"]["info"]["run_id"]
        for clients in (1, 8, 64):
            figures[f"log-metric/s, {clients} clients"] = load(port, "metric", clients, run)["per_second"]
        for points in (10, 1000):
            done = load(port, "batch", 8, run, points)
            figures[f"points/s, log-batch of {points}, 8 clients"] = done["per_second"] * points
        figures["search of 1,000 runs, ms"] = load(port, "search", 1, experiment)["p50_ms"]
        pages = load(port, "history", 1, long)
        figures["history of 50,000 points, ms"] = 2 * pages["p50_ms"]
        figures["resident after load, MB"] = resident(process.pid)
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)
        return figures
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fsync_millis():
    with tempfile.NamedTemporaryFile(prefix="fsync-") as file:
        began = time.monotonic()
        for i in range(300):
            os.pwrite(file.fileno(), bytes([i % 256]) * 4096, (i % 50) * 4096)
            os.fdatasync(file.fileno())
        return (time.monotonic() - began) / 300 * 1000


def main():
    fsync = fsync_millis()
    mlflow = OPTIONS.mlflow or install_mlflow()
    ours = measure(lambda folder, port: [OPTIONS.bin / "tatara", "server", "--workspace", folder + "/w", "--port", str(port)], 5871)
    theirs = measure(lambda folder, port: [mlflow, "server", "--port", str(port), "--backend-store-uri",
                                           f"sqlite:///{folder}/mlflow.db", "--artifacts-destination", folder + "/artifacts"], 5872)
    version = subprocess.run([mlflow, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    fresh, again = start_times(lambda folder, port: [OPTIONS.bin / "tatara", "server", "--workspace", folder + "/w", "--port", str(port)], 5873)
    print(f"start to /health, median of {STARTS}: {fresh:.1f} ms in a new folder, {again:.1f} ms in one that is there   goal 50")
    print(f"{'':44}{'tatara':>14}{version:>26}{'times':>10}   goal")
    missed = []
    for name, value in ours.items():
        other = theirs[name]
        smaller_is_better = name.endswith(("ms", "MB"))
        times = other / value if smaller_is_better else value / other
        goal, met = "", True
        if name.startswith("start"):
            goal, met = "50 ms", value <= 50
        elif name == "resident when idle, MB":
            goal, met = "40 MB", value <= 40
        elif not name.startswith("resident"):
            clients = int(name.split(",")[-1].split()[0]) if "clients" in name else 0
            enough = clients and not name.startswith("points") and value >= 0.8 * clients / (fsync / 1000)
            goal, met = "100 times" + (" or 0.8 clients/fsync" if clients else ""), times >= 100 or enough
        if not met:
            missed.append(name)
        print(f"{name:44}{value:14,.1f}{other:26,.1f}{times:10,.1f}   {goal}{'' if met else '  MISSED'}")
    print(f"fdatasync of 4 KiB: {fsync:.3f} ms; {os.cpu_count()} cores; {OPTIONS.seconds:g} s each")
    return 1 if missed else 0


OPTIONS = read_arguments()
sys.exit(main())
