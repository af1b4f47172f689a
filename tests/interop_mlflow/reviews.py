"""reviews.py TATARA: a champion is replaced through the MLflow client, with tokens.

One person logs and registers, another decides; the submitter's own approval, the move that nobody approved and everything
without a token are refused with 403 and a sentence that says what is missing.
"""
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

import warnings

warnings.filterwarnings("ignore")  # of stages, which are old and served all the same

import mlflow
from mlflow.exceptions import MlflowException, RestException
from tatara_server import TataraServer

POLICY = """
policy:
  roles: {reviewer: [mika]}
  models:
    - name: bikes
      approvals: {reviewer: 1}
"""


def make_token(tatara, workspace, person, *scopes):
    words = [word for scope in scopes for word in ("--scope", scope)]
    done = subprocess.run([tatara, "tokens", "create", "--workspace", workspace, "--person", person, *words],
                          check=True, capture_output=True, text=True)
    return done.stdout.strip()


@contextlib.contextmanager
def acting_with(token):
    os.environ["MLFLOW_TRACKING_TOKEN"] = token
    try:
        yield mlflow.MlflowClient()
    finally:
        os.environ.pop("MLFLOW_TRACKING_TOKEN", None)


def refused(act, *parts):
    try:
        act()
    except (RestException, MlflowException) as error:
        text = str(error)
        assert all(part in text for part in parts), text
        assert "PERMISSION_DENIED" in text or "403" in text, text
        return
    raise AssertionError("this should have been refused")


def call(url, token, path, **fields):
    request = urllib.request.Request(f"{url}/api/2.0/mlflow/{path}", json.dumps(fields).encode(),
                                     {"Content-Type": "application/json", "Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def champion(client):
    return int(client.get_model_version_by_alias("bikes", "champion").version)


def main():
    tatara = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        workspace = str(pathlib.Path(folder) / "w")
        subprocess.run([tatara, "init", workspace], check=True, capture_output=True)
        ana = make_token(tatara, workspace, "ana", "log", "deploy")
        mika = make_token(tatara, workspace, "mika", "log", "review", "deploy")
        with TataraServer(tatara, workspace) as server:
            mlflow.set_tracking_uri(server.url)
            mlflow.set_registry_uri(server.url)
            with acting_with(ana) as client:
                client.create_registered_model("bikes")
                for rmse in (4.0, 3.0):
                    with mlflow.start_run() as run:
                        mlflow.log_metric("rmse", rmse)
                        mlflow.log_text(f"weights {rmse}", "model/weights.txt")
                    client.create_model_version("bikes", f"runs:/{run.info.run_id}/model", run.info.run_id)
                client.set_registered_model_alias("bikes", "champion", "1")  # nothing is protected yet
                with open(pathlib.Path(workspace) / "tatara.yaml", "a", encoding="utf-8") as settings:
                    settings.write(POLICY)
                refused(lambda: client.set_registered_model_alias("bikes", "champion", "2"), "review", "approv")
                refused(lambda: client.delete_registered_model_alias("bikes", "champion"))
                refused(lambda: client.delete_model_version("bikes", "1"))
                refused(lambda: client.rename_registered_model("bikes", "free"))
                refused(lambda: client.transition_model_version_stage("bikes", "2", "Production"), "review")
                assert champion(client) == 1

                status, made = call(server.url, ana, "transition-requests/create", name="bikes", version="2",
                                    stage="Production", comment="3.0 against 4.0")
                assert status == 200, made
                status, own = call(server.url, ana, "transition-requests/approve", name="bikes", version="2",
                                   stage="Production", archive_existing_versions=False)
                assert status == 403 and own["error_code"] == "PERMISSION_DENIED", own
            refused(lambda: mlflow.MlflowClient().set_registered_model_alias("bikes", "champion", "2"))
            status, _ = call(server.url, mika, "transition-requests/approve", name="bikes", version="2",
                             stage="Production", archive_existing_versions=False)
            assert status == 200, _
            with acting_with(ana) as client:
                assert client.get_model_version("bikes", "2").current_stage == "Production"
                # A stage's review is none of the alias.
                refused(lambda: client.set_registered_model_alias("bikes", "champion", "2"), "review")
                assert champion(client) == 1
            # The alias, through the same requests with `alias` in the place of `stage`.
            status, made = call(server.url, ana, "transition-requests/create", name="bikes", version="2",
                                alias="champion", comment="3.0 against 4.0")
            assert status == 200 and made["request"]["to_alias"] == "champion", made
            for wrong, stage in ((ana, {"alias": "champion"}), (mika, {"alias": "champion2"})):
                status, answer = call(server.url, wrong, "transition-requests/approve", name="bikes", version="2", **stage)
                assert status in (403, 404), answer
            with acting_with(ana) as client:
                assert champion(client) == 1
            status, done = call(server.url, mika, "transition-requests/approve", name="bikes", version="2", alias="champion")
            assert status == 200 and done["activity"]["to_alias"] == "champion", done
            with acting_with(ana) as client:
                assert champion(client) == 2
        verified = subprocess.run([tatara, "audit", "verify", "--workspace", workspace], capture_output=True, text=True)
        assert verified.returncode == 0, verified.stderr
    print("reviews: as they should be")


if __name__ == "__main__":
    main()
