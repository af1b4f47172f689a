#!/usr/bin/python3
"""Writes event files with the real writers, imports them, exports them again, and compares with what TensorBoard's own
EventAccumulator reads of the first and of the last: equal in every value, times to the millisecond.

    round_trip.py TATARA
"""

import datetime
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from tensorboard.backend.event_processing import event_accumulator, plugin_event_accumulator
from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.plugins.histogram import summary_v2 as histogram_summary
from tensorboard.plugins.hparams import summary_v2 as hparams_summary
from tensorboard.plugins.scalar import summary_v2 as scalar_summary
from tensorboard.summary.writer import event_file_writer
from tensorboard.util import tensor_util
from tensorboardX import SummaryWriter
def write_pytorch(folder):
    """All that PyTorch's writer can log, by its twin without PyTorch."""
    rng = np.random.default_rng(7)
    with SummaryWriter(str(folder)) as writer:
        for step in range(300):
            writer.add_scalar("train/loss", math.exp(-step / 40) + rng.normal() * 0.01, step)
            writer.add_scalar("lr (scheduled)", 0.1 / (1 + step), step)
            if step % 50 == 0:
                writer.add_histogram("weights", rng.normal(size=500) * step, step)
                writer.add_histogram("constant", np.full(10, 3.0), step)
                writer.add_image("sample", rng.integers(0, 255, (3, 8, 9), dtype=np.uint8), step)
                writer.add_text("note", f"step *{step}*\n\nline", step)
                writer.add_pr_curve("pr", rng.integers(0, 2, 100), rng.random(100), step)
        for value in (math.nan, math.inf, -math.inf, -0.0, 1e-40, 3.4e38):
            writer.add_scalar("odd", value, int(abs(value)) if abs(value) < 10 else 9)
        writer.add_hparams({"lr": 0.1, "layers": 3, "opt": "adam", "nesterov": True}, {"best": 0.5}, name="trial")
        mesh = rng.random((1, 12, 3)).astype(np.float32)
        writer.add_mesh("cloud", vertices=mesh, colors=(mesh * 255).astype(np.uint8), global_step=3)


def write_pytorch_restart(folder):
    with SummaryWriter(str(folder), filename_suffix=".0") as writer:
        for step in range(100):
            writer.add_scalar("x", step, step)
            if step % 10 == 0:
                writer.add_histogram("h", np.arange(step + 1.0), step)
    with SummaryWriter(str(folder), purge_step=60, filename_suffix=".1") as writer:
        for step in range(60, 80):
            writer.add_scalar("x", -step, step)


def write_tensorflow2(folder):
    """Tensors with metadata on a tag's first value, written by TensorBoard's own event file writer."""
    os.makedirs(folder, exist_ok=True)
    writer = event_file_writer.EventFileWriter(str(folder))

    def add(pb, step, seconds):
        writer.add_event(event_pb2.Event(wall_time=seconds, step=step, summary=pb))

    rng = np.random.default_rng(8)
    writer.add_event(event_pb2.Event(wall_time=1.7e9, summary=hparams_summary.hparams_pb(
        {"units": 16, "dropout": 0.25, "act": "relu"}, trial_id="t", start_time_secs=1.7e9)))
    for step in range(50):
        seconds = 1.7e9 + step * 1.25
        pb = scalar_summary.scalar_pb("epoch_loss", 1 / (step + 1))
        if step:
            pb.value[0].ClearField("metadata")
        add(pb, step, seconds)
        double = summary_pb2.Summary(value=[summary_pb2.Summary.Value(
            tag="double", tensor=tensor_util.make_tensor_proto(np.float64(0.1 * step)))])
        if step == 0:
            double.value[0].metadata.plugin_data.plugin_name = "scalars"
        add(double, step, seconds)
        if step % 10 == 0:
            add(histogram_summary.histogram_pb("kernel", rng.normal(size=200), buckets=12), step, seconds)
    writer.close()


def write_tensorflow1(folder):
    """Session logs that say START, several files, and a file that ends in the middle of a record."""
    from tensorboard.compat.proto.event_pb2 import SessionLog
    os.makedirs(folder, exist_ok=True)
    for number, first in enumerate((0, 30)):
        writer = event_file_writer.EventFileWriter(str(folder), filename_suffix=f".{number}")
        writer.add_event(event_pb2.Event(wall_time=10.0, step=first, session_log=SessionLog(status=SessionLog.START)))
        for step in range(first, first + 40):
            value = summary_pb2.Summary.Value(tag="cost", simple_value=float(step + number))
            writer.add_event(event_pb2.Event(wall_time=10.0 + step, step=step, summary=summary_pb2.Summary(value=[value])))
        tone = summary_pb2.Summary.Audio(sample_rate=8000, num_channels=1, length_frames=2, content_type="audio/wav",
                                         encoded_audio_string=b"RIFF" + bytes([number] * 40))
        writer.add_event(event_pb2.Event(wall_time=10.5 + number, step=first, summary=summary_pb2.Summary(
            value=[summary_pb2.Summary.Value(tag="tone", audio=tone)])))
        writer.add_event(event_pb2.Event(wall_time=99.0, step=first + 50))
        writer.close()
    last = sorted(pathlib.Path(folder).iterdir())[-1]
    last.write_bytes(last.read_bytes()[:-5])


def number(value):
    """A float as what makes it equal to another."""
    return "nan" if value != value else value.hex() if isinstance(value, float) else value


def milliseconds(seconds):
    """To the nearest, halves upward: Python's round() would take half of them down to the even one."""
    return math.floor(seconds * 1000 + 0.5)


