"""run_in_venv.py REQUIREMENTS FOLDER SCRIPT ARGUMENT...: runs a script in a virtual environment of pinned packages.

The environment is made on first use and again when the requirements change; who comes second waits until it is there.
"""

import fcntl
import os
import pathlib
import shutil
import subprocess
import sys


def main():
    requirements, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    wanted = requirements.read_text(encoding="utf-8")
    stamp = folder / "made-from.txt"
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = open(f"{folder}.lock", "w", encoding="utf-8")  # closed by exec, and so given back
    fcntl.flock(lock, fcntl.LOCK_EX)
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        shared = ["--system-site-packages"] if "# Uses the system's packages." in wanted else []
        subprocess.run(["/usr/bin/python3", "-m", "venv", *shared, str(folder)], check=True)
        # A library of which one part is read does not bring all that its other parts would need.
        alone = ["--no-deps"] if "# All that is needed stands here." in wanted else []
        subprocess.run([str(folder / "bin/pip"), "install", "--quiet", *alone, "-r", str(requirements)], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    python = str(folder / "bin/python")
    os.execv(python, [python, *sys.argv[3:]])


main()
