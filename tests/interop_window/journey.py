"""journey.py TATARA WORKBENCH: from a run to the champion with real clicks at the real window, by two accounts.

Each account has its own X server and session bus. Widgets are found by what assistive technology is told of them
(AT-SPI), clicked and typed into by xdotool. What is locked must be locked in the window and refused by the core.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

from accounts import ASKS, DECIDES, Place, as_account, need

SECONDS = 120  # that anything may take on a busy machine


class Window:
    """The workbench as assistive technology sees it."""

    def __init__(self, workbench, workspace, route):
        import gi
        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi
        self.atspi = Atspi
        reading, writing = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten",
                                        "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as number:
            os.environ["DISPLAY"] = ":" + number.readline().strip()
        environment = {**os.environ, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb"}
        manager = os.environ.get("TATARA_WINDOW_MANAGER")  # nobody manages windows without it
        self.manager = subprocess.Popen([manager], stderr=subprocess.DEVNULL) if manager else None
        self.said = tempfile.TemporaryFile()
        self.process = subprocess.Popen([workbench, workspace, "--open", route, "--theme", "light", "--language", "en"],
                                        env=environment, stderr=self.said)

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        if self.manager:
            self.manager.terminate()
            self.manager.wait(timeout=30)
        self.server.terminate()
        self.server.wait(timeout=30)
        self.said.seek(0)
        said = self.said.read().decode(errors="replace")
        sys.stderr.write(said)
        assert "QBasicTimer" not in said, "a timer was started on a thread that has none"

    def all(self):
        def walk(node, depth):
            if node is None or depth > 40:
                return
            yield node
            for index in range(node.get_child_count()):
                yield from walk(node.get_child_at_index(index), depth + 1)

        desktop = self.atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            yield from walk(desktop.get_child_at_index(index), 0)

    def find(self, name, role=None):
        """The last of them that shows: what stands in a sheet comes after what stands behind it."""
        found = None
        for node in self.all():
            try:
                states = node.get_state_set()
                if (node.get_name() == name and states.contains(self.atspi.StateType.SHOWING) and
                        (role is None or node.get_role_name() == role)):
                    found = node
            except Exception:  # gone while it was looked at
                continue
        return found

    def wait(self, name, role=None):
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            node = self.find(name, role)
            if node is not None:
                return node
            assert self.process.poll() is None, "the workbench has ended"
            time.sleep(0.3)
        seen = sorted({node.get_name() for node in self.all() if node.get_name()})
        raise AssertionError(f"nothing is called {name!r}; there are {seen}")

    def enabled(self, node):
        return node.get_state_set().contains(self.atspi.StateType.ENABLED)

    def click(self, name, role="push button"):
        until = time.monotonic() + SECONDS
        node = self.wait(name, role)
        while not self.enabled(node):
            assert time.monotonic() < until, f"{name!r} stays locked"
            time.sleep(0.3)
            node = self.wait(name, role)
        box = self.place_of(node)
        self.xdotool("mousemove", box.x + box.width // 2, box.y + box.height // 2)
        time.sleep(0.2)
        self.focus()
        self.xdotool("click", 1)
        time.sleep(0.3)

    def place_of(self, node):
        """Where it is once it stays there: a window that has just opened still finds its place."""
        extents = lambda: node.get_component_iface().get_extents(self.atspi.CoordType.SCREEN)
        box = extents()
        for _ in range(40):
            before = (box.x, box.y, box.width, box.height)
            time.sleep(0.25)
            box = extents()
            if before == (box.x, box.y, box.width, box.height):
                break
        return box

    def focus(self):
        """Where nobody manages windows, the one under the mouse gets the keys."""
        if self.manager:
            return
        place = self.xdotool("getmouselocation", "--shell")
        window = dict(line.split("=") for line in place.split())["WINDOW"]
        self.xdotool("windowfocus", window)

    def focus_title(self, title):
        """A window of its own, whose place is that of the desktop's choosing; a manager gives it the keys."""
        if self.manager:
            return
        found = self.xdotool("search", "--onlyvisible", "--name", title).split()
        assert found, f"no window is called {title!r}"
        self.xdotool("windowfocus", found[-1])
        time.sleep(0.3)

    def type(self, words):
        for number, line in enumerate(words.split("\n")):
            if number > 0:
                self.key("Return")
            self.xdotool("type", "--delay", 20, line)

    def choose(self, button, ways):
        """Of the menu that opens below a button; assistive technology is not told of menus without a parent."""
        self.click(button)
        time.sleep(0.5)
        for way in [*ways, "Return"]:
            self.key(way)
            time.sleep(0.1)

    def key(self, *keys):
        self.xdotool("key", *keys)

    @staticmethod
    def xdotool(*words):
        done = subprocess.run(["xdotool", *map(str, words)], capture_output=True, text=True, check=False)
        return done.stdout


