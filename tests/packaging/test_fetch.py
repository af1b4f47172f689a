#!/usr/bin/python3
"""packaging/deps/fetch.py against clients that stand in for npm, pip and apt-get: what it unpacks, what it refuses."""
import hashlib
import io
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import unittest

FETCH = pathlib.Path(__file__).resolve().parents[2] / "packaging" / "deps" / "fetch.py"


def tgz(members):
    """[(name, bytes or a TarInfo type)] as one archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as bundle:
        for name, content in members:
            info = tarfile.TarInfo(name)
            if isinstance(content, bytes):
                info.size = len(content)
                bundle.addfile(info, io.BytesIO(content))
            else:
                info.type, info.linkname = content
                bundle.addfile(info)
    return out.getvalue()


class Fetch(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="tatara-fetch-test-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.out = self.root / "out"
        (self.root / "bin").mkdir()
        self.archive = self.root / "archive.tgz"
        npm = self.root / "bin" / "npm"
        npm.write_text(f"#!/bin/sh\necho called >> '{self.root}/calls'\ncp '{self.archive}' package.tgz\n")
        npm.chmod(0o755)

    def calls(self):
        path = self.root / "calls"
        return len(path.read_text().splitlines()) if path.exists() else 0

    def publish(self, members, wanted, sha256=None):
        self.archive.write_bytes(tgz(members))
        digest = sha256 or hashlib.sha256(self.archive.read_bytes()).hexdigest()
        (self.root / "manifest.json").write_text(json.dumps({"packages": [
            {"kind": "npm", "name": "thing", "version": "1.0", "sha256": digest, "members": wanted}]}))

    def fetch(self, *arguments):
        environment = dict(os.environ, PATH=f"{self.root / 'bin'}:{os.environ['PATH']}")
        return subprocess.run([sys.executable, "-B", FETCH, "--manifest", self.root / "manifest.json",
                               "--destination", self.out, *arguments],
                              env=environment, capture_output=True, text=True, check=False)

    def unpacked(self):
        return sorted(path.relative_to(self.out).as_posix() for path in self.out.rglob("*")
                      if path.is_file() and path.name not in (".lock", "fetched.json"))

    def test_only_the_wanted_members_are_unpacked_and_a_second_run_does_nothing(self):
        self.publish([("package/a.so", b"library"), ("package/run.sh", b"no"), ("package/libs/b.so", b"b")],
                     {"package/a.so": "lib/a.so", "package/libs/*": "lib/libs/"})
        self.assertEqual(self.fetch().returncode, 0)
        self.assertEqual(self.unpacked(), ["lib/a.so", "lib/libs/b.so"])
        again = self.fetch()
        self.assertEqual((again.returncode, again.stdout, self.calls()), (0, "", 1))

    def test_a_damaged_or_missing_file_is_fetched_again(self):
        self.publish([("package/a.so", b"library")], {"package/a.so": "lib/a.so"})
        self.fetch()
        (self.out / "lib/a.so").write_bytes(b"librarx")
        self.assertEqual(self.fetch("--check").returncode, 1)
        self.assertEqual(self.fetch().returncode, 0)
        self.assertEqual((self.out / "lib/a.so").read_bytes(), b"library")
        (self.out / "lib/a.so").unlink()
        self.assertEqual(self.fetch().returncode, 0)
        self.assertEqual(self.calls(), 3)

    def test_an_archive_with_another_hash_is_refused_and_nothing_of_it_unpacked(self):
        self.publish([("package/a.so", b"library")], {"package/a.so": "lib/a.so"}, sha256="0" * 64)
        done = self.fetch()
        self.assertEqual(done.returncode, 2)
        self.assertIn("is not the pinned file", done.stderr)
        self.assertEqual(self.unpacked(), [])

    def test_links_in_an_archive_are_not_followed(self):
        self.publish([("package/a.so", (tarfile.SYMTYPE, "/etc/passwd"))], {"package/a.so": "lib/a.so"})
        done = self.fetch()
        self.assertEqual(done.returncode, 2)
        self.assertIn("holds no package/a.so", done.stderr)

    def test_a_member_goes_where_the_manifest_says_whatever_its_own_name(self):
        self.publish([("package/../../escape", b"x")], {"package/*": "lib/"})
        self.assertEqual(self.fetch().returncode, 0)
        self.assertEqual(self.unpacked(), ["lib/escape"])
        self.assertFalse((self.root / "escape").exists())

    def test_a_manifest_may_not_write_outside_its_destination(self):
        for target in ("../escape", "/tmp/escape", "lib/../../escape"):
            self.publish([("package/a.so", b"library")], {"package/a.so": target})
            done = self.fetch()
            self.assertEqual(done.returncode, 2, target)
            self.assertIn("outside the destination", done.stderr)
        self.assertFalse((self.root / "escape").exists())

    def test_a_client_that_fails_is_quoted(self):
        self.publish([], {})
        (self.root / "bin" / "npm").write_text("#!/bin/sh\necho no route to the registry\nexit 1\n")
        done = self.fetch()
        self.assertEqual(done.returncode, 2)
        self.assertIn("no route to the registry", done.stderr)


if __name__ == "__main__":
    unittest.main()
