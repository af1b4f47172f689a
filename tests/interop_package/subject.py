"""A workspace with one registered XGBoost model, and what it answers to one row."""
import json
import os
import pathlib
import subprocess

ROWS = {"dataframe_records": [{"size": 21, "colour": "red"}, {"size": 3, "colour": "blue"}]}


class Workspace:
    def __init__(self, tatara, folder):
        self.tatara = tatara
        self.folder = pathlib.Path(folder)
        self.run("init", "--quiet", ".")
        lines = ["size,colour,price"]
        for i in range(300):
            size, blue = i * 7 % 50, i % 3 == 0
            lines.append(f"{size},{'blue' if blue else 'red'},{size * 2 + blue * 10}")
        (self.folder / "houses.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        made = self.run("train", "--data", "houses.csv", "--target", "price", "--rounds", "5", "--early-stopping", "0",
                        "--quiet", "--format", "json")
        self.trained = json.loads(made)["run_id"]
        self.run("models", "register", "Houses \"A\"", "--run", self.trained)
        (self.folder / "rows.csv").write_text("size,colour\n21,red\n3,blue\n", encoding="utf-8")
        self.run("predict", "models:/Houses \"A\"/1", "--data", "rows.csv", "--out", "answers.csv")
        self.answers = [float(line) for line in (self.folder / "answers.csv").read_text().split()[1:]]

    def run(self, *words, **variables):
        done = subprocess.run([self.tatara, *words], cwd=self.folder, capture_output=True, text=True,
                              env={**os.environ, **variables}, timeout=300)
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout

    def export(self, kind, out, *words):
        return json.loads(self.run("deploy", "export", "models:/Houses \"A\"/1", "--to", kind, "--out", str(out),
                                   "--format", "json", *words))

    def same(self, predictions):
        return len(predictions) == len(self.answers) and all(
            abs(a - b) < 1e-4 for a, b in zip(predictions, self.answers))
