"""full_disk.py TATARA: a tracking server whose disk runs full, on a small file system of its own.

Started again in a mount namespace, where a tmpfs of 48 MB holds the workspace. An upload that does not fit, an upload whose
size nobody told, and batches of metrics until no more fit: each is refused with 507 and words, nothing half is there, what was
acknowledged stays, and the server goes on when there is room again.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile

from tatara_server import TataraServer

SIZE = 48 << 20
PIECE = b"p" * (1 << 20)


def ask(server, method, path, body=None, kind="application/json"):
    connection = http.client.HTTPConnection(server.url.split("//")[1], timeout=60)
    try:
        try:
            connection.request(method, path, body=body, headers={"Content-Type": kind})
        except (BrokenPipeError, ConnectionResetError):
            pass  # it answered before it had taken everything
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def api(server, path, body):
    status, text = ask(server, "POST", "/api/2.0/mlflow/" + path, json.dumps(body))
    return status, json.loads(text)


def expect_full(status, text):
    told = json.loads(text)
    assert status == 507, (status, text)
    assert told["error_code"] == "RESOURCE_EXHAUSTED" and "disk is full" in told["message"], told


def used(folder):
    info = os.statvfs(folder)
    return (info.f_blocks - info.f_bfree) * info.f_frsize


def count_points(server, run):
    points, token = 0, ""
    while True:
        status, text = ask(server, "GET", f"/api/2.0/mlflow/metrics/get-history?run_id={run}&metric_key=m&page_token={token}")
        assert status == 200, text
        page = json.loads(text)
        points += len(page.get("metrics", []))
        if "next_page_token" not in page:
            return points
        token = page["next_page_token"]


def check_uploads(server, folder):
    before = used(folder)
    files = "/api/2.0/mlflow-artifacts/artifacts"
    for name, body in (("told", PIECE * 100), ("untold", iter([PIECE] * 100))):
        expect_full(*ask(server, "PUT", f"{files}/{name}", body, "application/octet-stream"))
        assert ask(server, "GET", f"{files}/{name}")[0] == 404
    assert ask(server, "GET", files) == (200, b"{}")
    assert used(folder) < before + (2 << 20), "what did not fit was cleared away"
    assert ask(server, "PUT", f"{files}/fits", PIECE, "application/octet-stream")[0] == 200
    assert ask(server, "GET", f"{files}/fits") == (200, PIECE)


def check_batches(server, folder):
    run = api(server, "runs/create", {"experiment_id": "0"})[1]["run"]["info"]["run_id"]
    ballast = os.path.join(folder, "ballast")
    with open(ballast, "wb", buffering=0) as file:
        info = os.statvfs(folder)
        for _ in range(max(0, info.f_bavail * info.f_frsize - (3 << 20)) >> 12):
            file.write(PIECE[:4096])
    acknowledged = 0
    for batch in range(3000):
        # Values that nothing compresses.
        metrics = [{"key": "m", "value": (batch * 1000 + i) * 0.7310585786300049 % 1, "timestamp": batch * 1000 + i, "step": batch * 1000 + i}
                   for i in range(1000)]
        status, told = api(server, "runs/log-batch", {"run_id": run, "metrics": metrics})
        if status != 200:
            expect_full(status, json.dumps(told))
            break
        acknowledged += 1000
    else:
        raise AssertionError("3 MB never ran full")
    assert acknowledged > 0
    for path, body in (("runs/log-metric", {"run_id": run, "key": "n", "value": 1, "timestamp": 1}),
                       ("runs/set-tag", {"run_id": run, "key": "t", "value": "x" * 5000})):
        status, told = api(server, path, body)
        assert status == 200 or status == 507, told
    assert ask(server, "GET", "/health")[0] == 200
    assert count_points(server, run) == acknowledged, "all of what was acknowledged, and nothing of what was not"
    os.unlink(ballast)
    assert api(server, "runs/log-batch", {"run_id": run, "metrics": metrics})[0] == 200, "there is room again"
    assert count_points(server, run) == acknowledged + 1000
    return run, acknowledged + 1000


def main():
    if len(sys.argv) < 3:
        os.execvp("unshare", ["unshare", "--user", "--map-root-user", "--mount", sys.executable, "-B", *sys.argv, "inside"])
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", folder], check=True)
        try:
            workspace = os.path.join(folder, "workspace")
            with TataraServer(sys.argv[1], workspace) as server:
                check_uploads(server, folder)
                run, points = check_batches(server, folder)
            with TataraServer(sys.argv[1], workspace) as server:
                assert count_points(server, run) == points, "also after a new start"
        finally:
            subprocess.run(["umount", folder], check=True)
    print(f"a full disk: two uploads and a batch refused, {points} points kept")


main()
