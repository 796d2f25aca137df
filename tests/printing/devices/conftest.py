"""Stand-ins for lp, lpstat, lpoptions and cancel, as programs of their own on the PATH."""

import json
import stat
import sys

import pytest

from shoppos.printing.devices import CupsQueue

SCHEDULER = """
import json, os, pathlib, sys, time
place = pathlib.Path(os.environ["CUPS_STAND_IN"])
plan = json.loads((place / "plan.json").read_text())
command = pathlib.Path(sys.argv[0]).name
with (place / "calls").open("a") as calls:
    calls.write(json.dumps([command, *sys.argv[1:], os.environ.get("LC_ALL")]) + "\\n")
since = "since Mon Nov 23 07:54:17 2026"
job = "raw1-7"

def jobs():
    return len((place / "looks").read_text()) if (place / "looks").exists() else 0

def printer():
    complaint = "\\n\\t" + plan["complaint"] if plan["complaint"] else ""
    if plan["stopped"] or plan.get("stops") and (place / "paper").exists():
        reason = "-\\n\\t" + (plan["stopped"] or plan["stops"])
        return f"printer raw1 disabled {since} {reason}"
    if (place / "paper").exists() and not (place / "cancelled").exists():
        return f"printer raw1 now printing {plan.get('prints', job)}.  enabled {since}{complaint}"
    return f"printer raw1 is idle.  enabled {since}{complaint}"

if plan["hangs"] == command:
    time.sleep(30)
if command == "lp":
    if plan["refuses"]:
        sys.exit("lp: Error - " + plan["refuses"])
    (place / "paper").write_bytes(sys.stdin.buffer.read())
    print(f"request id is {job} (0 file(s))")
elif command == "lpoptions":
    print(f"copies=1 printer-make-and-model='{plan['model']}' printer-state=3")
elif command == "cancel":
    (place / "cancelled").touch()
    if plan["uncancelled"]:
        sys.exit("cancel: cancel-job failed: Job #7 is already completed - can't cancel.")
elif "-v" in sys.argv:
    print("device for raw1: socket://127.0.0.1:9100/?waiteof=false\\ndevice for Office: usb://HP/LaserJet?serial=1")
elif "completed" in sys.argv:
    when = "root    1024   Mon Nov 23 07:54:17 2026"
    print(f"raw1-6     {when}\\n\\tStatus: \\n\\tAlerts: job-canceled-by-user\\n\\tqueued for raw1")
    print(f"{job}      {when}\\n\\tStatus: {plan['complaint']}\\n\\tAlerts: {plan['alerts']}\\n\\tqueued for raw1")
elif "not-completed" in sys.argv:
    (place / "looks").open("a").write("x")
    if not (place / "cancelled").exists() and jobs() <= plan["waits"] or plan.get("sticks"):
        print(f"{job}                  root              1024   Mon Nov 23 07:54:17 2026")
elif sys.argv[-1] != "raw1":
    sys.exit(f'lpstat: Invalid destination name in list "{sys.argv[-1]}".')
elif plan["down"]:
    sys.exit("lpstat: Scheduler is not running.")
else:
    if "-a" in sys.argv:
        print(f"raw1 accepting requests {since}")
    print(printer())
"""

PLAN = {
    "complaint": "", "stopped": "", "refuses": "", "model": "Local Raw Printer", "waits": 1, "uncancelled": False,
    "alerts": "processing-to-stop-point", "hangs": "", "down": False,
}  # fmt: skip


@pytest.fixture
def cups(tmp_path, monkeypatch):
    """Gives a function that lays the plan of what CUPS does; its `.place` has what it was handed and asked."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for command in ("lp", "lpstat", "lpoptions", "cancel"):
        path = folder / command
        path.write_text(f"#!{sys.executable} -SE\n{SCHEDULER}", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("CUPS_STAND_IN", str(tmp_path))

    class Cups:
        place = tmp_path

        def __call__(self, **plan):
            (tmp_path / "plan.json").write_text(json.dumps({**PLAN, **plan}), encoding="utf-8")
            return CupsQueue("raw1", command_seconds=5.0, unreached_seconds=0.1, follow_seconds=1.5, poll=0.02)

        def calls(self, command):
            every = [json.loads(line) for line in (tmp_path / "calls").read_text("utf-8").splitlines()]
            return [call for call in every if call[0] == command]

        @property
        def paper(self):
            path = tmp_path / "paper"
            return path.read_bytes() if path.exists() else None

    return Cups()
