"""random_acts.py TATARA [STEPS] [SEED]: several people act at random through every door at once: the REST API that MLflow's
clients use, `tatara`, imports and bundles of another workspace, copies, renaming, deletion, archiving and bringing back.

A naive model here knows the policy: what is protected is only ever on a version for which somebody in the role, who did not
ask for it, approved in the newest round. After every act the server is asked where the alias and the stage are; whatever moved
must have been allowed, whoever did it and whichever way. TATARA_ACTS sets the number of steps.
"""
import getpass
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

from tatara_server import TataraServer

VERSIONS = ("1", "2", "3")


class Person:
    def __init__(self, name, token=None, automated=False, reviewer=False):
        self.name, self.token, self.automated, self.reviewer = name, token, automated, reviewer


class World:
    """What the naive model knows of each review. The newest one of a version and a target counts; one of the alias lets the
    stages of the same rule follow, not the other way round."""

    def __init__(self):
        self.reviews = {}

    def ask(self, number, version, target, person):
        self.reviews[number] = {"version": version, "target": target, "asker": person.name, "approved": set()}

    def newest(self, version, target):
        numbers = [number for number, review in self.reviews.items()
                   if review["version"] == version and review["target"] in (target, "champion")]
        return self.reviews[max(numbers)] if numbers else None

    def number_of(self, version, target):
        return max(number for number, review in self.reviews.items()
                   if (review["version"], review["target"]) == (version, target))

    def approve(self, number, person):
        review = self.reviews[number]
        assert person.reviewer and not person.automated and person.name != review["asker"], (person.name, review)
        review["approved"].add(person.name)

    def may_be_there(self, version, target):
        newest = self.newest(version, target)
        return newest is not None and bool(newest["approved"])


class Doors:
    def __init__(self, tatara, workspace, url):
        self.tatara, self.workspace, self.url = tatara, workspace, url

    def rest(self, person, method, path, fields):
        body = json.dumps(fields).encode()
        request = urllib.request.Request(f"{self.url}/api/2.0/mlflow/{path}", body, {"Content-Type": "application/json"},
                                         method=method)
        if person.token:
            request.add_header("Authorization", f"Bearer {person.token}")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return True, json.load(answer)
        except urllib.error.HTTPError as error:
            said = json.load(error)
            assert error.code in (400, 403, 404, 409), (error.code, said)
            assert error.code != 403 or len(said["message"].split()) > 4, said
            return False, said

    def cli(self, *words):
        done = subprocess.run([self.tatara, *words, "--workspace", self.workspace], capture_output=True, text=True,
                              timeout=60, check=False)
        assert done.returncode in (0, 1, 2, 3, 4, 5), (words, done.returncode, done.stderr)
        return done.returncode == 0

    def review_of(self, number):
        done = subprocess.run([self.tatara, "reviews", "show", str(number), "--format", "json", "--workspace", self.workspace],
                              capture_output=True, text=True, check=True)
        shown = json.loads(done.stdout)
        return {"version": str(shown["version"])}

    def where(self, anyone):
        """The champion, and the versions in Production."""
        ok, alias = self.rest(anyone, "GET", "registered-models/alias?name=bikes&alias=champion", {})
        champion = alias["model_version"]["version"] if ok else None
        production = set()
        for version in VERSIONS:
            ok, got = self.rest(anyone, "GET", f"model-versions/get?name=bikes&version={version}", {})
            if ok and got["model_version"]["current_stage"] == "Production":
                production.add(version)
        return champion, production


def live_reviews(doors):
    done = subprocess.run([doors.tatara, "reviews", "list", "--format", "json", "--workspace", doors.workspace],
                          capture_output=True, text=True, check=True)
    return [one["id"] for one in json.loads(done.stdout or "[]")]


def act(doors, world, people, me, dice):
    """One act; what it changed in the naive model."""
    person = dice.choice(people)
    version = dice.choice(VERSIONS)
    stage = {"name": "bikes", "version": version, "stage": "Production"}
    kind = dice.randrange(18)
    if kind == 0:
        doors.rest(person, "POST", "registered-models/alias", {"name": "bikes", "alias": "champion", "version": version})
    elif kind == 1:
        doors.cli("models", "alias", "bikes", "champion", version)
    elif kind == 2:
        doors.rest(person, "POST", "model-versions/transition-stage", stage)
    elif kind == 3:
        doors.cli("models", "stage", "bikes", version, "Production")
    elif kind == 4:
        ok, said = doors.rest(person, "POST", "transition-requests/create", {**stage, "comment": "please"})
        if ok:
            assert person.token
            world.ask(int(said["request"]["id"]), version, "Production", person)
    elif kind in (5, 6):
        ok, _ = doors.rest(person, "POST", "transition-requests/approve", {**stage, "archive_existing_versions": False})
        if ok:
            world.approve(world.number_of(version, "Production"), person)
    elif kind == 7:
        before = set(live_reviews(doors))
        if doors.cli("reviews", "request", "bikes", version, "--as-is", "--reason", "better"):
            (number,) = set(live_reviews(doors)) - before
            world.ask(number, version, "champion", me)
    elif kind == 8:
        for number in live_reviews(doors):
            if doors.cli("reviews", "approve", str(number)):
                world.approve(number, me)
    elif kind == 9:
        for number in live_reviews(doors):
            if world.reviews[number]["version"] == version and doors.cli("reviews", "reopen", str(number)):
                world.reviews[number]["approved"] = set()
    elif kind == 10:
        doors.rest(person, "DELETE", "registered-models/alias", {"name": "bikes", "alias": "champion"})
    elif kind in (11, 12):
        # What another workspace says is champion arrives as a proposal of who brings it.
        before = set(live_reviews(doors))
        if kind == 11:
            doors.cli("import", "mlflow", doors.foreign_store)
        else:
            doors.cli("bundle", "import", doors.foreign_bundle)
        for number in set(live_reviews(doors)) - before:
            world.ask(number, doors.review_of(number)["version"], "champion", me)
    elif kind == 13:
        away_and_back(doors, people, dice)
    elif kind == 14:
        # Deleting what is protected is none of the others' business; a version without alias or stage may go, so none is.
        champion, production = doors.where(people[0])
        others = [one for one in people if not one.reviewer]
        if champion is not None:
            ok, _ = doors.rest(dice.choice(others), "DELETE", "model-versions/delete", {"name": "bikes", "version": champion})
            assert not ok, "a protected champion was deleted"
        if champion is not None or production:
            ok, _ = doors.rest(dice.choice(others), "DELETE", "registered-models/delete", {"name": "bikes"})
            assert not ok, "a model was deleted with its protected champion"
    elif kind == 15:
        # A copy is a version of its own: it takes neither alias nor stage nor approval with it.
        ok, said = doors.rest(person, "POST", "model-versions/create", {"name": "bikes", "source": f"models:/bikes/{version}"})
        if ok:
            copy = said["model_version"]["version"]
            assert not doors.rest(dice.choice(people), "POST", "registered-models/alias",
                                  {"name": "bikes", "alias": "champion", "version": copy})[0], "a copy became champion"
    elif kind == 16:
        doors.cli("models", "archive", "bikes", version)
    else:
        doors.cli("models", "archive", "bikes", version, "--restore")