def read(folder):
    """What TensorBoard sees of one run: per plugin and tag a sorted list of (step, milliseconds, values)."""
    accumulator = plugin_event_accumulator.EventAccumulator(str(folder), size_guidance={"tensors": 0})
    # TensorBoard has two readers: this one lets the first START of a run pass, which is where PyTorch's purge_step says
    # its restart; event_accumulator.py counts it, as here (check_restarts compares with that).
    accumulator._seen_session_start = True
    seen, hparams = {}, {}
    accumulator.Reload()
    for tag in accumulator.Tags()["tensors"]:
        metadata = accumulator.SummaryMetadata(tag)
        plugin = metadata.plugin_data.plugin_name
        if plugin == "hparams":
            continue
        rows = []
        for event in accumulator.Tensors(tag):
            array = tensor_util.make_ndarray(event.tensor_proto)
            if plugin == "scalars":
                values = (number(float(array.item())),)
            elif plugin == "histograms":
                values = tuple(number(float(np.float32(x))) for x in array.reshape(-1))
            elif array.dtype == object:
                values = tuple(bytes(x) for x in array.reshape(-1))
            else:
                values = (array.shape, array.tobytes())
            rows.append((event.step, milliseconds(event.wall_time), values))
        seen[(plugin, tag)] = sorted(rows)
    from tensorboard.plugins.hparams import metadata as hparams_metadata
    tags = accumulator._plugin_to_tag_to_content["hparams"]
    start = tags.get(hparams_metadata.SESSION_START_INFO_TAG)
    if start is not None:
        info = hparams_metadata.parse_session_start_info_plugin_data(start)
        hparams = {key: getattr(value, value.WhichOneof("kind")) for key, value in info.hparams.items()}
    return seen, hparams


def millis(text):
    return round(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000)


def check_restarts(tatara, folder, run, tag):
    accumulator = event_accumulator.EventAccumulator(str(folder / run), size_guidance={"scalars": 0})
    accumulator.Reload()
    theirs = sorted((event.step, milliseconds(event.wall_time), event.value) for event in accumulator.Scalars(tag))
    ours = [(point["step"], millis(point["time"]), point["value"]) for point in tatara.json("metrics", "history", run, tag)]
    assert ours == theirs, (run, len(ours), len(theirs))


def all_runs(folder):
    found = {}
    for root, _, files in os.walk(folder):
        if any("tfevents" in name for name in files):
            found[os.path.relpath(root, folder)] = read(root)
    return found


class Tatara:
    def __init__(self, program, workspace):
        self.program, self.workspace = program, workspace

    def run(self, *words):
        done = subprocess.run([self.program, *words, "-w", str(self.workspace)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"tatara {' '.join(words)}: {done.returncode} {done.stderr}"
        return done.stdout

    def json(self, *words):
        return json.loads(self.run(*words, "--format", "json"))


def compare(ours, theirs, what):
    differences = 0
    for run in sorted(set(ours) | set(theirs)):
        ours_seen, ours_hparams = ours.get(run, ({}, {}))
        theirs_seen, theirs_hparams = theirs.get(run, ({}, {}))
        if ours_hparams != theirs_hparams:
            differences += 1
            print(f"{what} {run}: hyperparameters {ours_hparams} against {theirs_hparams}")
        for key in sorted(set(ours_seen) | set(theirs_seen)):
            left, right = ours_seen.get(key), theirs_seen.get(key)
            if left != right:
                differences += 1
                where = next((pair for pair in zip(left or [], right or []) if pair[0] != pair[1]), None)
                print(f"{what} {run} {key}: {left and len(left)} rows against {right and len(right)}; {str(where)[:600]}")
    return differences


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        logs = folder / "logs"
        write_pytorch(logs / "torch")
        write_pytorch_restart(logs / "restart")
        write_tensorflow2(logs / "tf2" / "train")
        write_tensorflow1(logs / "tf1")
        tatara = Tatara(sys.argv[1], folder / "w")
        subprocess.run([sys.argv[1], "init", str(folder / "w")], check=True, capture_output=True)
        report = tatara.json("import", "tensorboard", str(logs))
        assert not report["skipped"], report["skipped"]
        assert report["dropped"] == 40 + 4 + 10, report["dropped"]
        again = tatara.json("import", "tensorboard", str(logs))
        assert again["points"] == 0 and again["runs"]["brought"] == 0, again
        theirs = all_runs(logs)
        compared = sum(len(rows) for seen, _ in theirs.values() for rows in seen.values())
        assert compared > 800, compared

        # Every scalar, straight from the workspace.
        differences = 0
        for run, (seen, _) in theirs.items():
            for (plugin, tag), rows in seen.items():
                if plugin != "scalars":
                    continue
                key = tag.replace("(", "_").replace(")", "_")
                history = tatara.json("metrics", "history", run, key)
                ours = sorted((point["step"], millis(point["time"]), (number(float(point["value"])),)) for point in history)
                if ours != sorted(set(rows)):
                    differences += 1
                    print(f"workspace {run} {tag}: {ours[:3]} against {rows[:3]}")

        check_restarts(tatara, logs, "restart", "x")
        check_restarts(tatara, logs, "tf1", "cost")

        # Everything, through an export.
        tatara.run("export", "tensorboard", str(folder / "out"))
        differences += compare(all_runs(folder / "out"), theirs, "export")

        # And the export imported and exported again is the export.
        second = Tatara(sys.argv[1], folder / "w2")
        subprocess.run([sys.argv[1], "init", str(folder / "w2")], check=True, capture_output=True)
        second.run("import", "tensorboard", str(folder / "out"))
        second.run("export", "tensorboard", str(folder / "out2"))
        differences += compare(all_runs(folder / "out2"), theirs, "second export")
        print(f"{len(theirs)} runs, {compared} values, {differences} differences")
        return differences != 0


sys.exit(main())
