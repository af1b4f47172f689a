"""data_tabs.py TATARA WORKBENCH: two files opened as they are and every tab of the Data panel, with real clicks.

On an X server of its own, with widgets found by what assistive technology is told of them. The files are
bike_sharing_hour.csv and adult_census.csv of TATARA_SHARED where they are, and two of their kind made here in any case.
"""
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

from accounts import need
from journey import SECONDS, Window, choose_file


def rides(path):
    """Hours of two months: a sum that leaks, a recoding, a row number, a gap and filler rows."""
    generator = random.Random(5)
    lines = [",day,month,hour,weather,temp,wind,guests,members,rented,month_name"]
    for at in range(60 * 24):
        if 500 <= at < 524:
            continue
        day, hour = at // 24, at % 24
        filler = at % 37 == 3
        guests, members = (0, 0) if filler else (1 + int(10 * generator.random()), 5 + int(60 * generator.random()))
        cells = [len(lines), f"2012-{1 + day // 31:02}-{1 + day % 31:02}", 1 + day // 31, hour]
        cells += ["NA"] * 3 if filler else [1 + int(3 * generator.random()), round(generator.random(), 3), round(generator.random(), 4)]
        lines.append(",".join(map(str, [*cells, guests, members, guests + members, ["Jan", "Feb"][day // 31]])))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def people(path):
    """Texts that begin with a space, among them words for missing."""
    generator = random.Random(6)
    lines = ["age,work,hours,income"]
    for _ in range(900):
        work = generator.choice(["Private", "State", "Self", "?"])
        age = 18 + int(60 * generator.random())
        lines.append(f"{age}, {work},{20 + int(40 * generator.random())}, {'>50K' if age > 50 else '<=50K'}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def shot(window, name):
    """For eyes: TATARA_SHOTS names a folder."""
    folder = os.environ.get("TATARA_SHOTS")
    if folder and shutil.which("scrot"):
        time.sleep(1)
        subprocess.run(["scrot", "--overwrite", f"{folder}/{name}.png"], check=False)


def wait_for(window, words, seconds=SECONDS):
    """Something whose name holds the words."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for node in window.all():
            try:
                if words in (node.get_name() or "") and node.get_state_set().contains(window.atspi.StateType.SHOWING):
                    return node.get_name()
            except Exception:  # gone while it was looked at
                continue
        assert window.process.poll() is None, "the workbench has ended"
        time.sleep(0.3)
    seen = sorted({node.get_name() for node in window.all() if node.get_name()})
    raise AssertionError(f"nothing tells {words!r}; there are {seen}")


def import_file(window, path):
    window.click("Import data…")
    choose_file(window, "Import data", str(path))
    window.wait("Columns of the file")
    window.click("Import")


def tab(window, name):
    window.click(name, "page tab")
    time.sleep(1)


def click_at(window, node, x, y):
    box = node.get_component_iface().get_extents(window.atspi.CoordType.SCREEN)
    window.xdotool("mousemove", box.x + (x if x >= 0 else box.width + x), box.y + y)
    time.sleep(0.2)
    window.focus()
    window.xdotool("click", 1)
    time.sleep(0.5)


def menu(window, button, *keys):
    """A menu is no widget of the window: its entries are walked by keys."""
    window.click(button)
    time.sleep(0.7)
    for key in keys:
        window.key(key)
        time.sleep(0.2)
    window.key("Return")
    time.sleep(0.7)


def profile_tab(window, name):
    tab(window, "Profile")
    table = window.wait("Profile of the columns")
    shot(window, f"{name}-profile")
    # A bar of the third column's small histogram: a chip, a count, and undo.
    click_at(window, table, 120, 28 + 2 * 28 + 20)
    wait_for(window, " of ")
    shot(window, f"{name}-brushed")
    window.key("ctrl+z")
    time.sleep(1)


def rows_tab(window, name):
    tab(window, "Rows")
    wait_for(window, " rows")
    shot(window, f"{name}-rows")


def plots_tab(window, name):
    tab(window, "Plots")
    wait_for(window, "every one drawn")
    shot(window, f"{name}-plots")


def query_tab(window, name):
    tab(window, "Query")
    window.click("Run")
    wait_for(window, " rows in ")
    shot(window, f"{name}-query")
    for way, place in (("group", 80), ("join", 135)):
        click_at(window, window.wait("How the question is put"), place, 14)
        shot(window, f"{name}-query-{way}")
    window.wait("The dataset that is joined")
    click_at(window, window.wait("How the question is put"), 25, 14)


def contract(window, name):
    found = wait_for(window, "Version v1 · ")
    menu(window, found, "Up")
    window.click("Write from v1")
    time.sleep(2)
    window.click("Check v1")
    wait_for(window, " rules hold")
    shot(window, f"{name}-contract")
    window.click("Keep")
    time.sleep(1)


def details(window, name):
    found = wait_for(window, "Version v1 · ")
    menu(window, found, "Up", "Up")
    window.click("Owner", "text")
    window.type("mika")
    shot(window, f"{name}-details")
    window.click("Keep")
    time.sleep(1)


def report(window, name, folder):
    menu(window, "Export report", "Down", "Down", "Down")
    path = pathlib.Path(folder) / f"{name}.html"
    menu(window, "Export report", "Down", "Down", "Down", "Down")
    choose_file(window, "Report of the pinned views", str(path))
    until = time.monotonic() + SECONDS
    while not path.exists():
        assert time.monotonic() < until, "no report was written"
        time.sleep(0.3)
    html = path.read_text(encoding="utf-8")
    assert "<img" in html and "SELECT" in html, html[:2000]


def inside():
    _, _, workbench, workspace, folder, *files = sys.argv
    window = Window(workbench, workspace, "data")
    try:
        for number, path in enumerate(files):
            name = pathlib.Path(path).stem
            import_file(window, path)
            wait_for(window, " warning")
            window.wait(name)
            profile_tab(window, name)
            rows_tab(window, name)
            plots_tab(window, name)
            query_tab(window, name)
            tab(window, "Plots")  # of few widgets, which makes looking for others quick
            wait_for(window, "every one drawn")
            details(window, name)
            contract(window, name)
            if number == 0:
                report(window, name, folder)
            versions_of(window, name)
    except AssertionError:
        shot(window, "failed")
        raise
    finally:
        window.close()


def versions_of(window, name):
    for one in ("Drift", "Compare versions", "Lineage"):
        tab(window, one)
        time.sleep(2)
        shot(window, f"{name}-{one.split()[0].lower()}")


def main():
    for program, package in (("Xvfb", "xvfb"), ("xdotool", "xdotool"), ("dbus-run-session", "dbus")):
        need(shutil.which(program), f"{program} (package {package}) is missing")
    try:
        import gi
        gi.require_version("Atspi", "2.0")
    except (ImportError, ValueError):
        need(False, "AT-SPI for Python (packages python3-gi, gir1.2-atspi-2.0, at-spi2-core) is missing")
    tatara, workbench = (str(pathlib.Path(one).resolve()) for one in sys.argv[1:3])
    shared = pathlib.Path(os.environ.get("TATARA_SHARED", "")) / "data"
    with tempfile.TemporaryDirectory() as folder:
        made = [pathlib.Path(folder) / "rides.csv", pathlib.Path(folder) / "people.csv"]
        rides(made[0])
        people(made[1])
        theirs = [shared / "bike_sharing_hour.csv", shared / "adult_census.csv"]
        for files in [made] + ([theirs] if theirs[0].exists() else []):
            workspace = tempfile.mkdtemp(dir=folder)
            subprocess.run([tatara, "init", "--quiet", workspace], check=True)
            home = tempfile.mkdtemp(dir=folder)  # the bus of assistive technology has its socket there
            done = subprocess.run(["dbus-run-session", "--", sys.executable, "-B", __file__, "--inside", workbench, workspace,
                                   folder, *map(str, files)], check=False,
                                  env={**os.environ, "HOME": home, "XDG_CACHE_HOME": home, "XDG_RUNTIME_DIR": home})
            assert done.returncode == 0, "did not come through"
            listed = json.loads(subprocess.run([tatara, "data", "list", "--format", "json"], cwd=workspace, check=True,
                                               capture_output=True, text=True).stdout)
            assert {one["name"] for one in listed} == {path.stem for path in files}, listed
            for path in files:
                shown = json.loads(subprocess.run([tatara, "data", "show", path.stem, "--format", "json"], cwd=workspace,
                                                  check=True, capture_output=True, text=True).stdout)
                assert shown["owner"] == "mika", shown
                subprocess.run([tatara, "data", "check", path.stem, "--quiet"], cwd=workspace, check=True)
    print("the tabs of the Data panel: as they should be")


if __name__ == "__main__":
    inside() if sys.argv[1] == "--inside" else main()