def register_and_ask(window):
    # From the run: the one model that it logged is chosen already; the name that it is registered under is typed.
    window.choose("More", ["Down"] * 3)  # Rename, Edit tags, Register model
    window.click("Registered as", "text")
    window.key("ctrl+a")
    window.type("bikes")
    window.click("Register model")
    champion = window.wait("Set as champion", "push button")
    assert not window.enabled(champion), "the unapproved champion is not locked"
    window.click("Request review…")
    window.click("Why", "text")
    window.type("Better at every hour")
    window.click("Request review")
    window.wait("Your decision")
    window.key("a")  # approving is locked for who asked: the choice stays where it was
    time.sleep(0.5)
    assert window.find("Approve v2", "push button") is None, "the submitter may approve"


def write_facts(window):
    """Who answers for the model, written, and taken back by the button of the toast."""
    window.click("Edit facts…")
    window.click("Owner", "text")
    window.type("daemon")
    window.click("Risk tier", "text")
    window.type("high")
    window.click("Look again by", "text")
    window.type("2026-02-30")
    window.click("Save facts")
    window.wait("Not a date; write it as 2027-01-15")
    window.click("Look again by", "text")
    window.key("ctrl+a")
    window.type("2030-02-28")
    window.click("Save facts")
    window.wait("Undo", "push button")


def choose_file(window, title, path):
    """The file dialog has the focus in its name when it opens."""
    window.wait(title)
    time.sleep(1)
    window.focus_title(title)
    window.type(path)
    window.key("Return")


def register_a_file(window):
    """A booster that tells no columns: what it takes is written on the sheet, wrongly first."""
    window.click("Register a model…")
    window.click("From a file…")
    choose_file(window, "Register a model file", os.environ["TATARA_MODEL_FILE"])
    window.click("Registered as", "text")
    window.key("ctrl+a")
    window.type("boosters")
    columns = "Columns" if window.find("Columns", "text") else "What it takes and gives"  # as there are datasets or not
    window.click(columns, "text")
    window.key("ctrl+a")
    window.type("hour doubel\n-> rides double")
    window.click("Register model")
    time.sleep(1)
    assert window.find("Set as champion", "push button") is None, "a wrong signature was taken"
    window.click(columns, "text")
    window.key("ctrl+a")
    window.type("hour double\ntemp double\n-> rides double")
    window.click("Register model")
    window.wait("boosters v1")
    window.wait("Set as champion", "push button")


def save_as_pdf(window, title, path):
    choose_file(window, title, path)
    until = time.monotonic() + SECONDS
    while not os.path.exists(path) or os.path.getsize(path) == 0:
        assert time.monotonic() < until, f"{path} was not written"
        time.sleep(0.3)


def save_card(window):
    # From the end: Delete, Copy link, Copy as Python, Copy URI, Save all files, Export model card.
    window.choose("More", ["Up"] * 6)
    save_as_pdf(window, "Export model card", os.environ["TATARA_DOSSIER"])


