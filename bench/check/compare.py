#!/usr/bin/python3
"""compare.py OLD NEW [--rounds N]: two builds of one benchmark program against each other, in one run.

The two take turns, so that a busy minute of the machine hits both; the least time of each case counts. A case has become
slower when it takes more than 10 % and more than 0.02 ms longer. Exit code 1 says that one has.
"""
import argparse
import json
import subprocess
import sys

SHARE, MILLISECONDS = 0.10, 0.02
UNITS = {"ns": 1e-6, "us": 1e-3, "ms": 1.0, "s": 1e3}


def times(program):
    """{case: milliseconds}"""
    done = subprocess.run([program, "--benchmark_format=json"], capture_output=True, text=True, check=True)
    return {case["name"]: case["real_time"] * UNITS[case["time_unit"]]
            for case in json.loads(done.stdout)["benchmarks"] if not case.get("error_occurred")}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    best = {arguments.old: {}, arguments.new: {}}
    for _ in range(arguments.rounds):
        for program, found in best.items():
            for name, value in times(program).items():
                found[name] = min(value, found.get(name, value))
    slower = 0
    print(f"{'case':<44}{'old ms':>12}{'new ms':>12}{'change':>10}")
    for name, new in best[arguments.new].items():
        old = best[arguments.old].get(name)
        if old is None:
            print(f"{name:<44}{'':>12}{new:>12.4f}{'new':>10}")
            continue
        worse = new - old > MILLISECONDS and new > old * (1 + SHARE)
        slower += worse
        print(f"{name:<44}{old:>12.4f}{new:>12.4f}{(new / old - 1) * 100:>+9.1f}%{'  slower' if worse else ''}")
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())
