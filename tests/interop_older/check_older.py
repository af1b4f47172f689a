"""check_older.py TATARA REQUIREMENTS VENVS: models that older libraries wrote, asked through `tatara predict`.

REQUIREMENTS holds older_*.txt, one for each library; each trains in an environment of its own (train_older.py). Every
answer over 10,000 rows with missing values has to be the older library's own, to the last bit.
"""

import array
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

TATARA, REQUIREMENTS, VENVS = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
HERE = pathlib.Path(__file__).resolve().parent


def train(requirements, folder):
    runner = HERE.parent / "interop_xgboost/run_in_venv.py"
    command = ["/usr/bin/python3", "-B", runner, requirements, VENVS / f"venv-{requirements.stem}", HERE / "train_older.py", folder]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout.split("\n")[-2]


def predict(folder, model):
    out = folder / "answer.csv"
    done = subprocess.run([TATARA, "predict", folder / model, "--data", folder / "asked.csv", "--out", out, "--replace", "--quiet"],
                          cwd=folder, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{model}: {done.stderr}"
    with open(out, encoding="utf-8", newline="") as file:
        table = csv.reader(file)
        next(table)
        return [[float(cell) for cell in row] for row in table]


def check(folder, library):
    names = sorted(folder.glob("*.json"))
    count = 0
    for facts_file in names:
        if facts_file.name.endswith(".model.json"):
            continue
        facts = json.loads(facts_file.read_text(encoding="utf-8"))
        wanted = array.array(facts["type"], facts_file.with_suffix(".bin").read_bytes())
        width = facts["shape"][1] if len(facts["shape"]) > 1 else 1
        answers = predict(folder, facts["model"])
        given = array.array(facts["type"], [value for row in answers for value in row[-width:]])
        assert len(given) == len(wanted), f"{library} {facts['model']}: {len(given)} answers for {len(wanted)}"
        wrong = sum(given[i].hex() != wanted[i].hex() for i in range(len(given)))
        assert wrong == 0, f"{library} {facts['model']}: {wrong} of {len(wanted)} differ"
        print(f"ok  {library} {facts['model']}: {len(wanted)} values, the same to the last bit")
        count += 1
    for model in sorted(folder.glob("refused.model.*")):
        done = subprocess.run([TATARA, "predict", model, "--data", folder / "asked.csv", "--out", folder / "none.csv"],
                              cwd=folder, stderr=subprocess.PIPE, encoding="utf-8", check=False)
        assert done.returncode in (2, 5) and not (folder / "none.csv").exists(), f"{model}: {done.returncode} {done.stderr}"
        print(f"ok  {library} {model.name}: refused, {done.stderr.strip()}")
    assert count > 0, library


def main():
    libraries = sorted(REQUIREMENTS.glob("older_*.txt"))
    assert len(libraries) >= 4
    for requirements in libraries:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            check(folder, train(requirements, folder))


main()