def decide_and_move(window):
    window.wait("Your decision")
    window.click("Measure again")
    window.wait("Measure v2 again?")
    window.click("Measure again")
    # Latency and memory are never the same, and decide nothing here: what was frozen stands.
    window.wait("The evidence is the same as before")
    # What a dialog leaves behind must not take the decision's keys and clicks.
    window.click("Export evidence")
    save_as_pdf(window, "Export evidence", os.environ["TATARA_DOSSIER"])
    window.focus()
    window.key("a")
    window.click("Approve v2")
    window.click("Make v2 champion")
    window.wait("Replace v1 as champion?")
    window.click("Make v2 champion")
    window.wait("v2 is champion")


def inside():
    _, _, workbench, workspace, route, step = sys.argv
    window = Window(workbench, workspace, route)
    try:
        {"facts": write_facts, "file": register_a_file, "ask": register_and_ask, "decide": decide_and_move,
         "card": save_card}[step](window)
    except AssertionError:
        shot = os.environ.get("TATARA_SHOT")
        if shot and shutil.which("import"):
            subprocess.run(["import", "-window", "root", shot], check=False)
        raise
    finally:
        window.close()


def at_the_window(place, account, route, step):
    command = as_account(account, ["dbus-run-session", "--", sys.executable, "-B", place.script, "--inside",
                                   place.workbench, place.workspace, route, step])
    done = subprocess.run(command, env=place.environment(account), cwd=place.homes[account], check=False)
    assert done.returncode == 0, f"{account} did not come through: {step}"


def main():
    for program, package in (("Xvfb", "xvfb"), ("xdotool", "xdotool"), ("dbus-run-session", "dbus")):
        need(shutil.which(program), f"{program} (package {package}) is missing")
    try:
        import gi
        gi.require_version("Atspi", "2.0")
    except (ImportError, ValueError):
        need(False, "AT-SPI for Python (packages python3-gi, gir1.2-atspi-2.0, at-spi2-core) is missing")
    place = Place(sys.argv[1])
    try:
        place.prepare()
        at_the_window(place, ASKS, "models/bikes", "facts")
        (told,) = json.loads(place.run(ASKS, "audit", "list", "--verb", "change facts", "--format", "json"))
        assert "2030-02-28" in told["after"] and '"risk_tier":"high"' in told["after"], told
        os.environ["TATARA_MODEL_FILE"] = str(place.booster())
        at_the_window(place, ASKS, "models/bikes", "file")
        shown = json.loads(place.run(ASKS, "models", "list", "--format", "json"))
        assert {"bikes", "boosters"} == {one["name"] for one in shown}, shown
        at_the_window(place, ASKS, "run/" + place.run_id("rounds-40"), "ask")
        assert place.champion() == 1
        refused = place.run(ASKS, "reviews", "approve", "1", code=4)
        assert "somebody else has to approve it" in refused, refused
        refused = place.run(ASKS, "models", "alias", "bikes", "champion", "2", code=4)
        assert "protected" in refused, refused
        dossier = place.homes[DECIDES] / "dossier.pdf"
        os.environ["TATARA_DOSSIER"] = str(dossier)
        at_the_window(place, DECIDES, "review/1", "decide")
        assert place.champion() == 2
        card = place.homes[DECIDES] / "card.pdf"
        os.environ["TATARA_DOSSIER"] = str(card)
        at_the_window(place, DECIDES, "models/bikes@2", "card")
        for paper in (dossier, card):
            assert paper.read_bytes().startswith(b"%PDF-"), f"{paper.name} is no PDF"
        place.run(DECIDES, "audit", "verify")
        acts = place.run(DECIDES, "audit", "list", "--format", "json")
        assert f'"{ASKS}"' in acts and f'"{DECIDES}"' in acts, acts
    finally:
        place.close()
    print("the journey through the window: as it should be")


if __name__ == "__main__":
    inside() if sys.argv[1] == "--inside" else main()
