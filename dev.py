"""One command for all that is done with a checkout: `python3 dev.py demo`, `python3 dev.py test`, and the rest below.

It needs nothing but Python 3.11 or newer: the first run makes `.venv`, fetches the pinned libraries and, on Debian or
Ubuntu, names or installs the few system libraries that Qt wants. Later runs start at once.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed.sha256"
LOCALE = Path("resources", "locale")
# pybabel without its check of blanks, which takes "10 % off" for one; tests/test_words.py knows what a blank is
COMPILE = "from babel.messages import checkers, frontend; checkers.checkers.clear(); frontend.main()"
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as check; check()"  # it has no `python -m`

# What Qt opens at run time and a bare Debian or Ubuntu lacks (library=package): for every start, and for a real window.
OFFSCREEN = (
    "libEGL.so.1=libegl1 libGL.so.1=libgl1 libxkbcommon.so.0=libxkbcommon0 libdbus-1.so.3=libdbus-1-3 "
    "libfontconfig.so.1=libfontconfig1 libglib-2.0.so.0=libglib2.0-0 libbrotlidec.so.1=libbrotli1"
)
WINDOW = (
    "libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4 libxcb-keysyms.so.1=libxcb-keysyms1 "
    "libxcb-shape.so.0=libxcb-shape0 libxkbcommon-x11.so.0=libxkbcommon-x11-0"
)


def run(*command: object, **more: str) -> int:
    """Run a command in the checkout and answer its exit code; `more` is added to the environment."""
    return subprocess.run([str(part) for part in command], cwd=HERE, env={**os.environ, **more}, check=False).returncode


def must(*command: object) -> None:
    """Run a step of the set-up; its failure ends the set-up."""
    if code := run(*command):
        sys.exit(code)


def missing(libraries: str) -> list[str]:
    """The Debian packages of those libraries that the system's loader does not find."""

    def found(name: str) -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    pairs = [pair.split("=") for pair in libraries.split()]
    return [package for name, package in pairs if not found(name)]


def system_libraries() -> None:
    """Install what Qt and venv need from the system if we may, else say the exact line that does."""
    if not sys.platform.startswith("linux"):
        return
    no_venv = [] if importlib.util.find_spec("ensurepip") else ["python3-venv"]
    wanted, apt = no_venv + missing(OFFSCREEN) + missing(WINDOW), shutil.which("apt-get")
    if wanted and apt and os.geteuid() == 0:
        run(apt, "update", "-qq")
        run(apt, "install", "-y", "-qq", "--no-install-recommends", *wanted, DEBIAN_FRONTEND="noninteractive")
        importlib.invalidate_caches()
        no_venv = [] if importlib.util.find_spec("ensurepip") else ["python3-venv"]
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    lacking = no_venv + missing(OFFSCREEN) + (missing(WINDOW) if screen else [])
    if lacking:
        print("Your system lacks libraries that the window needs. Install them once, then run this again:\n")
        print("  sudo apt-get update && sudo apt-get install -y --no-install-recommends " + " ".join(wanted))
        sys.exit(1)


def set_up() -> None:
    """Make `.venv` hold what pyproject.toml and constraints.txt ask for; a stamp makes the next time instant."""
    if sys.version_info < (3, 11):  # noqa: UP036  (older Pythons do start this file, and need the sentence)
        sys.exit(f"ShopPOS needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    import tomllib  # noqa: PLC0415  (older Pythons lack it, and stop one line above)

    system_libraries()
    project = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))
    asked = json.dumps([project["project"], project["build-system"], str(HERE)], sort_keys=True)
    stamp = hashlib.sha256(asked.encode() + (HERE / "constraints.txt").read_bytes()).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text("ascii") == stamp:
        return
    if not PYTHON.exists() or run(PYTHON, "-c", "import pip"):
        must(sys.executable, "-m", "venv", "--clear", VENV)
    print("Fetching the libraries (once; a minute or so)...", flush=True)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    must(*pip, "--constraint", "constraints.txt", "--editable", ".[dev]")
    STAMP.write_text(stamp, "ascii")


def check(*_: str) -> int:
    """All that can be judged without running the shop: format, lint, types, floors, translations. Answers failures."""
    steps = {
        "format": (PYTHON, "-m", "ruff", "format", "--check", "."),
        "lint": (PYTHON, "-m", "ruff", "check", "."),
        "types": (PYTHON, "-m", "pyright"),
        "floors": (PYTHON, "-c", LINT_IMPORTS, "--no-logo", "--no-cache"),
        "words": (PYTHON, "-m", "pytest", "-q", "tests/test_words.py"),
    }
    failed = [name for name, step in steps.items() if print(f"--- {name}", flush=True) or run(*step)]
    print("check: " + (f"failed: {', '.join(failed)}" if failed else "all good"), flush=True)
    return len(failed)


def test(*arguments: str) -> int:
    """The whole suite on all cores but no more than four; with arguments, exactly what they name."""
    cores = min(4, os.cpu_count() or 1)
    return run(PYTHON, "-m", "pytest", *(arguments or ("-n", cores, "--dist", "loadfile")))


def translate(*_: str) -> int:
    """Gather the program's sentences and bring every catalogue up to date; what is empty is then filled by hand."""
    babel, ours = (PYTHON, "-m", "babel.messages.frontend", "-q"), "--copyright-holder=the ShopPOS authors"
    gather = ("extract", "--add-location=file", "--sort-output", "--project=ShopPOS", "--version=1", ours, "-w", "120")
    fill = ("update", "-d", LOCALE, "-D", "shoppos", "-w", "120", "--no-fuzzy-matching", "--ignore-obsolete")
    for words, language in ((LOCALE / "shoppos", "hi"), (LOCALE / "papers", "ta")):
        must(*babel, *gather, "--msgid-bugs-address=", "-F", f"{words}.cfg", "-o", f"{words}.pot", "src")
        must(*babel, *fill, "-l", language, "-i", f"{words}.pot")
    return run(PYTHON, "-c", COMPILE, "compile", "-d", LOCALE, "-D", "shoppos", "--statistics")


COMMANDS = {
    "demo": lambda *more: run(PYTHON, "-m", "shoppos", "demo", *more),
    "test": test,
    "check": check,
    "bench": lambda *more: run(PYTHON, "-m", "bench", *more),
    "run": lambda *more: run(PYTHON, "-m", "shoppos", *more),
    "translate": translate,
    "build": lambda *more: run(PYTHON, "-m", "PyInstaller", "--noconfirm", *more, "build.spec"),
}

if __name__ == "__main__":
    command, arguments = "".join(sys.argv[1:2]), sys.argv[2:]
    if command not in COMMANDS:
        sys.exit(f"python3 dev.py {{{'|'.join(COMMANDS)}}} [arguments]")
    set_up()
    sys.exit(COMMANDS[command](*arguments))
