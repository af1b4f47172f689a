"""event_files.py --bin FOLDER [--megabytes N]: event files brought in, beside TensorBoard's own reader.

The same generated files, one after the other on the same machine: `tatara import tensorboard`, durable in its store, and
TensorBoard's EventAccumulator, kept in memory. First a small set is compared value by value; then times are taken. Prints
a table; exit code 1 when a goal is missed. TensorBoard is installed into build/venv-tensorboard, as the interop tests do.
"""

import argparse
import datetime
import json
import os
import pathlib
import resource
import subprocess
import struct
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PYTHON = SOURCE / "build" / "venv-tensorboard" / "bin" / "python"
TAGS = 20

READER = """
import json, sys, time
from tensorboard.backend.event_processing import event_accumulator
began = time.process_time()
seen = event_accumulator.EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "histograms": 0, "tensors": 0})
seen.Reload()
took = time.process_time() - began
tags = {tag: [(e.step, round(e.wall_time * 1000), e.value) for e in seen.Scalars(tag)] for tag in seen.Tags()["scalars"]}
values = tags if len(sys.argv) > 2 else {}
print(json.dumps({"seconds": took, "points": sum(map(len, tags.values())), "values": values}))
"""


def crc_table():
    table = []
    for i in range(256):
        for _ in range(8):
            i = (i >> 1) ^ (0x82F63B78 if i & 1 else 0)
        table.append(i)
    return table


TABLE = crc_table()


def masked(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = (crc >> 8) ^ TABLE[(crc ^ byte) & 0xFF]
    crc ^= 0xFFFFFFFF
    return struct.pack("<I", (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF)


def record(data):
    length = struct.pack("<Q", len(data))
    return length + masked(length) + data + masked(data)


def varint(value):
    out = b""
    while value >= 128:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def field(number, data):
    return varint(number << 3 | 2) + varint(len(data)) + data


def scalar(tag, step, value):
    summary = field(1, field(1, tag.encode()) + b"\x15" + struct.pack("<f", value))
    return b"\x09" + struct.pack("<d", 1.7e9 + step * 0.25) + b"\x10" + varint(step) + field(5, summary)


def histogram(tag, step):
    limits = [(-1.1 if i < 100 else 1.1) * 1.1 ** abs(i - 100) for i in range(200)]
    body = (b"\x09" + struct.pack("<d", -3.0) + b"\x11" + struct.pack("<d", 3.0) + field(6, struct.pack("<200d", *sorted(limits)))
            + field(7, struct.pack("<200d", *[float((i * step) % 97 + 1) for i in range(200)])))
    return (b"\x09" + struct.pack("<d", 1.7e9 + step * 0.25) + b"\x10" + varint(step)
            + field(5, field(1, field(1, tag.encode()) + field(5, body))))


def generate(folder, megabytes):
    """Twenty tags a step, a histogram each tenth step; a block of 2,000 steps is made once and repeated in runs."""
    parts = [record(b"\x09" + struct.pack("<d", 1.7e9) + b"\x1a\x0dbrain.Event:2")]
    for step in range(2000):
        parts += [record(scalar(f"train/metric_{tag}", step, 1 / (1 + step + tag))) for tag in range(TAGS)]
        if step % 10 == 0:
            parts.append(record(histogram("weights", step)))
    block = b"".join(parts)
    runs = max(1, round(megabytes * 1e6 / len(block)))
    for run in range(runs):
        os.makedirs(folder / f"run{run}")
        (folder / f"run{run}" / "events.out.tfevents.1700000000.bench").write_bytes(block)
    return runs, len(block) * runs


def read_by_tensorboard(folder, *more):
    done = subprocess.run([PYTHON, "-c", READER, folder, *more], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def bring(tatara, logs, workspace):
    subprocess.run([tatara, "init", workspace], check=True, capture_output=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    done = subprocess.run([tatara, "import", "tensorboard", logs, "-w", workspace, "--format", "json"],
                          capture_output=True, text=True, check=True)
    wall = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(done.stdout), wall, cpu, after.ru_maxrss / 1024


def millis(text):
    return round(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000)


def check_equal(tatara, folder):
    generate(folder / "small", 1)
    bring(tatara, folder / "small", folder / "small-workspace")
    theirs = read_by_tensorboard(folder / "small" / "run0", "values")["values"]
    for tag, rows in theirs.items():
        done = subprocess.run([tatara, "metrics", "history", "run0", tag, "-w", folder / "small-workspace", "--format", "json"],
                              capture_output=True, text=True, check=True)
        ours = [[point["step"], millis(point["time"]), point["value"]] for point in json.loads(done.stdout)]
        assert ours == rows, tag
    print(f"equal: {sum(map(len, theirs.values()))} values of {len(theirs)} tags")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--megabytes", type=float, default=200)
    arguments = parser.parse_args()
    tatara = arguments.bin / "tatara"
    if not PYTHON.exists():
        subprocess.run(["/usr/bin/python3", "-B", SOURCE / "tests/interop_xgboost/run_in_venv.py",
                        SOURCE / "packaging/deps/python/tensorboard.txt", PYTHON.parents[1], "-c", ""], check=True)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check_equal(tatara, folder)
        runs, size = generate(folder / "logs", arguments.megabytes)
        report, wall, cpu, memory = bring(tatara, folder / "logs", folder / "workspace")
        one = read_by_tensorboard(folder / "logs" / "run0")
        assert report["points"] == one["points"] * runs, report
        theirs = one["seconds"] * runs
        print(f"{size / 1e6:.0f} MB, {report['points']:,} points, {report['histograms']:,} histograms in {runs} runs")
        print(f"tatara        {size / 1e6 / cpu:8.1f} MB/s a core  {wall:7.2f} s wall  {cpu:7.2f} s processor  {memory:.0f} MB resident")
        print(f"TensorBoard   {size / 1e6 / theirs:8.1f} MB/s a core  {theirs:7.2f} s processor (one run, times their number)")
        print(f"ratio         {theirs / cpu:8.1f}")
        return theirs < 50 * cpu


sys.exit(main())