def away_and_back(doors, people, dice):
    """Renaming takes a model out of a policy's reach: refused to whoever may not move what it protects."""
    champion, production = doors.where(people[0])
    if champion is None and not production:
        return
    person = dice.choice([one for one in people if not one.reviewer])
    ok, _ = doors.rest(person, "POST", "registered-models/rename", {"name": "bikes", "new_name": "free"})
    assert not ok, f"{person.name} renamed a model with a protected champion"


def make_foreign(tatara, folder):
    """Another workspace whose model of the same name has a champion, as a store of MLflow and as a bundle."""
    workspace = str(pathlib.Path(folder) / "foreign")
    weights = pathlib.Path(folder) / "weights.pkl"
    weights.write_bytes(b"\x80\x04K\x01.")

    def run(*words):
        subprocess.run([tatara, *words, "--workspace", workspace], check=True, capture_output=True)

    subprocess.run([tatara, "init", workspace], check=True, capture_output=True)
    for _ in VERSIONS:
        run("models", "register", "bikes", "--file", str(weights))
    run("models", "alias", "bikes", "champion", "2")
    store, bundle = str(pathlib.Path(folder) / "mlruns"), str(pathlib.Path(folder) / "bikes.bundle")
    run("export", "mlflow", store)
    run("bundle", "create", bundle, "--model", "bikes")
    return store, bundle


def make_token(tatara, workspace, person, *words):
    return subprocess.run([tatara, "tokens", "create", "--workspace", workspace, "--person", person, *words], check=True,
                          capture_output=True, text=True).stdout.strip()


def main():
    tatara = sys.argv[1]
    steps = int(os.environ.get("TATARA_ACTS", sys.argv[2] if len(sys.argv) > 2 else 200))
    dice = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 7)
    me = Person(getpass.getuser(), reviewer=True)
    with tempfile.TemporaryDirectory() as folder:
        workspace = str(pathlib.Path(folder) / "w")
        subprocess.run([tatara, "init", workspace], check=True, capture_output=True)
        everything = ("--scope", "log", "--scope", "review", "--scope", "deploy")
        people = [Person("ana", make_token(tatara, workspace, "ana", *everything)),
                  Person("mika", make_token(tatara, workspace, "mika", *everything), reviewer=True),
                  Person("mika", make_token(tatara, workspace, "mika", "--automated", *everything), automated=True),
                  Person("rei", make_token(tatara, workspace, "rei", "--scope", "log")),
                  Person("nobody")]
        with open(pathlib.Path(workspace) / "tatara.yaml", "a", encoding="utf-8") as settings:
            settings.write(f"\npolicy:\n  roles: {{reviewer: [mika, '{me.name}']}}\n"
                           "  models:\n    - {name: bikes, approvals: {reviewer: 1}}\n")
        with TataraServer(tatara, workspace) as server:
            doors = Doors(tatara, workspace, server.url)
            doors.foreign_store, doors.foreign_bundle = make_foreign(tatara, folder)
            made = doors.rest(people[0], "POST", "registered-models/create", {"name": "bikes"})
            assert made[0], made
            for _ in VERSIONS:
                made = doors.rest(people[0], "POST", "model-versions/create", {"name": "bikes", "source": "s3://models/bikes"})
                assert made[0], made
            world, moves = World(), 0
            before = doors.where(people[0])
            for step in range(steps):
                act(doors, world, people, me, dice)
                after = doors.where(people[0])
                if after[0] != before[0] and after[0] is not None:
                    assert world.may_be_there(after[0], "champion"), (step, after, world.reviews)
                    moves += 1
                for version in after[1] - before[1]:
                    assert world.may_be_there(version, "Production"), (step, after, world.reviews)
                    moves += 1
                before = after
        verified = subprocess.run([tatara, "audit", "verify", "--workspace", workspace], capture_output=True, text=True,
                                  check=False)
        assert verified.returncode == 0, verified.stdout + verified.stderr
    assert moves > 0, "nothing ever moved: this run showed nothing"
    print(f"{steps} acts, {moves} moves, all of them allowed")


if __name__ == "__main__":
    main()
