"""check_restart.py TATARA: a model server that is exchanged, and one that is killed, while it is asked.

Clients with connections that stay open ask all the time, as any client of HTTP/1.1 does: after an answer that says
`Connection: close` they connect anew. An exchange must not cost one of them an answer. While a killed server begins again
the port stays open, so that nobody is turned away.
"""

import http.client
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

TATARA = os.path.abspath(sys.argv[1])
FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "fixtures/models"
CLIENTS = 6


def tatara(folder, *words):
    return subprocess.run([TATARA, *words], cwd=folder, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          encoding="utf-8").stdout


def children(pid):
    return pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()


class Client(threading.Thread):
    def __init__(self, port):
        super().__init__()
        self.port, self.asked, self.wrong, self.ends = port, 0, [], threading.Event()

    def run(self):
        connection = None
        while not self.ends.is_set():
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                connection.request("POST", "/invocations", '{"inputs": {"a": [0.5], "b": [-1], "c": [2]}}',
                                   {"Content-Type": "application/json"})
                answer = connection.getresponse()
                body = json.loads(answer.read())
                if answer.status != 200 or len(body["predictions"]) != 1:
                    self.wrong.append(f"{answer.status} {body}")
                self.asked += 1
                if answer.headers.get("Connection", "").lower() == "close":
                    connection.close()
                    connection = None
            except (OSError, http.client.HTTPException) as error:
                self.wrong.append(repr(error))
                connection = None


def serve(folder):
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([TATARA, "endpoints", "serve", "--port", "0"], cwd=folder, stdout=subprocess.PIPE,
                                  stderr=log, encoding="utf-8")
    url = server.stdout.readline().strip()
    assert url.startswith("http://"), (folder / "log").read_text()
    return server, int(url.rsplit(":", 1)[1])


def check(folder):
    tatara(folder, "init", "--quiet", ".")
    signature = "a double, b double?, c double? -> prediction double"
    tatara(folder, "models", "register", "bikes", "--file", str(FIXTURES / "regressor.lgb"), "--signature", signature)
    tatara(folder, "endpoints", "create", "live", "--model", "bikes", "--version", "1")
    server, port = serve(folder)
    clients = [Client(port) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    seen = set(children(server.pid))
    for _ in range(4):
        tatara(folder, "endpoints", "restart")
        now = set(children(server.pid))
        assert len(now) == 1 and not now & seen, (now, seen)
        seen |= now
        time.sleep(0.2)
    for client in clients:
        client.ends.set()
        client.join()
    wrong = [words for client in clients for words in client.wrong]
    asked = sum(client.asked for client in clients)
    assert not wrong, wrong[:5]
    assert asked > 100, asked
    print(f"ok  {asked} requests over four exchanges, none failed")

    # A server that is killed: who connects meanwhile waits.
    os.kill(int(children(server.pid)[0]), signal.SIGKILL)
    late = Client(port)
    late.start()
    until = time.monotonic() + 30
    while late.asked == 0 and time.monotonic() < until:
        time.sleep(0.05)
    late.ends.set()
    late.join()
    assert late.asked > 0 and not late.wrong, late.wrong
    ending = json.loads((folder / ".tatara/model-server-ending.json").read_text())
    assert "signal 9" in ending["words"], ending
    log = (folder / ".tatara/logs/model-server.log").read_text()
    assert "signal 9" in log and " info live serves bikes 1 at 100 %" in log, log
    print("ok  a server that was killed: the port stayed open, and why it ended is kept")

    server.terminate()
    assert server.wait(30) == 0
    assert not (folder / ".tatara/model-server.json").exists()
    refused = subprocess.run([TATARA, "endpoints", "restart"], cwd=folder, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert refused.returncode != 0 and "No model server" in refused.stderr, refused.stderr


with tempfile.TemporaryDirectory() as name:
    check(pathlib.Path(name))
