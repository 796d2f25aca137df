"""The set-up: a missing system library is named with the line that installs it, and a second run is instant."""

import subprocess
import sys
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).resolve().parents[1]
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux leaves these to the system")


@linux
def test_a_library_that_the_loader_does_not_find_names_its_package():
    assert dev.missing("libc.so.6=libc6 libnobody-has-this.so.9=nobody9") == ["nobody9"]


@linux
def test_who_may_not_install_is_told_the_exact_line(monkeypatch, capsys):
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(dev, "OFFSCREEN", "libnobody-has-this.so.9=nobody9")
    with pytest.raises(SystemExit) as ended:
        dev.system_libraries()
    assert ended.value.code == 1
    line = "sudo apt-get update && sudo apt-get install -y --no-install-recommends nobody9"
    assert line in capsys.readouterr().out


@linux
def test_what_only_a_window_needs_stops_nobody_without_a_screen(monkeypatch, capsys):
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(dev, "WINDOW", "libnobody-has-this.so.9=nobody9")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    dev.system_libraries()
    assert capsys.readouterr().out == ""


@linux
def test_who_may_install_installs_and_looks_again(monkeypatch):
    asked = []

    def run(*command, **_more):
        asked.append(command)
        monkeypatch.setattr(dev, "OFFSCREEN", "libc.so.6=libc6")
        return 0

    monkeypatch.setattr(dev.os, "geteuid", lambda: 0)
    monkeypatch.setattr(dev.shutil, "which", lambda _name: "/usr/bin/apt-get")
    monkeypatch.setattr(dev, "OFFSCREEN", "libnobody-has-this.so.9=nobody9")
    monkeypatch.setattr(dev, "run", run)
    dev.system_libraries()
    assert asked[0][:2] == ("/usr/bin/apt-get", "update")
    assert asked[1][-1] == "nobody9"


def test_an_unknown_command_names_the_known_ones():
    done = subprocess.run([sys.executable, ROOT / "dev.py", "sing"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert all(command in done.stderr for command in dev.COMMANDS)
    assert {"demo", "test", "check", "bench", "run", "translate", "build"} <= set(dev.COMMANDS)


def test_the_set_up_file_stays_small_and_needs_only_python():
    source = (ROOT / "dev.py").read_text("utf-8")
    assert source.count("\n") < 150
    named = {
        line.split()[1].split(".")[0] for line in source.splitlines() if line.lstrip().startswith(("import ", "from "))
    }
    assert named - {"importlinter"} <= sys.stdlib_module_names
