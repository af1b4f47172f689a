"""kill_loop.py TATARA [ROUNDS] [SEED]: no acknowledged point is lost when the server dies.

Each round starts `tatara server`, lets eight clients log single metrics, batches and params, kills the server with
SIGKILL at a random moment, starts it again and looks for every point, and every param, that was acknowledged. At the end
`tatara verify` must find nothing. With the standard library alone; TATARA_LONG runs a thousand rounds.
"""

import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time

from tatara_server import TataraServer

CLIENTS = 8


def call(connection, path, body):
    connection.request("POST", "/api/2.0/mlflow/" + path, json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    assert answer.status == 200, (path, answer.status, text)
    return json.loads(text)


class Client(threading.Thread):
    """Logs until its connection breaks; `acknowledged` is what the server said yes to."""

    def __init__(self, port, run, number, first_step):
        super().__init__()
        self.port, self.run_id, self.number, self.step = port, run, number, first_step
        self.key = f"client{number}"
        self.acknowledged = {}
        self.params = {}

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            while True:
                if self.step % 5 == 0:
                    points = {self.step + i: (self.step + i) * 0.5 for i in range(20)}
                    params = {f"{self.key}-{self.step}": str(self.step)} if self.step % 25 == 0 else {}
                    call(connection, "runs/log-batch", {
                        "run_id": self.run_id,
                        "metrics": [{"key": self.key, "value": v, "timestamp": s, "step": s} for s, v in points.items()],
                        "params": [{"key": k, "value": v} for k, v in params.items()]})
                    self.params.update(params)
                else:
                    points = {self.step: self.step * 0.5}
                    call(connection, "runs/log-metric", {"run_id": self.run_id, "key": self.key, "timestamp": self.step,
                                                         "value": self.step * 0.5, "step": self.step})
                self.acknowledged.update(points)
                self.step = max(points) + 1
        except (OSError, http.client.HTTPException):
            connection.close()


def history(connection, run, key):
    found, token = {}, ""
    while True:
        connection.request("GET", f"/api/2.0/mlflow/metrics/get-history?run_id={run}&metric_key={key}&max_results=25000" + token)
        page = json.loads(connection.getresponse().read())
        found.update({m["step"]: m["value"] for m in page.get("metrics", [])})
        if "next_page_token" not in page:
            return found
        token = "&page_token=" + page["next_page_token"].replace("=", "%3D")


def main():
    tatara = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 1000 if os.environ.get("TATARA_LONG") else 10
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20261121
    chance = random.Random(seed)
    server = TataraServer(tatara)
    acknowledged = [{} for _ in range(CLIENTS)]
    params, run, total = {}, None, 0
    for number in range(rounds):
        port = int(server.start().rsplit(":", 1)[1])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        if number % 50 == 0:  # a new run now and then, so that histories stay short enough to be read each round
            acknowledged, params = [{} for _ in range(CLIENTS)], {}
            run = call(connection, "runs/create", {"experiment_id": "0", "start_time": 1})["run"]["info"]["run_id"]
        clients = [Client(port, run, i, max(acknowledged[i], default=-1) + 1) for i in range(CLIENTS)]
        for client in clients:
            client.start()
        time.sleep(chance.uniform(0.02, 0.4))
        server.kill()
        for client in clients:
            client.join()
            acknowledged[client.number].update(client.acknowledged)
            params.update(client.params)
            total += len(client.acknowledged)
        port = int(server.start().rsplit(":", 1)[1])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for i in range(CLIENTS):
            stored = history(connection, run, f"client{i}")
            lost = {s: v for s, v in acknowledged[i].items() if stored.get(s) != v}
            assert not lost, f"round {number}, seed {seed}, client {i}: {len(lost)} acknowledged points lost: {list(lost)[:5]}"
        connection.request("GET", f"/api/2.0/mlflow/runs/get?run_id={run}")
        data = json.loads(connection.getresponse().read())["run"]["data"]
        kept = {p["key"]: p["value"] for p in data.get("params", [])}
        assert all(kept.get(k) == v for k, v in params.items()), f"round {number}: params lost"
        server.kill()
        if rounds >= 100 and number % 50 == 49:
            print(f"{number + 1} rounds, {total} points acknowledged and found", flush=True)
    done = subprocess.run([tatara, "verify", "--workspace", server.workspace], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert total > 0
    print(f"{rounds} rounds, {total} points acknowledged by {CLIENTS} clients, none lost; seed {seed}")
    with server:
        pass


main()
