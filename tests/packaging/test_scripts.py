#!/usr/bin/python3
"""The scripts of packaging/ where no package can be installed: they must say plainly what is lacking."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = [SOURCE / path for path in ("packaging/common.sh", "packaging/build.sh", "packaging/run.sh", "packaging/test.sh",
                                      "packaging/launcher.sh", "packaging/debian/make.sh", "bench/run.sh", ".ci/run")]


class Scripts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="tatara-scripts-")
        self.addCleanup(folder.cleanup)
        self.bin = pathlib.Path(folder.name) / "bin"
        self.bin.mkdir()
        self.home = pathlib.Path(folder.name)

    def fake(self, name, text):
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)

    def run_script(self, *command):
        environment = dict(os.environ, PATH=f"{self.bin}:/usr/bin:/bin", HOME=str(self.home))
        return subprocess.run(["bash", *map(str, command)], env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False)

    def call(self, text):
        return self.run_script("-c", f". '{SOURCE}/packaging/common.sh'; {text}")

    def test_every_script_is_read_by_bash(self):
        for script in SCRIPTS:
            done = self.run_script("-n", script)
            self.assertEqual((done.returncode, done.stderr), (0, ""), script)

    def test_an_unknown_preset_is_answered_with_the_known_ones(self):
        done = self.run_script(SOURCE / "packaging/build.sh", "relese")
        self.assertEqual(done.returncode, 3)
        self.assertIn("release, dev, test, asan, tsan, clang", done.stderr)

    def test_what_cannot_be_installed_is_named_with_the_command_that_would(self):
        self.fake("id", "echo 1000")
        self.fake("sudo", "exit 1")
        self.fake("dpkg-query", 'case "$*" in *cmake*) exit 1;; *) printf installed;; esac')
        done = self.call("install_packages build")
        self.assertEqual(done.returncode, 3)
        self.assertIn("needs root or sudo", done.stderr)
        self.assertRegex(done.stderr, r"apt-get install --no-install-recommends cmake\b")

    def test_a_failing_installation_is_quoted(self):
        self.fake("id", "echo 0")
        self.fake("dpkg-query", "exit 1")
        self.fake("apt-get", "echo E: no route to the mirror; exit 100")
        done = self.call("install_packages build")
        self.assertEqual(done.returncode, 3)
        self.assertIn("no route to the mirror", done.stderr)

    def test_nothing_is_called_when_everything_is_there(self):
        self.fake("dpkg-query", "printf installed")
        self.fake("apt-get", "echo called >&2; exit 1")
        done = self.call("install_packages build run test dev package")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_npm_is_left_out_where_there_is_one(self):
        self.assertIn("npm", self.call("unset -f command; PATH=/nowhere; wanted_packages build").stdout.split())
        self.fake("npm", "exit 0")
        self.assertNotIn("npm", self.call("wanted_packages build").stdout.split())

    def test_every_line_of_the_list_has_a_package_a_kind_and_a_reason(self):
        for line in (SOURCE / "packaging/deps/apt.txt").read_text().splitlines():
            if line and not line.startswith("#"):
                self.assertTrue(re.match(r"^[a-z0-9.+-]+ +(build|run|test|package|dev|long)(,unless:\S+)? +\w.*$", line), line)

    def test_the_launcher_refuses_programs_that_are_not_built(self):
        self.fake("id", "echo 1000")
        copy = self.home / "clone with blanks"
        (copy / "packaging").mkdir(parents=True)
        for name in ("common.sh", "launcher.sh"):
            (copy / "packaging" / name).write_text((SOURCE / "packaging" / name).read_text())
        done = self.run_script(copy / "packaging/launcher.sh", "install")
        self.assertEqual(done.returncode, 3)
        self.assertIn("is not built yet", done.stderr)

    def test_the_launcher_comes_and_goes_without_a_trace(self):
        self.fake("id", "echo 1000")
        copy = self.home / "clone with blanks"
        for folder in ("packaging/desktop", "resources/icons", "build/release/bin"):
            (copy / folder).mkdir(parents=True)
        for name in ("packaging/common.sh", "packaging/launcher.sh", "packaging/desktop/tatara-workbench.desktop",
                     "resources/icons/tatara.svg"):
            (copy / name).write_text((SOURCE / name).read_text())
        for name in ("tatara", "tatara-workbench"):
            program = copy / "build/release/bin" / name
            program.write_text("#!/bin/sh\n")
            program.chmod(0o755)
        for _ in range(2):
            done = self.run_script(copy / "packaging/launcher.sh", "install")
            self.assertEqual(done.returncode, 0, done.stderr)
        launcher = self.home / ".local/share/applications/tatara-workbench.desktop"
        self.assertIn(f'Exec="{copy}/build/release/bin/tatara-workbench" %f', launcher.read_text())
        self.assertTrue(os.access(self.home / ".local/bin/tatara", os.X_OK))
        self.assertEqual(self.run_script(copy / "packaging/launcher.sh", "remove").returncode, 0)
        left = [path for path in (self.home / ".local").rglob("*") if path.is_file() or path.is_symlink()]
        self.assertEqual([path for path in left if path.name != "mimeinfo.cache"], [])


if __name__ == "__main__":
    unittest.main()
