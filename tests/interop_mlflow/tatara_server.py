"""Starts `tatara server` on a temporary workspace and asks `tatara` for what it keeps."""

import json
import os
import shutil
import signal
import subprocess
import tempfile


class TataraServer:
    def __init__(self, tatara, workspace=None, environment=None, arguments=()):
        self.tatara = tatara
        self.folder = None
        if workspace is None:
            self.folder = tempfile.mkdtemp(prefix="tatara-interop-")
            workspace = os.path.join(self.folder, "workspace")
        self.workspace = workspace
        self.environment = {**os.environ, **(environment or {})}
        self.arguments = arguments
        self.process = None
        self.url = None

    def start(self):
        self.process = subprocess.Popen(
            [self.tatara, "server", "--workspace", self.workspace, "--port", "0", "--format", "json", *self.arguments],
            stdout=subprocess.PIPE, env=self.environment, text=True)
        self.url = json.loads(self.process.stdout.readline())["url"]
        return self.url

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=60)
        self.process.stdout.close()
        assert code == 0, f"the server ended with {code}"

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def ask(self, *words):
        """What `tatara WORDS --format json` prints, as a value."""
        done = subprocess.run([self.tatara, *words, "--workspace", self.workspace, "--format", "json"],
                              capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"tatara {' '.join(words)}: {done.returncode} {done.stderr}"
        return json.loads(done.stdout)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
