"""Two accounts of this machine that share a workspace, and the policy by which one approves what the other asks for."""
import json
import os
import pathlib
import pwd
import random
import shutil
import subprocess
import sys
import tempfile

ASKS, DECIDES, GROUP = "daemon", "games", "users"  # accounts and a group that every Debian has
POLICY = f"""
policy:
  roles: {{reviewer: [{ASKS}, {DECIDES}]}}
  models:
    - name: bikes
      approvals: {{reviewer: 1}}
"""


SKIPPED = 77


def need(condition, sentence):
    if not condition:
        print(f"{sentence}; this journey was not made")
        sys.exit(SKIPPED)


def as_account(account, command):
    return ["setpriv", f"--reuid={account}", f"--regid={GROUP}", "--clear-groups", *map(str, command)]


class Place:
    """A shared workspace with a champion and a better run, made by the account that will ask."""

    def __init__(self, tatara):
        need(os.geteuid() == 0, "Only root becomes two accounts")
        need(shutil.which("setpriv"), "setpriv (package util-linux) is missing")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tatara-journey-"))
        os.chmod(self.folder, 0o755)
        self.copy_programs(pathlib.Path(tatara).resolve().parent)
        self.homes = {}
        for account in (ASKS, DECIDES):
            home = self.folder / account
            home.mkdir()
            shutil.chown(home, pwd.getpwnam(account).pw_uid, GROUP)
            self.homes[account] = home
        self.workspace = self.homes[ASKS] / "w"
        os.chmod(self.homes[ASKS], 0o755)

    def copy_programs(self, programs):
        """Where every account reaches them; the source tree may be somebody's own."""
        here = self.folder / "programs"
        (here / "bin").mkdir(parents=True)
        for name in ("tatara", "tatara-workbench"):
            if (programs / name).exists():
                shutil.copy(programs / name, here / "bin" / name)
        shutil.copytree(programs.parent / "lib" / "tatara", here / "lib" / "tatara")
        shutil.copytree(pathlib.Path(__file__).parent, here / "journey")
        subprocess.run(["chmod", "-R", "a+rX", here], check=True)
        self.tatara, self.workbench = here / "bin" / "tatara", here / "bin" / "tatara-workbench"
        self.script = here / "journey" / "journey.py"

    def environment(self, account):
        keep = ("PATH", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "TATARA_MODEL_FILE", "TATARA_DOSSIER",
                "TATARA_WINDOW_MANAGER", "TATARA_SHOT")
        return {"HOME": str(self.homes[account]), "XDG_RUNTIME_DIR": str(self.homes[account]),
                **{name: os.environ[name] for name in keep if name in os.environ}}

    def run(self, account, *words, code=0):
        done = subprocess.run(as_account(account, [self.tatara, *words]), env=self.environment(account), text=True,
                              cwd=self.workspace if self.workspace.exists() else self.homes[account], capture_output=True,
                              check=False)
        assert done.returncode == code, f"{account}: tatara {' '.join(words)}: {done.returncode} {done.stderr}"
        return done.stdout + done.stderr

    def prepare(self):
        self.run(ASKS, "init", str(self.workspace), "--group", GROUP)
        rows = random.Random(5)
        data = self.homes[ASKS] / "bikes.csv"
        with open(data, "w", encoding="utf-8") as file:
            file.write("hour,temp,rides\n")
            for _ in range(600):
                hour, temp = rows.randrange(24), rows.randrange(-5, 35)
                file.write(f"{hour},{temp},{3 * hour + 2 * temp + rows.gauss(0, 4):.3f}\n")
        os.chmod(data, 0o644)
        for rounds in (3, 40):
            self.run(ASKS, "train", "--data", str(data), "--target", "rides", "--rounds", str(rounds), "--name", f"rounds-{rounds}")
        self.run(ASKS, "models", "register", "bikes", "--run", "rounds-3")
        self.run(ASKS, "models", "alias", "bikes", "champion", "1")
        with open(self.workspace / "tatara.yaml", "a", encoding="utf-8") as settings:
            settings.write(POLICY)

    def run_id(self, name):
        runs = json.loads(self.run(ASKS, "runs", "search", "--format", "json"))
        return next(one["run_id"] for one in runs if one["run_name"] == name)

    def booster(self):
        """A model file of its own, whose columns have no names."""
        self.run(ASKS, "artifacts", "get", "rounds-3", "model/model.ubj", "-o", str(self.homes[ASKS] / "whole.ubj"))
        return self.homes[ASKS] / "whole.ubj"

    def champion(self):
        models = json.loads(self.run(DECIDES, "models", "list", "--format", "json"))
        return next(one for one in models if one["name"] == "bikes")["aliases"]["champion"]

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)
