"""check_package.py TATARA [CHECK...]: every kind of package, consumed by programs nobody here wrote or by its documented protocol."""
import base64
import hashlib
import http.server
import importlib.util
import json
import os
import pathlib
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import types
import urllib.error
import urllib.request
import zipfile

import boto3
import kubernetes_validate
import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from subject import ROWS, Workspace


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(url, body=None, headers=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **(headers or {})})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.status, answer.read().decode()


def wait_for(url, process, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, f"ended with {process.returncode}: {process.stderr.read() if process.stderr else ''}"
        try:
            return ask(url)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


def end(process):
    process.send_signal(signal.SIGTERM)
    try:
        assert process.wait(30) == 0, process.returncode
    finally:
        process.kill()


def check_answers(workspace, base):
    status, body = ask(base + "/invocations", ROWS)
    assert status == 200 and workspace.same(json.loads(body)["predictions"]), body
    try:
        ask(base + "/invocations", {"dataframe_records": [{"size": "large", "colour": "red"}]})
        raise AssertionError("a wrong row was taken")
    except urllib.error.HTTPError as refused:
        assert refused.code == 400 and "size" in refused.read().decode()
    assert json.loads(ask(base + "/v1/models/houses-a")[1])["model_version_status"][0]["state"] == "AVAILABLE"


def check_image(workspace, folder):
    report = workspace.export("oci", folder / "layout")
    workspace.export("oci-archive", folder / "image.tar")
    digests = set()
    for place in (f"oci:{folder}/layout", f"oci-archive:{folder}/image.tar"):
        seen = json.loads(subprocess.run(["skopeo", "inspect", place], capture_output=True, check=True).stdout)
        assert seen["Os"] == "linux" and len(seen["Layers"]) == 2, seen
        assert seen["Labels"]["org.opencontainers.image.title"] == 'Houses "A"', seen
        assert "TATARA_MODEL_VERSION=1" in seen["Env"], seen
        digests.add(seen["Digest"])
    assert digests == {report["image_digest"]}, digests
    # Copying makes skopeo read every blob and hold it against its digest.
    subprocess.run(["skopeo", "copy", "--quiet", f"oci-archive:{folder}/image.tar", f"oci:{folder}/copy:1"], check=True)
    rootless = [] if os.geteuid() == 0 else ["--rootless"]
    subprocess.run(["umoci", "unpack", *rootless, "--image", f"{folder}/layout:1", f"{folder}/bundle"], check=True,
                   capture_output=True)
    config = json.loads((folder / "bundle/config.json").read_text())
    assert rootless or config["process"]["user"]["uid"] == 65532, config["process"]["user"]
    assert config["process"]["args"][:2] == ["/usr/bin/tatara", "serve-model"], config["process"]["args"]
    return run_image(workspace, folder / "bundle", config)


def run_image(workspace, bundle, config):
    """In runc where the kernel lets it, else by chroot as the image's user."""
    port = free_port()
    config["process"]["terminal"] = False
    if os.geteuid() != 0:
        config["process"]["user"] = {"uid": 0, "gid": 0}  # the only one that an unprivileged user namespace maps
    config["process"]["env"].append(f"PORT={port}")
    config["root"]["readonly"] = True
    config["linux"]["namespaces"] = [one for one in config["linux"]["namespaces"] if one["type"] != "network"]
    config["linux"].pop("resources", None)
    config["mounts"] = [one for one in config["mounts"] if one["destination"] in ("/proc", "/dev")]
    config["mounts"].append({"destination": "/tmp", "type": "tmpfs", "source": "tmpfs", "options": ["mode=1777"]})
    (bundle / "config.json").write_text(json.dumps(config))
    name = f"tatara-test-{os.getpid()}"
    for engine in filter(shutil.which, ("runc", "crun")):
        process = subprocess.Popen([engine, "--root", str(bundle / "state"), "run", "--bundle", str(bundle), name],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            wait_for(f"http://127.0.0.1:{port}/ping", process)
            check_answers(workspace, f"http://127.0.0.1:{port}")
            end(process)
            return engine
        except AssertionError as refused:
            process.kill()
            subprocess.run([engine, "--root", str(bundle / "state"), "delete", "--force", name], capture_output=True)
            print(f"{engine} does not run here: {str(refused)[:300]}")
    return run_chroot(workspace, bundle / "rootfs", config, port)


def run_chroot(workspace, root, config, port):
    environment = dict(one.split("=", 1) for one in config["process"]["env"])
    os.chmod(root / "tmp", 0o1777)
    (root / "proc").mkdir(exist_ok=True)
    mounted = subprocess.run(["mount", "--bind", "/proc", str(root / "proc")], capture_output=True).returncode == 0
    try:
        # Without /proc the program does not find itself for the probe, and is told where it is.
        if not mounted:
            environment["TATARA_PROGRAM"] = "/usr/bin/tatara"
            environment["TATARA_DEPS"] = "/usr/lib/tatara/.."
            os.symlink("tatara", root / "usr/lib/lib")
        process = subprocess.Popen(["/usr/sbin/chroot", "--userspec=65532:65532", str(root), *config["process"]["args"]],
                                   env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        wait_for(f"http://127.0.0.1:{port}/ping", process)
        check_answers(workspace, f"http://127.0.0.1:{port}")
        check = subprocess.run(["/usr/sbin/chroot", str(root), "/usr/bin/tatara", "serve-model", "--check"], env=environment)
        assert check.returncode == 0
        end(process)
        check = subprocess.run(["/usr/sbin/chroot", str(root), "/usr/bin/tatara", "serve-model", "--check"], env=environment)
        assert check.returncode == 1
    finally:
        if mounted:
            subprocess.run(["umount", str(root / "proc")], check=True)
    return "chroot"


def check_manifests(workspace, folder):
    workspace.export("kubernetes", folder / "k.yaml", "--image", "registry.lan:5000/team/houses:1")
    documents = list(yaml.safe_load_all((folder / "k.yaml").read_text()))
    assert [one["kind"] for one in documents] == ["Deployment", "Service", "HorizontalPodAutoscaler"]
    for document in documents:
        kubernetes_validate.validate(document, "1.31", strict=True)
    pod = documents[0]["spec"]["template"]["spec"]["containers"][0]
    assert pod["securityContext"]["readOnlyRootFilesystem"] is True
    try:
        kubernetes_validate.validate({**documents[0], "spec": {}}, "1.31", strict=True)
        raise AssertionError("the checker takes anything")
    except kubernetes_validate.ValidationError:
        pass
    workspace.export("kserve", folder / "s.yaml", "--canary", "15")
    service = yaml.safe_load((folder / "s.yaml").read_text())
    assert service["apiVersion"] == "serving.kserve.io/v1beta1"
    predictor = service["spec"]["predictor"]
    assert predictor.pop("canaryTrafficPercent") == 15
    for key in ("minReplicas", "maxReplicas"):
        predictor.pop(key)
    # What is left of a predictor is a pod's specification, as KServe says of it.
    kubernetes_validate.validate({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": predictor},
                                 "1.31", strict=True)


def check_docker(workspace, folder):
    """The Dockerfile, built: the same image as the one that is written without a builder, and it answers."""
    workspace.export("docker", folder / "docker")
    lines = (folder / "docker/Dockerfile").read_text().splitlines()
    assert lines[0] == "FROM scratch" and "USER 65532:65532" in lines
    if os.geteuid() != 0:
        print("no image is built of the Dockerfile: it takes the rights of root here")
        return
    place = ["--root", str(folder / "containers"), "--runroot", str(folder / "run"), "--storage-driver", "vfs"]
    subprocess.run(["buildah", *place, "build", "--isolation", "chroot", "--format", "docker", "--quiet",
                    "-t", "houses:1", str(folder / "docker")], check=True, stdout=subprocess.DEVNULL)
    inspected = json.loads(subprocess.run(["buildah", *place, "inspect", "--type", "image", "houses:1"], check=True,
                                          capture_output=True).stdout)
    health = inspected["Docker"]["config"]["Healthcheck"]
    assert health["Test"] == ["CMD", "/usr/bin/tatara", "serve-model", "--check"] and health["Retries"] == 3, health
    subprocess.run(["buildah", *place, "push", "--quiet", "--format", "oci", "houses:1", f"oci:{folder}/built:1"], check=True)
    workspace.export("oci", folder / "written")
    built, written = (json.loads(subprocess.run(["skopeo", "inspect", "--config", f"oci:{folder}/{name}"],
                                                capture_output=True, check=True).stdout)["config"]
                      for name in ("built:1", "written:1"))
    built["Labels"].pop("io.buildah.version", None)  # the builder's own
    for key in ("Env", "Cmd", "Entrypoint", "User", "WorkingDir", "ExposedPorts", "StopSignal", "Labels"):
        ours, theirs = written.get(key), built.get(key)
        assert (sorted(ours) == sorted(theirs)) if key == "Env" else ours == theirs, (key, ours, theirs)
    for name in ("built", "written"):
        subprocess.run(["umoci", "unpack", "--image", f"{folder}/{name}:1", f"{folder}/{name}-bundle"], check=True,
                       capture_output=True)
    trees = [files_of(folder / f"{name}-bundle/rootfs") for name in ("built", "written")]
    assert trees[0] == trees[1], sorted(set(trees[0].items()) ^ set(trees[1].items()))[:20]
    config = json.loads((folder / "built-bundle/config.json").read_text())
    return "built by buildah, run by " + run_image(workspace, folder / "built-bundle", config)


def files_of(root):
    """Every file below a folder: owner, rights, bytes."""
    found = {}
    for path in sorted(root.rglob("*")):
        state = path.lstat()
        kind = (os.readlink(path) if path.is_symlink() else
                hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder")
        found[str(path.relative_to(root))] = (state.st_uid, state.st_gid, state.st_mode, kind)
    return found


def check_kserve(workspace, folder):
    """KServe's own models read the manifest; what they do not know would be gone when they write it again."""
    def bare(name):  # a package without what its __init__ would load: a whole model server, a cluster's configuration
        module = types.ModuleType(name)
        module.__path__ = list(importlib.util.find_spec(name).submodule_search_locations)
        sys.modules[name] = module

    bare("kserve")
    bare("kubernetes")
    import kserve.models
    import kubernetes.client
    from kserve.api_client import ApiClient
    for name in dir(kubernetes.client):
        if name.startswith("V1") and not hasattr(kserve.models, name):
            setattr(kserve.models, name, getattr(kubernetes.client, name))

    def read_and_write(document):
        client = ApiClient()
        answer = types.SimpleNamespace(data=json.dumps(document))
        service = client.deserialize(answer, "V1beta1InferenceService")
        return service, client.sanitize_for_serialization(service)

    workspace.export("kserve", folder / "kserve.yaml", "--canary", "15")
    document = yaml.safe_load((folder / "kserve.yaml").read_text())
    service, again = read_and_write(document)
    assert again == document, (again, document)
    assert service.spec.predictor.canary_traffic_percent == 15
    assert service.spec.predictor.containers[0].security_context.run_as_non_root is True
    document["spec"]["predictor"]["canaryPercent"] = 15
    assert read_and_write(document)[1] != document, "the reader takes anything"


def check_tensorflow(workspace, folder):
    """TensorFlow Serving's own message takes the configuration, and finds the SavedModel where it says."""
    from google.protobuf import text_format
    from tensorflow_serving.config import model_server_config_pb2
    graph = b"\x08\x01\x12\x00"
    (folder / "tf/data/model/variables").mkdir(parents=True)
    (folder / "tf/data/model/saved_model.pb").write_bytes(graph)
    (folder / "tf/data/model/variables/variables.index").write_bytes(b"v")
    (folder / "tf/MLmodel").write_text(
        "flavors:\n  tensorflow:\n    data: data\n    saved_model_dir: data/model\n    model_type: tf2-module\n"
        "signature:\n  inputs: '[{\"type\": \"double\", \"name\": \"x\", \"required\": true}]'\n"
        "  outputs: '[{\"type\": \"double\"}]'\n", encoding="utf-8")
    workspace.run("artifacts", "put", workspace.trained, str(folder / "tf"), "graph")
    workspace.run("models", "register", "graphs", "--run", workspace.trained, "--path", "graph")
    workspace.run("deploy", "export", "models:/graphs/1", "--to", "tensorflow-serving", "--out", str(folder / "serving"))
    text = (folder / "serving/models.config").read_text()
    config = text_format.Parse(text, model_server_config_pb2.ModelServerConfig())
    [model] = config.model_config_list.config
    assert model.name == "graphs" and model.model_platform == "tensorflow", text
    assert list(model.model_version_policy.specific.versions) == [1], text
    base = pathlib.PurePosixPath(model.base_path)
    inside = folder / "serving/models" / base.name / "1/saved_model.pb"
    assert inside.read_bytes() == graph, (model.base_path, inside)
    try:
        text_format.Parse(text.replace("base_path", "bass_path"), model_server_config_pb2.ModelServerConfig())
        raise AssertionError("the reader takes anything")
    except text_format.ParseError:
        pass


def check_sagemaker(workspace, folder):
    workspace.export("sagemaker", folder / "sm", "--image", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/houses:1")
    container = json.loads((folder / "sm/container.json").read_text())
    container["ModelDataUrl"] = "s3://bucket/model.tar.gz"
    client = boto3.client("sagemaker", region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x")
    shape = client.meta.service_model.operation_model("CreateModel").input_shape
    from botocore.validate import ParamValidator
    found = ParamValidator().validate(
        {"ModelName": "houses", "ExecutionRoleArn": "arn:aws:iam::123456789012:role/sagemaker", "PrimaryContainer": container},
        shape)
    assert not found.has_errors(), found.generate_report()
    # The contract: the archive unpacked into /opt/ml/model, the word "serve", port 8080, /ping and /invocations.
    with tarfile.open(folder / "sm/model.tar.gz") as archive:
        archive.extractall(folder / "sm/model")  # our own archive
    port = free_port()
    process = subprocess.Popen([workspace.tatara, "serve-model", str(folder / "sm/model"), "--port", str(port)],
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, **container["Environment"]})
    wait_for(f"http://127.0.0.1:{port}/ping", process)
    check_answers(workspace, f"http://127.0.0.1:{port}")
    end(process)


class RuntimeApi(http.server.BaseHTTPRequestHandler):
    """A stand-in of Lambda's runtime API, version 2018-06-01."""
    events, answers = queue.Queue(), queue.Queue()

    def log_message(self, *_):
        pass

    def do_GET(self):
        assert self.path == "/2018-06-01/runtime/invocation/next", self.path
        event = self.events.get()
        if event is None:
            self.close_connection = True
            return
        body = json.dumps(event[1]).encode()
        self.send_response(200)
        self.send_header("Lambda-Runtime-Aws-Request-Id", event[0])
        self.send_header("Lambda-Runtime-Deadline-Ms", str(int(time.time() * 1000) + 3000))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answers.put((self.path, json.loads(body)))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()


def unzip(archive, folder):
    """As the platforms do: with the modes that stand in the archive."""
    with zipfile.ZipFile(archive) as packed:
        assert packed.testzip() is None
        for one in packed.infolist():
            target = packed.extract(one, folder)
            os.chmod(target, one.external_attr >> 16 & 0o777)


def check_lambda(workspace, folder):
    workspace.export("lambda", folder / "lambda.zip")
    unzip(folder / "lambda.zip", folder / "task")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), RuntimeApi)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {"PATH": "/usr/bin:/bin", "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{server.server_port}",
                   "LAMBDA_TASK_ROOT": str(folder / "task")}
    process = subprocess.Popen([str(folder / "task/bootstrap")], env=environment, cwd="/", stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)
    base = "/2018-06-01/runtime/invocation/"
    try:
        def answer(name, event):
            RuntimeApi.events.put((name, event))
            return RuntimeApi.answers.get(timeout=60)

        path, body = answer("one", ROWS)
        assert path == base + "one/response" and workspace.same(body["predictions"]), (path, body)
        path, body = answer("two", {"dataframe_records": [{"size": "large", "colour": "red"}]})
        assert path == base + "two/error" and "size" in body["errorMessage"], (path, body)
        event = {"version": "2.0", "rawPath": "/invocations", "headers": {"content-type": "application/json"},
                 "requestContext": {"http": {"method": "POST", "path": "/invocations"}},
                 "body": base64.b64encode(json.dumps(ROWS).encode()).decode(), "isBase64Encoded": True}
        path, body = answer("three", event)
        assert body["statusCode"] == 200 and workspace.same(json.loads(body["body"])["predictions"]), body
        csv = {"version": "1.0", "httpMethod": "POST", "path": "/", "headers": {"Content-Type": "text/csv"},
               "requestContext": {"stage": "prod"}, "body": "size,colour\n21,red\n3,blue\n", "isBase64Encoded": False}
        path, body = answer("four", csv)
        assert body["statusCode"] == 200 and workspace.same(json.loads(body["body"])["predictions"]), body
        path, body = answer("five", {**event, "body": "%%%"})
        assert path == base + "five/error" and "base64" in body["errorMessage"], body
        path, body = answer("six", [1, 2, 3])
        assert path == base + "six/error", body
    finally:
        process.terminate()
        RuntimeApi.events.put(None)
        try:
            process.wait(20)
        finally:
            process.kill()


def check_azure(workspace, folder):
    workspace.export("azure-functions", folder / "azure.zip")
    unzip(folder / "azure.zip", folder / "wwwroot")
    host = json.loads((folder / "wwwroot/host.json").read_text())
    handler = host["customHandler"]["description"]["defaultExecutablePath"]
    assert host["version"] == "2.0" and host["customHandler"]["enableForwardingHttpRequest"] is True
    trigger = json.loads((folder / "wwwroot/invocations/function.json").read_text())["bindings"][0]
    assert trigger["type"] == "httpTrigger" and trigger["route"] == "invocations"
    port = free_port()
    process = subprocess.Popen([str(folder / "wwwroot" / handler)], cwd=folder / "wwwroot", stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True,
                               env={"PATH": "/usr/bin:/bin", "FUNCTIONS_CUSTOMHANDLER_PORT": str(port)})
    wait_for(f"http://127.0.0.1:{port}/ping", process)
    check_answers(workspace, f"http://127.0.0.1:{port}")
    end(process)


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "workspace").mkdir()
        workspace = Workspace(sys.argv[1], folder / "workspace")
        chosen = sys.argv[2:]
        for check in (check_manifests, check_kserve, check_tensorflow, check_docker, check_sagemaker, check_lambda, check_azure, check_image):
            if chosen and check.__name__ not in chosen:
                continue
            place = folder / check.__name__
            place.mkdir()
            told = check(workspace, place)
            print(check.__name__, "passed", f"({told})" if told else "", flush=True)
            shutil.rmtree(place, ignore_errors=True)


main()
